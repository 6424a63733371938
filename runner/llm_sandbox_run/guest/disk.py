"""What a run takes of the disk: watched as a whole, and counted only when the file system has become much fuller."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from typing import Iterator

from . import tree

_SAMPLE_SECONDS = 0.05
_BLOCK = 512  # in which st_blocks counts


class DiskWatch:
    """Of one run, which writes below ``folder``; of what was there before only what it changes counts.

    ``root`` is the process below which all of the run's are.
    """

    def __init__(self, folder: str, root: int, most_bytes: int, most_files: int) -> None:
        self._folder, self._root = folder, root
        self._most_bytes, self._most_files = most_bytes, most_files
        self._before = os.statvfs(folder)
        self._since_ns = (
            time.clock_gettime_ns(time.CLOCK_REALTIME) - 20_000_000
        )  # files have the time of the last tick
        self.next_look = time.monotonic() + _SAMPLE_SECONDS

    def exceeded(self) -> bool:
        """Tell whether the run has taken too much; most of the time, whether it is not yet time to look."""
        now = time.monotonic()
        if now < self.next_look:
            return False
        too_much = self._is_suspicious() and self._counts_too_much()
        self.next_look = time.monotonic() + max(_SAMPLE_SECONDS, 5 * (time.monotonic() - now))
        return too_much

    def _is_suspicious(self) -> bool:
        before, now = self._before, os.statvfs(self._folder)
        taken = (before.f_bfree - now.f_bfree) * before.f_frsize
        # A file system without a fixed number of files does not say how many there are.
        return (
            taken > self._most_bytes or before.f_ffree - now.f_ffree > self._most_files or not before.f_files
        )

    def _counts_too_much(self) -> bool:
        taken = files = 0
        seen: set[tuple[int, int]] = set()
        for status in (*self._new_files(), *self._open_files()):
            identity = status.st_dev, status.st_ino
            if identity not in seen:
                seen.add(identity)
                taken += status.st_blocks * _BLOCK
                files += 1
                if taken > self._most_bytes or files > self._most_files:
                    return True
        return False

    def _new_files(self) -> Iterator[os.stat_result]:
        pending = [self._folder]
        while pending:
            with suppress(OSError), os.scandir(pending.pop()) as entries:  # it may go, or be closed to us
                for entry in entries:
                    status = entry.stat(follow_symlinks=False)
                    if entry.is_dir(follow_symlinks=False):
                        pending.append(entry.path)
                    if status.st_ctime_ns >= self._since_ns:
                        yield status

    def _open_files(self) -> Iterator[os.stat_result]:
        """Yield the files without a name that a process of the run keeps open, or in its memory."""
        for pid in tree.descendants(self._root):
            for kind in ("fd", "map_files"):
                with suppress(OSError):
                    for name in os.listdir(f"/proc/{pid}/{kind}"):
                        with suppress(OSError):
                            status = os.stat(f"/proc/{pid}/{kind}/{name}")
                            if not status.st_nlink:
                                yield status
