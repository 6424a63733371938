"""Where a file lies in its repository, which decides what leads out of it, and what is a test."""

from __future__ import annotations

import re
from dataclasses import dataclass

TEST_FOLDERS = frozenset({"test", "testing", "tests"})
TEST_FILE = re.compile(r"(?:test_.*|.*_test|tests|conftest)\.(?:ipynb|py)")


def package_of(path: str) -> tuple[str, str] | None:
    """Return the folder of a project and the name of the package in it that a file is the `__init__.py` of; None if of none.

    Packages lie at the top of a repository, in `src` of a project, or in a project that is named like them.
    """
    *folders, file = path.split("/")
    if file != "__init__.py" or not folders:
        return None
    *above, name = folders
    if above[-1:] == ["src"]:
        return "/".join(above[:-1]), name
    return ("/".join(above), name) if not above or above[-1].replace("-", "_") == name else None


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
