"""Names under which one file of a program may hand a module of the library to another."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_llm_sandbox import library
from flake8_llm_sandbox.parser import parse
from flake8_llm_sandbox.walk import imported_from

if TYPE_CHECKING:
    from collections.abc import Iterator


def renamed_modules(source: str | bytes) -> dict[str, str]:
    """Return the other names that imports of ``source`` give to modules of the library which must stay in sight.

    Raises:
        SyntaxError: ``source`` is not Python.
    """
    renamed = {}
    for node in ast.walk(parse(source)):
        for alias in node.names if isinstance(node, (ast.Import, ast.ImportFrom)) else ():
            joint = f"{imported_from(node)}.{alias.name}" if isinstance(node, ast.ImportFrom) else alias.name
            module = library.canonical(joint)
            if alias.asname and module in library.SIGHT and alias.asname.lstrip("_") != module:
                renamed[alias.asname] = module
    return renamed


def taken_names(source: str | bytes) -> Iterator[tuple[int, str, frozenset[str]]]:
    """Yield line and name of everything that ``source`` takes from what it imports, and the modules that it may be from.

    Modules go by the last part of their names.

    Raises:
        SyntaxError: ``source`` is not Python.
    """
    tree = parse(source)
    origins: dict[str, frozenset[str]] = {}
    for node in ast.walk(tree):
        for alias in node.names if isinstance(node, (ast.Import, ast.ImportFrom)) else ():
            module = imported_from(node) if isinstance(node, ast.ImportFrom) else ""
            parts = frozenset((*module.split("."), *alias.name.split(".")))
            root = alias.asname or alias.name.partition(".")[0]
            origins[root] = origins.get(root, frozenset()) | parts
            if isinstance(node, ast.ImportFrom):
                yield alias.lineno, alias.name, frozenset({module.rpartition(".")[2]})
    for part in ast.walk(tree):
        if isinstance(part, ast.Attribute):
            root, *between = _chain(part.value)
            if root in origins:
                yield part.lineno, part.attr, origins[root] | frozenset(between)


def _chain(node: ast.expr) -> list[str]:
    """Return ``["a", "b"]`` for `a.b`, and an empty name in front for what starts with no name."""
    names = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    return [node.id if isinstance(node, ast.Name) else "", *reversed(names)]
