"""Logging that is configured by a dict that is written out."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from flake8_llm_sandbox.harmless.bindings import binds_unseen, sole_binding
from flake8_llm_sandbox.harmless.inspection import is_local
from flake8_llm_sandbox.meaning.folding import exact
from flake8_llm_sandbox.meaning.kinds import Const, Ref

if TYPE_CHECKING:
    from flake8_llm_sandbox.meaning.kinds import Value
    from flake8_llm_sandbox.meaning.resolver import Resolver
    from flake8_llm_sandbox.names.scopes import Scope

CONFIGURED = frozenset(
    """logging.FileHandler logging.Formatter logging.NullHandler logging.StreamHandler
    logging.handlers.RotatingFileHandler logging.handlers.TimedRotatingFileHandler""".split()
)
LOG_FILE = re.compile(r"[\w-][\w.-]*(?:/[\w-][\w.-]*)*")  # relative, and without `..`
MODULE = Ref("builtins.__name__")
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
        names = [_key(key, scope, resolver) for key in node.keys]
        return all(isinstance(key, str) and key != "." for key in names) and all(
            is_plain_setting(value, scope, resolver, str(key))
            for key, value in zip(names, node.values, strict=True)
        )
    if name == "()":
        return is_local(resolver.evaluate(node, scope))
    if isinstance(node, (ast.List, ast.Tuple)):
        return all(is_plain_setting(element, scope, resolver, name) for element in node.elts)
    if isinstance(node, ast.JoinedStr) and name not in ("class", "filename"):
        return _starts_plainly(node)
    found = [Const(node.value)] if isinstance(node, ast.Constant) else resolver.evaluate(node, scope)
    return bool(found) and all(_is_plain(value, name) for value in found)


def _is_plain(value: Value, name: str) -> bool:
    if isinstance(value, Ref):
        return bool(LEVEL.fullmatch(value.name)) or value == MODULE
    if not isinstance(value, Const):
        return False
    if name == "class":
        return value.value in CONFIGURED
    if name == "filename":
        return isinstance(value.value, str) and bool(LOG_FILE.fullmatch(value.value))
    text = str(value.value)
    return ("://" not in text and exact(text)) or text in ("ext://sys.stderr", "ext://sys.stdout")


def _key(node: ast.expr | None, scope: Scope, resolver: Resolver) -> str | None:
    """Return a key that is written out, or what is sure of it: that it is the name of a logger or formatter, and no order."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        last = node.values[-1] if node.values else None
        return "?" if isinstance(last, ast.Constant) and "." in str(last.value)[:-1] else None
    found = resolver.evaluate(node, scope) if isinstance(node, ast.Name) else ()
    return "?" if found == (MODULE,) and not binds_unseen("__name__", resolver) else None


def _starts_plainly(node: ast.JoinedStr) -> bool:
    """Return whether a text begins with something that no reference does: `ext://...`, `cfg://...`."""
    first = node.values[0] if node.values else None
    return isinstance(first, ast.Constant) and bool(re.match(r"[a-z]*[^a-z:]", str(first.value)))
