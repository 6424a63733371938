"""LLS713: arrays and models are read without the pickles in them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_llm_sandbox.fixes.arguments import constant, index_of, keywords, value_at
from flake8_llm_sandbox.fixes.edits import Edit, with_keyword, with_value, without
from flake8_llm_sandbox.walk import has_star

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_llm_sandbox.fixes.names import Names
    from flake8_llm_sandbox.fixes.places import Target

KERAS = frozenset(
    f"{package}.{module}.load_model"
    for package in ("keras", "tensorflow.keras")
    for module in ("models", "saving")
)
TORCH = frozenset({"f", "map_location", "mmap", "weights_only"})  # others steer the unpickling that is to go


def fix(node: Target, names: Names) -> Iterator[Edit]:
    """`numpy.load(file, allow_pickle=True)` -> `numpy.load(file)`, `torch.load(file)` -> `torch.load(file, weights_only=True)`."""
    if not isinstance(node, ast.Call) or has_star(node):
        return
    name = names.of(node.func)
    if name == "numpy.load":
        yield from _unpickled(node)
    elif name == "torch.load" and len(node.args) < 3 and keywords(node) <= TORCH:
        yield from _guarded(node, "weights_only")
    elif name in KERAS:
        yield from _guarded(node, "safe_mode")


def _unpickled(call: ast.Call) -> Iterator[Edit]:
    allowed = index_of(call, "allow_pickle", 2)
    if allowed is not None and constant(value_at(call, allowed)) is True:
        yield without(allowed) if allowed >= len(call.args) else with_value(allowed, "False")


def _guarded(call: ast.Call, guard: str) -> Iterator[Edit]:
    given = index_of(call, guard)
    if given is None:
        yield with_keyword(guard, "True")
    elif constant(value_at(call, given)) is not ...:
        yield with_value(given, "True")
