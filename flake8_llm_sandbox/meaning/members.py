"""What is in a value: members, items, what entering it as a context gives."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_llm_sandbox import library
from flake8_llm_sandbox.meaning import attributes, carried, classes, folding
from flake8_llm_sandbox.meaning.kinds import (
    MAX_MEANINGS,
    UNKNOWN,
    Carrier,
    Const,
    Getter,
    Items,
    Local,
    Ref,
    Space,
    Value,
    Values,
)
from flake8_llm_sandbox.meaning.operations import folded, named
from flake8_llm_sandbox.names.scopes import EACH, Scope
from flake8_llm_sandbox.walk import given

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_llm_sandbox.meaning.resolver import Resolver


def entered(resolver: Resolver, value: Value) -> Iterator[Value]:
    """Yield what `with value as x` binds."""
    if isinstance(value, Ref):
        yield value._replace(instance=True)
    elif isinstance(value, Getter) and value.kind == "yields":
        yield from each(resolver, value)
    else:
        yield value
        yield from classes.special(resolver, value, "__enter__", "__aenter__")


def each(resolver: Resolver, value: Value) -> Iterator[Value]:
    """Yield what iteration over ``value`` may give."""
    if isinstance(value, Const) and isinstance(value.value, (str, bytes, tuple)):
        yield from (Const(item) for item in value.value[: MAX_MEANINGS + 1])
    elif isinstance(value, Items):
        yield from resolver.opened(value, elements)
    elif isinstance(value, Ref) and value.name == "pathlib.Path.walk()":
        yield Getter("walked", Ref("pathlib.Path", instance=True))
    elif isinstance(value, Ref) and value.name == "sys.path":
        yield from (UNKNOWN, Const(f"{library.PYTHON}/site-packages"))
    elif isinstance(value, Ref):
        yield named(library.EACH_OF.get(value.name, ""))
    elif isinstance(value, Getter) and value.kind == "parents" and isinstance(value.of, Ref):
        yield value.of._replace(path=folding.HOLE)
    elif isinstance(value, Getter) and value.kind == "pairs":
        yield Getter("pair", value.of)
    elif isinstance(value, Getter) and value.kind == "yields":
        yield from resolver.opened(value, _yielded)
    elif isinstance(value, Carrier):
        yield from carried.unpacked(resolver, value)
    else:
        yield from classes.enumerated(resolver, value)
        yield from classes.special(resolver, value, "__next__")
        yield from resolver.opened(value, _iterated)
        yield UNKNOWN


def _yielded(resolver: Resolver, value: Getter) -> Iterator[Value]:
    assert isinstance(value.of, Local)
    yield from resolver.bound(resolver.program.scopes[value.of.node].yields)


def _iterated(resolver: Resolver, value: Value) -> Iterator[Value]:
    for found in classes.special(resolver, value, "__iter__", "__aiter__"):
        yield from each(resolver, found)


def elements(resolver: Resolver, value: Items) -> Iterator[Value]:
    """Yield the members of a display or comprehension, in order and each as often as it is there."""
    node = value.node
    if isinstance(node, (ast.ListComp, ast.GeneratorExp, ast.SetComp, ast.DictComp)):
        part = node.key if isinstance(node, ast.DictComp) else node.elt
        yield from resolver.evaluate(part, resolver.program.scopes[node])
    elif isinstance(node, ast.Dict):
        for key, held in zip(node.keys, node.values, strict=True):
            yield from (
                each_of(resolver, held, value.scope) if key is None else resolver.evaluate(key, value.scope)
            )
    else:
        for element in given(node):
            if isinstance(element, ast.Starred):
                yield from each_of(resolver, element.value, value.scope)
            else:
                yield from resolver.evaluate(element, value.scope)


def everything(resolver: Resolver, value: Items) -> Iterator[Value]:
    """Yield the members of a display, and what a dict holds under its keys."""
    yield from elements(resolver, value)
    if isinstance(value.node, ast.DictComp):
        yield from resolver.evaluate(value.node.value, resolver.program.scopes[value.node])
    elif isinstance(value.node, ast.Dict):
        yield from (part for held in value.node.values for part in resolver.evaluate(held, value.scope))


def each_of(resolver: Resolver, node: ast.expr, scope: Scope) -> Values:
    """Return what iteration over the expression ``node`` may give."""
    return resolver.follow(resolver.evaluate(node, scope), (EACH,))


def subscript(resolver: Resolver, value: Value, keys: Values) -> Iterator[Value]:
    """Yield what ``value[key]`` may be for any of ``keys``."""
    for key in keys:
        if isinstance(value, Space):
            yield from _entry(resolver, value, key)
        elif isinstance(value, Const) and isinstance(key, Const):
            yield folded(folding.index, value.value, key.value)
            yield from first_letter(value, key.value)
        elif isinstance(value, Items):
            yield from resolver.opened(value, _item, key)
        elif isinstance(value, Carrier):
            yield from carried.unpacked(resolver, value)
        elif isinstance(value, Getter) and value.kind == "parents" and isinstance(value.of, Ref):
            yield _parents(value.of, key)
        elif isinstance(value, Getter) and value.kind == "walked":
            yield value.of if key == Const(0) else UNKNOWN
        elif isinstance(value, Ref) and value.name == "sys.path":
            yield UNKNOWN if key == Const(0) else Const(f"{library.PYTHON}/site-packages")
        elif isinstance(value, Getter) and value.kind == "parts":
            yield from (UNKNOWN, Const("/")) if key == Const(0) else (UNKNOWN,)
        elif value == Ref("typing.Literal"):
            yield key
        elif isinstance(value, Getter) and value.kind == "fields":
            yield from each(resolver, value.of)
        elif isinstance(value, Getter) and value.kind == "yields":
            yield from each(resolver, value)
        elif isinstance(value, Getter) and value.kind == "namespace" and isinstance(key, Const):
            yield from attributes.attribute(resolver, value.of, str(key.value))
        elif isinstance(value, Getter) and value.kind == "pair" and key == Const(1):
            yield from each(resolver, value.of)
        elif isinstance(value, Ref) and value.name in library.EACH_OF:
            yield named(library.EACH_OF[value.name])
        elif isinstance(value, Ref) and value.name in library.MAPPINGS:
            yield from _entry(resolver, Space(library.MAPPINGS[value.name]), key)
        else:
            yield from classes.special(resolver, value, "__getitem__", "__class_getitem__", "__missing__")
            yield from attributes.by_name(key.value if isinstance(key, Const) else None)


def _parents(path: Ref, key: Value) -> Value:
    if isinstance(key, Const) and isinstance(key.value, int) and 0 <= key.value < MAX_MEANINGS:
        return attributes.ancestor(path, key.value + 1)
    return path._replace(path="/" if key == Const(-1) else folding.HOLE)


def first_letter(value: Const, key: object) -> Iterator[Const]:
    """Yield the slash with which a path begins that is written from the working folder on, as those of `os.getcwd()` are."""
    is_relative = value.value == "." or (isinstance(value.value, str) and value.value.startswith("./"))
    if is_relative and key in (0, slice(None, 1, None), slice(0, 1, None)):
        yield Const("/")


def _entry(resolver: Resolver, space: Space, key: Value) -> Iterator[Value]:
    """Yield what a namespace holds under ``key``."""
    if not isinstance(key, Const) or not isinstance(key.value, str) or not folding.exact(key.value):
        yield attributes.computed(space.of if isinstance(space.of, str) else "builtins")
    elif isinstance(space.of, Scope):
        yield from resolver.lookup(key.value, space.of)
    elif space.of in resolver.project:
        yield from resolver.member(space.of, key.value)
    elif space.of:
        yield named(library.attribute(space.of, key.value))
    else:
        yield Ref(library.canonical(key.value))


def _item(resolver: Resolver, value: Items, key: Value) -> Iterator[Value]:
    node = value.node
    if isinstance(node, ast.Dict):
        yield from _dict_item(resolver, node, value.scope, key)
    elif isinstance(node, ast.Call):
        yield from (part for argument in node.args for part in resolver.evaluate(argument, value.scope))
        for keyword in node.keywords:
            if keyword.arg is None or key in (UNKNOWN, Const(keyword.arg)):
                yield from resolver.evaluate(keyword.value, value.scope)
    elif isinstance(node, ast.DictComp):
        yield from resolver.evaluate(node.value, resolver.program.scopes[node])
    elif isinstance(key, Const) and isinstance(key.value, int) and isinstance(node, (ast.List, ast.Tuple)):
        if any(isinstance(element, ast.Starred) for element in node.elts):
            yield from elements(resolver, value)
        elif -len(node.elts) <= key.value < len(node.elts):
            yield from resolver.evaluate(node.elts[key.value], value.scope)
    else:
        yield from elements(resolver, value)


def _dict_item(resolver: Resolver, node: ast.Dict, scope: Scope, key: Value) -> Iterator[Value]:
    for name, held in zip(node.keys, node.values, strict=True):
        if name is None:
            for inner in resolver.evaluate(held, scope):
                yield from subscript(resolver, inner, (key,))
        else:
            names = resolver.evaluate(name, scope)
            if not isinstance(key, Const) or UNKNOWN in names or key in names:
                yield from resolver.evaluate(held, scope)
