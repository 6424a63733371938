"""Scopes that definitions open: functions, classes, comprehensions, type parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_llm_sandbox.names.scopes import EACH, Scope
from flake8_llm_sandbox.walk import children, identifier

if TYPE_CHECKING:
    from flake8_llm_sandbox.names.scan import Handler, Parts, Scanner


def _function(scan: Scanner, node: cst.FunctionDef, scope: Scope) -> Parts:
    scan.bind(identifier(node.name), node, scope)
    inner = scan.program.scopes[node] = Scope("function", scope, node)
    yield from ((decorator, scope) for decorator in node.decorators)
    yield from _parameters(scan, node, scope, inner)
    if node.returns:
        yield node.returns, scope
    yield node.body, inner


def _lambda(scan: Scanner, node: cst.Lambda, scope: Scope) -> Parts:
    inner = scan.program.scopes[node] = Scope("function", scope, node, returns=[node.body])
    yield from _parameters(scan, node, scope, inner)
    yield node.body, inner


def _parameters(scan: Scanner, function: cst.FunctionDef | cst.Lambda, scope: Scope, inner: Scope) -> Parts:
    for part in children(function.params):
        if isinstance(part, cst.Param):
            scan.bind(identifier(part.name), part, inner)
            scan.program.parents[part] = function
            yield from ((value, scope) for value in (part.annotation, part.default) if value)


def _class(scan: Scanner, node: cst.ClassDef, scope: Scope) -> Parts:
    scan.bind(identifier(node.name), node, scope)
    inner = scan.program.scopes[node] = Scope("class", scope, node)
    for part in (*node.decorators, *node.bases, *node.keywords):
        yield part, scope
    yield node.body, inner


def _comprehension(scan: Scanner, node: cst.BaseSimpleComp | cst.DictComp, scope: Scope) -> Parts:
    inner = scan.program.scopes[node] = Scope("comprehension", scope, node)
    part: cst.CompFor | None = node.for_in
    outer = scope  # the first iterable alone is evaluated outside
    while part:
        scan.assign(part.target, part.iter, inner, (EACH,), outer)
        yield part.iter, outer
        yield from scan.targets(part.target, inner)
        yield from ((condition.test, inner) for condition in part.ifs)
        part, outer = part.inner_for_in, inner
    elements = (node.key, node.value) if isinstance(node, cst.DictComp) else (node.elt,)
    yield from ((element, inner) for element in elements)


def _type_alias(scan: Scanner, node: cst.TypeAlias, scope: Scope) -> Parts:
    scan.bind(identifier(node.name), node.value, scope)
    yield from ((part, scope) for part in (node.type_parameters, node.value) if part)


def _type_parameter(
    scan: Scanner, node: cst.TypeVar | cst.TypeVarTuple | cst.ParamSpec, scope: Scope
) -> Parts:
    scan.bind(identifier(node.name), None, scope)
    bound = getattr(node, "bound", None)
    if bound:
        yield bound, scope


DEFINITIONS: dict[type[cst.CSTNode], Handler] = {
    cst.ClassDef: _class,
    cst.DictComp: _comprehension,
    cst.FunctionDef: _function,
    cst.GeneratorExp: _comprehension,
    cst.Lambda: _lambda,
    cst.ListComp: _comprehension,
    cst.ParamSpec: _type_parameter,
    cst.SetComp: _comprehension,
    cst.TypeAlias: _type_alias,
    cst.TypeVar: _type_parameter,
    cst.TypeVarTuple: _type_parameter,
}
