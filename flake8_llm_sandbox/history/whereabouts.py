"""Where a file lies in its repository, and which packages that holds."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from flake8_llm_sandbox.history.git import Git, GitError
from flake8_llm_sandbox.history.revisions import packages
from flake8_llm_sandbox.place import Place

if TYPE_CHECKING:
    from pathlib import Path


def place_of(file: Path) -> Place | None:
    """Return the place of ``file`` in the repository that it lies in, or None if it is no file there."""
    path = file.absolute()
    root = _root(path.parent) if path.is_file() else None
    return Place(path.relative_to(root).as_posix(), _packages(root)) if root else None


@lru_cache(maxsize=64)
def _packages(root: Path) -> frozenset[str]:
    """Return the names of the packages that are in a repository's current commit.

    A folder that is only in the work tree is none: who made it would decide which library is not meant.
    """
    try:
        return packages(Git.around(root), "HEAD")
    except GitError:  # none that git would show
        return frozenset()


@lru_cache(maxsize=1024)
def _root(folder: Path) -> Path | None:
    """Return the nearest folder that git takes for a work tree, from ``folder`` upwards."""
    return next((each for each in (folder, *folder.parents) if (each / ".git").exists()), None)
