"""Environment variables that a test sets for as long as it runs, and reads again."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_llm_sandbox.meaning.kinds import Const, Ref
from flake8_llm_sandbox.patching import is_undone, sets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_llm_sandbox.meaning.resolver import Resolver
    from flake8_llm_sandbox.names.scopes import Scope

DICT = (Ref("unittest.mock.patch.dict"),)
TABLE = Ref("os.environ")


def is_own_variable(node: ast.expr, scope: Scope, resolver: Resolver) -> bool:
    """Return whether `os.environ` or `os.getenv`, for which ``node`` stands, is what a test sets, or what it has set."""
    parent = resolver.program.parents[node]
    if isinstance(node, ast.Call) and resolver.evaluate(node.func, scope) == DICT:
        return is_undone(node, resolver)
    if isinstance(parent, ast.Call) and parent.args[:1] == [node]:
        patched = resolver.evaluate(parent.func, scope) == DICT  # which is looked at as a whole
        return patched or sets(parent.func, ("delitem", "setitem"), scope, resolver)
    key = _key(node, resolver)
    return key is not None and (
        any(_has(each, key, scope, resolver) for each in _contexts(node, scope, resolver))
        or any(key == each for each in _set_before(node, scope, resolver))
    )


def _key(node: ast.expr, resolver: Resolver) -> str | None:
    """Return the variable that is asked for: `os.environ["A"]`, `os.environ.get("A")`, `os.getenv("A")`, `"A" in os.environ`."""
    parent = resolver.program.parents[node]
    asked: ast.expr | None = None
    if isinstance(parent, ast.Subscript):
        asked = parent.slice
    elif isinstance(parent, ast.Compare) and parent.comparators == [node]:
        asked = parent.left
    elif isinstance(parent, ast.Attribute) and parent.attr in ("get", "pop"):
        parent = resolver.program.parents[parent]
    if isinstance(parent, ast.Call) and parent.args and parent.args[0] is not node:
        asked = parent.args[0]
    return asked.value if isinstance(asked, ast.Constant) and isinstance(asked.value, str) else None


def _contexts(node: ast.AST, scope: Scope, resolver: Resolver) -> Iterator[ast.Call]:
    """Yield each `patch.dict(os.environ, ...)` around ``node`` in its function."""
    parents = resolver.program.parents
    found: list[ast.expr] = []
    while node is not scope.node and node in parents:
        parent = parents[node]
        if isinstance(parent, ast.With) and node in parent.body:
            found += (item.context_expr for item in parent.items)
        node = parent
    if not scope.yields:
        found += getattr(node, "decorator_list", ())
    for each in found:
        if isinstance(each, ast.Call) and each.args and resolver.evaluate(each.func, scope) == DICT:
            table = resolver.evaluate(each.args[0], scope)
            if table in ((TABLE,), (Const(TABLE.name),)):
                yield each


def _has(call: ast.Call, key: str, scope: Scope, resolver: Resolver) -> bool:
    """Return whether `patch.dict` says what a variable is, or that there are no others than it says."""
    for keyword in call.keywords:
        if keyword.arg == "clear":
            return isinstance(keyword.value, ast.Constant) and keyword.value.value is True
    values = call.args[1] if len(call.args) > 1 else None
    keys = values.keys if isinstance(values, ast.Dict) else []
    return any(isinstance(each, ast.Constant) and each.value == key for each in keys)


def _set_before(node: ast.expr, scope: Scope, resolver: Resolver) -> Iterator[str]:
    """Yield the variables that statements of the test itself have set, or taken away, above ``node``."""
    for statement in getattr(scope.node, "body", ()):
        call = statement.value if isinstance(statement, ast.Expr) else None
        if statement.lineno >= node.lineno or not isinstance(call, ast.Call) or not call.args:
            continue
        name = call.args[0]
        if isinstance(name, ast.Constant) and sets(call.func, ("delenv", "setenv"), scope, resolver):
            yield str(name.value)
