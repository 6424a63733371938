"""The project at the beginning of a run: what its review goes by, whatever has become of the path meanwhile."""

from __future__ import annotations

import os
import weakref
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from llm_sandbox_run.project.folder import identity_of

if TYPE_CHECKING:
    from llm_sandbox_run.model import Cover, Identity
    from llm_sandbox_run.project.survey import Survey


class Held:
    """A folder that is known by itself and not by its path, as long as this object lives."""

    def __init__(self, path: Path) -> None:
        self.handle = os.open(path, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
        weakref.finalize(self, os.close, self.handle)
        status = os.fstat(self.handle)
        self.identity: Identity = status.st_dev, status.st_ino

    def is_at(self, path: Path) -> bool:
        """Tell whether a path leads to it."""
        try:
            return identity_of(path) == self.identity
        except OSError:
            return False

    def path(self) -> Path | None:
        """Return where it is now; None if it is removed, or out of reach."""
        now = Path(os.readlink(f"/proc/self/fd/{self.handle}"))
        return now if self.is_at(now) else None


class Before(NamedTuple):
    """What there was."""

    folder: Held
    since: int  # what is changed later is changed meanwhile; in nanoseconds
    survey: Survey
    covers: tuple[Cover, ...]
