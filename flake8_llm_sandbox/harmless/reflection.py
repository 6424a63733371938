"""Attributes that go by a computed name, and can only be fields that the program itself names."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_llm_sandbox.meaning.kinds import Local, Ref
from flake8_llm_sandbox.walk import last_name

if TYPE_CHECKING:
    from flake8_llm_sandbox.meaning.resolver import Resolver
    from flake8_llm_sandbox.names.scopes import Scope

DELEGATING = frozenset({"__getattr__", "__getattribute__"})
DESCRIBING = frozenset({"__delete__", "__get__", "__set__"})
LEVEL_TAKERS = frozenset("addLevelName basicConfig getLevelName isEnabledFor log setLevel".split())


def reads_own_field(call: ast.Call, scope: Scope, resolver: Resolver) -> bool:
    """Return whether a `getattr` hands on what it is asked for, reads the field of a descriptor, or a level of logging."""
    if len(call.args) not in (2, 3) or call.keywords:
        return False
    return (
        _delegates(call, scope)
        or _reads_described(call, scope, resolver)
        or _reads_level(call, scope, resolver)
    )


def _delegates(call: ast.Call, scope: Scope) -> bool:
    """`getattr(self.content, name)` in `__getattr__(self, name)`: whoever asks has spelled the name, or computed it there."""
    function, asked = scope.node, call.args[1]
    if not isinstance(function, ast.FunctionDef) or function.name not in DELEGATING:
        return False
    arguments = function.args.args
    return (
        scope.parent is not None
        and scope.parent.kind == "class"
        and not function.decorator_list
        and len(arguments) == 2
        and isinstance(asked, ast.Name)
        and asked.id == arguments[1].arg
        and len(scope.bindings[asked.id]) == 1
    )


def _reads_described(call: ast.Call, scope: Scope, resolver: Resolver) -> bool:
    """`getattr(instance, self.name)` in `__get__`, where `__set_name__` alone binds `name`: as a class body spells it."""
    function, asked = scope.node, call.args[1]
    if not isinstance(function, ast.FunctionDef) or function.name not in DESCRIBING:
        return False
    arguments = function.args.args
    if not isinstance(asked, ast.Attribute) or len(arguments) < 2:
        return False
    is_self = isinstance(asked.value, ast.Name) and asked.value.id == arguments[0].arg
    is_instance = isinstance(call.args[0], ast.Name) and call.args[0].id == arguments[1].arg
    bindings = resolver.program.attributes.get(asked.attr, ())
    return (
        is_self
        and is_instance
        and bool(bindings)
        and all(_is_given_name(each.value, each.scope) and not each.path for each in bindings)
    )


def _is_given_name(node: object, scope: Scope) -> bool:
    """Return whether ``node`` is the name that `__set_name__` is given, or that after one underscore."""
    function = scope.node
    if not isinstance(function, ast.FunctionDef) or function.name != "__set_name__":
        return False
    if isinstance(node, ast.JoinedStr) and len(node.values) == 2:
        start, rest = node.values
        node = rest.value if _is_underscore(start) and isinstance(rest, ast.FormattedValue) else None
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        node = node.right if _is_underscore(node.left) else None
    arguments = function.args.args
    return isinstance(node, ast.Name) and len(arguments) == 3 and node.id == arguments[2].arg


def _is_underscore(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value == "_"


def _reads_level(call: ast.Call, scope: Scope, resolver: Resolver) -> bool:
    """`getattr(logging, level.upper())`, if it is a level for logging: no name in capitals leads elsewhere."""
    owner = resolver.evaluate(call.args[0], scope)
    asked = call.args[1]
    if owner != (Ref("logging"),) or not isinstance(asked, ast.Call) or asked.args or asked.keywords:
        return False
    if not isinstance(asked.func, ast.Attribute) or asked.func.attr != "upper":
        return False
    if any(isinstance(value, Local) for value in resolver.evaluate(asked.func.value, scope)):
        return False  # an object with an `upper` of its own
    return _is_level(call, scope, resolver)


def _is_level(node: ast.expr, scope: Scope, resolver: Resolver) -> bool:
    """Return whether ``node`` is given to logging alone, there or by the name of a local variable."""
    parent = resolver.program.parents[node]
    if isinstance(parent, ast.keyword):
        return parent.arg == "level"
    if isinstance(parent, ast.Call):
        return node in parent.args and last_name(parent.func) in LEVEL_TAKERS
    if isinstance(parent, ast.Compare):
        return all(isinstance(operator, (ast.Is, ast.IsNot)) for operator in parent.ops)
    if not isinstance(parent, ast.Assign) or len(parent.targets) != 1:
        return False
    target = parent.targets[0]
    if not isinstance(target, ast.Name) or scope.kind != "function" or target.id in scope.elsewhere:
        return False
    sites = resolver.reads.get(target.id, ())
    return all(_is_level_read(site.node, site.scope, resolver) for site in sites if site.scope is scope)


def _is_level_read(node: ast.AST, scope: Scope, resolver: Resolver) -> bool:
    if not isinstance(node, ast.expr):
        return False
    parent = resolver.program.parents[node]
    is_kind = isinstance(parent, ast.Call) and last_name(parent.func) == "isinstance"
    return is_kind or (not isinstance(parent, ast.Assign) and _is_level(node, scope, resolver))
