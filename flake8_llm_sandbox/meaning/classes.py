"""What functions and classes of the program give."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_llm_sandbox import library
from flake8_llm_sandbox.meaning import attributes
from flake8_llm_sandbox.meaning.kinds import Getter, Local, Ref, Value, Values, sure, union
from flake8_llm_sandbox.names.scopes import EACH, Function
from flake8_llm_sandbox.walk import has_star, last_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_llm_sandbox.meaning.resolver import Resolver
    from flake8_llm_sandbox.names.scopes import Scope

OPERATORS = frozenset(
    f"__{prefix}{name}__"
    for prefix in ("", "r", "i")
    for name in "add and floordiv lshift matmul mod mul or pow rshift sub truediv xor".split()
) | frozenset(
    "__abs__ __eq__ __ge__ __gt__ __index__ __invert__ __le__ __lt__ __ne__ __neg__ __pos__ __round__".split()
)
TEXTS = frozenset(
    "builtins.bytes builtins.str collections.UserString enum.Enum enum.StrEnum pathlib.Path".split()
)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def own_attribute(resolver: Resolver, value: Value, name: str) -> Iterator[Value]:
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
            yield from resolver.opened(meta, own_attribute, name)
        for asker in ("__getattr__", "__getattribute__"):
            for binding in resolver.program.scopes[value.node].bindings.get(asker, ()):
                yield from resolver.asked(binding.value, name)
        yield from _inherited(resolver, value.node, name)
        yield from _field(resolver, value.node, name)
        yield from resolver.set_elsewhere(value, name)
    yield from resolver.attributes(name)


def _inherited(resolver: Resolver, node: ast.ClassDef, name: str) -> Iterator[Value]:
    """Yield what the attribute ``name`` of the bases of a class may be."""
    for base in node.bases:
        for value in resolver.evaluate(base, resolver.program.scopes[node]):
            if isinstance(value, Local):
                yield from resolver.opened(value, own_attribute, name)
                entries = union(special(resolver, value, "__mro_entries__"))
                for base_ in resolver.follow(entries, (EACH,)):
                    yield from resolver.opened(base_, own_attribute, name)
            elif isinstance(value, Ref) and library.is_class(value.name):
                yield from attributes.attribute(resolver, value._replace(instance=True), name)


def ancestors(resolver: Resolver, value: Value) -> Values:
    """Return the classes of the project that a class inherits from."""
    if not isinstance(value, Local) or not isinstance(value.node, ast.ClassDef) or not value.node.bases:
        return ()
    return resolver.opened(value, _ancestors)


def _ancestors(resolver: Resolver, value: Local) -> Iterator[Value]:
    scope = resolver.program.scopes[value.node].parent
    assert scope
    assert isinstance(value.node, ast.ClassDef)
    for base in value.node.bases:
        for found in resolver.evaluate(base, scope):
            yield found
            yield from ancestors(resolver, found)


def is_text(resolver: Resolver, node: ast.ClassDef) -> bool:
    """Return whether objects of a class are the text, or path, that they are made of, or members of an enum by their values."""
    bases = (value for base in node.bases for value in resolver.evaluate(base, resolver.program.scopes[node]))
    return any(isinstance(base, Ref) and base.name in TEXTS for base in bases)


def enumerated(resolver: Resolver, value: Value) -> Iterator[Value]:
    """Yield the members of an enum of this module, which are the values that its class binds."""
    if isinstance(value, Local) and isinstance(value.node, ast.ClassDef) and is_text(resolver, value.node):
        for bindings in resolver.program.scopes[value.node].bindings.values():
            yield from resolver.bound(bindings)


def _field(resolver: Resolver, node: ast.ClassDef, name: str) -> Iterator[Value]:
    """Yield what a dataclass or named tuple, which has no constructor of its own, may hold as ``name``."""
    if "__init__" in resolver.program.scopes[node].bindings:
        return
    places = _places(node, name)
    for call, scope in resolver.program.calls.get(node.name, ()):
        yield from _given(resolver, call, scope, name, places)
    for call, scope in resolver.calling({node}, resolver.project.calls(node.name, resolver.root)):
        yield from sure(_given(resolver, call, scope, name, places))


def _given(resolver: Resolver, call: ast.Call, scope: Scope, name: str, places: slice) -> Iterator[Value]:
    given = call.args if has_star(call) else call.args[places]
    named = [keyword.value for keyword in call.keywords if keyword.arg in (name, None)]
    yield from (part for value in (*given, *named) for part in resolver.evaluate(value, scope))


def _places(node: ast.ClassDef, name: str) -> slice:
    """Return which arguments the field ``name`` may be: all, where something else decides what the fields are."""
    fields = [each for each in node.body if isinstance(each, ast.AnnAssign)]
    bases = {last_name(base) for base in node.bases}
    makers = {last_name(each.func if isinstance(each, ast.Call) else each) for each in node.decorator_list}
    if bases - {"NamedTuple"} or makers - {"dataclass"} or node.keywords or any(map(_is_odd, fields)):
        return slice(None)
    names = [last_name(each.target) for each in fields]
    start = names.index(name) if name in names else len(names)
    return slice(start, start + 1)


def _is_odd(field: ast.AnnAssign) -> bool:
    """Return whether an annotated name may be no field, or none by position."""
    names = {last_name(part) for part in ast.walk(field.annotation)}
    return isinstance(field.value, ast.Call) or not names.isdisjoint(("ClassVar", "InitVar", "KW_ONLY"))


def results(resolver: Resolver, function: Local) -> Values:
    """Return what a call of a function or lambda of this module gives."""
    return resolver.opened(function, _results)


def _results(resolver: Resolver, function: Local) -> Iterator[Value]:
    scope = resolver.program.scopes[function.node]
    for expression in scope.returns:
        yield from resolver.evaluate(expression, scope)
    if scope.yields:
        yield Getter("yields", function)


def special(resolver: Resolver, value: Value, *names: str) -> Iterator[Value]:
    """Yield what the special methods ``names`` of a class of this module, or of its metaclass, give if it has them."""
    if isinstance(value, Local) and isinstance(value.node, ast.ClassDef):
        scope = resolver.program.scopes[value.node]
        for meta in metaclasses(resolver, value.node):
            yield from resolver.opened(meta, special, *names)
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


def made_by_functions(resolver: Resolver, node: ast.ClassDef) -> Iterator[Value]:
    """Yield what functions of this module give that stand as metaclass of ``node``."""
    for meta in metaclasses(resolver, node):
        if not isinstance(meta.node, ast.ClassDef):
            yield from results(resolver, meta)


def overloaded(resolver: Resolver, operands: Values) -> Iterator[Value]:
    """Yield what the operator methods of classes of this module may make of ``operands``."""
    for value in operands:
        if isinstance(value, Local) and isinstance(value.node, ast.ClassDef):
            yield from resolver.opened(value, _operators)


def _operators(resolver: Resolver, value: Local) -> Iterator[Value]:
    names = resolver.program.scopes[value.node].bindings
    yield from special(resolver, value, *(name for name in names if name in OPERATORS))


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
