"""What a call is given."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_llm_sandbox.meaning.kinds import Const, Items, Value, Values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_llm_sandbox.meaning.resolver import Resolver
    from flake8_llm_sandbox.names.scopes import Scope

Arguments = tuple[list[Values], dict[str, Values]]


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


def every(given: Arguments) -> Iterator[Value]:
    """Yield all meanings of all arguments."""
    args, keywords = given
    yield from (value for found in (*args, *keywords.values()) for value in found)


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
