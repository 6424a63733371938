"""What the names of a program stand for, where every binding in the file agrees; stricter than the analysis has to be."""

from __future__ import annotations

import ast
import builtins
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

Binding = tuple[
    str, "str | ast.expr | None"
]  # a name, and what it stands for: a library name, a value, or unknown


@dataclass(frozen=True)
class Names:
    """The names that a file binds, and all identifiers in it."""

    bound: dict[str, list[str | ast.expr | None]]
    mentioned: frozenset[str]

    def of(self, node: ast.expr) -> str | None:
        """Return the library name of an expression, such as ``tarfile.open().extractall``; None if in doubt."""
        return self._of(node, follow=True)

    def _of(self, node: ast.expr, *, follow: bool) -> str | None:
        if isinstance(node, ast.Call):
            name = self._of(node.func, follow=follow)
            return f"{name}()" if name else None
        if isinstance(node, ast.Attribute):
            base = self._of(node.value, follow=follow)
            return f"{base}.{node.attr}" if base and node.attr not in self.bound.get(".", ()) else None
        return self._of_name(node.id, follow) if isinstance(node, ast.Name) else None

    def _of_name(self, name: str, follow: bool) -> str | None:
        if "*" in self.bound:
            return None
        if name not in self.bound:
            return f"builtins.{name}" if hasattr(builtins, name) else None
        meanings = {self._of_binding(binding, follow) for binding in self.bound[name]}
        return meanings.pop() if len(meanings) == 1 else None

    def _of_binding(self, binding: str | ast.expr | None, follow: bool) -> str | None:
        if isinstance(binding, ast.expr):
            return self._of(binding, follow=False) if follow else None
        return binding


def names_of(tree: ast.Module) -> Names:
    """Return what a program binds, wherever it does, and what it mentions."""
    bound: defaultdict[str, list[str | ast.expr | None]] = defaultdict(list)
    values = {target: value for node in ast.walk(tree) for target, value in _given(node)}
    for node in ast.walk(tree):
        for name, meaning in _bindings(node, values):
            bound[name].append(meaning)
    return Names(dict(bound), frozenset(name for node in ast.walk(tree) for name in _identifiers(node)))


def _given(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    if isinstance(node, ast.Assign) and len(node.targets) == 1:
        yield node.targets[0], node.value
    elif isinstance(node, ast.withitem) and node.optional_vars:
        yield node.optional_vars, node.context_expr


def _bindings(node: ast.AST, values: dict[ast.expr, ast.expr]) -> Iterator[Binding]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield (alias.asname, alias.name) if alias.asname else (alias.name.partition(".")[0],) * 2
    elif isinstance(node, ast.ImportFrom):
        for alias in node.names:
            yield alias.asname or alias.name, None if node.level else f"{node.module}.{alias.name}"
    elif isinstance(node, ast.Name):
        if not isinstance(node.ctx, ast.Load):
            yield node.id, values.get(node)
    elif isinstance(node, ast.Attribute):
        if not isinstance(node.ctx, ast.Load):
            yield ".", node.attr
    elif not isinstance(node, (ast.alias, ast.keyword)):
        yield from ((name, None) for name in _identifiers(node))


def _identifiers(node: ast.AST) -> Iterator[str]:
    """Yield names in whatever field they are: `def`, `class`, parameters, `except ... as`, `case`, `global`."""
    for field in ("id", "attr", "arg", "name", "rest"):
        name = getattr(node, field, None)
        if isinstance(name, str):
            yield name
