"""What calls give, and what parameters are given."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_llm_sandbox import library
from flake8_llm_sandbox.meaning import folding, parts
from flake8_llm_sandbox.meaning.carried import carried
from flake8_llm_sandbox.meaning.functions import FUNCTIONS
from flake8_llm_sandbox.meaning.kinds import (
    NOTHING,
    UNKNOWN,
    Carrier,
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
from flake8_llm_sandbox.meaning.operations import folded, getter, joined, typed
from flake8_llm_sandbox.names.scopes import Function

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_llm_sandbox.meaning.resolver import Resolver
    from flake8_llm_sandbox.names.scopes import Scope

Arguments = tuple[list[Values], dict[str, Values]]


def called(resolver: Resolver, callee: Value, node: ast.Call, scope: Scope) -> Iterator[Value]:
    """Yield what the call ``node`` gives if its function is ``callee``."""
    if isinstance(callee, Ref):
        yield from _library_call(resolver, callee, arguments(resolver, node, scope), scope)
    elif isinstance(callee, Local):
        yield from _local_call(resolver, callee, node, scope)
    elif isinstance(callee, Carrier):
        yield from _carrier_call(resolver, callee, node, scope)
    elif isinstance(callee, Method):
        yield from _method_call(resolver, callee, arguments(resolver, node, scope))
    elif isinstance(callee, Getter):
        yield from _getter_call(resolver, callee, node, scope)
    else:
        yield UNKNOWN


def arguments(resolver: Resolver, node: ast.Call, scope: Scope) -> Arguments:
    """Return the meanings of the positional arguments and of the keywords."""
    args: list[Values] = []
    keywords: dict[str, Values] = {}
    for argument in node.args:
        if isinstance(argument, ast.Starred):
            args.extend(_spread(resolver, resolver.evaluate(argument.value, scope)))
        else:
            args.append(resolver.evaluate(argument, scope))
    for keyword in node.keywords:
        found = resolver.evaluate(keyword.value, scope)
        if keyword.arg is None:
            keywords.update(_spread_names(resolver, found))
        else:
            keywords[keyword.arg] = found
    return args, keywords


def _spread(resolver: Resolver, found: Values) -> Iterator[Values]:
    """Yield the arguments that `*found` stands for."""
    for value in found:
        if isinstance(value, Const) and isinstance(value.value, tuple):
            yield from ((Const(item),) for item in value.value)
        elif isinstance(value, Items) and isinstance(value.node, (ast.List, ast.Tuple)):
            yield from (resolver.evaluate(element, value.scope) for element in value.node.elts)
        elif isinstance(value, Items) and isinstance(value.node, ast.Call):
            yield from _given(resolver, value)[0]


def _spread_names(resolver: Resolver, found: Values) -> Iterator[tuple[str, Values]]:
    """Yield the keywords that `**found` stands for."""
    for display in found:
        if isinstance(display, Items) and isinstance(display.node, ast.Dict):
            for key, held in zip(display.node.keys, display.node.values, strict=True):
                value = resolver.evaluate(held, display.scope)
                names = resolver.constants(resolver.evaluate(key, display.scope)) if key else ()
                yield from ((str(name), value) for name in names)
        elif isinstance(display, Items) and isinstance(display.node, ast.Call):
            yield from _given(resolver, display)[1].items()


def _given(resolver: Resolver, call: Items) -> Arguments:
    """Return what gathered arguments are. Those that are handed on twice are not followed: that has no end."""
    if resolver.gathering:
        return [], {}
    assert isinstance(call.node, ast.Call)
    resolver.gathering = True
    found = arguments(resolver, call.node, call.scope)
    resolver.gathering = False
    return found


def _library_call(resolver: Resolver, callee: Ref, given: Arguments, scope: Scope) -> Iterator[Value]:
    name = callee.name
    args, keywords = given
    given_ = (value for found in (*args, *keywords.values()) for value in found)
    if library.plain(name) in folding.FUNCTIONS:
        known = tuple(resolver.fold(lambda a, k: folding.function(library.plain(name), a, k), args, keywords))
        yield from known
        yield from carried(resolver, given_) if UNKNOWN in known else ()
        return
    if name not in KNOWN:
        yield from carried(resolver, given_)
    if name in FUNCTIONS:
        yield from FUNCTIONS[name](resolver, args, scope)
    elif name in library.GETTERS and args:
        yield from (getter(library.GETTERS[name], value) for value in args[0])
    elif name == "pathlib.Path" or library.GIVES.get(name) == "pathlib.Path":
        start = [] if callee.path == folding.HOLE else [(Const(callee.path),)]
        yield Ref("pathlib.Path", instance=True, path=joined([*start, *args]))
    elif name in library.GIVES:
        yield Ref(library.GIVES[name], instance=library.is_class(library.GIVES[name]))
    elif name.startswith("builtins.") or "()" in name or name.endswith("?"):
        yield UNKNOWN
    else:
        yield Ref(name, instance=True) if library.is_class(name) else Ref(f"{name}()")


# Those that are followed to where their arguments go, or that nothing comes back from but text.
KNOWN = frozenset(
    """builtins.__import__ builtins.getattr builtins.globals builtins.hasattr builtins.isinstance builtins.issubclass
    builtins.len builtins.locals builtins.open builtins.print builtins.vars copy.copy importlib.import_module operator.getitem
    os.listdir pathlib.Path re.compile re.escape re.findall re.fullmatch re.match re.search re.split re.sub""".split()
) | {"operator.attrgetter", "operator.itemgetter"}


def _local_call(resolver: Resolver, callee: Local, node: ast.Call, scope: Scope) -> Iterator[Value]:
    if isinstance(callee.node, ast.ClassDef):
        yield callee
        yield from parts.special(resolver, callee, "__call__", "__new__")
        for meta in parts.metaclasses(resolver, callee.node):
            yield from () if isinstance(meta.node, ast.ClassDef) else parts.results(resolver, meta)
    else:
        yield from parts.results(resolver, callee)
        yield UNKNOWN


def _carrier_call(resolver: Resolver, callee: Carrier, node: ast.Call, scope: Scope) -> Iterator[Value]:
    yield callee
    made = parts.results(resolver, callee.of) if isinstance(callee.of, Local) else (callee.of,)
    yield from made
    if Ref("pathlib.Path") in made:
        yield from called(resolver, Ref("pathlib.Path"), node, scope)
    args, keywords = arguments(resolver, node, scope)
    yield from carried(
        resolver, (callee, *(value for found in (*args, *keywords.values()) for value in found))
    )


def _method_call(resolver: Resolver, callee: Method, given: Arguments) -> Iterator[Value]:
    of = callee.of
    args, keywords = given
    if isinstance(of, Const) and callee.name == "format_map":
        mappings = filter(None, map(resolver.mapping, args[0] if args else ()))
        yield from (folded(folding.method, of.value, "format", (), each) for each in mappings)
    elif isinstance(of, Const):
        yield from resolver.fold(lambda a, k: folding.method(of.value, callee.name, a, k), args, keywords)
    elif isinstance(of, (Items, Space)) and callee.name in library.ITEM_METHODS:
        yield from parts.subscript(resolver, of, args[0] if args else NOTHING)
    elif isinstance(of, Items) and callee.name == "copy":
        yield of
    elif isinstance(of, Getter):
        yield from parts.members(resolver, of)
    else:
        yield from carried(resolver, (of,))
        yield UNKNOWN


def _getter_call(resolver: Resolver, callee: Getter, node: ast.Call, scope: Scope) -> Iterator[Value]:
    args, _ = arguments(resolver, node, scope)
    if callee.kind == "partial":
        yield from called(resolver, callee.of, node, scope)
    elif args and callee.kind == "item":
        yield from (part for target in args[0] for part in parts.subscript(resolver, target, (callee.of,)))
    elif args:
        found = parts.walk_attributes(resolver, args[0], callee.of)
        yield from found
        if callee.kind == "method":
            yield from (
                part for value in found if isinstance(value, Local) for part in parts.results(resolver, value)
            )
    else:
        yield UNKNOWN


def passed(resolver: Resolver, node: ast.arg) -> Iterator[Value]:
    """Yield what a parameter may be: its default, what calls in this module pass, an instance of its annotation."""
    program = resolver.program
    function = program.parents[node]
    assert isinstance(function, Function)
    outer = program.scopes[function].parent
    assert outer
    if _is_self(node, function, outer) and isinstance(outer.node, ast.ClassDef):
        yield Local(outer.node)
        return
    if node in program.defaults:
        yield from resolver.evaluate(program.defaults[node], outer)
    if node.annotation:
        yield from (typed(value) for value in resolver.evaluate(node.annotation, outer))
    for call, scope in _calls_of(resolver, function, outer):
        yield from _passed_by(resolver, call, scope, function, node, bound=outer.kind == "class")
    yield from _called_back(resolver, function, outer)
    if isinstance(outer.node, ast.ClassDef):
        yield from resolver.bound(program.class_keywords.get(node.arg, ()))
        if parts.is_operator(function):
            yield from resolver.operands()
    yield UNKNOWN


def _called_back(resolver: Resolver, function: Function, outer: Scope) -> Iterator[Value]:
    """Yield what a function that is passed on may be given by those who get it: their other arguments, or what they call it with."""
    if isinstance(function, ast.Lambda):
        parent = resolver.program.parents[function]
        receivers = [(parent, outer)] if isinstance(parent, ast.Call) and parent.func is not function else []
    else:
        receivers = resolver.program.passed.get(function.name, [])
    for call, scope in receivers:
        others = (value for value in parts.given(call) if not isinstance(value, (ast.Lambda, ast.Starred)))
        found = [part for value in others for part in resolver.evaluate(value, scope)]
        yield from carried(resolver, (part for part in found if part != Local(function)))
        for callee in resolver.evaluate(call.func, scope):
            if isinstance(callee, Local) and isinstance(callee.node, Function):
                yield from _given_inside(resolver, callee.node)


def _given_inside(resolver: Resolver, function: Function) -> Iterator[Value]:
    """Yield the arguments of the calls of parameters of ``function``."""
    for parameter in parts.parameters(function):
        for call, scope in resolver.program.calls.get(parameter.arg, ()):
            yield from (part for value in call.args for part in resolver.evaluate(value, scope))


def _calls_of(resolver: Resolver, function: Function, outer: Scope) -> Iterator[tuple[ast.Call, Scope]]:
    """Yield the calls that go by the name of ``function``, or call a lambda on the spot."""
    calls = resolver.program.calls
    if not isinstance(function, ast.Lambda):
        yield from calls.get(_called_as(function, outer), ())
        return
    parent = resolver.program.parents[function]
    if isinstance(parent, ast.Call):
        yield parent, outer
    elif isinstance(parent, (ast.Assign, ast.NamedExpr)):
        targets = parent.targets if isinstance(parent, ast.Assign) else [parent.target]
        names = [target.id for target in targets if isinstance(target, ast.Name)]
        yield from (call for name in names for call in calls.get(name, ()))


def _passed_by(
    resolver: Resolver, call: ast.Call, scope: Scope, function: Function, node: ast.arg, *, bound: bool
) -> Iterator[Value]:
    if node in (function.args.vararg, function.args.kwarg):
        yield Items(call, scope)
        return
    positional = [*function.args.posonlyargs, *function.args.args]
    number = positional.index(node) - (bound and not _is_static(function)) if node in positional else -1
    if has_star(call):
        args, keywords = arguments(resolver, call, scope)
        yield from keywords.get(node.arg, ())
        yield from args[number] if 0 <= number < len(args) else ()
    elif 0 <= number < len(call.args):
        yield from resolver.evaluate(call.args[number], scope)
    else:
        given = (keyword.value for keyword in call.keywords if keyword.arg == node.arg)
        yield from (part for value in given for part in resolver.evaluate(value, scope))


def has_star(call: ast.Call) -> bool:
    """Return whether some arguments of ``call`` stand in a list or dict elsewhere."""
    return any(isinstance(argument, ast.Starred) for argument in call.args) or any(
        keyword.arg is None for keyword in call.keywords
    )


def _called_as(function: ast.FunctionDef | ast.AsyncFunctionDef, outer: Scope) -> str:
    """Return the name in calls of ``function``: `C(...)` calls `C.__init__`."""
    if function.name == "__init__" and isinstance(outer.node, ast.ClassDef):
        return outer.node.name
    return function.name


def _is_self(node: ast.arg, function: Function, outer: Scope) -> bool:
    if isinstance(function, ast.Lambda) or outer.kind != "class" or _is_static(function):
        return False
    return next(iter((*function.args.posonlyargs, *function.args.args)), None) is node


def _is_static(function: Function) -> bool:
    decorators = () if isinstance(function, ast.Lambda) else function.decorator_list
    return any(isinstance(item, ast.Name) and item.id == "staticmethod" for item in decorators)
