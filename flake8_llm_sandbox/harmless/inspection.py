"""Looks at the program itself that lead nowhere else."""

from __future__ import annotations

import ast
import builtins
from typing import TYPE_CHECKING, TypeGuard

from flake8_llm_sandbox.harmless.bindings import BINDERS, binds_unseen
from flake8_llm_sandbox.meaning.folding import HOLE
from flake8_llm_sandbox.meaning.kinds import Const, Local, Ref
from flake8_llm_sandbox.walk import has_star, last_name

if TYPE_CHECKING:
    from flake8_llm_sandbox.meaning.kinds import Values
    from flake8_llm_sandbox.meaning.resolver import Resolver
    from flake8_llm_sandbox.names.scopes import Scope

SHOWING = frozenset(f"builtins.{name}" for name in "len list print repr sorted str tuple".split()) | {
    "pkgutil.iter_modules"
}
OF_OWN_CLASSES = frozenset(
    """inspect.getmembers inspect.getmembers_static typing.get_type_hints typing_extensions.get_type_hints""".split()
)
# Attributes that are numbers and strings on code objects: `f.__code__.co_name` leads nowhere else.
DESCRIBING = frozenset(
    "co_argcount co_filename co_firstlineno co_kwonlyargcount co_name co_posonlyargcount co_varnames".split()
)


LOCATING = frozenset({Ref("inspect.getfile"), Ref("inspect.getsourcefile")})


def is_container(node: ast.expr, parent: ast.AST) -> bool:
    """Return whether the only question is `in`: `a in sys.modules == b` hands it to a method of `b`."""
    if not isinstance(parent, ast.Compare) or parent.comparators != [node]:
        return False
    return isinstance(parent.ops[0], (ast.In, ast.NotIn))


def is_own_name(node: ast.AST, scope: Scope, resolver: Resolver) -> TypeGuard[ast.Subscript]:
    """Return whether ``node`` is `modules[__name__]`, the module itself, and not set."""
    if not isinstance(node, ast.Subscript) or not isinstance(node.ctx, ast.Load):
        return False
    is_name = isinstance(node.slice, ast.Name) and node.slice.id == "__name__"
    found = resolver.evaluate(node.slice, scope)
    return is_name and found == (Ref("builtins.__name__"),) and not binds_unseen("__name__", resolver)


def only_reads(node: ast.expr, scope: Scope, resolver: Resolver) -> bool:
    """Return whether `sys.path`, or the `__path__` of a package, is gone through, shown, or asked for a part of it."""
    parent = resolver.program.parents[node]
    if isinstance(parent, ast.Subscript):
        return parent.value is node and isinstance(parent.ctx, ast.Load)
    if isinstance(parent, ast.For):
        return parent.iter is node
    if isinstance(parent, ast.ListComp):
        return any(loop.iter is node for loop in parent.generators)
    if not isinstance(parent, ast.Call) or parent.func is node:
        return False
    found = resolver.evaluate(parent.func, scope)
    return bool(found) and all(isinstance(value, Ref) and value.name in SHOWING for value in found)


def only_parses(call: ast.Call, scope: Scope, resolver: Resolver) -> bool:
    """Return whether `compile` only makes a syntax tree of a text, as `ast.parse` does."""
    named = [keyword.value for keyword in call.keywords if keyword.arg == "flags"]
    flags = [*call.args[3:4], *named]
    is_placed = bool(flags) and not has_star(call)
    return is_placed and resolver.evaluate(flags[0], scope) == (Ref("ast.PyCF_ONLY_AST"),)


def only_describes(
    node: ast.AST, scope: Scope, resolver: Resolver, seen: frozenset[str] = frozenset()
) -> bool:
    """Return whether a frame is only asked where it is: `frame.f_back.f_code.co_name`, `frame.f_lineno`.

    That goes for all that reads the variables of a function that it is kept in, which are ``seen``.
    """
    parent = resolver.program.parents[node]
    if isinstance(parent, ast.Attribute):
        if parent.attr in ("f_code", "f_globals"):
            return describes(parent, resolver)
        return parent.attr == "f_lineno" or (
            parent.attr == "f_back" and only_describes(parent, scope, resolver, seen)
        )
    if isinstance(parent, (ast.If, ast.While)):
        return parent.test is node
    if isinstance(parent, ast.BoolOp):  # whose value may be the frame
        return isinstance(resolver.program.parents[parent], (ast.If, ast.While))
    if isinstance(parent, ast.Compare):
        return all(isinstance(operator, (ast.Is, ast.IsNot)) for operator in parent.ops)
    if isinstance(parent, ast.Call):
        found = resolver.evaluate(parent.func, scope)
        return parent.func is not node and bool(found) and all(each in LOCATING for each in found)
    targets = _targets(node, resolver)
    return bool(targets) and all(_is_kept_for_that(each, scope, resolver, seen) for each in targets)


def _targets(node: ast.AST, resolver: Resolver) -> list[ast.expr]:
    """Return what ``node`` is assigned to, alone or by its place in a tuple."""
    parent = resolver.program.parents[node]
    if isinstance(parent, ast.Assign):
        return parent.targets
    outer = resolver.program.parents[parent]
    if not isinstance(parent, ast.Tuple) or not isinstance(outer, ast.Assign):
        return []
    place = [each is node for each in parent.elts].index(True)
    tuples = [each for each in outer.targets if isinstance(each, ast.Tuple)]
    fits = all(len(each.elts) == len(parent.elts) for each in tuples) and len(tuples) == len(outer.targets)
    return [each.elts[place] for each in tuples] if fits else []


