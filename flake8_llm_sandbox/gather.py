"""From the places of a program to the facts that rules see."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import libcst as cst

from flake8_llm_sandbox import library
from flake8_llm_sandbox.facts import Attribute, Call, Definition, Leak, Mention, Text
from flake8_llm_sandbox.leaks import leaks
from flake8_llm_sandbox.meaning import folding
from flake8_llm_sandbox.meaning.kinds import (
    UNKNOWN,
    Const,
    Method,
    Ref,
    Space,
    Unknown,
    Value,
    as_text,
    is_path,
)
from flake8_llm_sandbox.walk import dotted, identifier, imported_from

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flake8_llm_sandbox.facts import Fact
    from flake8_llm_sandbox.meaning.resolver import Resolver
    from flake8_llm_sandbox.names.scopes import Scope

CONTAINERS = frozenset({"sys.modules", "sys.path"})  # of strings: asking for one of these tells nothing else
# By these a program can come by the namespace of a module, a mapping like any other.
NAMESPACES = frozenset(
    "__dict__ __getattribute__ __getstate__ attrgetter getattr globals locals methodcaller vars".split()
)
LITERALS = frozenset({cst.SimpleString, cst.ConcatenatedString})
PARTS_OF_TEXT = frozenset({cst.ConcatenatedString, cst.Comparison, cst.ComparisonTarget})
PARTS_OF_ANNOTATION = frozenset(
    {cst.BinaryOperation, cst.Element, cst.Index, cst.List, cst.Subscript, cst.SubscriptElement, cst.Tuple}
)
# Attributes that are numbers and strings on code objects: `f.__code__.co_name` leads nowhere else.
DESCRIBING = frozenset(
    "co_argcount co_filename co_firstlineno co_kwonlyargcount co_name co_posonlyargcount co_varnames".split()
)
PARTS_OF_DISPLAY = frozenset({cst.Element, cst.List, cst.Set, cst.Tuple})
LOOKING = frozenset(
    {cst.Assign, cst.Comparison, cst.ComparisonTarget, cst.Expr, cst.NamedExpr, cst.Subscript}
)
SEARCHING = frozenset(
    """count endswith find index lstrip partition removeprefix replace rfind rpartition rsplit rstrip split startswith
    strip""".split()
)


def gather(resolver: Resolver) -> Iterator[Fact]:
    """Yield everything that rules may want to know of the resolver's program."""
    for site in resolver.program.sites:
        for gatherer in GATHERERS[type(site.node)]:
            yield from gatherer(site.node, site.scope, resolver)


def _reference(node: cst.CSTNode, scope: Scope, resolver: Resolver) -> Iterator[Fact]:
    """Yield the library names that a whole chain `a.b.c`, call or subscript may mean."""
    parent = resolver.program.parents[node]
    if type(parent) is cst.Attribute:
        return
    for value in resolver.evaluate(node, scope):
        if isinstance(value, Space) and value.of in library.STRONG:
            yield Leak(node, str(value.of))
        elif isinstance(value, (Method, Space)):
            yield from _leaked_names(node, value, resolver)
        elif isinstance(value, Ref) and value.name in CONTAINERS and _is_container(parent, resolver):
            continue
        elif isinstance(value, Ref) and not value.instance and not value.name.endswith("()"):
            if not library.is_class(value.name) or not _is_annotation(node, resolver):
                yield Mention(node, value.name, value.bound, value=type(parent) is not cst.Call)
            is_hidden = value.name in library.SIGHT and not _is_entry(node, scope, resolver)
            if is_hidden and leaks(node, scope, resolver):
                yield Leak(node, value.name)


