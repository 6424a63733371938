"""What a program has made and must not stay in the project is kept outside of it, for people to look at."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from llm_sandbox_run.project import state
from llm_sandbox_run.project.names import QUARANTINE
from llm_sandbox_run.project.removal import remove

if TYPE_CHECKING:
    from pathlib import Path

_MOST_KEPT = 20  # runs of a project


class Withheld:
    """A folder for what one run made, made when it is needed; the oldest ones go."""

    def __init__(self, root: Path) -> None:
        self._all = state.folder_for("withheld", root)
        self.folder: Path | None = None  # of this run; None as long as nothing is in it

    def take(self, folder: int, name: str, path: str) -> str:
        """Move ``name`` out of the open ``folder``; return where it is now.

        Raises:
            OSError: it cannot be moved.
        """
        if self._all:
            target = self._here(self._all) / path
            with suppress(OSError):  # on another file system, or too deep
                target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                os.rename(name, target, src_dir_fd=folder)
                return str(target)
        aside = f"{QUARANTINE}-{os.urandom(8).hex()}"  # which no program can read, nor make
        os.rename(name, aside, src_dir_fd=folder, dst_dir_fd=folder)
        return aside

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

    def _here(self, every: Path) -> Path:
        if not self.folder:
            for old in sorted(every.iterdir())[: -_MOST_KEPT + 1]:
                with suppress(OSError):  # somebody else may be at it
                    remove(old)
            self.folder = every / f"{time.time_ns():020}-{os.getpid()}"
        return self.folder
