"""Where the supervisor stands: the facts of its surroundings that no request changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping

from .identity import Identity
from .scratch import Scratch

CPU_COUNT = "PYTHON_CPU_COUNT"  # which Python reads from 3.13 on


@dataclass(frozen=True)
class Place:
    """Fixed when the supervisor starts."""

    project: str
    read_only: bool  # the project
    readable: tuple[str, ...]  # what else of the host was put here
    network: bool  # granted
    execute: bool  # granted: other programs may be started
    loopback: bool  # granted: a network with nobody else in it
    device: int  # on which the project lies, as the supervisor sees it
    supervisor_uid: int
    identity: Identity  # of every candidate
    apart: bool  # no candidate has the rights of the processes that wait to become one
    environment: Mapping[str, str]  # of candidates, beside what is always there
    home: str  # HOME and TMPDIR of candidates
    scratch: Scratch
    walled: bool  # the file system is our own, so that names in the project can be covered
    own_count: bool  # of processes: those of the candidates' uid elsewhere do not count for RLIMIT_NPROC
    container: bool  # a cgroup of this container bounds memory and processes
    filter: bytes  # of system calls
    protections: frozenset[str]  # that hold whatever a process does
    other_processes: int = 0  # of the candidates' uid elsewhere on the machine: RLIMIT_NPROC counts them too
