"""The strict profile: which imports it refuses."""

from __future__ import annotations

import ast
import sys
from typing import TYPE_CHECKING, NamedTuple

from flake8_llm_sandbox import imported_modules, is_pure
from flake8_llm_sandbox.parser import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_MESSAGE = (
    "the strict profile does not know `{name}` to be harmless; do without it, with the builtins, modules of the project, "
    "and those of the standard library that only compute (math, json, re, collections...)"
)
_UNKNOWN = "; to let programs use this package, name a model of it in the policy (`flake8-llm-sandbox --model {name}`)"


def message(module: str) -> str:
    """Return what to say about a module that is refused."""
    package = module.partition(".")[0]
    hint = "" if package in sys.stdlib_module_names else _UNKNOWN.replace("{name}", package)
    return _MESSAGE.replace("{name}", module) + hint


class Foreign(NamedTuple):
    """An import statement, and the first module in it that is neither pure nor the project's own."""

    line: int
    column: int
    module: str


def foreign_imports(source: bytes, is_own: Callable[[str], bool]) -> Iterator[Foreign]:
    """Yield the import statements of ``source`` that the profile refuses; ``is_own`` knows the project's modules.

    Raises:
        SyntaxError: ``source`` is not Python.
    """
    for node in ast.walk(parse(source)):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            modules = imported_modules(ast.unparse(node))
            known = (
                each.startswith(".") or is_pure(each) or is_own(each.partition(".")[0]) for each in modules
            )
            unknown = [module for module, harmless in zip(modules, known, strict=True) if not harmless]
            yield from (Foreign(node.lineno, node.col_offset, module) for module in unknown[:1])
