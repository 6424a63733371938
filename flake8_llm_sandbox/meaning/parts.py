"""Parts of values: attributes, members, items."""

from __future__ import annotations

import ast
from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING

from flake8_llm_sandbox import library
from flake8_llm_sandbox.meaning import carried, folding
from flake8_llm_sandbox.meaning.kinds import (
    MAX_MEANINGS,
    UNKNOWN,
    Carrier,
    Const,
    Getter,
    Items,
    Local,
    Method,
    Ref,
    Space,
    Unknown,
    Value,
    Values,
    is_path,
    union,
)
from flake8_llm_sandbox.meaning.operations import folded, named
from flake8_llm_sandbox.names.scopes import EACH, Scope

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flake8_llm_sandbox.meaning.folding import Constant
    from flake8_llm_sandbox.meaning.resolver import Resolver
    from flake8_llm_sandbox.names.scopes import Function


OPERATORS = frozenset(
    f"__{prefix}{name}__"
    for prefix in ("", "r", "i")
    for name in "add and floordiv lshift matmul mod mul or pow rshift sub truediv xor".split()
) | frozenset(
    "__abs__ __eq__ __ge__ __gt__ __index__ __invert__ __le__ __lt__ __ne__ __neg__ __pos__ __round__".split()
)
NAMESPACE_METHODS = frozenset(dir(dict))
DISPLAY_METHODS = frozenset(name for kind in (dict, list, tuple, set, deque) for name in dir(kind))
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def attribute(resolver: Resolver, value: Value, name: str) -> Iterator[Value]:
    """Yield what ``value.name`` may be."""
    if isinstance(value, Ref):
        yield from _library_attribute(resolver, value, name)
    elif isinstance(value, (Const, Items, Space)) and name in _methods(value):
        yield Method(value, name)
    elif isinstance(value, (Const, Items)):  # it is what something else holds: `Colour.RED.value`
        yield value
        yield from by_name(name)
    elif isinstance(value, Getter) and value.kind == "yields":
        yield Method(value, name)
    elif isinstance(value, Carrier):
        yield from carried.unpacked(resolver, value)
        yield from attribute(resolver, value.of, name)
    else:
        known = _opened(resolver, value, _local_attribute, name)
        yield from known
        if not known or isinstance(value, Unknown):
            yield from by_name(name)


def _methods(value: Value) -> frozenset[str]:
    if isinstance(value, Const):
        return frozenset(dir(type(value.value)))
    return DISPLAY_METHODS if isinstance(value, Items) else NAMESPACE_METHODS


def by_name(name: Constant) -> Iterator[Value]:
    """Yield what something unknown may hold under ``name``: a module goes by its own name everywhere."""
    if isinstance(name, str) and name.lstrip("_") in library.PERVASIVE:
        yield Ref(name.lstrip("_"))
    yield UNKNOWN


def _library_attribute(resolver: Resolver, value: Ref, name: str) -> Iterator[Value]:
    joint = library.attribute(value.name, name)
    if name == "__call__":
        yield value
    elif joint in library.CONSTANTS:
        yield Const(library.CONSTANTS[joint])
    elif name == "__dict__":
        yield Space(value.name)
    elif is_path(value) and name in library.PATH_PARTS:
        yield replace(value, path=folding.HOLE) if library.PATH_PARTS[name] else UNKNOWN
    elif is_path(value):
        yield Ref(f"pathlib.Path.{name}", bound=2, path=value.path)
    elif library.is_foreign(joint) or (value.bound and joint.count(".") > value.bound + 1):
        yield UNKNOWN
    elif value.instance or value.bound:
        yield Ref(joint, bound=value.bound or value.name.count(".") + 1)
    else:
        yield named(joint)
    if value.instance or "()" in value.name:
        yield from resolver.attributes(name)


def _local_attribute(resolver: Resolver, value: Value, name: str) -> Iterator[Value]:
    """Yield what this module itself binds as the attribute ``name`` of ``value``."""
    if name == "__call__":
        yield value
    if isinstance(value, Local) and isinstance(value.node, ast.ClassDef):
        for found in resolver.bound(resolver.program.scopes[value.node].bindings.get(name, ())):
            yield found
            yield from special(resolver, found, "__get__")
            if isinstance(found, Local) and isinstance(found.node, FUNCTIONS) and found.node.decorator_list:
                yield from results(resolver, found)  # a property
        for meta in metaclasses(resolver, value.node):
            yield from _opened(resolver, meta, _local_attribute, name)
        yield from special(resolver, value, "__getattr__", "__getattribute__")
        yield from _inherited(resolver, value.node, name)
        yield from _field(resolver, value.node, name)
    yield from resolver.attributes(name)


