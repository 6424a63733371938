"""The tree of a program cut into pieces that do not overlap: statements, and the heads of those that hold others."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flake8_llm_sandbox.walk import children

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Point = tuple[int, int]  # line from 1, column from 0 in bytes, as CPython's trees have them

HOLDERS = (ast.stmt, ast.ExceptHandler, ast.match_case)
BEFORE: dict[type[ast.AST], str] = {ast.ExceptHandler: "try: pass\n", ast.match_case: "match _:\n case "}


@dataclass(frozen=True)
class Piece:
    """A statement, the head of a compound one, a decorator, or what is matched."""

    start: Point
    end: Point
    nodes: tuple[ast.AST, ...]  # what lies in it
    head: bool = False
    before: str = ""  # what a head needs to be read as a statement

    @property
    def lines(self) -> tuple[int, int]:
        """Return the first and the last line, of a head without those that only lead to the body."""
        ends = (getattr(each, "end_lineno", 0) for node in self.nodes for each in ast.walk(node))
        return self.start[0], max((self.start[0], *ends)) if self.head else self.end[0]

    def as_statement(self, text: str) -> str:
        """Return its text as one statement; a head gets an empty body."""
        if not self.head:
            return text
        head = re.sub(r"@[ \t]*$", "", text)  # of a decorator, with which the body begins
        return f"{self.before}{re.sub('^elif', 'if', head)}pass"


def pieces(tree: ast.Module) -> list[Piece]:
    """Return all pieces of a program by their place."""
    found: list[Piece] = []
    left: list[ast.AST] = [*tree.body]
    while left:
        node = left.pop()
        inner = [child for child in children(node) if isinstance(child, HOLDERS)]
        left.extend(inner)
        found.extend(_of(node, inner))
    return sorted(found, key=lambda piece: piece.start)


def _of(node: ast.AST, inner: Sequence[ast.AST]) -> Iterator[Piece]:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    yield from (Piece(_start(each), _end(each), (each,)) for each in decorators)
    own = tuple(each for each in children(node) if not isinstance(each, HOLDERS) and each not in decorators)
    if isinstance(node, ast.Match):
        yield Piece(_start(node.subject), _end(node.subject), own)
    elif not inner:
        yield Piece(_start(node), _end(node), (node,))
    else:
        yield Piece(_start(node), _first(inner[0]), own, head=True, before=BEFORE.get(type(node), ""))


def _first(node: ast.AST) -> Point:
    return min(_start(each) for each in (node, *getattr(node, "decorator_list", [])))


def _start(node: ast.AST) -> Point:
    node = node.pattern if isinstance(node, ast.match_case) else node
    return node.lineno, node.col_offset  # type: ignore[attr-defined]


def _end(node: ast.AST) -> Point:
    return node.end_lineno, node.end_col_offset  # type: ignore[attr-defined]
