"""What reaches a place of a program: the expressions that its names may stand for, and theirs in turn."""

from __future__ import annotations

import ast
from collections import deque
from typing import TYPE_CHECKING

from flake8_llm_sandbox.deadline import NEVER
from flake8_llm_sandbox.depth import recurse
from flake8_llm_sandbox.names.scan import scan
from flake8_llm_sandbox.names.scopes import Function
from flake8_llm_sandbox.parser import parse
from flake8_llm_sandbox.walk import children, given, has_star, last_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from flake8_llm_sandbox.names.scopes import Binding, Program, Scope

    Piece = tuple[ast.AST, Scope]

MAX_STEPS = (
    6  # from name to value, from parameter to argument; what comes from further is no news of one line
)


def reached(source: bytes, places: Sequence[tuple[int, int]], fresh: AbstractSet[int]) -> list[int | None]:
    """Return for each place the first of the ``fresh`` lines on which something stands that reaches it, or None.

    A place is the lines, first and last, of a call or name; what stands on them is no answer. Where that cannot be told,
    any fresh line may be it.
    """
    if not places or not fresh:
        return [None] * len(places)
    try:
        return recurse(lambda: _reached(source, places, fresh), len(source))
    except Exception:  # noqa: BLE001 - whatever went wrong, it was not shown that nothing reaches them
        return [min(fresh)] * len(places)


def _reached(source: bytes, places: Sequence[tuple[int, int]], fresh: AbstractSet[int]) -> list[int | None]:
    program = scan(parse(source), NEVER)
    return [_first(program, place, fresh) for place in places]


def _first(program: Program, place: tuple[int, int], fresh: AbstractSet[int]) -> int | None:
    first, last = place
    here = [(site.node, site.scope) for site in program.sites if first <= site.node.lineno <= last]  # type: ignore[attr-defined]
    lines = (line for node, _ in sources(program, here) for line in lines_of(node))
    return next((line for line in lines if line in fresh and not first <= line <= last), None)


def lines_of(node: ast.AST) -> range:
    """Return the lines of an expression; those of a definition and its parameters give nobody a value."""
    if not isinstance(node, ast.expr) or not hasattr(node, "lineno"):  # some are made up
        return range(0)
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)


def sources(program: Program, here: Iterable[Piece]) -> Iterator[Piece]:
    """Yield whatever the expressions ``here`` may get their values from, and in which scope, nearest first."""
    left = deque((node, scope, 0) for node, scope in here)
    seen = {id(node) for node, _, _ in left}
    while left:
        node, scope, steps = left.popleft()
        for source, home in _behind(program, node, scope):
            further = steps + (not isinstance(node, ast.expr) or isinstance(node, ast.Name))
            if id(source) not in seen and further <= MAX_STEPS:
                seen.add(id(source))
                left.append((source, home, further))
                yield source, home


def _behind(program: Program, node: ast.AST, scope: Scope) -> Iterator[Piece]:
    """Yield the parts of an expression, or what a name, a parameter, an attribute or a call may stand for."""
    if isinstance(node, ast.Name):
        yield from _bound(bindings_of(node.id, scope))
    elif isinstance(node, ast.arg):
        yield from _passed(program, node)
    elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        inner = program.scopes[node]
        yield from ((value, inner) for value in inner.returns)
        yield from _bound(inner.yields)
    elif isinstance(node, ast.AugAssign):
        yield node.value, scope
    elif isinstance(node, ast.expr):
        if isinstance(node, ast.Attribute) and _is_own(program, node.value, scope):
            yield from _held(program, node.attr)
        inner = program.scopes.get(node, scope)
        yield from ((child, inner) for child in children(node))


def bindings_of(name: str, scope: Scope) -> Sequence[Binding]:
    home: Scope | None = scope.elsewhere.get(name, scope)
    while home:
        if name in home.bindings:
            return home.bindings[name]
        home = home.parent and home.parent.elsewhere.get(name, home.parent)
    return ()


def _bound(bindings: Iterable[Binding]) -> Iterator[Piece]:
    yield from ((each.value, each.scope) for each in bindings if isinstance(each.value, ast.AST))


def _is_own(program: Program, owner: ast.expr, scope: Scope) -> bool:
    """Return whether an object is made by this program's classes: attributes of others only share their names."""
    if not isinstance(owner, ast.Name):
        return False
    values = [each.value for each in bindings_of(owner.id, scope)]
    own = {last_name(node) for node in program.scopes if isinstance(node, ast.ClassDef)}
    made = any(isinstance(value, ast.Call) and last_name(value.func) in own for value in values)
    return owner.id in ("self", "cls") or owner.id in own or made


def _held(program: Program, attribute: str) -> Iterator[Piece]:
    """Yield what attributes of a name are given: by assignments, in classes, and as fields of data classes."""
    yield from _bound(program.attributes.get(attribute, ()))
    for scope in program.scopes.values():
        if scope.kind == "class" and attribute in scope.bindings:
            yield from _bound(scope.bindings[attribute])
            yield from _arguments(program.calls.get(last_name(scope.node) if scope.node else "", ()))


def _passed(program: Program, parameter: ast.arg) -> Iterator[Piece]:
    """Yield what a parameter is given by whoever calls its function, or is handed it; any of their arguments may be it."""
    function = program.parents[parameter]
    outer = program.scopes[function].parent
    if parameter in program.defaults and outer:
        yield program.defaults[parameter], outer
    names = _names(program, function)
    for name in names:
        for call, scope in program.calls.get(name, ()):
            yield from ((value, scope) for value in _given_to(parameter, function, call))
        handed = _arguments(program.passed.get(name, ()))
        yield from (each for each in handed if each[0] is not function and last_name(each[0]) not in names)
    caller = program.parents.get(function)
    if isinstance(caller, ast.Call) and outer:
        yield from _arguments([(caller, outer)])


def _given_to(parameter: ast.arg, function: ast.AST, call: ast.Call) -> Iterable[ast.expr]:
    """Return the arguments of a call that a parameter may be."""
    assert isinstance(function, Function)
    named = [*function.args.posonlyargs, *function.args.args]
    known = parameter in named or parameter in function.args.kwonlyargs
    if not known or has_star(call):
        return given(call)
    by_name = [keyword.value for keyword in call.keywords if keyword.arg == parameter.arg]
    if by_name or parameter not in named:
        return by_name
    bound = bool(named) and named[0].arg in ("self", "cls")
    number = named.index(parameter) - bound
    return call.args[number : number + 1] if number >= 0 else ()


def _arguments(calls: Iterable[tuple[ast.Call, Scope]]) -> Iterator[Piece]:
    yield from ((value, scope) for call, scope in calls for value in given(call))


def _names(program: Program, function: ast.AST) -> set[str]:
    """Return what a function goes by: its own name, its class for `__init__`, and names that it is assigned to."""
    outer = program.scopes[function].parent
    own = last_name(function)
    names = {own, last_name(outer.node)} if own == "__init__" and outer and outer.node else {own}
    for scope in (program.root, *program.scopes.values()):
        for name, bindings in scope.bindings.items():
            if any(
                each.value is function or (isinstance(each.value, ast.Name) and each.value.id == own)
                for each in bindings
            ):
                names.add(name)
    return names - {""}
