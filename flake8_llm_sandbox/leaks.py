"""When a module leaves sight: stored, passed or returned, its later uses cannot be told from anything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_llm_sandbox.meaning.kinds import UNKNOWN, Ref
from flake8_llm_sandbox.walk import identifier

if TYPE_CHECKING:
    from flake8_llm_sandbox.meaning.resolver import Resolver
    from flake8_llm_sandbox.names.scopes import Scope

NAMING = frozenset({cst.AnnAssign, cst.Assign, cst.NamedExpr})  # inside a function such a name stays in sight
HARMLESS = frozenset(
    {cst.Attribute, cst.Call, cst.Comparison, cst.ComparisonTarget, cst.Expr, cst.FunctionDef, cst.Lambda}
)
LOOKING = frozenset(
    {
        "builtins.dir",
        "builtins.getattr",
        "builtins.hasattr",
        "builtins.isinstance",
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
        return scope.kind in ("module", "class")
    return type(parent) not in HARMLESS


def _only_looks(callee: cst.BaseExpression, scope: Scope, resolver: Resolver) -> bool:
    """Return whether a module may be given to ``callee``: pytest's `monkeypatch` and a few of the library."""
    if isinstance(callee, cst.Attribute) and identifier(callee.attr) in ("setattr", "delattr"):
        owner = callee.value
        if isinstance(owner, cst.Name) and owner.value == "monkeypatch":
            return resolver.evaluate(owner, scope) == (UNKNOWN,)
    return all(isinstance(value, Ref) and value.name in LOOKING for value in resolver.evaluate(callee, scope))
