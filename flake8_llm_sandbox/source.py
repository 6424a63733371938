"""Bytes or text to the tree that CPython compiles; whatever cannot be verified raises ``Unverifiable``."""

from __future__ import annotations

import ast
import gc
import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flake8_llm_sandbox.around import what_it_is
from flake8_llm_sandbox.lookalikes import deceptive
from flake8_llm_sandbox.newer import newer
from flake8_llm_sandbox.parser import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES = 1024 * 1024
NOTEBOOK_KEYS = frozenset({"cells", "nbformat", "worksheets"})

CODINGS = frozenset({"utf-8", "utf8", "utf-8-sig", "ascii", "us-ascii"})
# Of these, every byte of ASCII is what it is in ASCII.
ASCII_ONLY_CODINGS = frozenset(
    """latin-1 latin1 iso-8859-1 iso8859-1 iso-8859-2 iso8859-2 iso-8859-15 iso8859-15 latin9 cp1250 cp1251 cp1252
    windows-1250 windows-1251 windows-1252 koi8-r koi8-u""".split()
)
LINE_END = re.compile("\r\n?|\n")  # as the parser counts lines; `str.splitlines` knows more kinds
COOKIE = re.compile(r"^\ufeff?[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
CONTROL = re.compile(r"[\x01-\x08\x0b\x0e-\x1f\x7f]")
NOQA = re.compile(
    r"#\s*(?:flake8[:=]\s*)?noqa(?::\s?(?P<codes>[A-Z]+[0-9]*(?:[,\s]+[A-Z]+[0-9]+)*))?", re.IGNORECASE
)


class Unverifiable(Exception):  # noqa: N818 - a verdict on the text, not a fault of ours
    """The text cannot be analysed: ``code`` says by which rule, ``detail`` why."""

    def __init__(self, code: str, detail: str, line: int = 1, column: int = 0) -> None:
        super().__init__(detail)
        self.code, self.detail, self.line, self.column = code, detail, line, column


@dataclass(frozen=True)
class Source:
    """A program, and what CPython's own parser makes of it."""

    text: str
    tree: ast.Module


def load(source: str | bytes, tree: ast.Module | None = None) -> Source:
    """Parse ``source``; ``tree`` saves the first parse where the caller has it already.

    Raises:
        Unverifiable: the text is too large, oddly encoded, or no Python.
    """
    if len(source) > MAX_BYTES:
        raise Unverifiable("LLS902", f"more than {MAX_BYTES:,} bytes")
    text = source if isinstance(source, str) else _decode(source)
    _check_characters(text)
    text = text.removeprefix("\ufeff")
    tree = tree or _parse(text)
    if _is_notebook(tree):
        raise Unverifiable("LLS907", "this is the JSON of one; give its file the suffix .ipynb")
    for detail, line in deceptive(tree) if not text.isascii() else ():
        raise Unverifiable("LLS904", detail, line)
    return Source(text, tree)


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep the garbage collector out: a tenth of the analysis otherwise goes into collections that find nothing."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def in_characters(line: str, offset: int) -> int:
    """Return ``offset``, which CPython's trees give in bytes of UTF-8, in characters."""
    return len(line.encode()[:offset].decode("utf-8", "replace"))


def silencers(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield line and column, and whether the whole file is meant, of what makes flake8 drop our findings unseen, inside strings too, as flake8 does.

    A comment that names whole codes of ours is precise: it says what it hides, and only in flake8.
    """
    for match in NOQA.finditer(text):
        codes = (match["codes"] or "LLS").upper().replace(",", " ").split()
        is_file = "flake8" in match[0].lower()
        if any(
            "LLS".startswith(code) or (code.startswith("LLS") and (is_file or len(code) < 6))
            for code in codes
        ):
            start = text.rfind("\n", 0, match.start()) + 1
            yield text.count("\n", 0, start) + 1, match.start() - start, is_file


def _decode(data: bytes) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unverifiable(
            "LLS903", f"byte {error.start} is not UTF-8", data[: error.start].count(b"\n") + 1
        ) from None
    return text


def _check_characters(text: str) -> None:
    allowed = CODINGS | ASCII_ONLY_CODINGS if text.isascii() else CODINGS
    for number, line in enumerate(LINE_END.split(text, maxsplit=2)[:2], 1):
        cookie = COOKIE.match(line)
        if cookie and cookie[1].lower().replace("_", "-") not in allowed:
            raise Unverifiable("LLS903", f"declared encoding {cookie[1]!r} is not UTF-8", number)
    for code, pattern, what in (
        ("LLS904", "\0", "a NUL character"),
        ("LLS904", CONTROL, "a control character"),
        ("LLS904", BIDI, "a character that reorders what the reader sees"),
        ("LLS903", re.compile("[\ud800-\udfff]"), "a lone surrogate"),
    ):
        found = re.search(pattern, text)
        if found:
            line = text.count("\n", 0, found.start()) + 1
            raise Unverifiable(code, f"{what} (U+{ord(found[0]):04X})", line)


def _is_notebook(tree: ast.Module) -> bool:
    """Return whether this is the JSON of a notebook, which is an expression of Python, too."""
    value = tree.body[0].value if len(tree.body) == 1 and isinstance(tree.body[0], ast.Expr) else None
    keys = value.keys if isinstance(value, ast.Dict) else []
    return any(isinstance(key, ast.Constant) and key.value in NOTEBOOK_KEYS for key in keys)


def _parse(text: str) -> ast.Module:
    try:
        return parse(text)
    except SyntaxError as error:
        line = error.lineno or 1
        there = "".join(LINE_END.split(text)[line - 1 : line])
        known = newer(there, error.msg)
        other = None if known else what_it_is(there, text)
        detail = (
            f"{error.msg}: {known}"
            if known
            else f"{error.msg}; this looks like {other}"
            if other
            else error.msg
        )
        raise Unverifiable("LLS901", detail, line, max((error.offset or 1) - 1, 0)) from None
    except (RecursionError, MemoryError):
        raise Unverifiable("LLS902", "nested too deeply for the parser") from None
    except ValueError as error:
        raise Unverifiable("LLS901", str(error)) from None
