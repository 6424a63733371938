"""Temporary files that the program has made itself: it may delete them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_llm_sandbox.harmless.bindings import BINDERS, SETTERS, sole_binding
from flake8_llm_sandbox.meaning.kinds import Ref

if TYPE_CHECKING:
    from flake8_llm_sandbox.meaning.resolver import Resolver
    from flake8_llm_sandbox.names.scopes import Scope

TEMPORARY = frozenset({"tempfile.NamedTemporaryFile", "tempfile.mkdtemp()"})
MAKERS = frozenset({"NamedTemporaryFile", "mkdtemp", "mkstemp"})


def is_own_temporary(call: ast.Call, scope: Scope, resolver: Resolver) -> bool:
    """Return whether ``call`` deletes just what `tempfile` has made for this program."""
    node = call.args[0] if call.args else None
    if node is None or _replaces_makers(resolver):
        return False
    if isinstance(node, ast.Attribute):
        if node.attr != "name" or "name" in resolver.program.attributes:
            return False
        node = node.value
    if isinstance(node, ast.Name):
        if node.id not in scope.bindings or node.id in scope.elsewhere:
            return False  # other modules may bind it too, before the function runs
        binding = sole_binding(node.id, scope, resolver)
        if node is call.args[0] and binding and binding.path == (1,) and isinstance(binding.value, ast.expr):
            return resolver.evaluate(binding.value, binding.scope) == (Ref("tempfile.mkstemp()"),)
    found = resolver.evaluate(node, scope)
    return bool(found) and all(isinstance(value, Ref) and _is_temporary(value, call, node) for value in found)


def _replaces_makers(resolver: Resolver) -> bool:
    """Return whether something else than the library's module may go by the name of `tempfile`, or make what it makes."""
    program = resolver.program
    return (
        not (BINDERS | SETTERS).isdisjoint(program.names)
        or not MAKERS.isdisjoint(program.attributes)
        or bool(program.root.stars)
        or any(_names_tempfile(site.node) for site in program.sites)
    )


def _names_tempfile(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom):
        return any("tempfile" in (alias.name, alias.asname) for alias in node.names)
    if isinstance(node, ast.Attribute):
        return node.attr == "tempfile"
    return isinstance(node, ast.Constant) and node.value == "tempfile"


def _is_temporary(value: Ref, call: ast.Call, node: ast.expr) -> bool:
    """`mkdtemp` gives the path itself, a temporary file has it as its `name`."""
    return value.name in TEMPORARY and value.instance == (node is not call.args[0])
