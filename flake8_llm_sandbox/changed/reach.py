"""What reaches a place of a program: the expressions that its names may stand for, and theirs in turn."""

from __future__ import annotations

import ast
from collections import deque
from itertools import takewhile
from typing import TYPE_CHECKING

from flake8_llm_sandbox.changed.roles import Roles
from flake8_llm_sandbox.deadline import NEVER
from flake8_llm_sandbox.depth import recurse
from flake8_llm_sandbox.names.scan import scan
from flake8_llm_sandbox.names.scopes import Function
from flake8_llm_sandbox.parser import parse
from flake8_llm_sandbox.walk import children, given, last_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from flake8_llm_sandbox.names.scopes import Binding, Program, Scope

    Piece = tuple[ast.AST, Scope]
    Callee = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda

MAX_STEPS = 6  # from name or attribute to value, from parameter to argument; what comes from further is no news of one line


def reached(
    source: bytes, places: Sequence[tuple[int, int]], fresh: AbstractSet[int], olds: Sequence[bytes] = ()
) -> list[int | None]:
    """Return for each place the first of the ``fresh`` lines on which something stands that reaches it, or None.

    A place is the lines, first and last, of a call or name; what stands on them is no answer, nor is a value that one of
    the ``olds`` gives to the same name or function. Where that cannot be told, any fresh line may be it.
    """
    if not places or not fresh:
        return [None] * len(places)
    try:
        return recurse(lambda: _reached(source, places, fresh, olds), max(map(len, (source, *olds))))
    except Exception:  # noqa: BLE001 - whatever went wrong, it was not shown that nothing reaches them
        return [min(fresh)] * len(places)


def _reached(
    source: bytes, places: Sequence[tuple[int, int]], fresh: AbstractSet[int], olds: Sequence[bytes]
) -> list[int | None]:
    program = scan(parse(source), NEVER)
    before = Roles(olds)
    return [_first(program, place, fresh, before) for place in places]


def _first(program: Program, place: tuple[int, int], fresh: AbstractSet[int], before: Roles) -> int | None:
    first, last = place
    here = [(site.node, site.scope) for site in program.sites if first <= site.node.lineno <= last]  # type: ignore[attr-defined]

    def answer(node: ast.AST) -> int | None:
        lines = (line for line in lines_of(node) if line in fresh and not first <= line <= last)
        return next(lines, None)

    found = sources(program, here, before, answer)
    return next(filter(None, (answer(node) for node, _ in found)), None)


def lines_of(node: ast.AST) -> Iterable[int]:
    """Return the lines of an expression without its parts; definitions, their parameters and `None` give nobody a value."""
    if not isinstance(node, ast.expr) or not hasattr(node, "lineno"):  # some are made up
        return ()
    if isinstance(node, ast.Constant) and node.value is None:
        return ()
    last = node.end_lineno or node.lineno
    if isinstance(node, (ast.Constant, ast.JoinedStr, ast.Name)):
        return range(node.lineno, last + 1)
    return (node.lineno, last) if isinstance(node, ast.Attribute) else (node.lineno,)


def sources(
    program: Program,
    here: Iterable[Piece],
    before: Roles | None = None,
    answer: Callable[[ast.AST], int | None] = lambda _: None,
) -> Iterator[Piece]:
    """Yield whatever the expressions ``here`` may get their values from, and in which scope, nearest first.

    A part of an expression that stood there ``before``, for which ``answer`` would name a line, is none; what its names
    stand for may be.
    """
    left = deque((node, scope, 0, False) for node, scope in here)
    seen = {id(node) for node, _, _, _ in left}
    while left:
        node, scope, steps, was = left.popleft()
        for source, home in _behind(program, node, scope):
            is_step = program.parents.get(source) is not node
            if id(source) in seen or steps + is_step > MAX_STEPS:
                continue
            seen.add(id(source))
            stays = was and not is_step
            same = stays or (
                before is not None and answer(source) is not None and before.have(program, source)
            )
            left.append((source, home, steps + is_step, same))
            if not same:
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
            for call, home in program.calls.get(last_name(scope.node) if scope.node else "", ()):
                fields = [each.value for each in call.keywords if each.arg in (attribute, None)]
                yield from ((value, home) for value in (*call.args, *fields))


def _passed(program: Program, parameter: ast.arg) -> Iterator[Piece]:
    """Yield what a parameter is given by whoever calls its function, or is handed it; any of their arguments may be it."""
    function = program.parents[parameter]
    assert isinstance(function, Function)
    outer = program.scopes[function].parent
    if outer and outer.kind == "class" and _is_bound(function) and parameter is _positional(function)[0]:
        return
    if parameter in program.defaults and outer:
        yield program.defaults[parameter], outer
    names = _names(program, function)
    for name in names:
        for call, scope in program.calls.get(name, ()):
            if _may_mean(program, call.func, scope, function):
                yield from ((value, scope) for value in _given_to(parameter, function, call))
        for call, scope in program.passed.get(name, ()):
            if any(
                _may_mean(program, each, scope, function) for each in given(call) if last_name(each) == name
            ):
                yield from (
                    (each, scope)
                    for each in given(call)
                    if each is not function and last_name(each) not in names
                )
    caller = program.parents.get(function)
    if isinstance(caller, ast.Call) and outer:
        yield from ((value, outer) for value in given(caller) if value is not function)


def _may_mean(program: Program, node: ast.expr, scope: Scope, function: ast.AST) -> bool:
    """Return whether ``node``, which has a name of ``function``, may be it.

    An attribute of what is imported is not, nor one of any other object if the function is no method, or kept as one.
    """
    if not isinstance(node, ast.Attribute):
        return True
    outer = program.scopes[function].parent
    if (not outer or outer.kind != "class") and node.attr not in program.attributes:
        return False
    while isinstance(node, ast.Attribute):
        node = node.value
    bindings = bindings_of(node.id, scope) if isinstance(node, ast.Name) else ()
    return not bindings or not all(isinstance(each.value, str) for each in bindings)


def _given_to(parameter: ast.arg, function: ast.AST, call: ast.Call) -> Iterable[ast.expr]:
    """Return the arguments of a call that a parameter may be."""
    assert isinstance(function, Function)
    named = _positional(function)
    if parameter not in named and parameter not in function.args.kwonlyargs:
        return given(call)
    by_name = [keyword.value for keyword in call.keywords if keyword.arg == parameter.arg]
    number = named.index(parameter) - _is_bound(function) if parameter in named else -1
    before = [*takewhile(lambda each: not isinstance(each, ast.Starred), call.args)]
    if by_name or 0 <= number < len(before):
        return by_name or before[number : number + 1]
    spread = [keyword.value for keyword in call.keywords if keyword.arg is None]
    return [*(call.args[len(before) :] if number >= 0 else ()), *spread]


def _positional(function: Callee) -> list[ast.arg]:
    return [*function.args.posonlyargs, *function.args.args]


def _is_bound(function: Callee) -> bool:
    """Return whether the first parameter is the object of which the method is called."""
    return bool(_positional(function)) and _positional(function)[0].arg in ("self", "cls")


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
