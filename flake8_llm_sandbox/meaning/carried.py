"""What becomes of paths and functions that are given to what is not known from inside: any of them may come back."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_llm_sandbox import library
from flake8_llm_sandbox.meaning import classes, folding, members
from flake8_llm_sandbox.meaning.kinds import UNKNOWN, Carrier, Const, Getter, Items, Local, Method, Ref, Value
from flake8_llm_sandbox.meaning.operations import named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flake8_llm_sandbox.meaning.resolver import Resolver


def carried(resolver: Resolver, found: Iterable[Value]) -> Iterator[Carrier]:
    """Yield what carries the paths and functions among ``found``, and the Paths that may be made of them."""
    held = dict.fromkeys(part for value in found if value is not UNKNOWN for part in _inside(resolver, value))
    yield from map(Carrier, held)
    if Ref("pathlib.Path") in held:
        texts = (part.value for part in held if isinstance(part, Const))
        yield from (Carrier(Ref("pathlib.Path", instance=True, path=text)) for text in texts)


def _inside(resolver: Resolver, value: Value) -> Iterable[Value]:
    """Return what is worth carrying of ``value`` and its members."""
    if isinstance(value, Const):
        return _of_constant(value)
    if isinstance(value, Ref):
        return _of_library(value)
    if isinstance(value, Carrier):
        return [value.of]
    if isinstance(value, Method):
        return _inside(resolver, value.of)
    if isinstance(value, Local):
        return () if isinstance(value.node, ast.ClassDef) else [value]
    if isinstance(value, (Items, Getter)):
        return (part for part in resolver.settle((_deep, value), _deep, resolver, value) if part != UNKNOWN)
    return ()


def _of_library(value: Ref) -> Iterator[Value]:
    """Yield what of a library object acts by its methods, though it does no harm to make it, and what iteration over it gives."""
    if value.name == "pathlib.Path" or (value.instance and value.name in library.CARRIED):
        yield value
    if value.name in library.EACH_OF:
        yield named(library.EACH_OF[value.name])


def _of_constant(value: Const) -> Iterator[Value]:
    if isinstance(value.value, str) and folding.LEADS_OUT.match(value.value):
        yield value
    if isinstance(value.value, tuple):
        yield from (part for item in value.value for part in _of_constant(Const(item)))


def _deep(resolver: Resolver, value: Items | Getter) -> Iterator[Value]:
    if isinstance(value, Items):
        found: Iterable[Value] = members.everything(resolver, value)
    else:
        found = (value.of, *members.each(resolver, value))
    yield from (part for each in found for part in _inside(resolver, each))


def unpacked(resolver: Resolver, value: Carrier) -> Iterator[Carrier]:
    """Yield ``value``, and what the function that it carries gives."""
    yield value
    if isinstance(value.of, Local):
        yield from carried(resolver, classes.results(resolver, value.of))