def _leaked_names(node: cst.CSTNode, value: Method | Space, resolver: Resolver) -> Iterator[Fact]:
    """Yield the modules that a namespace takes out of sight, unless it is only asked for one name."""
    space = value.of if isinstance(value, Method) else value
    if isinstance(value, Method):
        looks = value.name in library.ITEM_METHODS | {"keys", "update"}
    else:
        looks = type(resolver.program.parents[node]) in LOOKING
    if looks or not isinstance(space, Space):
        return
    if isinstance(space.of, str):
        if library.is_module(space.of):
            yield Mention(node, f"{space.of}.?")
    else:
        found = (value for name in space.of.bindings for value in resolver.lookup(name, space.of))
        modules = {value.name for value in found if isinstance(value, Ref) and value.name in library.STRONG}
        yield from (Leak(node, name) for name in sorted(modules))


def _is_entry(node: cst.CSTNode, scope: Scope, resolver: Resolver) -> bool:
    """Return whether ``node`` is `config["os"]`: a module lies there only if it has leaked before, or in a namespace."""
    if not isinstance(node, cst.Subscript) or not NAMESPACES.isdisjoint(resolver.program.names):
        return False
    return UNKNOWN in resolver.evaluate(node.value, scope)


def _is_container(parent: cst.CSTNode, resolver: Resolver) -> bool:
    """Return whether the only question is `in`: `a in sys.modules == b` hands it to a method of `b`."""
    if not isinstance(parent, cst.ComparisonTarget) or not isinstance(parent.operator, (cst.In, cst.NotIn)):
        return False
    whole = resolver.program.parents[parent]
    return isinstance(whole, cst.Comparison) and len(whole.comparisons) == 1


def _is_annotation(node: cst.CSTNode, resolver: Resolver) -> bool:
    parent = resolver.program.parents[node]
    while type(parent) in PARTS_OF_ANNOTATION:
        parent = resolver.program.parents[parent]
    return type(parent) is cst.Annotation


def _attribute(node: cst.Attribute, scope: Scope, resolver: Resolver) -> Iterator[Fact]:
    parent = resolver.program.parents[node]
    if not (isinstance(parent, cst.Attribute) and identifier(parent.attr) in DESCRIBING):
        yield Attribute(node, identifier(node.attr))


def _matched_attribute(node: cst.MatchKeywordElement, scope: Scope, resolver: Resolver) -> Iterator[Fact]:
    yield Attribute(node.key, identifier(node.key))


def _call(node: cst.Call, scope: Scope, resolver: Resolver) -> Iterator[Fact]:
    for callee in resolver.evaluate(node.func, scope):
        if isinstance(callee, Ref) and not callee.instance:
            yield Call(node, callee.name, method=False, receiver=callee.path, resolver=resolver, scope=scope)
        if type(node.func) is cst.Attribute and _is_foreign(callee):
            name = identifier(node.func.attr)
            yield Call(node, name, method=True, receiver=folding.HOLE, resolver=resolver, scope=scope)


def _is_foreign(value: Value) -> bool:
    """Return whether nothing is known of a method's owner."""
    if isinstance(value, Ref):
        return "()." in value.name
    return isinstance(value, Unknown)


def _definition(node: cst.FunctionDef, scope: Scope, resolver: Resolver) -> Iterator[Fact]:
    yield Definition(node.name, identifier(node.name))


def _class_attribute(node: cst.Assign, scope: Scope, resolver: Resolver) -> Iterator[Fact]:
    names = (target.target for target in node.targets if scope.kind == "class")
    yield from (Definition(name, identifier(name)) for name in names if isinstance(name, cst.Name))


def _import(node: cst.Import, scope: Scope, resolver: Resolver) -> Iterator[Fact]:
    for alias in node.names:
        yield from _imported(alias, dotted(alias.name), scope)


def _import_from(node: cst.ImportFrom, scope: Scope, resolver: Resolver) -> Iterator[Fact]:
    module = imported_from(node)
    if isinstance(node.names, cst.ImportStar):
        yield Mention(node, f"{library.canonical(module)}.*")
        yield Leak(node, library.canonical(module))
        return
    for alias in node.names:
        yield Attribute(alias, dotted(alias.name))
        yield from _imported(alias, f"{module}.{dotted(alias.name)}", scope)