def _inherited(resolver: Resolver, node: ast.ClassDef, name: str) -> Iterator[Value]:
    """Yield what the attribute ``name`` of the bases of a class may be."""
    for base in node.bases:
        for value in resolver.evaluate(base, resolver.program.scopes[node]):
            if isinstance(value, Local):
                yield from _opened(resolver, value, _local_attribute, name)
                entries = union(special(resolver, value, "__mro_entries__"))
                for base_ in resolver.follow(entries, (EACH,)):
                    yield from _opened(resolver, base_, _local_attribute, name)
            elif isinstance(value, Ref) and library.is_class(value.name):
                yield from _library_attribute(resolver, replace(value, instance=True), name)


def _field(resolver: Resolver, node: ast.ClassDef, name: str) -> Iterator[Value]:
    """Yield what a dataclass or named tuple, which has no constructor of its own, may hold as ``name``."""
    if "__init__" in resolver.program.scopes[node].bindings:
        return
    for call, scope in resolver.program.calls.get(node.name, ()):
        given_ = [keyword.value for keyword in call.keywords if keyword.arg in (name, None)]
        yield from (part for value in (*call.args, *given_) for part in resolver.evaluate(value, scope))


def results(resolver: Resolver, function: Local) -> Values:
    """Return what a call of a function or lambda of this module gives."""
    return _opened(resolver, function, _results)


def _results(resolver: Resolver, function: Local) -> Iterator[Value]:
    scope = resolver.program.scopes[function.node]
    for expression in scope.returns:
        yield from resolver.evaluate(expression, scope)
    if scope.yields:
        yield Getter("yields", function)


def parameters(function: Function) -> list[ast.arg]:
    """Return the named parameters of ``function``."""
    return [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]


def special(resolver: Resolver, value: Value, *names: str) -> Iterator[Value]:
    """Yield what the special methods ``names`` of a class of this module, or of its metaclass, give if it has them."""
    if isinstance(value, Local) and isinstance(value.node, ast.ClassDef):
        scope = resolver.program.scopes[value.node]
        for meta in metaclasses(resolver, value.node):
            yield from _opened(resolver, meta, special, *names)
        for binding in (binding for name in names for binding in scope.bindings.get(name, ())):
            if isinstance(binding.value, (*FUNCTIONS, ast.Lambda)):
                yield from results(resolver, Local(binding.value))


def metaclasses(resolver: Resolver, node: ast.ClassDef) -> Iterator[Local]:
    """Yield the metaclasses of this module, classes or functions, that ``node`` names."""
    scope = resolver.program.scopes[node].parent
    assert scope
    for keyword in node.keywords:
        if keyword.arg == "metaclass":
            yield from (meta for meta in resolver.evaluate(keyword.value, scope) if isinstance(meta, Local))


def overloaded(resolver: Resolver, operands: Values) -> Iterator[Value]:
    """Yield what the operator methods of classes of this module may make of ``operands``."""
    for value in operands:
        if isinstance(value, Local) and isinstance(value.node, ast.ClassDef):
            yield from _opened(resolver, value, _operators)


def is_operator(function: Function) -> bool:
    """Return whether ``function`` is a special method that is given what stands beside an object, or in its brackets."""
    name = getattr(function, "name", "")
    return name in OPERATORS or name in (
        "__call__",
        "__getitem__",
        "__class_getitem__",
        "__missing__",
        "__contains__",
    )


def _operators(resolver: Resolver, value: Local) -> Iterator[Value]:
    names = resolver.program.scopes[value.node].bindings
    yield from special(resolver, value, *(name for name in names if name in OPERATORS))


def entered(resolver: Resolver, value: Value) -> Iterator[Value]:
    """Yield what `with value as x` binds."""
    if isinstance(value, Ref):
        yield replace(value, instance=True)
    elif isinstance(value, Getter) and value.kind == "yields":
        yield from members(resolver, value)
    else:
        yield value
        yield from special(resolver, value, "__enter__", "__aenter__")


def walk_attributes(resolver: Resolver, found: Values, path: Value) -> Values:
    """Return ``found.a.b`` for the path "a.b", as `attrgetter` does."""
    if not isinstance(path, Const) or not isinstance(path.value, str) or not folding.exact(path.value):
        held = (value.of if isinstance(value, Carrier) else value for value in found)
        return union(_computed(value.name) if isinstance(value, Ref) else UNKNOWN for value in held)
    for name in path.value.split("."):
        found = union(part for value in found for part in attribute(resolver, value, name))
    return found


def _computed(name: str) -> Value:
    """Return an attribute of ``name`` of which the name is computed."""
    joint = f"{name}.?"
    return UNKNOWN if library.is_foreign(joint) else Ref(joint)


