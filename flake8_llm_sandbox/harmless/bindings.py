"""What binds a name, if that is sure."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flake8_llm_sandbox.meaning.resolver import Resolver
    from flake8_llm_sandbox.names.scopes import Binding, Scope

# By these a program can bind names that no statement binds.
BINDERS = frozenset("__dict__ __setattr__ globals locals vars".split())
# Those of tests bind names too, but only when all modules are loaded.
SETTERS = frozenset({"patch", "setattr"})


def sole_binding(name: str, scope: Scope, resolver: Resolver) -> Binding | None:
    """Return what binds ``name`` if that is one place alone."""
    home: Scope | None = scope.elsewhere.get(name, scope)
    while home and (name not in home.bindings or (home.kind == "class" and home is not scope)):
        home = home.parent and home.parent.elsewhere.get(name, home.parent)
    if home is None or len(home.bindings[name]) != 1 or binds_unseen(name, resolver):
        return None
    return home.bindings[name][0]


def binds_unseen(name: str, resolver: Resolver) -> bool:
    """Return whether the program may bind the global ``name`` as an attribute, or in a namespace."""
    program = resolver.program
    return (
        not BINDERS.isdisjoint(program.names)
        or name in program.attributes
        or any(isinstance(site.node, ast.Name) and site.node.id == "setattr" for site in program.sites)
    )
