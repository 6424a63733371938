"""How each kind of expression is evaluated."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Any

from flake8_llm_sandbox import library
from flake8_llm_sandbox.meaning import attributes, classes, folding, hints, members, parameters
from flake8_llm_sandbox.meaning.calls import called
from flake8_llm_sandbox.meaning.carried import carried
from flake8_llm_sandbox.meaning.kinds import (
    UNKNOWN,
    Carrier,
    Const,
    Getter,
    Items,
    Local,
    Value,
    Values,
    union,
)
from flake8_llm_sandbox.meaning.operations import folded, operate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from flake8_llm_sandbox.meaning.resolver import Resolver
    from flake8_llm_sandbox.names.scopes import Scope

CONSTANTS = folding.SCALARS | {tuple}


def _attribute(resolver: Resolver, node: ast.Attribute, scope: Scope) -> Iterator[Value]:
    for value in resolver.evaluate(node.value, scope):
        yield from attributes.attribute(resolver, value, node.attr)


def _call(resolver: Resolver, node: ast.Call, scope: Scope) -> Iterator[Value]:
    for callee in resolver.evaluate(node.func, scope):
        yield from called(resolver, callee, node, scope)


def _subscript(resolver: Resolver, node: ast.Subscript, scope: Scope) -> Iterator[Value]:
    for value in resolver.evaluate(node.value, scope):
        if isinstance(node.slice, ast.Slice):
            yield from _sliced(resolver, value, node.slice, scope)
        else:
            yield from members.subscript(resolver, value, resolver.evaluate(node.slice, scope))


def _sliced(resolver: Resolver, value: Value, part: ast.Slice, scope: Scope) -> Iterator[Value]:
    bounds = [
        resolver.evaluate(edge, scope) if edge else (Const(None),)
        for edge in (part.lower, part.upper, part.step)
    ]
    if isinstance(value, (Carrier, Items)):
        yield value
        yield from carried(resolver, (value,))
    elif isinstance(value, Const):
        yield from resolver.fold(lambda a, k: folding.index(value.value, slice(*a)), bounds)
        ends = [found[0].value if found and isinstance(found[0], Const) else "" for found in bounds]
        yield from members.first_letter(value, slice(*ends))
    else:
        yield UNKNOWN


def _formatted(resolver: Resolver, node: ast.JoinedStr, scope: Scope) -> Iterator[Value]:
    pieces = [_formatted_part(resolver, part, scope) for part in node.values]
    yield from resolver.fold(lambda a, k: "".join(a), pieces)


def _formatted_part(resolver: Resolver, part: ast.expr, scope: Scope) -> Values:
    if not isinstance(part, ast.FormattedValue):
        return resolver.evaluate(part, scope)
    spec: Values = (Const(""),)
    if part.format_spec:
        spec = resolver.evaluate(part.format_spec, scope)
    conversion = f"!{chr(part.conversion)}" if part.conversion > 0 else ""
    found = resolver.evaluate(part.value, scope)
    return union(resolver.fold(lambda a, k: _format(a[0], conversion, a[1]), [found, spec]))


def _format(value: folding.Constant, conversion: str, spec: str) -> str:
    if not folding.exact(value) and isinstance(value, str):
        return value
    if not folding.exact(spec) or re.search(r"\d{4}", spec):
        raise folding.CannotFold
    template = "{" + conversion + (f":{spec}" if spec else "") + "}"
    return template.format(value)


def _binary(resolver: Resolver, node: ast.BinOp, scope: Scope) -> Iterator[Value]:
    left, right = resolver.evaluate(node.left, scope), resolver.evaluate(node.right, scope)
    symbol = library.SYMBOLS[type(node.op)]
    if symbol == "%":  # the values of a template usually stand in a tuple, or in a dict
        for mapping in filter(None, map(resolver.mapping, right)):
            yield from (
                folded(folding.binary, "%", one.value, mapping) for one in left if isinstance(one, Const)
            )
        right = tuple(map(Const, resolver.constants(right)))
    yield from operate(symbol, left, right)
    yield from mixed(resolver, (*left, *right))


def mixed(resolver: Resolver, operands: Values) -> Iterator[Value]:
    """Yield what displays and objects of this module may hand on when an operator joins them."""
    own = tuple(value for value in operands if isinstance(value, (Carrier, Items, Local)))
    if own:
        yield from classes.overloaded(resolver, own)
        yield from carried(resolver, operands)


def _compared(resolver: Resolver, node: ast.Compare, scope: Scope) -> Iterator[Value]:
    operands = (node.left, *node.comparators)
    yield from classes.overloaded(
        resolver, union(value for operand in operands for value in resolver.evaluate(operand, scope))
    )
    yield UNKNOWN


def _unary(resolver: Resolver, node: ast.UnaryOp, scope: Scope) -> Iterator[Value]:
    symbol = library.SYMBOLS[type(node.op)]
    found = resolver.evaluate(node.operand, scope)
    yield from resolver.fold(lambda a, k: folding.unary(symbol, a[0]), [found])
    yield from classes.overloaded(resolver, found)


def _either(resolver: Resolver, node: ast.BoolOp, scope: Scope) -> Iterator[Value]:
    for operand in node.values:
        yield from resolver.evaluate(operand, scope)


def _conditional(resolver: Resolver, node: ast.IfExp, scope: Scope) -> Iterator[Value]:
    yield from resolver.evaluate(node.body, scope)
    yield from resolver.evaluate(node.orelse, scope)


def _inner(resolver: Resolver, node: ast.Await | ast.NamedExpr, scope: Scope) -> Iterator[Value]:
    yield from resolver.evaluate(node.value, scope)


def _constant(node: ast.Constant, scope: Scope) -> Value:
    return Const(node.value) if type(node.value) in CONSTANTS else UNKNOWN


def _comprehension(
    resolver: Resolver, node: ast.ListComp | ast.GeneratorExp, scope: Scope
) -> Iterator[Value]:
    """Unroll a comprehension over constants; the others stay what they are."""
    found = _unrolled(resolver, node, scope)
    yield Items(node, scope) if found is None else Const(found)


def _unrolled(
    resolver: Resolver, node: ast.ListComp | ast.GeneratorExp, scope: Scope
) -> tuple[object, ...] | None:
    loop = node.generators[0]
    names = loop.target.elts if isinstance(loop.target, ast.Tuple) else [loop.target]
    if len(node.generators) > 1 or loop.ifs or not all(isinstance(name, ast.Name) for name in names):
        return None
    sources = resolver.constants(resolver.evaluate(loop.iter, scope))
    if len(sources) != 1 or not isinstance(sources[0], (str, bytes, tuple)) or not folding.exact(sources[0]):
        return None
    items = sources[0]
    return resolver.unroll(len(items), lambda: _turned(resolver, node, scope, items))


def _turned(
    resolver: Resolver, node: ast.ListComp | ast.GeneratorExp, scope: Scope, items: Iterable[folding.Constant]
) -> tuple[object, ...] | None:
    """Return what a comprehension gives turn by turn, or None where that is no constant."""
    result = []
    for number, item in enumerate(items):
        found = resolver.evaluate(node.elt, resolver.turn(node, scope, number, item))
        if len(found) != 1 or not isinstance(found[0], Const) or not folding.exact(found[0].value):
            return None
        result.append(found[0].value)
    return tuple(result)


def _local(node: ast.Lambda, scope: Scope) -> Value:
    return Local(node)


def _decorated(resolver: Resolver, node: ast.FunctionDef | ast.ClassDef, scope: Scope) -> Iterator[Value]:
    """Yield a definition, and what decorators and metaclasses of this module make of it."""
    yield Local(node)
    if isinstance(node, ast.ClassDef):
        for meta in classes.metaclasses(resolver, node):
            yield from classes.special(resolver, meta, "__new__", "__call__")
        yield from classes.made_by_functions(resolver, node)
    for call in resolver.program.decorated.get(node, ()):
        if any(isinstance(value, (Carrier, Local)) for value in resolver.evaluate(call.func, scope)):
            yield from resolver.evaluate(call, scope)


def _annotated(resolver: Resolver, node: ast.AnnAssign, scope: Scope) -> Iterator[Value]:
    """Yield what a name that is only declared may be."""
    yield from hints.instance(resolver, resolver.program.typed[node], scope)
    yield UNKNOWN


def _caught(resolver: Resolver, node: ast.ExceptHandler, scope: Scope) -> Iterator[Value]:
    """Yield what carries what some `raise` of this module, or the end of a generator, hands over."""
    found = list(resolver.bound(resolver.program.raised))
    for inner in resolver.program.scopes.values():
        if inner.yields:
            found += (part for value in inner.returns for part in resolver.evaluate(value, inner))
    yield from carried(resolver, found)
    yield UNKNOWN


def _sent(resolver: Resolver, node: ast.Yield, scope: Scope) -> Iterator[Value]:
    """Yield what some call of `send` may give to a generator."""
    for call, place in resolver.program.calls.get("send", ()):
        yield from (part for value in call.args for part in resolver.evaluate(value, place))
    yield UNKNOWN


def _delegated(resolver: Resolver, node: ast.YieldFrom, scope: Scope) -> Iterator[Value]:
    """Yield what a generator returns in the end."""
    for value in resolver.evaluate(node.value, scope):
        if isinstance(value, Getter) and isinstance(value.of, Local):
            yield from (part for part in classes.results(resolver, value.of) if part != value)
    yield UNKNOWN


def _parameter(resolver: Resolver, node: ast.arg, scope: Scope) -> Iterator[Value]:
    yield from parameters.passed(resolver, node)


# Those that give what the node itself is: no other is asked, nothing is to be kept.
PLAIN: dict[type[ast.AST], Callable[[Any, Scope], Value]] = {
    ast.Constant: _constant,
    ast.Dict: Items,
    ast.DictComp: Items,
    ast.Lambda: _local,
    ast.List: Items,
    ast.Set: Items,
    ast.SetComp: Items,
    ast.Tuple: Items,
}
EVALUATORS: dict[type[ast.AST], Callable[..., Iterator[Value]]] = {
    ast.AnnAssign: _annotated,
    ast.AsyncFunctionDef: _decorated,
    ast.Attribute: _attribute,
    ast.Await: _inner,
    ast.BinOp: _binary,
    ast.BoolOp: _either,
    ast.Call: _call,
    ast.ClassDef: _decorated,
    ast.Compare: _compared,
    ast.ExceptHandler: _caught,
    ast.FunctionDef: _decorated,
    ast.GeneratorExp: _comprehension,
    ast.IfExp: _conditional,
    ast.JoinedStr: _formatted,
    ast.ListComp: _comprehension,
    ast.NamedExpr: _inner,
    ast.Subscript: _subscript,
    ast.UnaryOp: _unary,
    ast.Yield: _sent,
    ast.YieldFrom: _delegated,
    ast.arg: _parameter,
}
