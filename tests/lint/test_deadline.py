"""No text keeps the analysis longer than its caller waits."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from flake8_llm_sandbox import Deadline, OutOfTime, analyze, cache, engine, together

if TYPE_CHECKING:
    from pathlib import Path

SLOW = {
    "values": "\n".join(f"print([n + {n} for n in range(4000)])" for n in range(100)),
    "functions": "\n".join(f"def f{n}(x):\n  return f{n - 1}(x) + f{n - 2}(x)" for n in range(2000)),
    "texts": "\n".join(f"a{n} = a{n - 1} + 'x' * 60000" for n in range(1, 3000)),
    "calls": "f(1)\n" * 30_000,
    "names": "\n".join(f"a{n} = b.c.d{n}" for n in range(10_000)),
}
SECONDS = 0.1
PARSING_SECONDS = 20  # at most, on a busy machine; the first of these would take a minute


@pytest.mark.parametrize("text", SLOW.values(), ids=SLOW)
def test_analysis_ends_at_the_deadline(text: str) -> None:
    began = time.monotonic()
    with pytest.raises(OutOfTime):
        analyze(text, deadline=Deadline.after(SECONDS))
    assert time.monotonic() - began < SECONDS + PARSING_SECONDS


def test_what_is_in_time_is_the_same_as_ever() -> None:
    text = "import os\nos.remove('x')\n"
    assert analyze(text, deadline=Deadline.after(60)) == analyze(text) != ()


def test_analysis_gives_up_by_itself_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "MAX_SECONDS", SECONDS)
    for deadline in (None, Deadline.after(60)):
        (finding,) = analyze(SLOW["values"], deadline=deadline)
        assert finding.code == "LLS902"
        assert f"more than {SECONDS} seconds of processor time" in finding.message


def test_time_that_others_have_had_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.monotonic
    monkeypatch.setattr(time, "monotonic", lambda: now() * 1000)
    monkeypatch.setattr(engine, "MAX_SECONDS", PARSING_SECONDS)
    assert analyze("x = f(1)\n" * 3_000) == ()


def test_files_together_are_given_up_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "MAX_SECONDS", SECONDS)
    found = together.analyze_together({"a.py": SLOW["values"], "b.py": "import a\n"})
    assert [each.code for each in found["a.py"]] == ["LLS902"]


def test_what_was_not_finished_is_not_remembered(tmp_path: Path) -> None:
    text = b"f(1)\n" * 2_000
    with pytest.raises(OutOfTime):
        cache.verdict(text, "a.py", tmp_path, deadline=Deadline.after(0))
    assert cache.verdict(text, "a.py", tmp_path, deadline=Deadline.after(60)) == ()
