"""What a run takes of the disk: watched as a whole, and counted closely only when the file system has become much fuller."""

from __future__ import annotations

import os
import stat
import time
from contextlib import suppress
from typing import Iterator, NamedTuple

from . import libc, procfs, tree
from .identity import Identity

_SAMPLE_SECONDS = 0.05
_HASTE, _CALM = 5, 20  # times as long as it took to look, nobody looks again
_CALM_SECONDS = 0.5  # and so long without a reason, since it holds up whoever makes files
_BLOCK = 512  # in which st_blocks counts
_NAME_BYTES = 12  # that a name takes in a folder, at least
_DELETED = b" (deleted)"


class Written(NamedTuple):
    """Where a run writes: to a folder in which all is its own, or to the project, of which only what it changes counts."""

    folder: str
    project: str


class _OutOfSightError(Exception):
    """A run keeps something where it cannot be counted."""


class DiskWatch:
    """Of one run; ``root`` is the process below which all of the run's are, which have ``identity``."""

    def __init__(
        self, written: Written, identity: Identity, root: int, most_bytes: int, most_files: int
    ) -> None:
        self._folder, self._fresh = written.folder, written.folder != written.project
        self._devices = {os.stat(each).st_dev for each in written}
        self._identity, self._root = identity, root
        self._most_bytes, self._most_files = most_bytes, most_files
        self._before = os.statvfs(self._folder)
        # Files have the time of the last tick.
        self._since_ns = 0 if self._fresh else time.clock_gettime_ns(time.CLOCK_REALTIME) - 20_000_000
        self.next_look = time.monotonic() + _SAMPLE_SECONDS
        self._counted, self._took = time.monotonic(), 0.0

    def exceeded(self) -> bool:
        """Tell whether the run has taken too much; most of the time, whether it is not yet time to look."""
        now = time.monotonic()
        if now < self.next_look:
            return False
        self.next_look = now + _SAMPLE_SECONDS
        taken, files = self._taken()
        # A file system without a fixed number of files does not say how many there are.
        suspicious = taken > self._most_bytes or files > self._most_files or not self._before.f_files
        # Further names of files take next to nothing.
        if not (suspicious or self._fresh or taken > self._most_files * _NAME_BYTES):
            return False
        rest = _HASTE * self._took if suspicious else max(_CALM_SECONDS, _CALM * self._took)
        if now - self._counted < rest:
            return False
        with libc.files_owned_as(*self._identity):
            too_much = self._counts_too_much(suspicious)
        self._counted = time.monotonic()
        self._took = self._counted - now
        return too_much

    def _taken(self) -> tuple[int, int]:
        before, now = self._before, os.statvfs(self._folder)
        return (before.f_bfree - now.f_bfree) * before.f_frsize, before.f_ffree - now.f_ffree

    def _counts_too_much(self, suspicious: bool) -> bool:
        taken = names = 0
        seen: set[tuple[int, int]] = set()
        try:
            for status in (*self._new_files(), *(self._hidden_files() if suspicious else ())):
                names += 1
                identity = status.st_dev, status.st_ino
                if identity not in seen:
                    seen.add(identity)
                    taken += status.st_blocks * _BLOCK
                if taken > self._most_bytes or names > self._most_files:
                    return True
        except _OutOfSightError:
            return suspicious
        return False

    def _new_files(self) -> Iterator[os.stat_result]:
        pending = [(self._folder, False)]
        while pending:
            folder, new = pending.pop()
            try:
                with os.scandir(folder) as entries:
                    for entry in entries:
                        with suppress(FileNotFoundError):
                            status = entry.stat(follow_symlinks=False)
                            changed = status.st_ctime_ns >= self._since_ns
                            if stat.S_ISDIR(status.st_mode):
                                pending.append((entry.path, changed))
                            if changed and not _is_whiteout(status):
                                yield status
            except (FileNotFoundError, NotADirectoryError):
                pass  # gone by now
            except OSError:
                if new:
                    raise _OutOfSightError from None

    def _hidden_files(self) -> Iterator[os.stat_result]:
        """Yield the files without a name that a process of the run keeps open, or in its memory."""
        for pid in tree.descendants(self._root):
            with suppress(FileNotFoundError, ProcessLookupError):
                try:
                    yield from _opened(pid)
                    yield from _mapped(pid, self._devices)
                except (FileNotFoundError, ProcessLookupError):
                    raise
                except OSError:
                    if tree.uid_of(pid) == self._identity.uid:
                        raise _OutOfSightError from None


def _opened(pid: int) -> Iterator[os.stat_result]:
    for name in os.listdir(f"/proc/{pid}/fd"):
        with suppress(FileNotFoundError):
            status = os.stat(f"/proc/{pid}/fd/{name}")
            if stat.S_ISSOCK(status.st_mode) and _holds_descriptors(pid, name):
                raise _OutOfSightError
            if not status.st_nlink:
                yield status


def _holds_descriptors(pid: int, name: str) -> bool:
    """Tell whether some are on their way through a socket."""
    lines = procfs.read(f"/proc/{pid}/fdinfo/{name}").splitlines()
    return any(line.startswith(b"scm_fds:") and line.split()[1] != b"0" for line in lines)


def _mapped(pid: int, devices: set[int]) -> Iterator[os.stat_result]:
    for line in procfs.read(f"/proc/{pid}/maps").splitlines():
        if line.endswith(_DELETED):
            span, _, _, on = line.split()[:4]
            if os.makedev(*(int(part, 16) for part in on.split(b":"))) in devices:
                begin, end = (int(each, 16) for each in span.split(b"-"))
                yield os.stat(f"/proc/{pid}/map_files/{begin:x}-{end:x}")


def _is_whiteout(status: os.stat_result) -> bool:
    return stat.S_ISCHR(status.st_mode) and not status.st_rdev
