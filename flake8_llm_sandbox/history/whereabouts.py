"""Where a file lies in its repository, and which packages that holds."""

from __future__ import annotations

import sys
from functools import lru_cache
from pathlib import Path, PurePosixPath

from flake8_llm_sandbox.history.git import Git, GitError
from flake8_llm_sandbox.place import Place

_PACKAGES = ("*/__init__.py", "src/*/__init__.py")


def place_of(file: Path) -> Place | None:
    """Return the place of ``file`` in the repository that it lies in, or None if it is no file there."""
    path = file.absolute()
    root = _root(path.parent) if path.is_file() else None
    return Place(path.relative_to(root).as_posix(), _packages(root)) if root else None


@lru_cache(maxsize=64)
def _packages(root: Path) -> frozenset[str]:
    """Return the names of the packages at the top of a repository, or in its folder `src`, that are in its current commit.

    A folder that is only in the work tree is none: who made it would decide which library is not meant.
    """
    found = (file.relative_to(root).as_posix() for pattern in _PACKAGES for file in root.glob(pattern))
    paths = {path: PurePosixPath(path).parent.name for path in found}
    asked = [path for path, name in paths.items() if name not in sys.stdlib_module_names]
    if not asked:
        return frozenset()
    try:
        git = Git.around(root)
        listed = git.run("ls-tree", "-z", "--name-only", "--full-tree", git.commit("HEAD"), "--", *asked)
    except GitError:  # there is no commit, or none that git would show
        return frozenset()
    return frozenset(paths[path] for path in listed.decode("utf-8", "surrogateescape").split("\0")[:-1])


@lru_cache(maxsize=1024)
def _root(folder: Path) -> Path | None:
    """Return the nearest folder that git takes for a work tree, from ``folder`` upwards."""
    return next((each for each in (folder, *folder.parents) if (each / ".git").exists()), None)
