"""The layers that programs write to: where they lie, and what has become of them; see guest/layer.py."""

from __future__ import annotations

import fcntl
import os
import stat
import time
from contextlib import suppress
from pathlib import Path

from llm_sandbox_run.project import state
from llm_sandbox_run.project.folder import programs_user
from llm_sandbox_run.project.removal import remove, without_files

_PROCESS = "process-"
_DYING_SECONDS = 3.0  # for a supervisor to notice that its host has died


def folder_for(root: Path) -> Path | None:
    """Return the folder for the layers over the project at ``root``; None if they would not be ours to look at."""
    return state.folder_of_owner("layers", root)


def of_this_process(folder: Path) -> Path:
    """Return the path for a place that ends with this process."""
    return folder / f"{_PROCESS}{os.getpid()}-{os.urandom(4).hex()}"


def make(place: Path, root: Path) -> None:
    """Make the folder of one place, for its programs' user.

    Raises:
        OSError: it cannot be made.
    """
    place.mkdir(mode=0o700, exist_ok=True)
    if os.geteuid() == 0:
        os.chown(place, *programs_user(root))


def unmake(place: Path) -> None:
    """Remove the folder of a place that is no more, but for layers that somebody still has."""
    _roll_back_in(place)
    with suppress(OSError):
        place.rmdir()


class Claim:
    """A layer that is ours: nobody else removes it as long as this object lives.

    Raises:
        OSError: it is not there.
    """

    def __init__(self, layer: Path) -> None:
        self.path = layer
        self._lock = os.open(layer, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        fcntl.flock(self._lock, fcntl.LOCK_SH)
        self.upper = os.open("upper", os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=self._lock)

    def empty(self) -> None:
        """Remove all that is still in it, and let go."""
        os.fchmod(self.upper, stat.S_IMODE(os.fstat(self.upper).st_mode) | stat.S_IRWXU)
        for path in without_files(self.path / "upper"):
            remove(path)
        os.close(self.upper)
        os.close(self._lock)


def roll_back(folder: Path | None) -> int:
    """Remove the layers, in the folder of a project, of runs whose end nobody saw; return how many had written something."""
    found = 0
    with suppress(OSError):
        for place in list(folder.iterdir()) if folder else ():
            dying = place.name.startswith(_PROCESS) and not _lives(place.name)
            found += _roll_back_in(place, _DYING_SECONDS if dying else 0.0)
            if dying:
                place.rmdir()
    return found


def _roll_back_in(place: Path, seconds: float = 0.0) -> int:
    with suppress(OSError):
        return sum(_roll_back(layer, time.monotonic() + seconds) for layer in list(place.iterdir()))
    return 0


def _lives(name: str) -> bool:
    pid = name.removeprefix(_PROCESS).partition("-")[0]
    return Path(f"/proc/{pid}").exists()


def _roll_back(layer: Path, deadline: float) -> bool:
    handle = os.open(layer, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        while not _locked(handle):
            if time.monotonic() >= deadline:
                return False
            time.sleep(0.01)
        upper = layer / "upper"
        written = upper.is_dir() and any(upper.iterdir())
        remove(layer)
        return written
    except OSError:
        return False
    finally:
        os.close(handle)


def _locked(handle: int) -> bool:
    """Have the lock on a layer, unless somebody else has it."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
