"""LLS101: `eval` of a string that spells a literal is that literal."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_llm_sandbox.fixes.arguments import constant
from flake8_llm_sandbox.fixes.edits import Edit, replaced
from flake8_llm_sandbox.parser import parse_expression

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_llm_sandbox.fixes.names import Names
    from flake8_llm_sandbox.fixes.places import Target


def fix(node: Target, names: Names) -> Iterator[Edit]:
    """`eval("[1, 2]")` -> `[1, 2]`."""
    if not isinstance(node, ast.Call) or names.of(node.func) != "builtins.eval":
        return
    if len(node.args) == 1 and not node.keywords:
        value = constant(node.args[0])
        text = value.strip(" \t") if isinstance(value, str) else ""
        if _is_literal(text):
            yield replaced(text)
            yield replaced(f"({text})")


def _is_literal(text: str) -> bool:
    if not text.isprintable() or "#" in text:  # one line, without a comment
        return False
    try:
        tree = parse_expression(text)
        ast.literal_eval(tree)
    except (SyntaxError, ValueError, TypeError, MemoryError, RecursionError):
        return False
    return not any(isinstance(node, ast.Call) for node in ast.walk(tree))  # `set()` may be any function
