"""Where a file lies in its repository, which decides what leads out of it, and what is a test."""

from __future__ import annotations

import re
from dataclasses import dataclass

TEST_FOLDERS = frozenset({"test", "testing", "tests"})
TEST_FILE = re.compile(r"(?:test_.*|.*_test|tests|conftest)\.(?:ipynb|py)")


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
