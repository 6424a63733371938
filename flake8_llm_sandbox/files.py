"""The one walk over folders in search of Python files."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Written by others, and named so that no import statement can reach into it: skipping it hides nothing that a checked
# program could load. Hence no `venv`, `__pycache__` or folder with a pyvenv.cfg as a whole, which anybody can make and
# import from: what is many there lies in `site-packages`.
FOREIGN = frozenset(
    {
        ".eggs", ".git", ".hg", ".hypothesis", ".mypy_cache", ".nox", ".pytest_cache", ".ruff_cache", ".svn", ".tox",
        ".venv", "site-packages",
    }
)  # fmt: skip


NOTEBOOK = ".ipynb"


def is_notebook(name: str) -> bool:
    """Return whether a file of this name is a Jupyter notebook."""
    return name.lower().endswith(NOTEBOOK)


def python_files(
    folder: Path, root: Path | None = None, suffixes: tuple[str, ...] = (".py",)
) -> Iterator[Path]:
    """Yield every file with one of the ``suffixes`` below ``folder``, sorted within each folder, but for what others wrote (``FOREIGN``).

    Links to folders are followed, each folder once, as long as they stay in ``root``: ``folder`` itself if not given.

    Raises:
        OSError: a folder cannot be listed.
    """
    inside = (root or folder).resolve()
    seen = {folder.resolve()}
    for place, below, files in os.walk(folder, onerror=_fail, followlinks=True):
        below[:] = sorted(name for name in below if _is_to_visit(Path(place, name), inside, seen))
        yield from (Path(place, name) for name in sorted(files) if name.endswith(suffixes))


def _is_to_visit(folder: Path, root: Path, seen: set[Path]) -> bool:
    if folder.name in FOREIGN or (folder.parent.name == "node_modules" and not folder.name.isidentifier()):
        return False
    if not folder.is_symlink():
        return True
    target = folder.resolve()
    fresh = target.is_relative_to(root) and target not in seen
    seen.add(target)
    return fresh


def _fail(error: OSError) -> None:
    raise error
