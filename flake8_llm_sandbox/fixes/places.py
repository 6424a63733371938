"""Where a finding is in the program's tree, and whether two trees differ anywhere else."""

from __future__ import annotations

import ast
import io
import tokenize
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flake8_llm_sandbox.source import LINE_END, in_characters
from flake8_llm_sandbox.walk import given

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flake8_llm_sandbox.findings import Finding

Target = ast.Call | ast.Assign


@dataclass(frozen=True)
class Span:
    """A piece of a text: lines count from 1, columns from 0 in characters."""

    start: tuple[int, int]
    end: tuple[int, int]


def span_of(node: ast.expr | ast.stmt, lines: Sequence[str]) -> Span:
    """Return where a node is."""
    last, end = node.end_lineno or node.lineno, node.end_col_offset or 0
    return Span(_position(node.lineno, node.col_offset, lines), _position(last, end, lines))


def targets(tree: ast.Module, finding: Finding, lines: Sequence[str]) -> Iterator[Target]:
    """Yield what may have to change: a call, or the call of an argument, or the assignment of a call's value."""
    line = lines[finding.line - 1]
    place = (finding.line, len(line[: finding.column].encode()))
    for node in _outside_of_fstrings(tree):
        parts: list[ast.expr] = []
        if isinstance(node, ast.Call):
            parts = [node, *given(node)]
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            parts = [node.value]
        if any((part.lineno, part.col_offset) == place for part in parts):
            yield node  # type: ignore[misc] # one of the two, or it would have no parts


def may_have_comment(piece: str) -> bool:
    """Return whether a comment stands in a piece of a program, where an edit could lose or misplace it."""
    try:
        tokens = [*tokenize.generate_tokens(io.StringIO(piece).readline)]
    except (SyntaxError, tokenize.TokenError):
        return True
    return "\r" in piece.replace("\r\n", "") or any(token.type == tokenize.COMMENT for token in tokens)


def cut(text: str, span: Span) -> tuple[str, str, str]:
    """Return what stands before, in and after a piece of a text."""
    starts = [0, *(end.end() for end in LINE_END.finditer(text))]
    first, last = (starts[line - 1] + column for line, column in (span.start, span.end))
    return text[:first], text[first:last], text[last:]


def same_elsewhere(before: ast.AST, after: ast.AST, hole: ast.AST) -> bool:
    """Return whether two trees are the same, whatever stands in the place of ``hole``, a node of ``before``."""
    pairs: list[tuple[object, object]] = [(before, after)]
    while pairs:
        one, other = pairs.pop()
        if one is hole:
            continue
        if type(one) is not type(other):
            return False
        if isinstance(one, ast.AST):
            pairs.extend((getattr(one, field, None), getattr(other, field, None)) for field in one._fields)
        elif isinstance(one, list) and isinstance(other, list):
            if len(one) != len(other):
                return False
            pairs.extend(zip(one, other, strict=True))
        elif repr(one) != repr(other):  # not `==`: 0.0 is no -0.0, and nan is itself
            return False
    return True


def _position(line: int, offset: int, lines: Sequence[str]) -> tuple[int, int]:
    return line, in_characters(lines[line - 1], offset)


def _outside_of_fstrings(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield all nodes but those in f-strings and template strings, where quotes and braces mean something else."""
    nodes: list[ast.AST] = [tree]
    while nodes:
        node = nodes.pop()
        yield node
        nodes.extend(
            child
            for child in ast.iter_child_nodes(node)
            if type(child).__name__ not in ("JoinedStr", "TemplateStr")
        )
