"""What rules see of a program: names, calls and texts instead of syntax."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flake8_llm_sandbox.meaning import folding
from flake8_llm_sandbox.meaning.arguments import arguments
from flake8_llm_sandbox.meaning.carried import unpacked
from flake8_llm_sandbox.meaning.kinds import (
    Carrier,
    Const,
    Getter,
    Items,
    Local,
    Method,
    Value,
    as_text,
    is_path,
)
from flake8_llm_sandbox.meaning.members import elements
from flake8_llm_sandbox.walk import has_star

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flake8_llm_sandbox.meaning.resolver import Resolver
    from flake8_llm_sandbox.names.scopes import Scope


@dataclass(frozen=True)
class Mention:
    """A library name that stands somewhere, called or not."""

    node: ast.AST
    name: str
    bound: int = 0  # how many parts of the name are the class whose instance it is an attribute of
    resolver: Resolver | None = None  # where it is neither called nor imported

    @property
    def value(self) -> bool:
        """Whether it is passed, stored or returned, so that others may call it."""
        return self.resolver is not None

    @property
    def texts(self) -> frozenset[str]:
        """Every string that the program holds or puts together."""
        return self.resolver.texts if self.resolver else frozenset()


@dataclass(frozen=True)
class Leak:
    """A module or function that is stored, passed on or returned, so that later uses of it cannot be seen."""

    node: ast.AST
    name: str


@dataclass(frozen=True)
class Attribute:
    """An attribute of anything."""

    node: ast.AST
    name: str


@dataclass(frozen=True)
class Definition:
    """A function or method that the program defines."""

    node: ast.AST
    name: str


@dataclass(frozen=True)
class Text:
    """A string; what is not known of it stands as `folding.HOLE`."""

    node: ast.AST
    value: str
    built: bool  # put together from parts
    annotation: bool = False


@dataclass(frozen=True)
class Argument:
    """One argument of a call: what it may be."""

    given: bool
    constants: tuple[Any, ...]
    known: bool  # the constants are all it may be
    function: bool = False  # it is a function or class of the program, so neither text nor unknown

    def may_be(self, *wanted: Any) -> bool:
        """Return whether the argument is given and may be one of ``wanted``; what is not known may be anything."""
        return self.given and (not self.known or any(value in wanted for value in self.constants))

    @property
    def texts(self) -> tuple[str, ...]:
        """The strings and bytes that the argument may be, as text."""
        return tuple(folding.spelt(value) for value in self.constants if isinstance(value, (str, bytes)))


@dataclass(frozen=True)
class Call:
    """A call of a library name, or of a method of something unknown."""

    node: ast.Call
    name: str
    method: bool
    receiver: str  # the text of the Path whose method is called
    resolver: Resolver
    scope: Scope

    def argument(self, position: int | None, keyword: str = "") -> Argument:
        """Return the argument at ``position``, from 0, or of the name ``keyword``."""
        args, keywords = arguments(self.resolver, self.node, self.scope)
        if keyword in keywords:
            return _argument(self.resolver, keywords[keyword])
        if position is not None and position < len(args):
            return _argument(self.resolver, args[position])
        if has_star(self.node):
            return Argument(given=True, constants=(), known=False)
        return Argument(given=False, constants=(), known=True)

    def texts(self) -> tuple[str, ...]:
        """Return every string or path that any argument may be or list, and the Path whose method this is."""
        args, keywords = arguments(self.resolver, self.node, self.scope)
        given: list[Iterable[Value]] = [*args, *keywords.values()]
        displays = [value for found in given for value in found if isinstance(value, Items)]
        given += [elements(self.resolver, display) for display in displays]
        texts = (text for each in given for text in _argument(self.resolver, each).texts)
        return (self.receiver, *texts) if self.receiver != folding.HOLE else tuple(texts)

    def literals(self) -> Iterator[str]:
        """Yield every string that stands in the program, docstrings too."""
        for site in self.resolver.program.sites:
            if isinstance(site.node, ast.Constant):
                yield str(site.node.value)


Fact = Mention | Leak | Attribute | Definition | Text | Call


def _argument(resolver: Resolver, found: Iterable[Value]) -> Argument:
    values = list(found)
    held = [part.of for value in values if isinstance(value, Carrier) for part in unpacked(resolver, value)]
    values += (value for value in held if isinstance(value, Const) or is_path(value))
    constants = [value.value for value in values if isinstance(value, Const)]
    constants.extend(as_text(value) for value in values if is_path(value))
    known = len(constants) == len(values) and all(map(folding.exact, constants))
    function = all(isinstance(value, (Carrier, Local, Getter, Method)) for value in values)
    return Argument(given=True, constants=tuple(constants), known=known, function=function)
