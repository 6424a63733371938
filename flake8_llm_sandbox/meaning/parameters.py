"""What parameters are given: by calls, decorators, those who call a function back."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_llm_sandbox.meaning import carried, classes, folding, hints
from flake8_llm_sandbox.meaning.arguments import arguments
from flake8_llm_sandbox.meaning.kinds import UNKNOWN, Carrier, Items, Local, Value, as_text, sure
from flake8_llm_sandbox.names.scopes import Function, Scope
from flake8_llm_sandbox.walk import given, has_star, last_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_llm_sandbox.meaning.resolver import Resolver

# What calls a function of another module with what else it is given.
CALLING = frozenset(
    """Process Thread Timer apply apply_async call_later call_soon filter map partial partialmethod run_in_executor starmap submit
    to_thread""".split()
)


def passed(resolver: Resolver, node: ast.arg) -> Iterator[Value]:
    """Yield what a parameter may be: its default, what calls in this module pass, an instance of its annotation."""
    program = resolver.program
    function = program.parents[node]
    assert isinstance(function, Function)
    outer = program.scopes[function].parent
    assert outer
    if _is_self(node, function, outer) and isinstance(outer.node, ast.ClassDef):
        yield Local(outer.node)
        return
    if node in program.defaults:
        yield from resolver.evaluate(program.defaults[node], outer)
    if node in program.typed:
        yield from hints.instance(resolver, program.typed[node], outer)
    for call, scope in _calls_of(resolver, function, outer):
        yield from _passed_by(resolver, call, scope, function, node, bound=outer.kind == "class")
    yield from _passed_elsewhere(resolver, node, function, outer)
    yield from _called_back(resolver, function, outer)
    if isinstance(outer.node, ast.ClassDef):
        yield from resolver.bound(program.class_keywords.get(node.arg, ()))
        if classes.is_operator(function):
            yield from resolver.operands()
    yield UNKNOWN


def _called_back(resolver: Resolver, function: Function, outer: Scope) -> Iterator[Value]:
    """Yield what a function that is passed on may be given by those who get it: their other arguments, or what they call it with."""
    if isinstance(function, ast.Lambda):
        parent = resolver.program.parents[function]
        receivers = [(parent, outer)] if isinstance(parent, ast.Call) and parent.func is not function else []
    else:
        receivers = [*resolver.program.passed.get(function.name, ()), *_passed_on(resolver, function, outer)]
    for call, scope in receivers:
        if last_name(call.func) == "setattr":
            continue  # it is called by whoever asks for the attribute
        others = (value for value in given(call) if not isinstance(value, (ast.Lambda, ast.Starred)))
        found = [part for value in others for part in resolver.evaluate(value, scope)]
        yield from carried.carried(resolver, (part for part in found if part != Local(function)))
        for callee in resolver.evaluate(call.func, scope):
            if isinstance(callee, Local) and isinstance(callee.node, Function):
                yield from _given_inside(resolver.home(callee), callee.node)


def _passed_on(
    resolver: Resolver, function: ast.FunctionDef | ast.AsyncFunctionDef, outer: Scope
) -> Iterator[tuple[ast.Call, Scope]]:
    """Yield the calls in other modules of the project that pass on ``function``, which they import."""
    if outer.kind != "module":
        return
    for call, scope in resolver.project.passed(function.name, resolver.root):
        if last_name(call.func) not in CALLING:
            continue
        named = (value for value in given(call) if last_name(value))
        if any(Local(function) in resolver.evaluate(value, scope) for value in named):
            yield call, scope


def _given_inside(resolver: Resolver, function: Function) -> Iterator[Value]:
    """Yield the arguments of the calls of parameters of ``function``."""
    for parameter in parameters(function):
        for call, scope in resolver.program.calls.get(parameter.arg, ()):
            yield from (part for value in call.args for part in resolver.evaluate(value, scope))


def _calls_of(resolver: Resolver, function: Function, outer: Scope) -> Iterator[tuple[ast.Call, Scope]]:
    """Yield the calls that go by the name of ``function``, or call a lambda on the spot."""
    calls = resolver.program.calls
    if not isinstance(function, ast.Lambda):
        yield from calls.get(_called_as(function, outer), ())
        yield from resolver.program.unnamed if _is_registered(resolver, function, outer) else ()
        return
    parent = resolver.program.parents[function]
    if isinstance(parent, ast.Call) and last_name(parent.func) != "setattr":
        yield parent, outer
    elif isinstance(parent, (ast.Assign, ast.NamedExpr)):
        targets = parent.targets if isinstance(parent, ast.Assign) else [parent.target]
        names = [target.id for target in targets if isinstance(target, ast.Name)]
        yield from (call for name in names for call in calls.get(name, ()))


def _passed_elsewhere(resolver: Resolver, node: ast.arg, function: Function, outer: Scope) -> Iterator[Value]:
    """Yield what calls in other modules of the project pass, and note what of it is a way out of that."""
    if isinstance(function, ast.Lambda) or outer.kind == "function":
        return  # no other module has it by its name
    handed = resolver.project.handed[resolver.root]
    what = {function, outer.node} if function.name == "__init__" else {function}
    calls = resolver.project.calls(_called_as(function, outer), resolver.root)
    for call, scope in resolver.calling(what, calls):
        for value in sure(_passed_by(resolver, call, scope, function, node, bound=outer.kind == "class")):
            if folding.LEADS_OUT.match(as_text(value)):
                handed.setdefault(as_text(value), (call, scope))
            yield value


def _is_registered(
    resolver: Resolver, function: ast.FunctionDef | ast.AsyncFunctionDef, outer: Scope
) -> bool:
    """Return whether a decorator of this module, or a dict, keeps ``function`` for those who look it up: `HANDLERS[name](x)`."""
    decorators = (value for each in function.decorator_list for value in resolver.evaluate(each, outer))
    reads = resolver.reads.get(function.name, ())
    return any(isinstance(value, (Carrier, Local)) for value in decorators) or any(
        isinstance(resolver.program.parents[read.node], ast.Dict) for read in reads
    )


def _passed_by(
    resolver: Resolver, call: ast.Call, scope: Scope, function: Function, node: ast.arg, *, bound: bool
) -> Iterator[Value]:
    if node in (function.args.vararg, function.args.kwarg):
        yield Items(call, scope)
        return
    positional = [*function.args.posonlyargs, *function.args.args]
    number = positional.index(node) - (bound and not _is_static(function)) if node in positional else -1
    if has_star(call):
        args, keywords = arguments(resolver, call, scope)
        yield from keywords.get(node.arg, ())
        yield from args[number] if 0 <= number < len(args) else ()
    elif 0 <= number < len(call.args):
        yield from resolver.evaluate(call.args[number], scope)
    else:
        named = (keyword.value for keyword in call.keywords if keyword.arg == node.arg)
        yield from (part for value in named for part in resolver.evaluate(value, scope))


def _called_as(function: ast.FunctionDef | ast.AsyncFunctionDef, outer: Scope) -> str:
    """Return the name in calls of ``function``: `C(...)` calls `C.__init__`."""
    if function.name == "__init__" and isinstance(outer.node, ast.ClassDef):
        return outer.node.name
    return function.name


def _is_self(node: ast.arg, function: Function, outer: Scope) -> bool:
    if isinstance(function, ast.Lambda) or outer.kind != "class" or _is_static(function):
        return False
    return next(iter((*function.args.posonlyargs, *function.args.args)), None) is node


def _is_static(function: Function) -> bool:
    decorators = () if isinstance(function, ast.Lambda) else function.decorator_list
    return any(isinstance(item, ast.Name) and item.id == "staticmethod" for item in decorators)


def parameters(function: Function) -> list[ast.arg]:
    """Return the named parameters of ``function``."""
    return [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