def _imported(alias: cst.ImportAlias, name: str, scope: Scope) -> Iterator[Fact]:
    name = library.canonical(name)
    yield Mention(alias, name)
    bound = dotted(alias.asname.name) if alias.asname else name
    # `_os` is a door: an attribute of that name stays in sight everywhere
    same = bound.removeprefix("_") == name
    if name in library.STRONG and not same and (scope.kind != "function" or bound in scope.elsewhere):
        yield Leak(alias, name)


def _text(node: cst.BaseExpression, scope: Scope, resolver: Resolver) -> Iterator[Fact]:
    """Yield strings and paths, literal or put together, but those that are only compared or searched for."""
    parent = resolver.program.parents[node]
    kind = type(parent)
    is_part = kind in PARTS_OF_TEXT or (kind is type(node) is cst.BinaryOperation)
    is_docstring = kind is cst.Expr and type(node) in LITERALS
    if (
        is_part
        or is_docstring
        or _is_compared_with(parent, resolver)
        or _is_searched_for(parent, scope, resolver)
    ):
        return
    built = type(node) not in LITERALS
    for value in resolver.evaluate(node, scope):
        if isinstance(value, Const) and isinstance(value.value, (str, bytes)) and value.value:
            yield Text(node, folding.spelt(value.value), built=built, annotation=kind is cst.Annotation)
        elif built and is_path(value):
            yield Text(node, as_text(value), built=True)


def _grown_text(node: cst.AugAssign, scope: Scope, resolver: Resolver) -> Iterator[Fact]:
    for value in resolver.evaluate(node.target, scope):
        if isinstance(value, Const) and isinstance(value.value, str):
            yield Text(node, value.value, built=True)


def _is_compared_with(parent: cst.CSTNode, resolver: Resolver) -> bool:
    """Return whether ``parent`` makes a string part of a display that is only compared: `name in (".env", ".git")`."""
    while type(parent) in PARTS_OF_DISPLAY:
        parent = resolver.program.parents[parent]
    return type(parent) is cst.ComparisonTarget


def _is_searched_for(parent: cst.CSTNode, scope: Scope, resolver: Resolver) -> bool:
    """Return whether ``parent`` is an argument by which a string is searched or split: `path.replace("../", "")`."""
    call = resolver.program.parents[parent] if type(parent) is cst.Arg else None
    callee = call.func if isinstance(call, cst.Call) else None
    if not isinstance(call, cst.Call) or not isinstance(callee, cst.Attribute):
        return False
    if identifier(callee.attr) in SEARCHING:
        return True
    is_regex = resolver.evaluate(callee.value, scope) == (Ref("re"),)
    return is_regex and call.args[0] is parent and _is_pattern(call.args[0].value)


def _is_pattern(node: cst.BaseExpression) -> bool:
    """Return whether ``node`` is a regular expression that could be no path or name if it were used as one."""
    return isinstance(node, cst.SimpleString) and bool(re.search(r"[|(\[]", str(node.evaluated_value)))


GATHERERS: dict[type[cst.CSTNode], tuple[Callable[..., Iterator[Fact]], ...]] = {
    cst.Assign: (_class_attribute,),
    cst.Attribute: (_reference, _attribute),
    cst.AugAssign: (_grown_text,),
    cst.BinaryOperation: (_text,),
    cst.Call: (_reference, _call, _text),
    cst.ConcatenatedString: (_text,),
    cst.FormattedString: (_text,),
    cst.FunctionDef: (_definition,),
    cst.Import: (_import,),
    cst.ImportFrom: (_import_from,),
    cst.MatchKeywordElement: (_matched_attribute,),
    cst.Name: (_reference,),
    cst.SimpleString: (_text,),
    cst.Subscript: (_reference, _text),
}
