"""Whatever cannot be verified is refused, whatever it is."""

from __future__ import annotations

import ast
import sys

import pytest

from flake8_llm_sandbox import analyze
from flake8_llm_sandbox.newer import newer
from flake8_llm_sandbox.parser import parse
from flake8_llm_sandbox.source import ASCII_ONLY_CODINGS

QA = "no" + "qa"


def codes(source: str | bytes) -> set[str]:
    return {finding.code for finding in analyze(source)}


@pytest.mark.parametrize(
    ("source", "code"),
    [
        pytest.param("x = (", "LLS901", id="syntax error"),
        pytest.param("print 'python 2'", "LLS901", id="Python 2"),
        pytest.param(b"x = '\xff'", "LLS903", id="not UTF-8"),
        pytest.param("# coding: utf-7\n+AG8-s = 1", "LLS903", id="utf-7"),
        pytest.param(
            "#!/usr/bin/python\r# coding: rot13\rcevag", "LLS903", id="rot13 after a lone carriage return"
        ),
        pytest.param(b"# coding: latin-1\nx = 1", None, id="an ASCII text that says it is Latin-1"),
        pytest.param(b"# coding: latin-1\nx = '\xc3\xa9'", "LLS903", id="UTF-8 that says it is Latin-1"),
        pytest.param(b"\xef\xbb\xbf# coding: latin-1\nx = 1", "LLS903", id="a byte order mark and Latin-1"),
        pytest.param(b"# coding: shift_jis\nx = 1", "LLS903", id="an ASCII text that says it is Shift JIS"),
        pytest.param("x = '\ud800'", "LLS903", id="lone surrogate"),
        pytest.param("x = 1\0", "LLS904", id="NUL"),
        pytest.param("x = 1 # \x1b[2K", "LLS904", id="escape sequence"),
        pytest.param("x = 1 # \u2066", "LLS904", id="bidirectional isolate"),
        pytest.param("x = 1\n" * 200_000, "LLS902", id="large"),
        pytest.param("x = a" + " and a" * 8_000, None, id="a long chain that is not deep"),
        pytest.param("x = (''" + "\n''" * 8_000 + ")", None, id="a long text that is not deep"),
        pytest.param("x = 1" + "+1" * 10_000, "LLS902", id="a deep sum"),
        pytest.param("x = a" + ".b" * 6_000, "LLS902", id="a deep chain of attributes"),
        pytest.param("x = " + "-" * 50_000 + "1", "LLS902", id="many signs"),
        pytest.param("x = " + "(" * 2_000 + ")" * 2_000, "LLS901", id="brackets"),
        pytest.param("x = " + "[" * 150 + "]" * 150, None, id="brackets that Python allows"),
        pytest.param("\n" * 100_000 + "x = (", "LLS901", id="after many empty lines"),
    ],
)
def test_what_cannot_be_verified_is_refused(source: str | bytes, code: str | None) -> None:
    assert codes(source) == ({code} if code else set())


@pytest.mark.parametrize("coding", sorted(ASCII_ONLY_CODINGS))
def test_ascii_means_the_same_in_all_codings_that_are_harmless_to_declare(coding: str) -> None:
    ascii_text = bytes(range(128))
    assert ascii_text.decode(coding) == ascii_text.decode("ascii")
    assert not any(
        bytes([byte]).decode(coding, "ignore").isascii()
        for byte in range(128, 256)
        if bytes([byte]).decode(coding, "ignore")
    )


def test_a_syntax_error_is_reported_where_it_is() -> None:
    (finding,) = analyze("x = 1\ny = )\n")
    assert (finding.line, finding.column) == (2, 4)


def test_a_chain_of_names_deeper_than_the_limit_is_refused_not_trusted() -> None:
    aliases = "".join(f"a{number} = a{number - 1}\n" for number in range(1, 1_000))
    assert codes(f"import os\na0 = os\n{aliases}a999.remove('x')") & {"LLS902", "LLS301"}


