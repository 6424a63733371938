"""What a test sets for as long as it runs."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_llm_sandbox.meaning.kinds import UNKNOWN, Ref

if TYPE_CHECKING:
    from flake8_llm_sandbox.meaning.resolver import Resolver
    from flake8_llm_sandbox.names.scopes import Scope

FIXTURES = frozenset(
    Ref(name, instance=True, given=given)
    for name in ("pytest.MonkeyPatch", "pytest.MonkeyPatch.context()")
    for given in (False, True)
)


def patches(callee: ast.expr, scope: Scope, resolver: Resolver) -> bool:
    """Return whether ``callee`` sets an attribute for as long as a test runs: pytest's `monkeypatch.setattr`, `patch.object`."""
    if resolver.evaluate(callee, scope) == (Ref("unittest.mock.patch.object"),):
        return True
    if not isinstance(callee, ast.Attribute) or callee.attr not in ("setattr", "delattr"):
        return False
    found = set(resolver.evaluate(callee.value, scope))
    is_fixture = isinstance(callee.value, ast.Name) and callee.value.id == "monkeypatch"
    return bool(found) and found <= ({UNKNOWN, *FIXTURES} if is_fixture else FIXTURES)
