"""The process table, as /proc tells it."""

from __future__ import annotations

import os
import resource

from . import procfs

_PAGE = resource.getpagesize()


def processes() -> dict[int, int]:
    """Return the parent of every process that /proc shows."""
    table = {pid: parent_of(pid) for pid in map(int, filter(str.isdigit, os.listdir("/proc")))}
    return {pid: parent for pid, parent in table.items() if parent >= 0}


def parent_of(pid: int) -> int:
    """Return the parent of a process; -1 if there is no such process."""
    try:
        return int(procfs.read(f"/proc/{pid}/stat").rpartition(b")")[2].split()[1])
    except (OSError, ValueError, IndexError):
        return -1


def uid_of(pid: int) -> int:
    """Return whose a process is, also if it lets nobody look into it; -1 if there is no such process."""
    try:
        lines = procfs.read(f"/proc/{pid}/status").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith(b"Uid:"))
    except (OSError, StopIteration):
        return -1


def children() -> list[int]:
    """Return the own children, dead or alive."""
    try:
        return [int(pid) for pid in procfs.read("/proc/thread-self/children").split()]
    except OSError:  # a kernel without CONFIG_PROC_CHILDREN
        return [pid for pid, parent in processes().items() if parent == os.getpid()]


def descendants(root: int, parents: dict[int, int] | None = None) -> list[int]:
    """Return every process below ``root``, as ``parents`` says or as it is now."""
    parents = processes() if parents is None else parents
    found: list[int] = []
    level = {root}
    while level:
        level = {pid for pid, parent in parents.items() if parent in level}
        found += level
    return found


def takes_more_than(limit: int, root: int) -> bool:
    """Tell whether the processes below ``root`` have more than ``limit`` bytes of memory in use together."""
    below = descendants(root)
    # What forks share is counted for each of them at first; only if that is too much is it worth a closer look.
    return sum(map(_resident_bytes, below)) > limit and sum(map(_proportional_bytes, below)) > limit


def _resident_bytes(pid: int) -> int:
    try:
        return int(procfs.read(f"/proc/{pid}/statm").split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0


def _proportional_bytes(pid: int) -> int:
    try:
        lines = procfs.read(f"/proc/{pid}/smaps_rollup").splitlines()
        return sum(int(line.split()[1]) << 10 for line in lines if line.startswith(b"Pss:"))
    except OSError:
        return _resident_bytes(pid)


def tasks_of(uid: int) -> int:
    """Return how many threads the user has."""
    return sum(_threads(pid, uid) for pid in processes())


def _threads(pid: int, uid: int) -> int:
    try:
        return len(os.listdir(f"/proc/{pid}/task")) if os.stat(f"/proc/{pid}").st_uid == uid else 0
    except OSError:
        return 0
