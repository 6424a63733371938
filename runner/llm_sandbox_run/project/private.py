"""A folder for programs that have no project: empty whenever one of them begins."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
import weakref
from pathlib import Path

from llm_sandbox_run.guest.identity import NOBODY


class PrivateFolder:
    """Removed when that is asked for, or with this object. Programs write to a layer over it, so nothing ever lies in it."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="llm-sandbox-")).resolve()
        self._owner = os.getpid()
        self._one_at_a_time = threading.Lock()
        self._give()
        weakref.finalize(self, _remove, self.path, self._owner)

    def make(self) -> None:
        """Make it again, if it was removed.

        Raises:
            OSError: something else has its name by now.
        """
        with self._one_at_a_time:
            if not self._there:
                self.path.mkdir(mode=0o700)
                self._give()

    def remove(self) -> None:
        """Remove it, unless it is the one of a process that we are a fork of."""
        _remove(self.path, self._owner)
        self._there = self._owner != os.getpid()

    def _give(self) -> None:
        self._there = True
        self.path.chmod(0o755)  # their user has to see it
        if os.geteuid() == 0:
            os.chown(self.path, NOBODY, NOBODY)


def _remove(path: Path, owner: int) -> None:
    if os.getpid() == owner:
        shutil.rmtree(path, ignore_errors=True)
