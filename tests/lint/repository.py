"""Real repositories for tests."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

GIT = ["git", "-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false"]
OLD = """\
import os
import subprocess


def run(command):
    subprocess.run(command, shell=True)


os.remove('a')
"""
CLAUDE = "\n\nCo-Authored-By: Claude <noreply@anthropic.com>"


@dataclass(frozen=True)
class Repository:
    """A repository of git, and how people work in it."""

    root: Path

    @classmethod
    def make(cls, root: Path) -> Repository:
        """Make an empty one."""
        root.mkdir()
        made = cls(root)
        made.git("init", "--quiet", "--initial-branch=main")
        return made

    def git(self, *arguments: str) -> str:
        """Run git and return what it prints."""
        ended = subprocess.run([*GIT, *arguments], cwd=self.root, check=True, capture_output=True)
        return ended.stdout.decode("utf-8", "surrogateescape").strip()

    def write(self, path: str, text: str) -> None:
        """Write a file and stage it."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        self.git("add", "--force", path)

    def commit(self, message: str = "Work") -> str:
        """Commit what is staged, and return its hash."""
        self.git("commit", "--quiet", "--allow-empty", "--no-verify", "--message", message)
        return self.git("rev-parse", "HEAD")
