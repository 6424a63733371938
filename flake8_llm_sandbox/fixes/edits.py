"""What a fix may do: functions from the text of a call to the text that takes its place."""

from __future__ import annotations

from collections.abc import Callable

import libcst as cst

Edit = Callable[[str], str]

NOTHING = cst.SimpleWhitespace("")


def replaced(code: str) -> Edit:
    """Put ``code`` in the place of a node."""
    return lambda _: code


def renamed(name: str) -> Edit:
    """Call the method ``name`` instead."""

    def change(call: cst.Call) -> cst.Call:
        method = cst.ensure_type(call.func, cst.Attribute)
        return call.with_changes(func=method.with_changes(attr=method.attr.with_changes(value=name)))

    return _edit(change)


def with_value(index: int, code: str) -> Edit:
    """Give an argument another value."""

    def change(call: cst.Call) -> cst.Call:
        args = [*call.args]
        args[index] = args[index].with_changes(value=cst.parse_expression(code))
        return call.with_changes(args=args)

    return _edit(change)


def without(index: int) -> Edit:
    """Leave an argument out."""

    def change(call: cst.Call) -> cst.Call:
        args = [*call.args]
        gone = args.pop(index)
        if args and index == len(args):  # the last one: what stood after it now stands after the one before
            args[-1] = args[-1].with_changes(comma=gone.comma, whitespace_after_arg=gone.whitespace_after_arg)
        return call.with_changes(args=args)

    return _edit(change)


def with_keyword(name: str, code: str) -> Edit:
    """Add a keyword argument after all others, laid out as they are."""
    equal = cst.AssignEqual(NOTHING, NOTHING)
    added = cst.Arg(keyword=cst.Name(name), equal=equal, value=cst.parse_expression(code))

    def change(call: cst.Call) -> cst.Call:
        if not call.args:
            return call.with_changes(args=[added])
        *others, last = call.args
        new = added.with_changes(comma=last.comma, whitespace_after_arg=last.whitespace_after_arg)
        old = last.with_changes(
            comma=cst.Comma(whitespace_after=_between(call)), whitespace_after_arg=NOTHING
        )
        return call.with_changes(args=[*others, old, new])

    return _edit(change)


def _edit(change: Callable[[cst.Call], cst.Call]) -> Edit:
    def edit(text: str) -> str:
        try:
            module = cst.parse_module(text)  # not `parse_expression`, which forgets what the line ends were
            line = cst.ensure_type(module.body[0], cst.SimpleStatementLine)
            call = cst.ensure_type(cst.ensure_type(line.body[0], cst.Expr).value, cst.Call)
            return module.code_for_node(change(call))
        except Exception:  # noqa: BLE001 - libcst raises TypeError and others on valid code; it then stays as it is
            return text

    return edit


def _between(call: cst.Call) -> cst.BaseParenthesizableWhitespace:
    """Return what stands between the arguments: a space, or a new line where each has its own."""
    if len(call.args) > 1 and isinstance(call.args[0].comma, cst.Comma):
        return call.args[0].comma.whitespace_after
    if isinstance(call.whitespace_before_args, cst.ParenthesizedWhitespace):
        return call.whitespace_before_args
    return cst.SimpleWhitespace(" ")
