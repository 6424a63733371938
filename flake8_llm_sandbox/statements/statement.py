"""From findings to the statements that they stand in."""

from __future__ import annotations

import ast
import hashlib
import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flake8_llm_sandbox.depth import recurse
from flake8_llm_sandbox.parser import parse
from flake8_llm_sandbox.source import LINE_END, NOQA, in_characters
from flake8_llm_sandbox.statements.pieces import pieces
from flake8_llm_sandbox.walk import given

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from flake8_llm_sandbox.findings import Finding
    from flake8_llm_sandbox.statements.pieces import Piece, Point

OPEN_STRING = re.compile(r"\"{3}|'{3}|\\\n")
INDENTATION = re.compile(r"\n[ \t]+")
DIGITS = 24  # of a fingerprint's hash: 96 bits


@dataclass(frozen=True)
class Place:
    """Where in a program a finding is. Lines count from 1, columns from 0 in characters."""

    end: tuple[int, int]  # of what was found: the name, call or text at the finding's place
    lines: tuple[
        int, int
    ]  # first and last that what was found depends on: with the call that it is handed to
    silencers: tuple[int, ...]  # lines of the statement with a comment that makes flake8 drop the finding
    text: str  # of the statement; the head of a compound one has an empty body


@dataclass(frozen=True)
class Statement(Place):
    """What a finding stands in."""

    fingerprint: str  # of code and content, and which of several equal ones in the file it is


def places(source: bytes, findings: Sequence[Finding]) -> tuple[Place, ...]:
    """Return where each of the ``findings`` in ``source`` is."""
    if not findings:
        return ()
    text = source.decode("utf-8", "replace").removeprefix("\ufeff")
    try:
        return recurse(lambda: _Text(text).places(findings), len(text))
    except (SyntaxError, ValueError, MemoryError, RecursionError):  # then that is what was found
        return _Text(text, whole=False).places(findings)


def laid_out(found: Iterable[Place]) -> dict[str, str]:
    """Return, by the text of each place, the text without indentation, where it is surely not part of a string."""
    texts = {place.text for place in found}
    return {text: text if OPEN_STRING.search(text) else INDENTATION.sub("\n", text) for text in texts}


def contents(found: Iterable[Place]) -> dict[str, str]:
    """Return, by the text of each place, what there is of it but for what only people see."""
    texts = {place.text for place in found}
    if not texts:
        return {}
    from flake8_llm_sandbox.statements.plain import plain  # libcst takes a third of a second

    return recurse(lambda: {text: plain(text) for text in texts}, max(map(len, texts)))


def statements(source: bytes, findings: Sequence[Finding]) -> tuple[Statement, ...]:
    """Return what each of the ``findings`` in ``source`` stands in.

    A fingerprint says nothing of the place: it is the same after moving, renaming, indenting and laying out anew.
    """
    found = places(source, findings)
    content = contents(found)
    equals: Counter[str] = Counter()
    marks = {}
    for number in sorted(range(len(found)), key=findings.__getitem__):
        named = f"{findings[number].code}\0{content[found[number].text]}"
        digest = hashlib.sha256(named.encode()).hexdigest()[:DIGITS]
        equals[digest] += 1
        marks[number] = f"{digest}:{equals[digest]}"
    return tuple(
        Statement(place.end, place.lines, place.silencers, place.text, marks[number])
        for number, place in enumerate(found)
    )


class _Text:
    """A program, to be asked for places."""

    def __init__(self, text: str, *, whole: bool = True) -> None:
        self._text = text
        self._lines = LINE_END.split(text)
        self._starts = [0, *(end.end() for end in LINE_END.finditer(text))]
        self._pieces = pieces(parse(text)) if whole else []
        self._begins = [piece.start for piece in self._pieces]

    def places(self, findings: Sequence[Finding]) -> tuple[Place, ...]:
        """Return the place of each finding."""
        return tuple(map(self._place, findings))

    def _place(self, finding: Finding) -> Place:
        start = finding.line, len(self._line(finding.line)[: finding.column].encode())
        piece = self._piece(start)
        whole = piece.lines if piece else (finding.line, finding.line)
        found = _found(piece, start) if piece else []
        return Place(
            self._in_characters(_end(found[0])) if found else (finding.line, len(self._line(finding.line))),
            (found[-1].lineno, max(map(_end, found))[0]) if found else whole,
            tuple(line for line in range(whole[0], whole[1] + 1) if self._silences(finding.code, line)),
            self._text_of(piece) if piece else self._line(finding.line).strip(),
        )

    def _piece(self, point: Point) -> Piece | None:
        number = bisect_right(self._begins, point) - 1
        piece = self._pieces[number] if number >= 0 else None
        return piece if piece and point < piece.end else None

    def _text_of(self, piece: Piece) -> str:
        first, last = (self._offset(start) for start in (piece.start, piece.end))
        return piece.as_statement(self._text[first:last])

    def _offset(self, point: Point) -> int:
        line, column = self._in_characters(point)
        return self._starts[line - 1] + column

    def _in_characters(self, point: Point) -> Point:
        return point[0], in_characters(self._line(point[0]), point[1])

    def _silences(self, code: str, number: int) -> bool:
        comments = NOQA.finditer(self._line(number))
        codes = (each["codes"] or code for each in comments)
        return any(code.startswith(each) for text in codes for each in text.upper().replace(",", " ").split())

    def _line(self, number: int) -> str:
        return self._lines[number - 1] if number <= len(self._lines) else ""


def _found(piece: Piece, start: Point) -> list[ast.expr | ast.alias]:
    """Return what stands at ``start`` and, if it is a name or so, the call that it is handed to."""
    nodes = [
        each for node in piece.nodes for each in ast.walk(node) if isinstance(each, (ast.expr, ast.alias))
    ]
    here = sorted((each for each in nodes if (each.lineno, each.col_offset) == start), key=_end)
    chain = [each for each in here if isinstance(each, (ast.Attribute, ast.Call, ast.Name, ast.Subscript))]
    if not chain:
        return here[:1]
    calls = [each for each in nodes if isinstance(each, ast.Call) and chain[-1] in given(each)]
    return [chain[-1], *calls]


def _end(node: ast.AST) -> Point:
    return node.end_lineno, node.end_col_offset  # type: ignore[attr-defined]
