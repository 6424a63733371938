"""When a module leaves sight: stored, passed or returned, its later uses cannot be told from anything else."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_llm_sandbox.meaning.kinds import Ref
from flake8_llm_sandbox.patching import patches

if TYPE_CHECKING:
    from flake8_llm_sandbox.meaning.resolver import Resolver
    from flake8_llm_sandbox.names.scopes import Scope

HARMLESS = frozenset({ast.Attribute, ast.Expr})
LOOKING = frozenset(
    {
        "builtins.dir",
        "builtins.getattr",
        "builtins.hasattr",
    }
)


def leaks(node: ast.expr, scope: Scope, resolver: Resolver) -> bool:
    """Return whether the module or function that ``node`` stands for gets out of sight there."""
    parent = resolver.program.parents[node]
    if type(node) is ast.Call:
        return False  # whatever asks for a module by its name is a finding of its own
    if isinstance(parent, (ast.keyword, ast.Starred)):
        parent = resolver.program.parents[parent]
    if isinstance(parent, ast.Call):
        return parent.func is not node and not _only_looks(parent.func, scope, resolver)
    if isinstance(parent, (ast.AnnAssign, ast.Assign, ast.NamedExpr)):
        targets = parent.targets if isinstance(parent, ast.Assign) else [parent.target]
        return scope.kind in ("module", "class") or not all(_is_own(target, scope) for target in targets)
    if isinstance(parent, ast.Compare):  # all but `is` hand their operands to methods
        return not all(isinstance(operator, (ast.Is, ast.IsNot)) for operator in parent.ops)
    return type(parent) not in HARMLESS


def _is_own(target: ast.expr, scope: Scope) -> bool:
    """Return whether ``target`` is a name of the function alone, where it stays in sight."""
    return isinstance(target, ast.Name) and target.id not in scope.elsewhere


def _only_looks(callee: ast.expr, scope: Scope, resolver: Resolver) -> bool:
    """Return whether a module may be given to ``callee``: what patches for a test, and a few of the library."""
    if patches(callee, scope, resolver):
        return True
    return all(isinstance(value, Ref) and value.name in LOOKING for value in resolver.evaluate(callee, scope))
