"""What changed: each file as it is now, beside what it was in each parent."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flake8_llm_sandbox.history.git import GitError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from flake8_llm_sandbox.history.git import Git

INDEX = "--cached"
LINK, SUBMODULE, PROGRAM = "120000", "160000", "100755"
RENAMES = ("-M", "-l1000")


@dataclass(frozen=True)
class File:
    """A file in a tree: ``name`` is the hash of its content, ``mode`` what git makes of its kind."""

    path: str
    mode: str
    name: str


@dataclass(frozen=True)
class Change:
    """A file that is new, differs from what every parent has, or is gone (``new`` is None)."""

    new: File | None
    olds: tuple[File, ...]  # what it was, at most one for each parent

    @property
    def path(self) -> str:
        """Where the file is, or was."""
        return (self.new or self.olds[0]).path

    @property
    def versions(self) -> tuple[File, ...]:
        """All that it is, and was."""
        return (self.new, *self.olds) if self.new else self.olds


@dataclass(frozen=True)
class Revision:
    """Changes that belong together: a commit, what is staged, a work tree."""

    name: str
    parents: tuple[str, ...]
    changes: tuple[Change, ...]
    author: str = ""  # NAME <ADDRESS>
    message: str = ""
    held: Mapping[str, bytes] = field(default_factory=dict)  # contents that git may not have, by their hashes

    def contents(self, git: Git, changes: Iterable[Change]) -> Mapping[str, bytes]:
        """Return the contents of files by their hashes; those of submodules are elsewhere.

        Raises:
            GitError: one is missing.
        """
        files = (file for change in changes for file in change.versions if file.mode != SUBMODULE)
        return {**git.contents(file.name for file in files if file.name not in self.held), **self.held}


def combined(git: Git, tree: str, parents: Sequence[str]) -> tuple[Change, ...]:
    """Return what in ``tree``, a commit or the ``INDEX``, is in none of ``parents``.

    A version that a parent has only because it is older is not the parent's: a merge that takes it takes back what
    the other parent has changed.
    """
    found = [_changes(git, parent, tree) for parent in parents]
    if len(found) == 1:
        return tuple(found[0].values())
    touched = _touched(git, parents)
    merged = []
    for path in dict.fromkeys(path for each in found for path in each):
        current = [number for number, paths in enumerate(touched) if path in paths] or range(len(found))
        if all(path in found[number] for number in current):
            changes = [found[number][path] for number in current]
            olds = dict.fromkeys(old for change in changes for old in change.olds)
            merged.append(Change(changes[0].new, tuple(olds)))
    return tuple(merged)


def _touched(git: Git, parents: Sequence[str]) -> list[set[str]]:
    """Return which files each parent has changed since the parents were one."""
    try:
        bases = git.run("merge-base", "--all", *parents).decode().split()
    except GitError:  # they never were
        bases = []
    return [{path for base in bases for path in _changes(git, base, parent)} for parent in parents]


def _changes(git: Git, old: str, new: str) -> dict[str, Change]:
    command = ("diff-index", INDEX) if new == INDEX else ("diff-tree", "-r")
    ends = (old,) if new == INDEX else (old, new)
    return {change.path: change for change in _parsed(git.run(*command, "-z", "--raw", *RENAMES, *ends))}


def _parsed(answer: bytes) -> Iterator[Change]:
    """Yield the changes of git's raw format; a file that moved is gone from where it was, too."""
    parts = iter(_text(answer).split("\0")[:-1])
    for head in parts:
        old_mode, new_mode, old_name, new_name, status = head.removeprefix(":").split(" ")
        path = next(parts)
        if status == "U":
            raise GitError(f"{path} is not merged yet")
        target = next(parts) if status[0] in "RC" else path
        olds = () if status == "A" else (File(path, old_mode, old_name),)
        yield Change(None if status == "D" else File(target, new_mode, new_name), olds)
        if status[0] == "R":
            yield Change(None, olds)


def _text(answer: bytes) -> str:
    return answer.decode("utf-8", "surrogateescape")
