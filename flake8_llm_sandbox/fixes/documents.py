"""LLS714: YAML is read as plain data."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_llm_sandbox.fixes.arguments import index_of, keywords, value_at
from flake8_llm_sandbox.fixes.edits import Edit, renamed, with_value, without
from flake8_llm_sandbox.walk import has_star

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_llm_sandbox.fixes.names import Names
    from flake8_llm_sandbox.fixes.places import Target

SAFE = {
    "yaml.full_load": "safe_load",
    "yaml.full_load_all": "safe_load_all",
    "yaml.load": "safe_load",
    "yaml.load_all": "safe_load_all",
    "yaml.unsafe_load": "safe_load",
    "yaml.unsafe_load_all": "safe_load_all",
}
LOADERS = frozenset(
    f"{module}.{name}"
    for module in ("yaml", "yaml.loader")
    for name in ("FullLoader", "Loader", "UnsafeLoader")
)
C_LOADERS = frozenset({"yaml.CFullLoader", "yaml.CLoader", "yaml.CUnsafeLoader"})
CUSTOM = frozenset(
    {"YAMLObject", "add_constructor", "add_implicit_resolver", "add_multi_constructor", "add_path_resolver"}
)  # a program with its own tags taught them to the loader that it uses


def fix(node: Target, names: Names) -> Iterator[Edit]:
    """`yaml.load(text, Loader=yaml.FullLoader)` -> `yaml.safe_load(text)`."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or has_star(node):
        return
    name = names.of(node.func)
    if name not in SAFE or CUSTOM & names.mentioned or not keywords(node) <= {"stream", "Loader"}:
        return
    given = index_of(node, "Loader", 1)
    if given is None:
        yield renamed(SAFE[name])
        return
    loader = value_at(node, given)
    if names.of(loader) in LOADERS:
        yield lambda text: without(given)(renamed(SAFE[name])(text))
    elif names.of(loader) in C_LOADERS:  # the fast ones have a fast safe twin
        yield with_value(given, f"{ast.unparse(node.func.value)}.CSafeLoader")
