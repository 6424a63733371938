"""What a program has made and must not stay in the project is kept outside of it, for people to look at.

No tool acts on it there, should one come by.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from llm_sandbox_run.project import state, stores
from llm_sandbox_run.project.folder import open_folder, set_mode
from llm_sandbox_run.project.inert import disarm, inert
from llm_sandbox_run.project.marks import join
from llm_sandbox_run.project.names import QUARANTINE, printable
from llm_sandbox_run.project.removal import remove
from llm_sandbox_run.project.stores import size_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from llm_sandbox_run.model import Identity

_MOST_KEPT, _MOST_BYTES = 20, 1 << 30  # of a project: runs, and what all of them take
_DEEPEST = 100  # folders; what lies deeper is kept without those around it


class Withheld:
    """A folder for what one run made, made when it is needed; the oldest ones go."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._all = state.folder_for(stores.KIND, root)
        self.left: set[Identity] = set()  # what could not leave the project
        self.folder: Path | None = None  # of this run; None as long as nothing is in it

    def take(self, folder: int, name: str, path: str) -> str:
        """Move ``name`` out of the open ``folder``; return where it is now.

        Raises:
            OSError: it cannot be moved.
        """
        for target in self._targets(path):
            with suppress(OSError):  # on another file system, or too deep, or something is there
                target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                if os.path.lexists(target):
                    continue
                os.rename(name, target, src_dir_fd=folder)
                with suppress(OSError):
                    disarm(target)
                return str(target)
        aside = f"{QUARANTINE}-{os.urandom(8).hex()}"  # which no program can read, nor make
        os.rename(name, aside, src_dir_fd=folder, dst_dir_fd=folder)
        set_mode(folder, aside, 0)  # and no tool look into
        status = os.stat(aside, dir_fd=folder, follow_symlinks=False)
        self.left.add((status.st_dev, status.st_ino))
        return join(path.rpartition("/")[0], aside)

    def of_others(self, since: int) -> tuple[str, ...]:
        """Say where reviews of other runs have put something after that time (ns since the epoch)."""
        began = f"{since:020}"
        theirs = sorted(
            each
            for each in (self._all.iterdir() if self._all else ())
            if each.name > began and each != self.folder
        )
        return tuple(
            f"another run on this project was reviewed meanwhile: what was withheld then, of this one too, is in {each}"
            for each in theirs
        )

    def _targets(self, path: str) -> Iterator[Path]:
        """Yield where something could be kept: by its path, or beside what one run has made there before."""
        if self._all:
            here = self._here(self._all)
            parts = [inert(part) for part in path.split("/")]
            if len(parts) < _DEEPEST:
                yield here.joinpath(*parts)
            yield here / os.urandom(8).hex() / parts[-1]

    def _here(self, every: Path) -> Path:
        if not self.folder:
            with suppress(OSError):
                stores.note(every, self._root)
            for old in _too_many(every):
                with suppress(OSError):  # somebody else may be at it
                    remove(old)
            self.folder = every / f"{time.time_ns():020}-{os.getpid()}"
        return self.folder


def _too_many(every: Path) -> Iterator[Path]:
    """Yield what has to go of the things of earlier runs: the oldest, and all that is too much with what came later."""
    left = _MOST_BYTES
    for number, run in enumerate(sorted(every.iterdir(), reverse=True), 2):
        left -= size_of(run, left) if left > 0 else 0
        if number > _MOST_KEPT or left <= 0:
            yield run


def size(root: Path) -> int:
    """Return how many bytes of the disk the things take that were withheld from a project."""
    every = state.path_for(stores.KIND, root)
    return size_of(every, 1 << 62) if every else 0


def take_away(root: Path, path: str, why: str, withheld: Withheld) -> str:
    """Take out of the project at ``root`` what was made during a run; say so."""
    *parents, name = path.split("/")
    shown = printable(path)
    try:
        with open_folder(root, parents) as folder:
            where = withheld.take(folder, name, path)
    except FileNotFoundError:
        return f"{shown} was made during the run, and {why}; it is gone"
    except OSError as error:
        return f"{shown} was made during the run, and {why}; it could not be moved: {error.strerror}"
    return f"{shown} was made during the run, and {why}; it was moved to {printable(where)}"
