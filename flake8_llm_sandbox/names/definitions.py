"""Scopes that definitions open: functions, classes, comprehensions, type parameters."""

from __future__ import annotations

import ast
from itertools import chain
from typing import TYPE_CHECKING, Any, cast

from flake8_llm_sandbox.names.scopes import EACH, Binding, Scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_llm_sandbox.names.scan import Handler, Parts, Scanner
    from flake8_llm_sandbox.names.scopes import Comprehension, Definition, Function


def _function(scan: Scanner, node: ast.FunctionDef | ast.AsyncFunctionDef, scope: Scope) -> Parts:
    scan.bind(node.name, node, scope)
    inner = scan.program.scopes[node] = Scope("function", scope, node)
    yield from _decorators(scan, node, scope)
    yield from _type_parameters(node, inner)
    yield from _parameters(scan, node, scope, inner)
    if node.returns:
        scan.program.annotations.add(node.returns)
        yield node.returns, scope
    yield from ((statement, inner) for statement in node.body)


def _decorators(scan: Scanner, node: Definition, scope: Scope) -> Parts:
    """Walk decorators; each is called with what it stands over, so it counts as a call of its name too."""
    # A definition is no expression, but it is evaluated like one.
    calls = [ast.Call(decorator, [cast("ast.expr", node)], []) for decorator in node.decorator_list]
    if calls:
        scan.program.decorated[node] = calls
    for call in calls:
        scan.call(call, scope)
        yield call.func, scope


def _lambda(scan: Scanner, node: ast.Lambda, scope: Scope) -> Parts:
    inner = scan.program.scopes[node] = Scope("function", scope, node, returns=[node.body])
    yield from _parameters(scan, node, scope, inner)
    yield node.body, inner


def _parameters(scan: Scanner, function: Function, scope: Scope, inner: Scope) -> Parts:
    for parameter, default in _with_defaults(function.args):
        scan.bind(parameter.arg, parameter, inner)
        scan.program.parents[parameter] = function
        if parameter.annotation:
            scan.annotate(parameter, parameter.annotation)
            yield parameter.annotation, scope
        if default:
            scan.program.defaults[parameter] = default
            yield default, scope


def _with_defaults(args: ast.arguments) -> Iterator[tuple[ast.arg, ast.expr | None]]:
    positional = [*args.posonlyargs, *args.args]
    without = len(positional) - len(args.defaults)
    yield from zip(positional, chain([None] * without, args.defaults), strict=True)
    yield from zip(args.kwonlyargs, args.kw_defaults, strict=True)
    yield from ((parameter, None) for parameter in (args.vararg, args.kwarg) if parameter)


def _class(scan: Scanner, node: ast.ClassDef, scope: Scope) -> Parts:
    scan.bind(node.name, node, scope)
    inner = scan.program.scopes[node] = Scope("class", scope, node)
    yield from _decorators(scan, node, scope)
    for keyword in node.keywords:
        scan.program.class_keywords[keyword.arg or ""].append(Binding(keyword.value, scope))
    yield from ((part, scope) for part in (*node.bases, *node.keywords))
    yield from _type_parameters(node, inner)
    yield from ((statement, inner) for statement in node.body)


def _comprehension(scan: Scanner, node: Comprehension, scope: Scope) -> Parts:
    inner = scan.program.scopes[node] = Scope("comprehension", scope, node)
    outer = scope  # the first iterable alone is evaluated outside
    for part in node.generators:
        scan.assign(part.target, part.iter, inner, (EACH,), outer)
        yield part.iter, outer
        yield from scan.targets(part.target, inner)
        yield from ((condition, inner) for condition in part.ifs)
        outer = inner
    elements = (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,)
    yield from ((element, inner) for element in elements)


def _type_parameters(node: ast.AST, scope: Scope) -> Parts:
    yield from ((part, scope) for part in getattr(node, "type_params", ()))


def _type_alias(scan: Scanner, node: Any, scope: Scope) -> Parts:
    scan.bind(node.name.id, node.value, scope)
    yield from _type_parameters(node, scope)
    yield node.value, scope


def _type_parameter(scan: Scanner, node: Any, scope: Scope) -> Parts:
    scan.bind(node.name, None, scope)
    parts = (getattr(node, field, None) for field in ("bound", "default_value"))
    yield from ((part, scope) for part in parts if part)


DEFINITIONS: dict[type[ast.AST], Handler] = {
    ast.AsyncFunctionDef: _function,
    ast.ClassDef: _class,
    ast.DictComp: _comprehension,
    ast.FunctionDef: _function,
    ast.GeneratorExp: _comprehension,
    ast.Lambda: _lambda,
    ast.ListComp: _comprehension,
    ast.SetComp: _comprehension,
    **{
        getattr(ast, name): handler
        for name, handler in (
            ("ParamSpec", _type_parameter),
            ("TypeAlias", _type_alias),
            ("TypeVar", _type_parameter),
            ("TypeVarTuple", _type_parameter),
        )
        if hasattr(ast, name)  # from Python 3.12 on
    },
}