@pytest.mark.parametrize(
    "comment",
    [
        f"# {QA}",
        f"#{QA}",
        f"# {QA.upper()}",
        f"# flake8: {QA}",
        f"# flake8: {QA}: LLS301",
        f"# {QA}: LLS",
        f"# {QA}: LLS3",
        f"# {QA}: E501, LLS30",
        f"# flake8:{QA}",
    ],
)
def test_a_comment_that_silences_us_is_a_finding_beside_what_it_hides(comment: str) -> None:
    assert codes(f"import os\nos.remove('x')  {comment}\n") == {"LLS301", "LLS906"}


@pytest.mark.parametrize("comment", [f"# {QA}: LLS301", f"# {QA}: E501, LLS301"])
def test_a_comment_that_names_whole_codes_of_ours_hides_nothing_from_us(comment: str) -> None:
    assert codes(f"import os\nos.remove('x')  {comment}\n") == {"LLS301"}


def test_flake8_is_silenced_by_strings_too() -> None:
    assert codes(f'x = """\n# flake8: {QA}\n"""') == {"LLS906"}


@pytest.mark.parametrize("comment", [f"# {QA}: E501", f"# {QA}: F401, E402", "# type: ignore", "# nothing"])
def test_comments_for_other_tools_are_clean(comment: str) -> None:
    assert codes(f"x = 1  {comment}\n") == set()


@pytest.mark.parametrize("newline", ["\r", "\r\n", "\f\n", "\\\n"])
def test_unusual_line_ends_hide_nothing(newline: str) -> None:
    assert "LLS301" in codes(f"import os{';' if newline == chr(92) + chr(10) else ''}{newline}os.remove('x')")


def test_a_byte_order_mark_is_allowed() -> None:
    assert codes(b"\xef\xbb\xbfx = 1\n") == set()


@pytest.mark.parametrize(
    ("line", "said", "version"),
    [
        ("    except* ValueError:", "", 11),
        ("type Name[T] = list[T]", "", 12),
        ("class Page[T: Model](Base):", "", 12),
        ("    async def f[T](x: T) -> T: pass", "", 12),
        ('print(f"{names["a"]}")', "f-string: expecting '}'", 12),
        ("print(f\"{text.split('\\n')}\")", "f-string expression part cannot include a backslash", 12),
        ('query = t"select {name}"', "", 14),
        ("except A, B:", "", 14),
    ],
)
def test_syntax_of_a_newer_python_is_named(line: str, said: str, version: int) -> None:
    found = newer(line, said, (3, version - 1))
    assert found
    assert f"Python 3.{version}," in found
    assert newer(line, said, (3, version)) is None


UNBRACKETED = """\
TEXT = '''
except A, B:
'''
try:
    pass
except OSError, a.Fault:  # of both
    __import__("os").system("x")
try:
    pass
except A , B : pass
"""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_several_exceptions_without_brackets_are_read_as_with(end: str) -> None:
    bare = UNBRACKETED.replace("\n", end)
    bracketed = bare.replace("OSError, a.Fault", "(OSError, a.Fault)").replace("t A , B ", "t (A , B) ")
    assert analyze(bare.encode()) == analyze(bracketed.encode()) != ()
    assert ast.dump(parse(bare)) == ast.dump(parse(bracketed))


@pytest.mark.parametrize(
    "head", ["except A, B as error", "except (A,\n  B), C", "except A, B()", "except A, B, C:\n  x = ("]
)
@pytest.mark.skipif(sys.version_info >= (3, 14), reason="what of that is Python there is another question")
def test_other_heads_are_not_read_so(head: str) -> None:
    assert codes(f"try:\n    pass\n{head}:\n    pass\n") == {"LLS901"}


@pytest.mark.parametrize(
    "line", ["x = (", "print 'a'", "types = [", "first = 't'", "if x = 1:", "a[0] = * b"]
)
def test_other_faults_are_faults(line: str) -> None:
    assert newer(line, "invalid syntax", (3, 10)) is None
