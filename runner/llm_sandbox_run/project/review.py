"""Looks at the project before a run and after it: what has changed, and what must not stay under its name."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from llm_sandbox_run.errors import UsageError
from llm_sandbox_run.project import changes, protected
from llm_sandbox_run.project.folder import open_folder
from llm_sandbox_run.project.survey import OpaqueError, Surveyor, printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llm_sandbox_run.model import Change, Cover
    from llm_sandbox_run.project.protected import Names
    from llm_sandbox_run.project.survey import Tree

_MOST_OPAQUE = 100


class Before(NamedTuple):
    """The project before a run."""

    since: int  # no file that the run changes can be older; in nanoseconds
    tree: Tree


class Review:
    """Of one project, run after run."""

    def __init__(self, root: Path, names: Names) -> None:
        self._root, self._names = root, names
        self._surveyor = Surveyor(root, names.protects)

    def before(self) -> Before:
        """Take note of what there is.

        Raises:
            UsageError: a part of the project cannot be looked into.
        """
        return Before(changes.now(), self._surveyor.look())

    def covers(self, seen: Before) -> tuple[Cover, ...]:
        """Return the covers to put on what is protected."""
        return protected.covers(seen.tree, self._root, self._names)

    def after(self, seen: Before) -> tuple[tuple[str, ...], tuple[Change, ...]]:
        """Rename what the host might act on; return what was done, in words, and all that has changed."""
        try:
            done, tree = _clear(self._root, self._surveyor, seen.tree)
            renamed = protected.undo(self._root, seen.tree, tree, self._names)
            now = self._surveyor.look() if renamed else tree
            found, more = changes.between(self._root, seen.tree, now, seen.since)
        except UsageError as error:
            return (
                f"{error}: what has changed is not known, and nothing more will run until that is mended",
            ), ()
        bytecode = (
            each.path for each in found if each.kind != "deleted" and protected.is_bytecode(each.path)
        )
        done += (*filter(None, renamed), *protected.quarantine(self._root, bytecode))
        if found:
            changes.wait()  # or the next run could be taken for their author
        if more:
            done += (f"{more} more changes in the project are not listed",)
        return done, found


def _clear(root: Path, surveyor: Surveyor, old: Tree) -> tuple[tuple[str, ...], Tree]:
    """Unlock folders, rename new ones that lie too deep, and return what was done, and all names."""
    done: tuple[str, ...] = ()
    while True:
        try:
            return done, surveyor.look()
        except OpaqueError as error:
            above = [path for path in _with_parents(error.path) if path not in old]
            if len(done) > _MOST_OPAQUE or not (above or error.locked):
                raise
            done += (_unlock(root, error.path),) if error.locked else protected.quarantine(root, above[:1])


def _with_parents(path: str) -> Iterator[str]:
    parts = path.split("/")
    return ("/".join(parts[:count]) for count in range(1, len(parts) + 1))


def _unlock(root: Path, path: str) -> str:
    *parents, name = path.split("/")
    try:
        with open_folder(root.parent, [root.name, *parents] if path else []) as folder:
            handle = os.open(name or root.name, os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=folder)
            Path(f"/proc/self/fd/{handle}").chmod(
                os.fstat(handle).st_mode | 0o700
            )  # of this one, whatever its name is by now
            os.close(handle)
    except OSError as error:
        raise UsageError(f"cannot unlock {printable(str(root / path))}: {error.strerror}") from None
    return f"a program locked the folder {printable(path) or '.'}; it was unlocked"
