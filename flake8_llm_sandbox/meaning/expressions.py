"""How each kind of expression is evaluated."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import libcst as cst

from flake8_llm_sandbox import library
from flake8_llm_sandbox.meaning import folding, parts
from flake8_llm_sandbox.meaning.calls import called, passed
from flake8_llm_sandbox.meaning.kinds import UNKNOWN, Const, Items, Local, Value, union
from flake8_llm_sandbox.meaning.operations import operate
from flake8_llm_sandbox.walk import identifier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flake8_llm_sandbox.meaning.resolver import Resolver
    from flake8_llm_sandbox.names.scopes import Scope


def _literal(
    resolver: Resolver, node: cst.SimpleString | cst.Integer | cst.Float, scope: Scope
) -> Iterator[Value]:
    yield Const(node.evaluated_value)


def _name(resolver: Resolver, node: cst.Name, scope: Scope) -> Iterator[Value]:
    name = identifier(node)
    if name in ("True", "False", "None"):
        yield Const({"True": True, "False": False, "None": None}[name])
    else:
        yield from resolver.lookup(name, scope, resolver.program.orders.get(node, 0))


def _attribute(resolver: Resolver, node: cst.Attribute, scope: Scope) -> Iterator[Value]:
    for value in resolver.evaluate(node.value, scope):
        yield from parts.attribute(resolver, value, identifier(node.attr))


def _call(resolver: Resolver, node: cst.Call, scope: Scope) -> Iterator[Value]:
    for callee in resolver.evaluate(node.func, scope):
        yield from called(resolver, callee, node, scope)


def _subscript(resolver: Resolver, node: cst.Subscript, scope: Scope) -> Iterator[Value]:
    part = node.slice[0].slice if len(node.slice) == 1 else None
    for value in resolver.evaluate(node.value, scope):
        if isinstance(part, cst.Slice):
            yield from _sliced(resolver, value, part, scope)
        elif isinstance(part, cst.Index):
            yield from parts.subscript(resolver, value, resolver.evaluate(part.value, scope))
        else:
            yield UNKNOWN


def _sliced(resolver: Resolver, value: Value, part: cst.Slice, scope: Scope) -> Iterator[Value]:
    bounds = [
        resolver.evaluate(edge, scope) if edge else (Const(None),)
        for edge in (part.lower, part.upper, part.step)
    ]
    if isinstance(value, Items):
        yield value
    elif isinstance(value, Const):
        yield from resolver.fold(lambda a, k: folding.index(value.value, slice(*a)), bounds)
    else:
        yield UNKNOWN


def _concatenated(resolver: Resolver, node: cst.ConcatenatedString, scope: Scope) -> Iterator[Value]:
    left, right = resolver.evaluate(node.left, scope), resolver.evaluate(node.right, scope)
    yield from operate("+", left, right)


def _formatted(resolver: Resolver, node: cst.FormattedString, scope: Scope) -> Iterator[Value]:
    raw = "r" in node.start.lower()
    pieces = [_formatted_part(resolver, part, scope, raw=raw) for part in node.parts]
    yield from resolver.fold(lambda a, k: "".join(a), pieces)


def _formatted_part(
    resolver: Resolver, part: cst.BaseFormattedStringContent, scope: Scope, *, raw: bool
) -> tuple[Value, ...]:
    if isinstance(part, cst.FormattedStringText):
        return (Const(_unescaped(part.value, raw=raw)),)
    assert isinstance(part, cst.FormattedStringExpression)
    found = resolver.evaluate(part.expression, scope)
    spec: tuple[Value, ...] = (Const(""),)
    if part.format_spec:
        specs = [_formatted_part(resolver, piece, scope, raw=raw) for piece in part.format_spec]
        spec = union(resolver.fold(lambda a, k: "".join(a), specs))
    conversion = f"!{part.conversion}" if part.conversion else ""
    return union(resolver.fold(lambda a, k: _format(a[0], conversion, a[1]), [found, spec]))


def _format(value: folding.Constant, conversion: str, spec: str) -> str:
    if not folding.exact(value) and isinstance(value, str):
        return value
    if not folding.exact(spec) or re.search(r"\d{4}", spec):
        raise folding.CannotFold
    template = "{" + conversion + (f":{spec}" if spec else "") + "}"
    return template.format(value)


def _unescaped(text: str, *, raw: bool) -> str:
    text = text.replace("{{", "{").replace("}}", "}")
    if raw or "\\" not in text:
        return text
    try:
        return str(ast.literal_eval('"""' + text.replace('"', '\\"') + '"""'))
    except (SyntaxError, ValueError):
        return folding.HOLE


def _binary(resolver: Resolver, node: cst.BinaryOperation, scope: Scope) -> Iterator[Value]:
    left, right = resolver.evaluate(node.left, scope), resolver.evaluate(node.right, scope)
    symbol = library.SYMBOLS[type(node.operator)]
    if symbol == "%":  # the values of a template usually stand in a tuple
        right = tuple(map(Const, resolver.constants(right)))
    yield from operate(symbol, left, right)


def _unary(resolver: Resolver, node: cst.UnaryOperation, scope: Scope) -> Iterator[Value]:
    symbol = library.SYMBOLS[type(node.operator)]
    yield from resolver.fold(
        lambda a, k: folding.unary(symbol, a[0]), [resolver.evaluate(node.expression, scope)]
    )


def _either(resolver: Resolver, node: cst.BooleanOperation, scope: Scope) -> Iterator[Value]:
    yield from resolver.evaluate(node.left, scope)
    yield from resolver.evaluate(node.right, scope)


def _conditional(resolver: Resolver, node: cst.IfExp, scope: Scope) -> Iterator[Value]:
    yield from resolver.evaluate(node.body, scope)
    yield from resolver.evaluate(node.orelse, scope)


def _walrus(resolver: Resolver, node: cst.NamedExpr, scope: Scope) -> Iterator[Value]:
    yield from resolver.evaluate(node.value, scope)


def _await(resolver: Resolver, node: cst.Await, scope: Scope) -> Iterator[Value]:
    yield from resolver.evaluate(node.expression, scope)


def _display(resolver: Resolver, node: cst.CSTNode, scope: Scope) -> Iterator[Value]:
    yield Items(node, scope)


def _comprehension(
    resolver: Resolver, node: cst.ListComp | cst.GeneratorExp, scope: Scope
) -> Iterator[Value]:
    """Unroll a comprehension over constants; the others stay what they are."""
    folded = _unrolled(resolver, node, scope)
    yield Items(node, scope) if folded is None else Const(folded)


def _unrolled(
    resolver: Resolver, node: cst.ListComp | cst.GeneratorExp, scope: Scope
) -> tuple[object, ...] | None:
    loop = node.for_in
    if loop.inner_for_in or loop.ifs or not isinstance(loop.target, cst.Name):
        return None
    sources = resolver.constants(resolver.evaluate(loop.iter, scope))
    if len(sources) != 1 or not isinstance(sources[0], (str, bytes, tuple)) or not folding.exact(sources[0]):
        return None
    result = []
    for number in range(len(sources[0])):
        found = resolver.evaluate(node.elt, resolver.turn(node, scope, number))
        if len(found) != 1 or not isinstance(found[0], Const) or not folding.exact(found[0].value):
            return None
        result.append(found[0].value)
    return tuple(result)


def _local(resolver: Resolver, node: cst.CSTNode, scope: Scope) -> Iterator[Value]:
    yield Local(node)


def _parameter(resolver: Resolver, node: cst.Param, scope: Scope) -> Iterator[Value]:
    yield from passed(resolver, node)


EVALUATORS: dict[type[cst.CSTNode], Callable[..., Iterator[Value]]] = {
    cst.Attribute: _attribute,
    cst.Await: _await,
    cst.BinaryOperation: _binary,
    cst.BooleanOperation: _either,
    cst.Call: _call,
    cst.ClassDef: _local,
    cst.ConcatenatedString: _concatenated,
    cst.Dict: _display,
    cst.DictComp: _display,
    cst.Float: _literal,
    cst.FormattedString: _formatted,
    cst.FunctionDef: _local,
    cst.GeneratorExp: _comprehension,
    cst.IfExp: _conditional,
    cst.Integer: _literal,
    cst.Lambda: _local,
    cst.List: _display,
    cst.ListComp: _comprehension,
    cst.Name: _name,
    cst.NamedExpr: _walrus,
    cst.Param: _parameter,
    cst.Set: _display,
    cst.SetComp: _display,
    cst.SimpleString: _literal,
    cst.Subscript: _subscript,
    cst.Tuple: _display,
    cst.UnaryOperation: _unary,
}
