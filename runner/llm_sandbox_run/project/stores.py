"""What is kept of withheld things, of all projects of this user."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from llm_sandbox_run.project import state
from llm_sandbox_run.project.removal import remove

if TYPE_CHECKING:
    from collections.abc import Iterator

KIND = "withheld"
_NOTE = ".project"
_LEAST_BYTES = 4096  # of a file, however small
_MOST_BYTES = 2 << 30


class Store(NamedTuple):
    """Of one project; ``project`` is where it was, None if that is not known."""

    folder: Path
    project: Path | None
    runs: int
    size: int  # of what it takes of the disk, in bytes; at some more than 2 GiB nobody counts on

    @property
    def is_left(self) -> bool:
        """Whether the project is known to be gone."""
        try:
            return self.project is not None and not os.lstat(self.project)
        except (FileNotFoundError, NotADirectoryError):
            return True
        except OSError:  # nobody can tell
            return False

    def remove(self) -> None:
        """Remove all that is in it.

        Raises:
            OSError: it cannot be removed.
        """
        remove(self.folder)
        _note_of(self.folder).unlink(missing_ok=True)


def note(folder: Path, root: Path) -> None:
    """Say next to a store whose it is.

    Raises:
        OSError: it cannot be said.
    """
    _note_of(folder).write_bytes(os.fsencode(root))


def stores() -> Iterator[Store]:
    """Yield all that hold something."""
    every = state.folder_of(KIND)
    for folder in sorted(each for each in every.iterdir() if each.suffix != _NOTE) if every else ():
        runs = len(list(folder.iterdir()))
        if runs:
            yield Store(folder, _project_of(folder), runs, size_of(folder, _MOST_BYTES))


def size_of(top: Path, most: int) -> int:
    """Return what a folder takes of the disk in bytes, or something above ``most``."""
    size, pending = 0, [top]
    while pending and size <= most:
        try:
            with os.scandir(pending.pop()) as found:
                for entry in found:
                    size += max(entry.stat(follow_symlinks=False).st_blocks * 512, _LEAST_BYTES)
                    if entry.is_dir(follow_symlinks=False):
                        pending.append(Path(entry))
        except OSError:
            continue
    return size


def _project_of(folder: Path) -> Path | None:
    try:
        return Path(os.fsdecode(_note_of(folder).read_bytes()))
    except OSError:
        return None


def _note_of(folder: Path) -> Path:
    return folder.with_name(folder.name + _NOTE)
