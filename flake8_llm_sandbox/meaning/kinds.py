"""The kinds of value that the resolver tells apart: tuples, which CPython makes, hashes and compares in C."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from flake8_llm_sandbox.library import DOORS
from flake8_llm_sandbox.meaning.folding import HOLE, LEADS_OUT, ROOTED

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterable

    from flake8_llm_sandbox.names.scopes import Scope

MAX_MEANINGS = 16
MAX_NAMES = 16


class Const(NamedTuple):
    """A constant; strings may have holes (`folding.HOLE`)."""

    value: Any


class Ref(NamedTuple):
    """Something outside this module by its canonical dotted name, or an instance of it, or an instance's attribute.

    ``path`` is the text of a Path, or of the Path that a method is bound to. A last part of ``?`` was computed.
    """

    name: str
    instance: bool = False
    bound: int = 0  # how many parts of the name are the class whose instance it is an attribute of
    path: str = HOLE
    given: bool = False  # an instance that others have made, as an annotation says


class Local(NamedTuple):
    """A function, lambda or class of this module."""

    node: ast.AST


class Items(NamedTuple):
    """A list, tuple, set or dict display, a comprehension, or the arguments of a call, looked at when needed."""

    node: ast.AST
    scope: Scope


class Space(NamedTuple):
    """A namespace as a mapping: of a library name, of a scope for `globals()`, of no name for `sys.modules`."""

    of: str | Scope
    kind: str = "space"  # what makes it another tuple than a Const of the same


class Method(NamedTuple):
    """A method of a constant, a display or a namespace."""

    of: Value
    name: str


class Getter(NamedTuple):
    """What `attrgetter`, `itemgetter`, `partial`... give for one meaning of their argument.

    `pairs` is what `enumerate` gives, `yields` what a generator function of this module gives.
    """

    kind: str
    of: Value


class Carrier(NamedTuple):
    """Something that was given, or holds, a path or a function of this module, and may give it back in any way."""

    of: Value
    kind: int = 0  # what makes it another tuple than a Const, a Method or a Getter


class Unknown:
    """Anything; there is only one, `UNKNOWN`."""


Value = Const | Ref | Local | Items | Space | Method | Getter | Carrier | Unknown
Values = tuple[Value, ...]
UNKNOWN = Unknown()
NOTHING: Values = (UNKNOWN,)


def union(found: Iterable[Value]) -> Values:
    """Return the distinct meanings; where they are many, all modules, of the others what matters most, and the unknown."""
    meanings = tuple(found)
    if len(meanings) < 2:
        return meanings
    distinct = tuple(dict.fromkeys(meanings))
    if len(distinct) <= MAX_MEANINGS:
        return distinct
    names = [value for value in distinct if isinstance(value, Ref)]
    doors = [value for value in names if value.name in DOORS]
    others = [value for value in distinct if not isinstance(value, Ref)]
    if len(others) > MAX_MEANINGS:
        others.sort(key=_is_harmless)
    return tuple(dict.fromkeys((*doors, *names[:MAX_NAMES], *others[:MAX_MEANINGS], UNKNOWN)))


def _is_harmless(value: Value) -> bool:
    """Return whether ``value`` is anything but text that is a way out of the project."""
    return not (isinstance(value, Const) and isinstance(value.value, str) and LEADS_OUT.match(value.value))


def sure(meanings: Iterable[Value]) -> Values:
    """Return what of meanings another module takes.

    Text that leads out of the project has to be whole and nothing else, or to begin with a well-known folder; where something
    may only have handed it on, it is left here.
    """
    found = tuple(meanings)
    only = sum(value is not UNKNOWN for value in found) == 1
    return union(value if only and _is_whole(value) else _taken(value) for value in found)


def _is_whole(value: Value) -> bool:
    return not isinstance(value, Carrier) and HOLE not in as_text(value)


def _taken(value: Value) -> Value:
    held = value.of if isinstance(value, Carrier) else value
    text = as_text(held)
    if not LEADS_OUT.match(text) or (held is value and ROOTED.match(text)):
        return value
    if not isinstance(held, Ref):
        return UNKNOWN
    left = held._replace(path=HOLE)
    return left if held is value else Carrier(left)


def is_path(value: Value) -> bool:
    """Return whether ``value`` is a Path object."""
    return isinstance(value, Ref) and value.instance and value.name == "pathlib.Path"


def as_text(value: Value) -> str:
    """Return ``value`` as text for a string or Path, or a hole."""
    if isinstance(value, Const) and isinstance(value.value, str):
        return value.value
    return value.path if isinstance(value, Ref) else HOLE
