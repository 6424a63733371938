"""LLS111: a module that is imported by a function, but whose name is written out, can be imported plainly."""

from __future__ import annotations

import ast
from keyword import iskeyword
from typing import TYPE_CHECKING

from flake8_llm_sandbox.fixes.arguments import constant
from flake8_llm_sandbox.fixes.edits import Edit, replaced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_llm_sandbox.fixes.names import Names
    from flake8_llm_sandbox.fixes.places import Target


IMPORTERS = frozenset({"builtins.__import__", "importlib.import_module"})


def fix(node: Target, names: Names) -> Iterator[Edit]:
    """`np = importlib.import_module("numpy")` -> `import numpy as np`."""
    if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Call) or node.value.keywords:
        return
    match node.targets, node.value.args:
        case [ast.Name(id=name)], [argument]:
            module = constant(argument)
            if names.of(node.value.func) in IMPORTERS and isinstance(module, str) and _is_importable(module):
                yield replaced(f"import {module}" if name == module else f"import {module} as {name}")


def _is_importable(module: str) -> bool:
    """Return whether `import` gives this very module; of `a.b` it gives what the package `a` calls `b`."""
    return module.isascii() and module.isidentifier() and not iskeyword(module)