def describes(node: ast.Attribute, resolver: Resolver) -> bool:
    """Return whether of a frame's code or namespace only a name is taken: `f_code.co_name`, `f_globals["__name__"]`."""
    parent = resolver.program.parents[node]
    if node.attr == "f_code":
        return isinstance(parent, ast.Attribute) and parent.attr in DESCRIBING
    if isinstance(parent, ast.Subscript) and isinstance(parent.ctx, ast.Load):
        return isinstance(parent.slice, ast.Constant) and parent.slice.value == "__name__"
    call = resolver.program.parents[parent]
    return (
        isinstance(parent, ast.Attribute)
        and parent.attr == "get"
        and isinstance(call, ast.Call)
        and bool(call.args)
        and isinstance(call.args[0], ast.Constant)
        and call.args[0].value == "__name__"
    )


def _is_kept_for_that(target: ast.expr, scope: Scope, resolver: Resolver, seen: frozenset[str]) -> bool:
    if not isinstance(target, ast.Name) or scope.kind != "function" or target.id in scope.elsewhere:
        return False
    if target.id in seen:
        return True
    reads = [each for each in resolver.reads.get(target.id, ()) if is_inside(each.scope, scope)]
    return BINDERS.isdisjoint(resolver.program.names) and all(
        each.scope is scope and only_describes(each.node, scope, resolver, seen | {target.id})
        for each in reads
    )


def is_inside(inner: Scope | None, scope: Scope) -> bool:
    """Return whether a scope is ``scope``, or lies in it."""
    while inner and inner is not scope:
        inner = inner.parent
    return inner is scope


def only_locates(call: ast.Call, resolver: Resolver) -> bool:
    """Return whether of the frames that `inspect.stack` lists only a place is taken: `inspect.stack()[1].function`."""
    entry = resolver.program.parents[call]
    if not isinstance(entry, ast.Subscript) or not isinstance(entry.slice, ast.Constant):
        return False
    part = resolver.program.parents[entry]
    if isinstance(part, ast.Subscript):
        return isinstance(part.slice, ast.Constant) and part.slice.value in (
            1,
            2,
            3,
        )  # the first is the frame
    return isinstance(part, ast.Attribute) and part.attr in ("code_context", "filename", "function", "lineno")


def is_own_lookup(node: ast.Attribute, call: ast.AST, scope: Scope, resolver: Resolver) -> bool:
    """Return whether `super().__getattribute__(name)` looks up what this very method is asked for.

    `super()` takes instances of the class alone, so the method cannot be lent to other objects; nor can a class without
    bases become that of a module.
    """
    function, home = scope.node, scope.parent
    if home is None or not isinstance(home.node, ast.ClassDef) or home.node.bases or home.node.keywords:
        return False
    if not isinstance(call, ast.Call) or call.func is not node or call.keywords or len(call.args) != 1:
        return False
    if not isinstance(function, ast.FunctionDef) or function.name not in ("__getattr__", "__getattribute__"):
        return False
    owner, asked = node.value, call.args[0]
    if not isinstance(owner, ast.Call) or owner.args or owner.keywords or not isinstance(asked, ast.Name):
        return False
    arguments = function.args.args
    return (
        resolver.evaluate(owner.func, scope) == (Ref("builtins.super"),)
        and [argument.arg for argument in arguments[1:]] == [asked.id]
        and len(scope.bindings[asked.id]) == 1
        and not function.decorator_list
    )


def is_cut_back(node: ast.expr, resolver: Resolver) -> bool:
    """Return whether `sys.path = sys.path[:before]` keeps a part of what is there."""
    parent = resolver.program.parents[node]
    if not isinstance(parent, ast.Assign) or parent.targets != [node]:
        return False
    value = parent.value
    if not isinstance(value, ast.Subscript) or not isinstance(value.slice, ast.Slice):
        return False
    return ast.unparse(value.value) == ast.unparse(node)


def is_of_own(call: ast.Call, scope: Scope, resolver: Resolver) -> bool:
    """Return whether `inspect.getmembers(Shape)` or `get_type_hints(area)` looks at what this module defines."""
    first = call.args[0] if call.args else None
    found = resolver.evaluate(first, scope) if first else ()
    names = [value.node for value in found if isinstance(value, Local)]
    return (
        len(call.args) in (1, 2)
        and not call.keywords
        and bool(names)
        and len(names) == len(found)
        and not any(_is_quoted(node, resolver) for node in names)
        and ("hints" in last_name(call.func) or all(isinstance(node, ast.ClassDef) for node in names))
    )


def _is_quoted(node: ast.AST, resolver: Resolver) -> bool:
    """Return whether an annotation inside ``node`` is text, or that of a base or decorator may be."""
    if getattr(node, "bases", ()) or getattr(node, "decorator_list", ()):
        return True
    inside = set(ast.walk(node))
    texts = (part for hint in resolver.program.annotations & inside for part in ast.walk(hint))
    return any(isinstance(part, ast.Constant) and isinstance(part.value, str) for part in texts)


def is_own_global(node: ast.expr, scope: Scope, resolver: Resolver) -> bool:
    """Return whether `globals()[f"command_{name}"]` can only be a function or class of this module."""
    if not isinstance(node, ast.Subscript):
        return False
    root = scope.module()
    for value in resolver.evaluate(node.slice, scope):
        prefix = (
            value.value.partition(HOLE)[0]
            if isinstance(value, Const) and isinstance(value.value, str)
            else ""
        )
        if len(prefix) < 2 or prefix.startswith("__") or root.stars:
            return False
        if any(name.startswith(prefix) for name in dir(builtins)):
            return False
        own = [name for name in root.bindings if name.startswith(prefix)]
        if not all(is_local(resolver.lookup(name, root)) for name in own):
            return False
    return True


def is_local(found: Values) -> bool:
    return bool(found) and all(isinstance(value, Local) for value in found)
