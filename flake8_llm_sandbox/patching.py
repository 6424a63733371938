"""What a test sets for as long as it runs."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_llm_sandbox.meaning.kinds import UNKNOWN, Ref
from flake8_llm_sandbox.walk import last_name

if TYPE_CHECKING:
    from collections.abc import Collection

    from flake8_llm_sandbox.meaning.resolver import Resolver
    from flake8_llm_sandbox.names.scopes import Scope

FIXTURES = frozenset(
    Ref(name, instance=True, given=given)
    for name in ("pytest.MonkeyPatch", "pytest.MonkeyPatch.context()")
    for given in (False, True)
)
MOCKS = frozenset(
    f"unittest.mock.{name}"
    for name in "AsyncMock MagicMock Mock NonCallableMagicMock NonCallableMock".split()
)


def patches(callee: ast.expr, scope: Scope, resolver: Resolver) -> bool:
    """Return whether ``callee`` sets an attribute for as long as a test runs: pytest's `monkeypatch.setattr`, `patch.object`."""
    if resolver.evaluate(callee, scope) == (Ref("unittest.mock.patch.object"),):
        return True
    return sets(callee, ("delattr", "setattr"), scope, resolver)


def sets(callee: ast.expr, methods: Collection[str], scope: Scope, resolver: Resolver) -> bool:
    """Return whether ``callee`` is one of the ``methods`` of pytest's `monkeypatch`."""
    if not isinstance(callee, ast.Attribute) or callee.attr not in methods:
        return False
    found = set(resolver.evaluate(callee.value, scope))
    is_named = isinstance(callee.value, ast.Name) and callee.value.id == "monkeypatch"
    return bool(found) and found <= ({UNKNOWN, *FIXTURES} if is_named else FIXTURES)


def is_test(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Return whether pytest fills in the parameters of a function: it is a test, or a fixture."""
    return function.name.startswith("test") or is_fixture(function)


def is_fixture(node: ast.AST) -> bool:
    """Return whether a definition is a fixture of pytest."""
    decorators = getattr(node, "decorator_list", ())
    callees = (each.func if isinstance(each, ast.Call) else each for each in decorators)
    return any(last_name(callee) == "fixture" for callee in callees)


def is_undone(call: ast.Call, resolver: Resolver) -> bool:
    """Return whether `patch.dict(...)` is a decorator, or a context that hands nobody what it patches."""
    parent = resolver.program.parents[call]
    if isinstance(parent, ast.withitem):
        return parent.optional_vars is None
    return call in getattr(parent, "decorator_list", ())
