"""A read-only walk over libcst trees: an explicit stack, no visitors, no trivia."""

from __future__ import annotations

import dataclasses
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

import libcst as cst

if TYPE_CHECKING:
    from collections.abc import Iterator

TRIVIA = frozenset(
    """asynchronous colon comma comment dot empty_lines equal first_colon first_line footer header indent last_line
    lbrace lbracket leading_lines leading_whitespace lines_after_decorators lpar newline operator posonly_ind rbrace
    rbracket relative rpar second_colon semicolon separator star trailing_comma trailing_whitespace whitespace""".split()
)


PLAIN = frozenset({type(None), bool, str, cst.MaybeSentinel})


@cache
def _fields(kind: type[cst.CSTNode]) -> tuple[str, ...]:
    names = (field.name for field in dataclasses.fields(kind))
    return tuple(name for name in names if name not in TRIVIA and not name.startswith("whitespace_"))


def children(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """Yield the parts of ``node`` that mean something, in source order."""
    for name in _fields(type(node)):
        value = getattr(node, name)
        kind = type(value)
        if kind is tuple or kind is list:
            yield from value
        elif kind not in PLAIN:  # `isinstance` is slow on libcst's classes, which are abstract base classes
            yield value


def walk(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """Yield ``node`` and everything below it."""
    stack = [node]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(children(node))


def identifier(name: cst.Name) -> str:
    """Return what Python reads: identifiers are compared in their NFKC form, so a full-width `eval` is `eval`."""
    return name.value if name.value.isascii() else unicodedata.normalize("NFKC", name.value)


def dotted(node: cst.CSTNode) -> str:
    """Return ``a.b.c`` for the Name or Attribute chain ``node`` of an import statement."""
    parts = []
    while isinstance(node, cst.Attribute):
        parts.append(identifier(node.attr))
        node = node.value
    assert isinstance(node, cst.Name)
    return ".".join((identifier(node), *reversed(parts)))


def imported_from(node: cst.ImportFrom) -> str:
    """Return the module of a ``from`` import; dots of a relative one become empty names that match nothing."""
    return "." * len(node.relative) + (dotted(node.module) if node.module else "")
