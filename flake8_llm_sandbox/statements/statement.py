"""From findings to the statements that they stand in."""

from __future__ import annotations

import ast
import hashlib
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flake8_llm_sandbox.depth import recurse
from flake8_llm_sandbox.parser import parse
from flake8_llm_sandbox.source import LINE_END, NOQA, in_characters
from flake8_llm_sandbox.statements.pieces import pieces
from flake8_llm_sandbox.statements.plain import plain
from flake8_llm_sandbox.walk import given

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flake8_llm_sandbox.findings import Finding
    from flake8_llm_sandbox.statements.pieces import Piece, Place

DIGITS = 24  # of a fingerprint's hash: 96 bits


@dataclass(frozen=True)
class Statement:
    """What a finding stands in. Lines count from 1, columns from 0 in characters."""

    end: tuple[int, int]  # of what was found: the name, call or text at the finding's place
    lines: tuple[
        int, int
    ]  # first and last that what was found depends on: with the call that it is handed to
    content: str  # of the statement, or the head of a compound one, without what only people see
    fingerprint: str  # of code and content, and which of several equal ones in the file it is
    silenced: bool  # whether a comment beside the statement would make flake8 drop the finding


def statements(source: bytes, findings: Sequence[Finding]) -> tuple[Statement, ...]:
    """Return what each of the ``findings`` in ``source`` stands in.

    A fingerprint says nothing of the place: it is the same after moving, renaming, indenting and laying out anew.
    """
    if not findings:
        return ()
    text = source.decode("utf-8", "replace").removeprefix("\ufeff")
    try:
        return recurse(lambda: _Text(text).statements(findings), len(text))
    except (SyntaxError, ValueError, MemoryError, RecursionError):  # then that is what was found
        return _Text(text, whole=False).statements(findings)


class _Text:
    """A program, to be asked for places."""

    def __init__(self, text: str, *, whole: bool = True) -> None:
        self._text = text
        self._lines = LINE_END.split(text)
        self._starts = [0, *(end.end() for end in LINE_END.finditer(text))]
        self._pieces = pieces(parse(text)) if whole else []
        self._begins = [piece.start for piece in self._pieces]

    def statements(self, findings: Sequence[Finding]) -> tuple[Statement, ...]:
        """Return the statement of each finding."""
        order = sorted(range(len(findings)), key=lambda number: findings[number])
        equals: Counter[str] = Counter()
        made = {}
        for number in order:
            made[number] = self._statement(findings[number], equals)
        return tuple(made[number] for number in range(len(findings)))

    def _statement(self, finding: Finding, equals: Counter[str]) -> Statement:
        place = finding.line, len(self._line(finding.line)[: finding.column].encode())
        piece = self._piece(place)
        content = self._content(piece) if piece else self._line(finding.line).strip()
        digest = hashlib.sha256(f"{finding.code}\0{content}".encode()).hexdigest()[:DIGITS]
        equals[digest] += 1
        whole = piece.lines if piece else (finding.line, finding.line)
        found = _found(piece, place) if piece else []
        return Statement(
            self._in_characters(_end(found[0])) if found else (finding.line, len(self._line(finding.line))),
            (found[-1].lineno, max(map(_end, found))[0]) if found else whole,
            content,
            f"{digest}:{equals[digest]}",
            any(self._silences(finding.code, number) for number in range(whole[0], whole[1] + 1)),
        )

    def _piece(self, place: Place) -> Piece | None:
        number = bisect_right(self._begins, place) - 1
        piece = self._pieces[number] if number >= 0 else None
        return piece if piece and place < piece.end else None

    def _content(self, piece: Piece) -> str:
        first, last = (self._offset(place) for place in (piece.start, piece.end))
        return plain(piece.as_statement(self._text[first:last]))

    def _offset(self, place: Place) -> int:
        line, column = self._in_characters(place)
        return self._starts[line - 1] + column

    def _in_characters(self, place: Place) -> Place:
        return place[0], in_characters(self._line(place[0]), place[1])

    def _silences(self, code: str, number: int) -> bool:
        comments = NOQA.finditer(self._line(number))
        codes = (each["codes"] or code for each in comments)
        return any(code.startswith(each) for text in codes for each in text.upper().replace(",", " ").split())

    def _line(self, number: int) -> str:
        return self._lines[number - 1] if number <= len(self._lines) else ""


def _found(piece: Piece, place: Place) -> list[ast.expr | ast.alias]:
    """Return what stands at ``place`` and, if it is a name or so, the call that it is handed to."""
    nodes = [
        each for node in piece.nodes for each in ast.walk(node) if isinstance(each, (ast.expr, ast.alias))
    ]
    here = sorted((each for each in nodes if (each.lineno, each.col_offset) == place), key=_end)
    chain = [each for each in here if isinstance(each, (ast.Attribute, ast.Call, ast.Name, ast.Subscript))]
    if not chain:
        return here[:1]
    calls = [each for each in nodes if isinstance(each, ast.Call) and chain[-1] in given(each)]
    return [chain[-1], *calls]


def _end(node: ast.AST) -> Place:
    return node.end_lineno, node.end_col_offset  # type: ignore[attr-defined]