def members(resolver: Resolver, value: Value) -> Iterator[Value]:
    """Yield what iteration over ``value`` may give."""
    if isinstance(value, Const) and isinstance(value.value, (str, bytes, tuple)):
        yield from (Const(item) for item in value.value[: MAX_MEANINGS + 1])
    elif isinstance(value, Items):
        yield from _opened(resolver, value, elements)
    elif isinstance(value, Ref):
        yield named(library.EACH_OF.get(value.name, ""))
    elif isinstance(value, Getter) and value.kind == "pairs":
        yield Getter("pair", value.of)
    elif isinstance(value, Getter) and value.kind == "yields":
        yield from _opened(resolver, value, _yielded)
    elif isinstance(value, Carrier):
        yield from carried.unpacked(resolver, value)
    else:
        yield from special(resolver, value, "__next__")
        yield from _opened(resolver, value, _iterated)
        yield UNKNOWN


def _yielded(resolver: Resolver, value: Getter) -> Iterator[Value]:
    assert isinstance(value.of, Local)
    yield from resolver.bound(resolver.program.scopes[value.of.node].yields)


def _iterated(resolver: Resolver, value: Value) -> Iterator[Value]:
    for found in special(resolver, value, "__iter__", "__aiter__"):
        yield from members(resolver, found)


def _opened(
    resolver: Resolver, value: Value, work: Callable[..., Iterator[Value]], *args: Value | str
) -> Values:
    """Return what ``work`` on ``value`` gives, which may contain itself."""
    return resolver.settle((work, value, *args), work, resolver, value, *args)


def elements(resolver: Resolver, value: Items) -> Iterator[Value]:
    """Yield the members of a display or comprehension, in order and each as often as it is there."""
    node = value.node
    if isinstance(node, (ast.ListComp, ast.GeneratorExp, ast.SetComp, ast.DictComp)):
        part = node.key if isinstance(node, ast.DictComp) else node.elt
        yield from resolver.evaluate(part, resolver.program.scopes[node])
    elif isinstance(node, ast.Dict):
        for key, held in zip(node.keys, node.values, strict=True):
            yield from (
                each(resolver, held, value.scope) if key is None else resolver.evaluate(key, value.scope)
            )
    else:
        for element in given(node):
            if isinstance(element, ast.Starred):
                yield from each(resolver, element.value, value.scope)
            else:
                yield from resolver.evaluate(element, value.scope)


def everything(resolver: Resolver, value: Items) -> Iterator[Value]:
    """Yield the members of a display, and what a dict holds under its keys."""
    yield from elements(resolver, value)
    if isinstance(value.node, ast.DictComp):
        yield from resolver.evaluate(value.node.value, resolver.program.scopes[value.node])
    elif isinstance(value.node, ast.Dict):
        yield from (part for held in value.node.values for part in resolver.evaluate(held, value.scope))


def given(node: ast.AST) -> Iterator[ast.expr]:
    """Yield what stands between the brackets of a list, tuple, set or call."""
    if isinstance(node, ast.Call):
        yield from node.args
        yield from (keyword.value for keyword in node.keywords)
    elif isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        yield from node.elts


def each(resolver: Resolver, node: ast.expr, scope: Scope) -> Values:
    """Return what iteration over the expression ``node`` may give."""
    return resolver.follow(resolver.evaluate(node, scope), (EACH,))


def subscript(resolver: Resolver, value: Value, keys: Values) -> Iterator[Value]:
    """Yield what ``value[key]`` may be for any of ``keys``."""
    for key in keys:
        if isinstance(value, Space):
            yield from _entry(resolver, value, key)
        elif isinstance(value, Const) and isinstance(key, Const):
            yield folded(folding.index, value.value, key.value)
        elif isinstance(value, Items):
            yield from _opened(resolver, value, _item, key)
        elif isinstance(value, Carrier):
            yield from carried.unpacked(resolver, value)
        elif isinstance(value, Getter) and value.kind == "yields":
            yield from members(resolver, value)
        elif isinstance(value, Getter) and value.kind == "namespace" and isinstance(key, Const):
            yield from attribute(resolver, value.of, str(key.value))
        elif isinstance(value, Getter) and value.kind == "pair" and key == Const(1):
            yield from members(resolver, value.of)
        elif isinstance(value, Ref) and value.name in library.MAPPINGS:
            yield from _entry(resolver, Space(library.MAPPINGS[value.name]), key)
        else:
            yield from special(resolver, value, "__getitem__", "__class_getitem__", "__missing__")
            yield from by_name(key.value if isinstance(key, Const) else None)


def _entry(resolver: Resolver, space: Space, key: Value) -> Iterator[Value]:
    """Yield what a namespace holds under ``key``."""
    if not isinstance(key, Const) or not isinstance(key.value, str) or not folding.exact(key.value):
        yield _computed(space.of if isinstance(space.of, str) else "builtins")
    elif isinstance(space.of, Scope):
        yield from resolver.lookup(key.value, space.of)
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
