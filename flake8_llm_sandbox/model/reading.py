"""The modules of a library, from the files in a folder; nothing of it is imported."""

from __future__ import annotations

import ast
import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


def modules(
    folder: Path, name: str = "", wanted: Callable[[str], bool] = bool
) -> Iterator[tuple[str, ast.Module]]:
    """Yield every module below ``folder``, which is the package ``name`` or holds many, by its dotted name."""
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder).with_suffix("").parts
        if parts[-1] == "__init__":
            parts = parts[:-1]
        dotted = ".".join(filter(None, (name, *parts)))
        if wanted(dotted) and all(map(str.isidentifier, parts)) and (tree := _parsed(path)):
            yield dotted, tree


def _parsed(path: Path) -> ast.Module | None:
    """Return the tree of a file, or None for what this Python cannot read: its library holds such to be found."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(path.read_bytes())
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
