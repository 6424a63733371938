"""Questions about the arguments of a call."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_llm_sandbox.walk import given

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet


def index_of(call: ast.Call, keyword: str, position: int | None = None) -> int | None:
    """Return which argument is called ``keyword``, or stands at ``position``, counted in the order of the text."""
    if position is not None and position < len(call.args):
        return position
    names = [each.arg for each in call.keywords]
    return len(call.args) + names.index(keyword) if keyword in names else None


def value_at(call: ast.Call, index: int) -> ast.expr:
    """Return the value of an argument, keywords counted after the others."""
    return list(given(call))[index]


def constant(node: ast.expr | None) -> object:
    """Return the value of a constant, ``...`` for anything else."""
    return node.value if isinstance(node, ast.Constant) else ...


def keywords(call: ast.Call) -> AbstractSet[str | None]:
    """Return the names of the keyword arguments."""
    return {keyword.arg for keyword in call.keywords}
