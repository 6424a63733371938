"""Clients of web servers that are given one of the program itself, in place of the network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_llm_sandbox.meaning.kinds import Carrier, Ref

if TYPE_CHECKING:
    import ast

    from flake8_llm_sandbox.meaning.resolver import Resolver
    from flake8_llm_sandbox.names.scopes import Scope

CLIENTS = frozenset({"httpx.AsyncClient", "httpx.Client"})
TRANSPORTS = frozenset(
    f"httpx.{module}{kind}Transport"
    for kind in ("ASGI", "Mock", "WSGI")
    for module in ("", f"_transports.{kind.lower()}.")
)
ELSEWHERE = frozenset({None, "mounts", "proxies", "proxy"})  # by which some requests go another way


def is_in_process(call: ast.Call, scope: Scope, resolver: Resolver) -> bool:
    """Return whether a client's requests go to a function or application alone."""
    named = {keyword.arg: keyword.value for keyword in call.keywords}
    if call.args or "transport" not in named or not ELSEWHERE.isdisjoint(named):
        return False
    found = resolver.evaluate(named["transport"], scope)
    made = [value for value in found if not isinstance(value, Carrier)]  # which are what answers
    return bool(made) and all(
        isinstance(value, Ref) and value.instance and not value.given and value.name in TRANSPORTS
        for value in made
    )
