"""Identifiers that are not what they look like."""

from __future__ import annotations

import pytest

from flake8_llm_sandbox import analyze


@pytest.mark.parametrize(
    "program",
    [
        "import оs",
        "import a as оs",
        "from оs import path",
        "from оs.path import join",
        "class ѕubprocess: pass",
        "def ореn(): pass",
        "async def f(*, еxec=1): pass",
        "f(еxec=1)",
        "os.ѕystem('x')",
        "x.__сlass__",
        "x.__glοbals__",
        "evαl('1')",
        "try: pass\nexcept E as оs: pass",
        "match x:\n    case {'a': 1, **оs}: pass",
        "match x:\n    case C(ѕystem=y): pass",
        "def f():\n    global ехес",
        "f'{еval(1)}'",
        "pаssword = 1",
        "getաttr = ցetattr",
        "Ꭺrray = 1",
        "e\ufe00val('1')",
        "\u3164 = 1",
        "данные\U000e0100 = 1",
    ],
)
def test_a_name_that_hides_what_it_is_is_refused(program: str) -> None:
    assert {finding.code for finding in analyze(program)} == {"LLS904"}


@pytest.mark.parametrize(
    "program",
    [
        "данные = 1",
        "größe = naïve = 1",
        "数据 = 1",
        "sınıf = 1",
        "α = µ = ν = ο = о = 1",
        "Δx = Δt = dθ = ρs = νx = 1",
        "θ_max = λ_0 = σ2 = 1",
        "x̄ = 1",
        "х1 = T_а = 1",
        "def сор(): pass",
        "f'{данные}'",
        "x = 'оs'  # оs, еval",
        "x = '👨\u200d👩\ufe0f'  # ❤\ufe0f",
        "x = 'می\u200cخواهم'",
    ],
)
def test_names_in_other_alphabets_and_any_text_are_clean(program: str) -> None:
    assert analyze(program) == ()


def test_the_finding_says_what_the_name_looks_like_and_where_it_is() -> None:
    (finding,) = analyze("x = 1\n\ndef f():\n    import оs\n")
    assert finding.line == 4
    assert finding.message.startswith("a name that looks like 'os' and is not (U+043E) hides")


def test_full_width_letters_are_the_names_that_they_become() -> None:
    assert {finding.code for finding in analyze("ｅval('1')")} == {"LLS101"}
