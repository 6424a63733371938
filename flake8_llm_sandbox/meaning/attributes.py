"""What attributes are."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from flake8_llm_sandbox import installed, library
from flake8_llm_sandbox.meaning import carried, classes, folding, members
from flake8_llm_sandbox.meaning.kinds import (
    UNKNOWN,
    Carrier,
    Const,
    Getter,
    Items,
    Method,
    Ref,
    Space,
    Unknown,
    Value,
    Values,
    is_path,
    union,
)
from flake8_llm_sandbox.meaning.operations import named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_llm_sandbox.meaning.folding import Constant
    from flake8_llm_sandbox.meaning.resolver import Resolver

CONSTANT_METHODS = {kind: frozenset(dir(kind)) for kind in (*folding.SCALARS, tuple)}
NAMESPACE_METHODS = frozenset(dir(dict))
DISPLAY_METHODS = frozenset(name for kind in (dict, list, tuple, set, deque) for name in dir(kind))


def attribute(resolver: Resolver, value: Value, name: str) -> Iterator[Value]:
    """Yield what ``value.name`` may be."""
    if isinstance(value, Ref) and value.name in resolver.project:
        yield from resolver.member(value.name, name)
    elif isinstance(value, Ref):
        yield from _library_attribute(resolver, value, name)
    elif isinstance(value, (Const, Items, Space)) and name in _methods(value):
        yield Method(value, name)
    elif isinstance(value, (Const, Items)):  # it is what something else holds: `Colour.RED.value`
        yield value
        yield from by_name(name)
    elif isinstance(value, Getter) and value.kind in ("template", "yields"):
        yield Method(value, name)
    elif isinstance(value, Getter) and value.kind == "fields":
        yield from members.each(resolver, value.of)
    elif isinstance(value, Carrier):
        yield from carried.unpacked(resolver, value)
        yield from attribute(resolver, value.of, name)
    else:
        known = resolver.opened(value, classes.own_attribute, name)
        yield from known
        if not known or isinstance(value, Unknown):
            yield from by_name(name)


def _methods(value: Value) -> frozenset[str]:
    if isinstance(value, Const):
        return CONSTANT_METHODS[type(value.value)]
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
    elif (name == "__file__" and library.is_module(value.name)) or (
        name == "co_filename" and library.is_own(value.name) and value.name.endswith(".__code__")
    ):
        yield Const(f"{library.PYTHON}/{value.name}.py")
    elif name == "__file__" and value.name.islower() and (place := installed.place(value.name)):
        yield Const(f"{place}/__init__.py")
    elif is_path(value) and name in library.PATH_ROOTS:
        yield from (UNKNOWN, Const("/"))
    elif is_path(value) and name in ("value", "_value_"):  # it is a member of an enum
        yield value
    elif is_path(value) and name == "parts":
        yield Getter("parts", value)
    elif is_path(value) and name in library.PATH_PARTS:
        yield UNKNOWN
    elif is_path(value) and name == "parent":
        yield ancestor(value, 1)
    elif is_path(value) and name == "parents":
        yield Getter("parents", value)
    elif is_path(value):
        yield Ref(f"pathlib.Path.{name}", bound=2, path=value.path)
    elif (
        name not in library.OBJECTS.get(value.name, (name,))
        or library.is_foreign(joint)
        or (value.bound and joint.count(".") > value.bound + 1)
    ):
        yield UNKNOWN
    elif value.instance or value.bound:
        yield Ref(joint, bound=value.bound or joint.count("."))
    else:
        yield named(joint)
    if value.instance or "()" in value.name:
        yield from resolver.attributes(name)


def ancestor(path: Ref, levels: int) -> Ref:
    """Return the Path that is so many levels above ``path``."""
    text = path.path
    for _ in range(levels if folding.exact(text) else 0):
        text = folding.parent(text)
    return path._replace(path=text)


def walk_attributes(resolver: Resolver, found: Values, path: Value) -> Values:
    """Return ``found.a.b`` for the path "a.b", as `attrgetter` does."""
    if not isinstance(path, Const) or not isinstance(path.value, str) or not folding.exact(path.value):
        held = (value.of if isinstance(value, Carrier) else value for value in found)
        return union(computed(value.name) if isinstance(value, Ref) else UNKNOWN for value in held)
    for name in path.value.split("."):
        found = union(part for value in found for part in attribute(resolver, value, name))
    return found


def computed(name: str) -> Value:
    """Return an attribute of ``name`` of which the name is computed."""
    joint = f"{name}.?"
    return UNKNOWN if library.is_foreign(joint) else Ref(joint)
