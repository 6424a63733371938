"""What rules see of a program: names, calls and texts instead of syntax."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import libcst as cst

from flake8_llm_sandbox import library
from flake8_llm_sandbox.meaning import folding
from flake8_llm_sandbox.meaning.calls import arguments
from flake8_llm_sandbox.meaning.kinds import (
    UNKNOWN,
    Const,
    Getter,
    Local,
    Method,
    Ref,
    Space,
    Unknown,
    Values,
    as_text,
    is_path,
)
from flake8_llm_sandbox.names.scopes import Program, Scope, Site
from flake8_llm_sandbox.walk import dotted, identifier, imported_from

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_llm_sandbox.meaning.resolver import Resolver


@dataclass(frozen=True)
class Mention:
    """A library name that stands somewhere, called or not."""

    node: cst.CSTNode
    name: str
    bound: int = 0  # how many parts of the name are the class whose instance it is an attribute of
    value: bool = False  # neither called here nor imported


@dataclass(frozen=True)
class Leak:
    """A module or function that is stored, passed on or returned, so that later uses of it cannot be seen."""

    node: cst.CSTNode
    name: str


@dataclass(frozen=True)
class Attribute:
    """An attribute of anything."""

    node: cst.CSTNode
    name: str


@dataclass(frozen=True)
class Definition:
    """A function or method that the program defines."""

    node: cst.CSTNode
    name: str


@dataclass(frozen=True)
class Text:
    """A string; what is not known of it stands as `folding.HOLE`."""

    node: cst.CSTNode
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
        return tuple(value for value in self.constants if isinstance(value, str))


@dataclass(frozen=True)
class Call:
    """A call of a library name, or of a method of something unknown."""

    node: cst.Call
    name: str
    method: bool
    receiver: str  # the text of the Path whose method is called
    resolver: Resolver
    scope: Scope

    def argument(self, position: int | None, keyword: str = "") -> Argument:
        """Return the argument at ``position``, from 0, or of the name ``keyword``."""
        args, keywords = arguments(self.resolver, self.node, self.scope)
        if keyword in keywords:
            return _argument(keywords[keyword])
        if position is not None and position < len(args):
            return _argument(args[position])
        if any(argument.star for argument in self.node.args):
            return Argument(given=True, constants=(), known=False)
        return Argument(given=False, constants=(), known=True)

    def texts(self) -> tuple[str, ...]:
        """Return every string or path that any argument may be, and the Path whose method this is."""
        args, keywords = arguments(self.resolver, self.node, self.scope)
        found = (text for values_ in (*args, *keywords.values()) for text in _argument(values_).texts)
        return (self.receiver, *found) if self.receiver != folding.HOLE else tuple(found)

    def literals(self) -> Iterator[str]:
        """Yield every string that stands in the program, docstrings too."""
        for site in self.resolver.program.sites:
            if isinstance(site.node, STRINGS) and isinstance(site.node.evaluated_value, str):
                yield site.node.evaluated_value


STRINGS = (cst.SimpleString, cst.ConcatenatedString)
Fact = Mention | Leak | Attribute | Definition | Text | Call

SIGHT = library.STRONG | library.REFLECTION  # what must not leave sight
PASSING = (cst.Assign, cst.AnnAssign, cst.NamedExpr)  # a name for it inside a function stays in sight
HARMLESS = (cst.Expr, cst.ComparisonTarget, cst.Comparison, cst.Param, cst.Attribute)
SEARCHING = frozenset(
    {
        "count",
        "endswith",
        "find",
        "index",
        "lstrip",
        "partition",
        "removeprefix",
        "replace",
        "rfind",
        "rpartition",
        "rsplit",
    }
    | {"rstrip", "split", "startswith", "strip"}
)
LOOKING = frozenset(
    {
        "builtins.dir",
        "builtins.getattr",
        "builtins.hasattr",
        "builtins.isinstance",
        "unittest.mock.patch.object",
    }
)


def facts(program: Program, resolver: Resolver) -> Iterator[Fact]:
    """Yield everything that rules may want to know."""
    for site in program.sites:
        node = site.node
        if isinstance(node, (cst.Name, cst.Attribute, cst.Call, cst.Subscript)):
            yield from _reference(site, program, resolver)
        if isinstance(node, cst.Attribute):
            yield Attribute(node, identifier(node.attr))
        elif isinstance(node, cst.MatchKeywordElement):
            yield Attribute(node.key, identifier(node.key))
        elif isinstance(node, cst.Call):
            yield from _call(node, site.scope, resolver)
            yield from _text(site, program, resolver)
        elif isinstance(node, cst.FunctionDef):
            yield Definition(node.name, identifier(node.name))
        elif isinstance(node, (cst.Import, cst.ImportFrom)):
            yield from _import(node, site.scope)
        else:
            yield from _text(site, program, resolver)


def _argument(found: Values) -> Argument:
    constants = [value.value for value in found if isinstance(value, Const)]
    constants.extend(as_text(value) for value in found if is_path(value))
    known = len(constants) == len(found) and all(map(folding.exact, constants))
    function = all(isinstance(value, (Local, Getter, Method)) for value in found)
    return Argument(given=True, constants=tuple(constants), known=known, function=function)


def _reference(site: Site, program: Program, resolver: Resolver) -> Iterator[Fact]:
    node, parent = site.node, program.parents[site.node]
    if isinstance(parent, cst.Attribute):
        return
    for value in resolver.evaluate(node, site.scope):
        if isinstance(value, Space) and value.of in library.STRONG:
            yield Leak(node, str(value.of))
        if not isinstance(value, Ref) or value.instance or value.name.endswith("()"):
            continue
        if not isinstance(parent, cst.Annotation) or not library.is_class(value.name):
            yield Mention(node, value.name, value.bound, value=not isinstance(parent, cst.Call))
        if value.name in SIGHT and not isinstance(node, cst.Call) and _leaks(site, parent, program, resolver):
            yield Leak(node, value.name)


def _leaks(site: Site, parent: cst.CSTNode, program: Program, resolver: Resolver) -> bool:
    if isinstance(parent, cst.Arg):
        call = program.parents[parent]
        return not (isinstance(call, cst.Call) and _only_looks(call.func, site.scope, resolver))
    if isinstance(parent, cst.Call):
        return False
    if isinstance(parent, PASSING):
        return site.scope.kind in ("module", "class")
    return not isinstance(parent, HARMLESS)


def _only_looks(callee: cst.BaseExpression, scope: Scope, resolver: Resolver) -> bool:
    """Return whether a module may be given to ``callee``: pytest's `monkeypatch` and a few of the library."""
    if isinstance(callee, cst.Attribute) and identifier(callee.attr) in ("setattr", "delattr"):
        owner = callee.value
        if isinstance(owner, cst.Name) and owner.value == "monkeypatch":
            return resolver.evaluate(owner, scope) == (UNKNOWN,)
    return all(isinstance(value, Ref) and value.name in LOOKING for value in resolver.evaluate(callee, scope))


