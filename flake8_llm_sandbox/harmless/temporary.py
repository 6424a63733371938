"""Temporary files that the program has made itself: it may delete them, and move them onto others."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from flake8_llm_sandbox.harmless.bindings import BINDERS, SETTERS
from flake8_llm_sandbox.harmless.own import Proof
from flake8_llm_sandbox.walk import has_star, last_name

if TYPE_CHECKING:
    from flake8_llm_sandbox.meaning.kinds import Ref
    from flake8_llm_sandbox.meaning.resolver import Resolver
    from flake8_llm_sandbox.names.scopes import Scope

MAKERS = frozenset({"NamedTemporaryFile", "TemporaryDirectory", "mkdtemp", "mkstemp"})
LATER = frozenset(
    "addClassCleanup addCleanup addfinalizer callback finalize push_async_callback register".split()
)
SIBLINGS = frozenset({"with_name", "with_stem", "with_suffix"})


def is_own_temporary(node: ast.expr, call: ast.Call, scope: Scope, resolver: Resolver) -> bool:
    """Return whether ``call`` of ``node``, a function or a method of a path, takes away what the program has made."""
    subject = _subject(node, call, resolver, scope)
    return subject is not None and _is_own(subject, scope, resolver)


def is_own_later(node: ast.expr, scope: Scope, resolver: Resolver) -> bool:
    """Return whether ``node`` is to be called at the end with what the program has made: `addCleanup(rmtree, folder)`."""
    call = resolver.program.parents[node]
    if not isinstance(call, ast.Call) or node not in call.args or last_name(call.func) not in LATER:
        return False
    others = call.args[call.args.index(node) + 1 :]
    return bool(others) and _is_own(others[0], scope, resolver)


def is_atomic_save(node: ast.expr, call: ast.Call, scope: Scope, resolver: Resolver) -> bool:
    """Return whether a file that was made beside another, or is temporary, takes the other's place."""
    if is_own_temporary(node, call, scope, resolver):
        return True
    subject = _subject(node, call, resolver, scope)
    target = call.args[-1] if call.args and not call.keywords else None
    if not isinstance(subject, ast.Name) or target is None or subject is target:
        return False
    bindings = scope.bindings.get(subject.id, ())
    made = [binding.value for binding in bindings if not binding.path]
    return len(bindings) == len(made) == 1 and _is_beside(made[0], target)


def is_other_replace(value: Ref, call: ast.Call) -> bool:
    """Return whether `x.replace(a, b)` or `x.rename(columns=...)` cannot be that of a path, which takes a target alone."""
    if not value.bound or has_star(call):  # `Path.replace(path, target)` takes two
        return False
    return len(call.args) > 1 or any(keyword.arg != "target" for keyword in call.keywords)


def _subject(node: ast.expr, call: ast.Call, resolver: Resolver, scope: Scope) -> ast.expr | None:
    """Return the path that is deleted or moved: the owner of a method, or the first argument."""
    if isinstance(node, ast.Attribute) and (len(call.args) < 2 and not _is_function(node, resolver, scope)):
        return node.value
    return call.args[0] if call.args and not isinstance(call.args[0], ast.Starred) else None


def _is_function(node: ast.Attribute, resolver: Resolver, scope: Scope) -> bool:
    """Return whether ``node`` is `os.remove`, not a method of a path."""
    names = [getattr(value, "name", "") for value in resolver.evaluate(node, scope)]
    return all(name.startswith(("os.", "shutil.")) for name in names)


def _is_beside(made: object, target: ast.expr) -> bool:
    """Return whether ``made`` is the name ``target`` with something after it: `path + ".tmp"`."""
    if isinstance(made, ast.Call) and isinstance(made.func, ast.Attribute) and made.func.attr in SIBLINGS:
        start = made.func.value
    elif isinstance(made, ast.BinOp) and isinstance(made.op, ast.Add):
        start = made.left
    elif isinstance(made, ast.JoinedStr) and made.values and isinstance(made.values[0], ast.FormattedValue):
        start = made.values[0].value
    else:
        return False
    return ast.dump(start) == ast.dump(target)


def _is_own(node: ast.expr, scope: Scope, resolver: Resolver) -> bool:
    return not _replaces_makers(resolver) and Proof(resolver).holds(node, scope)


def _replaces_makers(resolver: Resolver) -> bool:
    """Return whether something else than the library's module may go by the name of `tempfile`, or make what it makes."""
    program = resolver.program
    return (
        not BINDERS.isdisjoint(program.names)
        or not MAKERS.isdisjoint(program.attributes)
        or bool(program.root.stars)
        or any(_names_tempfile(site.node) for site in program.sites)
    )


def _names_tempfile(node: ast.AST) -> bool:
    """Return whether ``node`` is another way to `tempfile`, or sets by a name that is not written out; prose is none."""
    if isinstance(node, ast.ImportFrom):
        return any("tempfile" in (alias.name, alias.asname) for alias in node.names)
    if isinstance(node, ast.Attribute):
        return node.attr == "tempfile"
    if isinstance(node, ast.Call) and last_name(node.func) in SETTERS:
        return not any(isinstance(argument, ast.Constant) for argument in node.args[:2])
    text = str(node.value) if isinstance(node, ast.Constant) else ""
    return any(name in text for name in ("tempfile", *MAKERS)) and not re.search(r"\s", text)
