"""When a module leaves sight: stored, passed or returned, its later uses cannot be told from anything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_llm_sandbox.meaning.kinds import UNKNOWN, Ref
from flake8_llm_sandbox.walk import identifier

if TYPE_CHECKING:
    from flake8_llm_sandbox.meaning.resolver import Resolver
    from flake8_llm_sandbox.names.scopes import Scope

NAMING = frozenset({cst.AnnAssign, cst.Assign, cst.NamedExpr})
HARMLESS = frozenset({cst.Attribute, cst.Call, cst.Expr})
LOOKING = frozenset(
    {
        "builtins.dir",
        "builtins.getattr",
        "builtins.hasattr",
        "unittest.mock.patch.object",
    }
)


def leaks(node: cst.CSTNode, scope: Scope, resolver: Resolver) -> bool:
    """Return whether the module or function that ``node`` stands for gets out of sight there."""
    parent = resolver.program.parents[node]
    if type(node) is cst.Call:
        return False  # whatever asks for a module by its name is a finding of its own
    if isinstance(parent, cst.Arg):
        call = resolver.program.parents[parent]
        return not (isinstance(call, cst.Call) and _only_looks(call.func, scope, resolver))
    if type(parent) in NAMING:
        return scope.kind in ("module", "class") or not all(
            _is_own(target, scope) for target in _targets(parent)
        )
    if isinstance(parent, (cst.Comparison, cst.ComparisonTarget)):
        return not _is_identity(parent, resolver)
    return type(parent) not in HARMLESS


def _targets(node: cst.CSTNode) -> list[cst.BaseExpression]:
    if isinstance(node, cst.Assign):
        return [target.target for target in node.targets]
    assert isinstance(node, (cst.AnnAssign, cst.NamedExpr))
    return [node.target]


def _is_own(target: cst.BaseExpression, scope: Scope) -> bool:
    """Return whether ``target`` is a name of the function alone, where it stays in sight."""
    return isinstance(target, cst.Name) and identifier(target) not in scope.elsewhere


def _is_identity(node: cst.Comparison | cst.ComparisonTarget, resolver: Resolver) -> bool:
    """Return whether ``node`` only asks `is`: other comparisons hand their operands to methods."""
    whole = resolver.program.parents[node] if isinstance(node, cst.ComparisonTarget) else node
    assert isinstance(whole, cst.Comparison)
    return all(isinstance(target.operator, (cst.Is, cst.IsNot)) for target in whole.comparisons)


def _only_looks(callee: cst.BaseExpression, scope: Scope, resolver: Resolver) -> bool:
    """Return whether a module may be given to ``callee``: pytest's `monkeypatch` and a few of the library."""
    if isinstance(callee, cst.Attribute) and identifier(callee.attr) in ("setattr", "delattr"):
        owner = callee.value
        if isinstance(owner, cst.Name) and owner.value == "monkeypatch":
            return resolver.evaluate(owner, scope) == (UNKNOWN,)
    return all(isinstance(value, Ref) and value.name in LOOKING for value in resolver.evaluate(callee, scope))
