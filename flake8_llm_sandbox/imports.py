"""Which modules a program names in its import statements."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_llm_sandbox.examples import runs_examples, with_examples
from flake8_llm_sandbox.parser import parse
from flake8_llm_sandbox.walk import imported_from

if TYPE_CHECKING:
    from collections.abc import Iterator


def imported_modules(source: str | bytes, *, doctests: bool = False) -> tuple[str, ...]:
    """Return every module that an import statement of ``source`` may load, sorted.

    Relative imports keep their dots. ``from a import b`` may load a submodule, so it gives ``a`` and ``a.b``.
    Imports by other means (``importlib``, ``__import__``) are findings, so a clean program has none.
    Where the program runs its own examples, or ``doctests`` says that others do, theirs count too.

    Raises:
        SyntaxError: ``source`` is not Python.
    """
    tree = parse(source)
    if doctests or runs_examples(source if isinstance(source, str) else source.decode("latin-1")):
        tree = with_examples(tree)
    return tuple(sorted({name for node in ast.walk(tree) for name in _names(node)}))


def _names(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        module = imported_from(node)
        yield module
        joint = "" if module.endswith(".") else "."
        yield from (module + joint + alias.name for alias in node.names if alias.name != "*")