def _import(node: cst.Import | cst.ImportFrom, scope: Scope) -> Iterator[Fact]:
    if isinstance(node.names, cst.ImportStar):
        assert isinstance(node, cst.ImportFrom)
        yield Mention(node, f"{library.canonical(imported_from(node))}.*")
        return
    for alias in node.names:
        name = dotted(alias.name)
        if isinstance(node, cst.ImportFrom):
            name = f"{imported_from(node)}.{name}"
        name = library.canonical(name)
        yield Mention(alias, name)
        if (
            name in library.STRONG
            and scope.kind != "function"
            and alias.asname
            and dotted(alias.asname.name) != name
        ):
            yield Leak(alias, name)


def _call(node: cst.Call, scope: Scope, resolver: Resolver) -> Iterator[Fact]:
    for callee in resolver.evaluate(node.func, scope):
        if isinstance(callee, Ref) and not callee.instance:
            yield Call(node, callee.name, method=False, receiver=callee.path, resolver=resolver, scope=scope)
        if isinstance(node.func, cst.Attribute) and _foreign(callee):
            name = identifier(node.func.attr)
            yield Call(node, name, method=True, receiver=folding.HOLE, resolver=resolver, scope=scope)


def _foreign(value: object) -> bool:
    """Return whether nothing is known of a method's owner."""
    return isinstance(value, Unknown) or (isinstance(value, Ref) and "()." in value.name)


def _text(site: Site, program: Program, resolver: Resolver) -> Iterator[Text]:
    node, parent = site.node, program.parents[site.node]
    if isinstance(parent, cst.Expr) and isinstance(node, (cst.SimpleString, cst.ConcatenatedString)):
        return  # a docstring
    if isinstance(parent, (cst.ConcatenatedString, cst.ComparisonTarget, cst.Comparison)):
        return  # a part of a whole that comes by itself, or something only looked at
    if isinstance(parent, cst.Arg) and _is_looked_for(program.parents[parent]):
        return
    if isinstance(node, cst.BinaryOperation) and isinstance(parent, cst.BinaryOperation):
        return
    built = not isinstance(node, (cst.SimpleString, cst.ConcatenatedString))
    for value in resolver.evaluate(node, site.scope):
        if isinstance(value, Const) and isinstance(value.value, (str, bytes)) and value.value:
            text = value.value if isinstance(value.value, str) else value.value.decode("latin-1")
            yield Text(node, text, built=built, annotation=isinstance(parent, cst.Annotation))
        elif is_path(value) and built:
            yield Text(node, as_text(value), built=True)


def _is_looked_for(call: cst.CSTNode) -> bool:
    """Return whether ``call`` only searches or splits by its arguments: `path.replace("../", "")`."""
    callee = call.func if isinstance(call, cst.Call) else None
    return isinstance(callee, cst.Attribute) and identifier(callee.attr) in SEARCHING


__all__ = [
    "UNKNOWN",
    "Argument",
    "Attribute",
    "Call",
    "Definition",
    "Fact",
    "Leak",
    "Mention",
    "Text",
    "facts",
]
