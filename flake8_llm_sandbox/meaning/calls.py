"""What calls give, and what parameters are given."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_llm_sandbox import library
from flake8_llm_sandbox.meaning import folding, parts
from flake8_llm_sandbox.meaning.functions import FUNCTIONS
from flake8_llm_sandbox.meaning.kinds import (
    NOTHING,
    UNKNOWN,
    Const,
    Getter,
    Items,
    Local,
    Method,
    Ref,
    Space,
    Value,
    Values,
)
from flake8_llm_sandbox.meaning.operations import getter, joined, typed
from flake8_llm_sandbox.walk import identifier

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_llm_sandbox.meaning.resolver import Resolver
    from flake8_llm_sandbox.names.scopes import Scope

Arguments = tuple[list[Values], dict[str, Values]]


def called(resolver: Resolver, callee: Value, node: cst.Call, scope: Scope) -> Iterator[Value]:
    """Yield what the call ``node`` gives if its function is ``callee``."""
    if isinstance(callee, Ref):
        yield from _library_call(resolver, callee, arguments(resolver, node, scope), scope)
    elif isinstance(callee, Local):
        yield from _local_call(resolver, callee)
    elif isinstance(callee, Method):
        yield from _method_call(resolver, callee, arguments(resolver, node, scope))
    elif isinstance(callee, Getter):
        yield from _getter_call(resolver, callee, node, scope)
    else:
        yield UNKNOWN


def arguments(resolver: Resolver, node: cst.Call, scope: Scope) -> Arguments:
    """Return the meanings of the positional arguments and of the keywords."""
    args: list[Values] = []
    keywords: dict[str, Values] = {}
    for argument in node.args:
        found = resolver.evaluate(argument.value, scope)
        if argument.keyword:
            keywords[identifier(argument.keyword)] = found
        elif argument.star == "*":
            args.extend(_spread(resolver, found))
        elif argument.star == "**":
            keywords.update(_spread_names(resolver, found))
        else:
            args.append(found)
    return args, keywords


def _spread(resolver: Resolver, found: Values) -> Iterator[Values]:
    """Yield the arguments that `*found` stands for."""
    for value in found:
        if isinstance(value, Const) and isinstance(value.value, tuple):
            yield from ((Const(item),) for item in value.value)
        elif isinstance(value, Items) and isinstance(value.node, (cst.List, cst.Tuple)):
            yield from (resolver.evaluate(element.value, value.scope) for element in value.node.elements)
        elif isinstance(value, Items) and isinstance(value.node, cst.Call):
            yield from _given(resolver, value)[0]


def _spread_names(resolver: Resolver, found: Values) -> Iterator[tuple[str, Values]]:
    """Yield the keywords that `**found` stands for."""
    for display in found:
        if isinstance(display, Items) and isinstance(display.node, cst.Dict):
            elements = (element for element in display.node.elements if isinstance(element, cst.DictElement))
            for element in elements:
                value = resolver.evaluate(element.value, display.scope)
                names = resolver.constants(resolver.evaluate(element.key, display.scope))
                yield from ((str(name), value) for name in names)
        elif isinstance(display, Items) and isinstance(display.node, cst.Call):
            yield from _given(resolver, display)[1].items()


def _given(resolver: Resolver, call: Items) -> Arguments:
    """Return what gathered arguments are. Those that are handed on twice are not followed: that has no end."""
    key = ("gathered arguments",)
    if key in resolver.open:
        return [], {}
    assert isinstance(call.node, cst.Call)
    resolver.open.add(key)
    found = arguments(resolver, call.node, call.scope)
    resolver.open.discard(key)
    return found


def _library_call(resolver: Resolver, callee: Ref, given: Arguments, scope: Scope) -> Iterator[Value]:
    name = callee.name
    args, keywords = given
    if name in FUNCTIONS:
        yield from FUNCTIONS[name](resolver, args, scope)
    elif name in library.GETTERS and args:
        yield from (getter(library.GETTERS[name], value) for value in args[0])
    elif name == "pathlib.Path" or library.GIVES.get(name) == "pathlib.Path":
        start = [] if callee.path == folding.HOLE else [(Const(callee.path),)]
        yield Ref("pathlib.Path", instance=True, path=joined([*start, *args]))
    elif name in library.GIVES:
        yield Ref(library.GIVES[name], instance=library.is_class(library.GIVES[name]))
    elif library.plain(name) in folding.FUNCTIONS:
        yield from resolver.fold(lambda a, k: folding.function(library.plain(name), a, k), args, keywords)
    elif library.is_class(name):
        yield Ref(name, instance=True)
    else:
        yield Ref(f"{name}()")


def _local_call(resolver: Resolver, callee: Local) -> Iterator[Value]:
    if isinstance(callee.node, cst.ClassDef):
        yield callee
        yield from parts.special(resolver, callee, "__call__")
    else:
        yield from parts.results(resolver, callee)
        yield UNKNOWN


def _method_call(resolver: Resolver, callee: Method, given: Arguments) -> Iterator[Value]:
    of = callee.of
    args, keywords = given
    if isinstance(of, Const):
        yield from resolver.fold(lambda a, k: folding.method(of.value, callee.name, a, k), args, keywords)
    elif isinstance(of, (Items, Space)) and callee.name in library.ITEM_METHODS:
        yield from parts.subscript(resolver, of, args[0] if args else NOTHING)
    elif isinstance(of, Items) and callee.name in ("copy", "items", "values"):
        yield of
    else:
        yield UNKNOWN


def _getter_call(resolver: Resolver, callee: Getter, node: cst.Call, scope: Scope) -> Iterator[Value]:
    args, _ = arguments(resolver, node, scope)
    if callee.kind == "partial":
        yield from called(resolver, callee.of, node, scope)
    elif args and callee.kind == "item":
        yield from (part for target in args[0] for part in parts.subscript(resolver, target, (callee.of,)))
    elif args:
        yield from parts.walk_attributes(resolver, args[0], callee.of)
    else:
        yield UNKNOWN


def passed(resolver: Resolver, node: cst.Param) -> Iterator[Value]:
    """Yield what a parameter may be: its default, what calls in this module pass, an instance of its annotation."""
    function = resolver.program.parents[node]
    outer = resolver.program.scopes[function].parent
    assert outer
    if _is_self(node, function, outer) and isinstance(outer.node, cst.ClassDef):
        yield Local(outer.node)
        return
    if node.default:
        yield from resolver.evaluate(node.default, outer)
    if node.annotation:
        yield from (typed(value) for value in resolver.evaluate(node.annotation.annotation, outer))
    assert isinstance(function, (cst.FunctionDef, cst.Lambda))
    for call, scope in _calls_of(resolver, function, outer):
        yield from _passed_by(resolver, call, scope, function, node, bound=outer.kind == "class")
    yield UNKNOWN


def _calls_of(
    resolver: Resolver, function: cst.FunctionDef | cst.Lambda, outer: Scope
) -> Iterator[tuple[cst.Call, Scope]]:
    """Yield the calls that go by the name of ``function``, or call a lambda on the spot."""
    if isinstance(function, cst.FunctionDef):
        yield from resolver.program.calls.get(_called_as(function, outer), ())
        return
    parent = resolver.program.parents[function]
    if isinstance(parent, cst.Call):
        yield parent, outer
    elif isinstance(parent, (cst.Assign, cst.NamedExpr)):
        targets = (
            [item.target for item in parent.targets] if isinstance(parent, cst.Assign) else [parent.target]
        )
        for target in targets:
            if isinstance(target, cst.Name):
                yield from resolver.program.calls.get(identifier(target), ())


def _passed_by(
    resolver: Resolver,
    call: cst.Call,
    scope: Scope,
    function: cst.FunctionDef | cst.Lambda,
    node: cst.Param,
    *,
    bound: bool,
) -> Iterator[Value]:
    if node in (function.params.star_arg, function.params.star_kwarg):
        yield Items(call, scope)
        return
    args, keywords = arguments(resolver, call, scope)
    yield from keywords.get(identifier(node.name), ())
    positional = [*function.params.posonly_params, *function.params.params]
    if node in positional:
        number = positional.index(node) - (bound and not _is_static(function))
        if 0 <= number < len(args):
            yield from args[number]


def _called_as(function: cst.FunctionDef, outer: Scope) -> str:
    """Return the name in calls of ``function``: `C(...)` calls `C.__init__`."""
    name = identifier(function.name)
    return (
        identifier(outer.node.name) if name == "__init__" and isinstance(outer.node, cst.ClassDef) else name
    )


def _is_self(node: cst.Param, function: cst.CSTNode, outer: Scope) -> bool:
    if not isinstance(function, cst.FunctionDef) or outer.kind != "class" or _is_static(function):
        return False
    positional = (*function.params.posonly_params, *function.params.params)
    return bool(positional) and positional[0] is node


def _is_static(function: cst.FunctionDef | cst.Lambda) -> bool:
    if isinstance(function, cst.Lambda):
        return False
    decorators = (item.decorator for item in function.decorators)
    return any(
        isinstance(decorator, cst.Name) and decorator.value == "staticmethod" for decorator in decorators
    )
