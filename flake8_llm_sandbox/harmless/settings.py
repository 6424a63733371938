"""Logging that is configured by a dict that is written out."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from flake8_llm_sandbox.harmless.bindings import sole_binding
from flake8_llm_sandbox.harmless.inspection import is_local
from flake8_llm_sandbox.meaning.kinds import Ref

if TYPE_CHECKING:
    from flake8_llm_sandbox.meaning.resolver import Resolver
    from flake8_llm_sandbox.names.scopes import Scope

CONFIGURED = frozenset(
    """logging.FileHandler logging.Formatter logging.NullHandler logging.StreamHandler
    logging.handlers.RotatingFileHandler logging.handlers.TimedRotatingFileHandler""".split()
)
LOG_FILE = re.compile(r"[\w-][\w.-]*(?:/[\w-][\w.-]*)*")  # relative, and without `..`
LEVEL = re.compile("logging\\.[A-Z]+")


def is_plain_configuration(node: ast.expr, scope: Scope, resolver: Resolver) -> bool:
    """Return whether the configuration is written out, there or as what a name is bound to that nothing else reads."""
    if isinstance(node, ast.Name):
        binding = sole_binding(node.id, scope, resolver)
        reads = resolver.reads.get(node.id, ())
        if (
            binding is None
            or not isinstance(binding.value, ast.Dict)
            or [each.node for each in reads] != [node]
        ):
            return False
        node, scope = binding.value, binding.scope
    return is_plain_setting(node, scope, resolver)


def is_plain_setting(node: ast.expr, scope: Scope, resolver: Resolver, name: str = "") -> bool:
    """Return whether ``node``, under the key ``name``, is written out and calls nothing but log handlers and what is defined here."""
    if isinstance(node, ast.Dict):
        names = [key.value if isinstance(key, ast.Constant) else None for key in node.keys]
        return all(isinstance(key, str) and key != "." for key in names) and all(
            is_plain_setting(value, scope, resolver, str(key))
            for key, value in zip(names, node.values, strict=True)
        )
    if name == "()":
        return is_local(resolver.evaluate(node, scope))
    if isinstance(node, (ast.List, ast.Tuple)):
        return all(is_plain_setting(element, scope, resolver, name) for element in node.elts)
    if not isinstance(node, ast.Constant):
        return all(
            isinstance(value, Ref) and LEVEL.fullmatch(value.name) for value in resolver.evaluate(node, scope)
        )
    if name == "class":
        return node.value in CONFIGURED
    if name == "filename":
        return isinstance(node.value, str) and bool(LOG_FILE.fullmatch(node.value))
    return "://" not in str(node.value) or node.value in ("ext://sys.stderr", "ext://sys.stdout")
