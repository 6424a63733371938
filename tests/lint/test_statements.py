"""What findings stand in: what changes a fingerprint, and what does not."""

from __future__ import annotations

import pytest

from flake8_llm_sandbox import analyze
from flake8_llm_sandbox.statements import Statement, contents, places, statements
from flake8_llm_sandbox.statements.plain import plain


def found(program: str) -> list[Statement]:
    source = program.encode()
    return [*statements(source, [one for one in analyze(source) if one.code != "LLS906"])]


def fingerprints(program: str) -> list[str]:
    return [each.fingerprint for each in found(program)]


@pytest.mark.parametrize(
    "other",
    [
        "import os\n\n\nos.remove('a', dir_fd=1)\n",
        "import os\nos.remove( 'a' ,dir_fd = 1 )  # why\n",
        "import os\nos.remove(\n    'a',\n    # why\n    dir_fd=1,\n)\n",
        "import os\nif True:\n    os.remove('a', dir_fd=1)\n",
        "import os\ndef f():\n\tos . remove('a', dir_fd=\\\n1); print()\n",
    ],
)
def test_layout_and_place_are_no_part_of_a_fingerprint(other: str) -> None:
    assert fingerprints(other) == fingerprints("import os\nos.remove('a', dir_fd=1)\n")


@pytest.mark.parametrize(
    "other", ["os.remove('b')", "os.remove(a)", "os.remove('a', 'b')", "x = os.remove('a')", "os.unlink('a')"]
)
def test_content_is(other: str) -> None:
    assert fingerprints(f"import os\n{other}\n") != fingerprints("import os\nos.remove('a')\n")


HEADS = [
    "if eval(a): {}",
    "if a: pass\nelif eval(a): {}",
    "while eval(a): {}",
    "for b in eval(a): {}",
    "with eval(a) as b, c: {}",
    "try: pass\nexcept eval(a): {}",
    "def f(b, *, c=eval(a)): {}",
    "class B(A, c=eval(a)): {}",
    "match a:\n case 1 if eval(a): {}",
]


@pytest.mark.parametrize("head", HEADS)
def test_the_body_is_no_part_of_its_head(head: str) -> None:
    short, long = (fingerprints(head.format(body)) for body in ("pass", "\n   @ b\n   def c(): print(1)"))
    assert short == long
    assert len(short) == 1
    assert fingerprints(head.format("pass").replace("eval(a)", "eval(b)")) != short


@pytest.mark.parametrize("head", HEADS)
def test_heads_are_read(head: str) -> None:
    (content,) = contents(found(head.format("pass"))).values()
    assert content.endswith(("pass", "eval (  a )"))
    assert "eval (  a )" in content


def test_equal_statements_are_told_apart() -> None:
    first, second = fingerprints("eval(a)\neval( a )\n")
    assert first.rpartition(":")[0] == second.rpartition(":")[0]
    assert (first[-2:], second[-2:]) == (":1", ":2")


@pytest.mark.parametrize(
    ("program", "end"),
    [
        ("import os\nprint(os.environ['é'], 1)", (2, 21)),
        ("eval(\n  a\n) + 1", (3, 1)),
        ("map(eval, a)", (1, 8)),
        ("open('/etc/passwd')", (1, 18)),
        ("x = '/etc/passwd' 'x'", (1, 21)),
        ("from os import remove", (1, 21)),
        ("print(", (1, 6)),
    ],
)
def test_end_of_what_was_found(program: str, end: tuple[int, int]) -> None:
    assert end in [each.end for each in found(program)]


@pytest.mark.parametrize(
    ("program", "lines"),
    [
        ("x = [\n  eval(\n    a),\n  1]", (2, 3)),
        ("x = f(\n  1,\n  eval,\n  a,\n)", (1, 5)),
        ("x = [\n  f,\n  eval,\n  a,\n]", (3, 3)),
        ("print(1\n", (1, 1)),
    ],
)
def test_lines_on_which_a_finding_depends(program: str, lines: tuple[int, int]) -> None:
    assert lines in [each.lines for each in found(program)]


@pytest.mark.parametrize(
    ("comment", "silenced"),
    [
        ("# noqa", True),
        ("# noqa: E501, LLS101", True),
        ("# noqa: LLS1", True),
        ("# noqa: LLS102", False),
        ("#", False),
    ],
)
def test_comments_that_silence(comment: str, silenced: bool) -> None:
    assert [bool(each.silencers) for each in found(f"print(\n  eval(a),\n  1)  {comment}\n")] == [silenced]


@pytest.mark.parametrize(
    "program",
    [
        "x = " + "a and " * 8000 + "eval(a)",
        "x = " + "(" * 90 + "eval(a)" + ")" * 90,
        "eval(a" + ".b" * 900 + ")",
    ],
)
def test_what_libcst_cannot_take_has_a_fingerprint_too(program: str) -> None:
    assert all(fingerprints(program))


def test_a_head_without_anything_in_it_has_a_place() -> None:
    source = b"try:  # no" + b"qa\n    pass\nfinally:\n    pass\n"
    (place,) = places(source, analyze(source))
    assert place.lines == (1, 1)


def test_what_libcst_does_not_read_keeps_its_words() -> None:
    assert plain("a   b\n  c") == "a b c"


def test_nothing_found_needs_nothing() -> None:
    assert statements(b"\xff", ()) == ()
