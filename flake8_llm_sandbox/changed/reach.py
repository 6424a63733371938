"""What reaches a place of a program: the expressions that its names may stand for, and theirs in turn."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_llm_sandbox.depth import recurse
from flake8_llm_sandbox.names.scan import scan
from flake8_llm_sandbox.parser import parse
from flake8_llm_sandbox.walk import children, given, last_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from flake8_llm_sandbox.names.scopes import Binding, Program, Scope

    Piece = tuple[ast.AST, Scope]

MAX_PIECES = 5_000  # for one place; what flows that far is no news of one line


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
    program = scan(parse(source))
    return [_first(program, place, fresh) for place in places]


def _first(program: Program, place: tuple[int, int], fresh: AbstractSet[int]) -> int | None:
    first, last = place
    here = [(site.node, site.scope) for site in program.sites if first <= site.node.lineno <= last]  # type: ignore[attr-defined]
    lines = (line for node in _sources(program, here) for line in _lines(node))
    return next((line for line in lines if line in fresh and not first <= line <= last), None)


def _lines(node: ast.AST) -> range:
    """Return the lines of an expression; those of a definition and its parameters give nobody a value."""
    if not isinstance(node, ast.expr) or not hasattr(node, "lineno"):  # some are made up
        return range(0)
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)


def _sources(program: Program, here: Iterable[Piece]) -> Iterator[ast.AST]:
    """Yield whatever the expressions ``here`` may get their values from."""
    left = list(here)
    seen = {id(node) for node, _ in left}
    while left and len(seen) < MAX_PIECES:
        for node, scope in _behind(program, *left.pop()):
            if id(node) not in seen:
                seen.add(id(node))
                left.append((node, scope))
                yield node


def _behind(program: Program, node: ast.AST, scope: Scope) -> Iterator[Piece]:
    """Yield the parts of an expression, or what a name, a parameter, an attribute or a call may stand for."""
    if isinstance(node, ast.Name):
        yield from _bound(_bindings(node.id, scope))
    elif isinstance(node, ast.arg):
        yield from _passed(program, node)
    elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        inner = program.scopes[node]
        yield from ((value, inner) for value in inner.returns)
    elif isinstance(node, ast.expr):
        if isinstance(node, ast.Attribute):
            yield from _bound(program.attributes.get(node.attr, ()))
            classes = (each for each in program.scopes.values() if each.kind == "class")
            yield from _bound(bound for each in classes for bound in each.bindings.get(node.attr, ()))
        inner = program.scopes.get(node, scope)
        yield from ((child, inner) for child in children(node))


def _bindings(name: str, scope: Scope) -> Sequence[Binding]:
    home: Scope | None = scope.elsewhere.get(name, scope)
    while home:
        if name in home.bindings:
            return home.bindings[name]
        home = home.parent and home.parent.elsewhere.get(name, home.parent)
    return ()


def _bound(bindings: Iterable[Binding]) -> Iterator[Piece]:
    yield from ((each.value, each.scope) for each in bindings if isinstance(each.value, ast.AST))


def _passed(program: Program, parameter: ast.arg) -> Iterator[Piece]:
    """Yield what calls of its function give a parameter, whichever of their arguments it is."""
    function = program.parents[parameter]
    if parameter in program.defaults and (outer := program.scopes[function].parent):
        yield program.defaults[parameter], outer
    names = {last_name(function)}
    if "__init__" in names and (owner := program.scopes[function].parent):
        names.add(last_name(owner.node) if owner.node else "")
    for call, scope in (call for name in names for call in program.calls.get(name, ())):
        yield from ((value, scope) for value in given(call))
