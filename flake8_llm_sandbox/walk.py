"""A read-only look at syntax trees: what of a node means something."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SILENT = frozenset({"ctx", "op", "ops", "type_comment", "type_ignores"})


def children(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the parts of ``node`` in source order, operators and contexts left out."""
    for name in node._fields:
        value = None if name in SILENT else getattr(node, name, None)
        if isinstance(value, ast.AST):
            yield value
        elif isinstance(value, list):
            for part in value:
                if isinstance(part, ast.AST):
                    yield part


def imported_from(node: ast.ImportFrom) -> str:
    """Return the module of a ``from`` import; dots of a relative one become empty names that match nothing."""
    return "." * node.level + (node.module or "")


def given(node: ast.AST) -> Iterator[ast.expr]:
    """Yield what stands between the brackets of a list, tuple, set or call."""
    if isinstance(node, ast.Call):
        yield from node.args
        yield from (keyword.value for keyword in node.keywords)
    elif isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        yield from node.elts


def last_name(node: ast.AST) -> str:
    """Return ``c`` of `a.b.c`, the name of a variable or definition, or nothing."""
    return str(getattr(node, "id", getattr(node, "attr", getattr(node, "name", ""))))


def moved(body: list[ast.stmt], text: ast.expr, lines: int, columns: int) -> list[ast.stmt]:
    """Return statements that stand in ``text``, so many lines and columns from its start, with their places in the program."""
    last = text.end_lineno or text.lineno
    for part in (part for statement in body for part in ast.walk(statement)):
        if isinstance(part, (ast.stmt, ast.expr, ast.alias, ast.arg, ast.keyword, ast.excepthandler)):
            part.lineno = part.end_lineno = min(text.lineno + lines + part.lineno - 1, last)
            part.col_offset += columns
    return body


def has_star(call: ast.Call) -> bool:
    """Return whether some arguments of ``call`` stand in a list or dict elsewhere."""
    return any(isinstance(argument, ast.Starred) for argument in call.args) or any(
        keyword.arg is None for keyword in call.keywords
    )
