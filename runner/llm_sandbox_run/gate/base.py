"""A commit that is trusted: text that stands in it was accepted by people, whatever it does."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flake8_llm_sandbox.changed.lines import changed, kept, removed
from flake8_llm_sandbox.changed.news import Text, news
from flake8_llm_sandbox.history.git import Git, GitError
from flake8_llm_sandbox.history.revisions import fork
from flake8_llm_sandbox.history.worktree import listed
from llm_sandbox_run.errors import UsageError
from llm_sandbox_run.policy.origin import is_of_the_user

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from flake8_llm_sandbox import Finding

    Check = Callable[[bytes, str], tuple[Finding, ...]]

_STATE = ("HEAD", "config", "objects", "packed-refs", "refs")  # what decides which text a commit stands for


@dataclass(frozen=True)
class Base:
    """What the files of a project are at a commit: ``files`` gives the hash of each by its path in the project.

    All that decides which text that is is read here, before any program runs, or named by its hash.
    """

    name: str  # as people call it
    commit: str
    git: Git
    files: Mapping[str, str]

    @classmethod
    def of(cls, root: Path, name: str) -> Base:
        """Return the commit at which the current one left what people call ``name``.

        Raises:
            UsageError: there is none, or somebody else could have written what git says of it.
        """
        try:
            git = Git.around(root)
            _require_own(git, root)
            commit = fork(git, name)
            place = "/".join(root.relative_to(git.root.resolve()).parts)
            found = [file for file in listed(git, commit, place) if file.mode.startswith("100")]
        except (GitError, OSError) as error:
            raise UsageError(f"cannot take {name!r} for a base: {error}") from None
        start = len(place) + bool(place)
        return cls(name, commit, git, {file.path[start:]: file.name for file in found})

    def has(self, path: str, text: bytes) -> bool:
        """Tell whether a file is byte for byte as it is in the commit; links and submodules never are."""
        return self.files.get(path) == self._hash(text)

    def accepted(self, path: str, text: bytes, found: tuple[Finding, ...], check: Check) -> set[Finding]:
        """Return which of the findings in a changed text stand as they stood, and are reached by nothing new in it.

        Raises:
            UsageError: the old text is missing.
        """
        if path not in self.files or not found:
            return set()
        old = Text(path, self._old(path), check)
        new = news([(Text(path, text, lambda *_: found), (old,))], heeds_noqa=False)[0]
        told = {(each.line, each.column, each.code) for each in new}
        return {each for each in found if (each.line, each.column, each.code) not in told}

    def fresh(self, path: str, text: bytes) -> set[int]:
        """Return the lines of a text that are new."""
        if self.has(path, text):
            return set()
        old = self._old(path) if path in self.files else b""
        return changed(text, kept(old, text), removed([(old, text)]))

    def before(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return what those of the files that are in the commit are there.

        Raises:
            UsageError: a text is missing.
        """
        return {path: self._old(path) for path in paths if path in self.files}

    def _old(self, path: str) -> bytes:
        name = self.files[path]
        try:
            text = self.git.contents([name])[name]
        except GitError as error:
            raise UsageError(f"cannot read {path} at {self.name}: {error}") from None
        if self._hash(text) != name:  # git does not look at that when it reads
            raise UsageError(f"what git has stored of {path} at {self.name} is damaged: see git fsck")
        return text

    def _hash(self, text: bytes) -> str:
        return hashlib.new(self.git.algorithm, b"blob %d\0" % len(text) + text).hexdigest()


def _require_own(git: Git, root: Path) -> None:
    """Raise a GitError if the project is not in the work tree, or others could decide what git says of a commit.

    That includes the programs that run here, which have the project's owner as their user, or nobody.
    """
    if not root.is_relative_to(git.root.resolve()) or not (git.root / ".git").exists():
        raise GitError(f"{root} does not lie in a work tree of git")
    common = git.root / os.fsdecode(git.run("rev-parse", "--git-common-dir").strip())
    for place in (git.root / ".git", *_state(git.folder), *_state(common.resolve())):
        if not is_of_the_user(place):
            raise GitError(
                f"others could have written {place}: it has to belong to you, and nobody else may write there"
            )
    for place in _borrowed(common.resolve() / "objects"):
        if place.is_relative_to(root) and not place.is_relative_to((git.root / ".git").resolve()):
            raise GitError(f"objects are taken from {place}, where programs could write them")


def _state(folder: Path) -> Iterator[Path]:
    yield folder
    yield from (folder / name for name in _STATE if (folder / name).exists())
    for above, folders, files in os.walk(folder / "refs"):
        yield from (folder / above / name for name in (*folders, *files))
    if (folder / "objects").is_dir():
        yield from (each for each in (folder / "objects").iterdir() if each.is_dir())
        yield from (each for each in _borrowed(folder / "objects") if each.exists())


def _borrowed(objects: Path) -> list[Path]:
    """Return the folders of other repositories that hold objects of this one."""
    try:
        lines = (objects / "info" / "alternates").read_bytes().splitlines()
    except FileNotFoundError:
        return []
    return [(objects / os.fsdecode(line)).resolve() for line in lines if line and not line.startswith(b"#")]
