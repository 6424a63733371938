"""Where a file lies in its repository, which decides what leads out of it, and what is a test."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

TEST_FOLDERS = frozenset({"test", "testing", "tests"})
TEST_FILE = re.compile(r"(?:test_.*|.*_test|tests|conftest)\.py")


@dataclass(frozen=True)
class Place:
    """``path`` leads from the root of the repository to the file, with `/` between its parts.

    ``packages`` are those that the repository itself holds, and that no library is meant by.
    """

    path: str
    packages: frozenset[str] = frozenset()

    @property
    def in_tests(self) -> bool:
        """Whether the file is a test, or lies among tests."""
        *folders, name = self.path.split("/")
        return not TEST_FOLDERS.isdisjoint(folders) or TEST_FILE.fullmatch(name) is not None


def place_of(file: Path) -> Place | None:
    """Return the place of ``file`` in the repository that it lies in, or None if it is no file there."""
    path = file.absolute()
    root = _root(path.parent) if path.is_file() else None
    return Place(path.relative_to(root).as_posix(), packages_of(root)) if root else None


@lru_cache(maxsize=64)
def packages_of(root: Path) -> frozenset[str]:
    """Return the names of the packages at the top of a repository, or in its folder `src`."""
    found = (
        file.parent.name for pattern in ("*/__init__.py", "src/*/__init__.py") for file in root.glob(pattern)
    )
    return frozenset(found) - sys.stdlib_module_names


@lru_cache(maxsize=1024)
def _root(folder: Path) -> Path | None:
    """Return the nearest folder that git takes for a work tree, from ``folder`` upwards."""
    return next((each for each in (folder, *folder.parents) if (each / ".git").exists()), None)
