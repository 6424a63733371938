"""What calls give."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_llm_sandbox import library
from flake8_llm_sandbox.meaning import attributes, carried, classes, folding, members
from flake8_llm_sandbox.meaning.arguments import Arguments, arguments, every
from flake8_llm_sandbox.meaning.functions import FUNCTIONS
from flake8_llm_sandbox.meaning.kinds import (
    NOTHING,
    UNKNOWN,
    Carrier,
    Const,
    Getter,
    Items,
    Local,
    Method,
    Ref,
    Space,
    Value,
)
from flake8_llm_sandbox.meaning.operations import folded, getter, joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_llm_sandbox.meaning.resolver import Resolver
    from flake8_llm_sandbox.names.scopes import Scope


def called(resolver: Resolver, callee: Value, node: ast.Call, scope: Scope) -> Iterator[Value]:
    """Yield what the call ``node`` gives if its function is ``callee``."""
    if isinstance(callee, Ref):
        yield from _library_call(resolver, callee, arguments(resolver, node, scope), scope)
    elif isinstance(callee, Local):
        yield from _local_call(resolver, callee, every(arguments(resolver, node, scope)))
    elif isinstance(callee, Carrier):
        yield from _carrier_call(resolver, callee, node, scope)
    elif isinstance(callee, Method):
        yield from _method_call(resolver, callee, arguments(resolver, node, scope))
    elif isinstance(callee, Getter):
        yield from _getter_call(resolver, callee, node, scope)
    else:
        yield UNKNOWN


def _library_call(resolver: Resolver, callee: Ref, given: Arguments, scope: Scope) -> Iterator[Value]:
    name = callee.name
    args, keywords = given
    if library.plain(name) in folding.FUNCTIONS:
        known = tuple(resolver.fold(lambda a, k: folding.function(library.plain(name), a, k), args, keywords))
        yield from known
        yield from carried.carried(resolver, every(given)) if UNKNOWN in known else ()
        return
    if name not in KNOWN:
        yield from carried.carried(resolver, every(given))
    if name in FUNCTIONS:
        yield from FUNCTIONS[name](resolver, args or [*keywords.values()], scope)
    elif name in library.GETTERS and args:
        yield from (getter(library.GETTERS[name], value) for value in args[0])
    elif name == "pathlib.Path" or library.GIVES.get(name) == "pathlib.Path":
        start = [] if name in ("pathlib.Path", "pathlib.Path.cwd") else [(Const(callee.path),)]
        yield Ref("pathlib.Path", instance=True, path=joined([*start, *args]))
    elif name in library.GIVES:
        yield Ref(library.GIVES[name], instance=library.is_class(library.GIVES[name]))
    elif name.startswith("builtins.") or "()" in name or name.endswith("?"):
        yield UNKNOWN
    else:
        yield Ref(name, instance=True) if library.is_class(name) else Ref(f"{name}()")


# Those that are followed to where their arguments go, or that nothing comes back from but text.
KNOWN = frozenset(
    """builtins.__import__ builtins.getattr builtins.globals builtins.hasattr builtins.isinstance builtins.issubclass
    builtins.len builtins.locals builtins.open builtins.print builtins.vars copy.copy importlib.import_module operator.getitem
    os.listdir pathlib.Path re.compile re.escape re.findall re.fullmatch re.match re.search re.split re.sub""".split()
) | {"operator.attrgetter", "operator.itemgetter"}


def _local_call(resolver: Resolver, callee: Local, given: Iterator[Value]) -> Iterator[Value]:
    if isinstance(callee.node, ast.ClassDef):
        yield callee
        yield from given if classes.is_text(resolver, callee.node) else ()
        yield from classes.special(resolver, callee, "__call__", "__new__")
        yield from classes.made_by_functions(resolver, callee.node)
    else:
        yield from classes.results(resolver, callee)
        yield UNKNOWN


def _carrier_call(resolver: Resolver, callee: Carrier, node: ast.Call, scope: Scope) -> Iterator[Value]:
    yield callee
    made = classes.results(resolver, callee.of) if isinstance(callee.of, Local) else (callee.of,)
    yield from made
    if Ref("pathlib.Path") in made:
        yield from called(resolver, Ref("pathlib.Path"), node, scope)
    yield from carried.carried(resolver, (callee, *every(arguments(resolver, node, scope))))


def _method_call(resolver: Resolver, callee: Method, given: Arguments) -> Iterator[Value]:
    of = callee.of
    args, keywords = given
    if isinstance(of, Const) and callee.name == "format_map":
        mappings = filter(None, map(resolver.mapping, args[0] if args else ()))
        yield from (folded(folding.method, of.value, "format", (), each) for each in mappings)
    elif isinstance(of, Const) and callee.name == "translate" and args and resolver.mapping(args[0][0]):
        table = resolver.mapping(args[0][0]) or {}
        letters = tuple((int(key) if key.isdecimal() else key, held) for key, held in table.items())
        yield folded(folding.method, of.value, "translate", (letters,), {})
    elif isinstance(of, Const):
        yield from resolver.fold(lambda a, k: folding.method(of.value, callee.name, a, k), args, keywords)
    elif isinstance(of, (Items, Space)) and callee.name in library.ITEM_METHODS:
        yield from members.subscript(resolver, of, args[0] if args else NOTHING)
    elif isinstance(of, Items) and callee.name == "copy":
        yield of
    elif isinstance(of, Getter) and of.kind == "template":
        yield from _substituted(resolver, of, given)
    elif isinstance(of, Getter):
        yield from members.each(resolver, of)
    else:
        yield from carried.carried(resolver, (of,))
        yield UNKNOWN


def _substituted(resolver: Resolver, template: Getter, given: Arguments) -> Iterator[Value]:
    """Yield the text of `string.Template(text).substitute(...)`."""
    args, keywords = given
    held = [mapping for value in (args[0] if args else ()) if (mapping := resolver.mapping(value))]
    for names in resolver.fold(lambda a, k: tuple(k.items()), [], keywords):
        for mapping in held or [{}]:
            values = {**mapping, **dict(names.value if isinstance(names, Const) else ())}
            yield folded(folding.substituted, resolver.constant(template.of), values)


def _getter_call(resolver: Resolver, callee: Getter, node: ast.Call, scope: Scope) -> Iterator[Value]:
    args, _ = arguments(resolver, node, scope)
    if callee.kind == "partial":
        yield from called(resolver, callee.of, node, scope)
    elif args and callee.kind == "item":
        yield from (part for target in args[0] for part in members.subscript(resolver, target, (callee.of,)))
    elif args:
        found = attributes.walk_attributes(resolver, args[0], callee.of)
        yield from found
        if callee.kind == "method":
            yield from (
                part
                for value in found
                if isinstance(value, Local)
                for part in classes.results(resolver, value)
            )
    else:
        yield UNKNOWN
