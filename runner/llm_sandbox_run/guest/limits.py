"""The limits of one run: rlimits for each process, a cgroup or the supervisor's eye for all of them together."""

from __future__ import annotations

import os
import resource

from . import procfs
from .messages import Request
from .place import Place

# Each fact of the container's cgroup has one place in version 2 and another in version 1.
_OOM_COUNTERS = ("/sys/fs/cgroup/memory.events", "/sys/fs/cgroup/memory/memory.oom_control")
_MEMORY_LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
_PROCESS_LIMITS = ("/sys/fs/cgroup/pids.max", "/sys/fs/cgroup/pids/pids.max")
_NO_LIMIT = 1 << 50  # version 1 says "none" as a number a little under 2**63


def apply(request: Request, place: Place) -> None:
    """Set the rlimits of this process. In a container the cgroup bounds memory and processes.

    That of processes leaves room for the supervisor, and for those who come to it; where it can be, programs are kept from it.
    """
    _set(resource.RLIMIT_CORE, 0)
    _set(resource.RLIMIT_NOFILE, request.open_files)
    _set(resource.RLIMIT_FSIZE, request.file_size)
    # Backstops: the supervisor watches the clock and the memory, and comes first.
    _set(resource.RLIMIT_CPU, int(request.seconds * len(os.sched_getaffinity(0))) + 2)
    if not place.container:
        _set(resource.RLIMIT_DATA, 2 * request.memory + (256 << 20))
    if place.own_count or not place.container:
        _set(resource.RLIMIT_NPROC, request.processes + place.other_processes)


def _set(which: int, value: int) -> None:
    hard = resource.getrlimit(which)[1]
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.setrlimit(which, (value, value))


def bounded_by_cgroup() -> bool:
    """Tell whether the container's cgroup bounds memory and processes."""
    return bool(_number(_MEMORY_LIMITS) and _number(_PROCESS_LIMITS))


def out_of_memory_kills() -> int:
    """Return how many processes the kernel has killed in the container for want of memory."""
    for path in _OOM_COUNTERS:
        for line in _lines(path):
            name, _, value = line.partition(b" ")
            if name == b"oom_kill":
                return int(value)
    return 0


def _number(paths: tuple[str, ...]) -> int | None:
    for path in paths:
        for line in _lines(path):
            if line.strip().isdigit() and int(line) < _NO_LIMIT:
                return int(line)
    return None


def _lines(path: str) -> list[bytes]:
    try:
        return procfs.read(path).splitlines()
    except OSError:
        return []
