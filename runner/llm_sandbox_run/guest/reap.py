"""Ends everything that a run started."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from signal import SIGKILL, SIGSTOP
from typing import Any, Iterator

from . import tree
from .identity import Identity, acting_as


def end_all(identity: Identity, seconds: float = 2.0) -> dict[int, tuple[int, Any]]:
    """Kill and reap until no descendant is left; return wait status and resource usage of those that became ours.

    Raises:
        TimeoutError: some were still there after ``seconds``.
    """
    deadline = time.monotonic() + seconds
    dead: dict[int, tuple[int, Any]] = {}
    while True:
        try:
            pid, status, usage = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            return dead  # orphans become our children, so without children nothing is left
        if pid:
            dead[pid] = (status, usage)
        elif time.monotonic() > deadline:
            raise TimeoutError(f"processes of the run did not end within {seconds:g} seconds")
        else:
            _kill_all(identity)
            time.sleep(0.0005)


def _kill_all(identity: Identity) -> None:
    if os.getpid() == 1:
        _kill_namespace(identity)
    else:
        _kill_tree()


def _kill_namespace(identity: Identity) -> None:
    # One kill(-1) is atomic: no fork escapes it. PID 1 cannot be hit by those it kills, not even with their uid.
    # Never as root: that would end the bridges of other clients too. Never outside a PID namespace of our own: that
    # would end everything the user has.
    with acting_as(identity), suppress(ProcessLookupError):
        os.kill(-1, SIGKILL)


def _kill_tree() -> None:
    # Top down, each stopped before its children are listed: a stopped parent neither forks nor reaps, so the PIDs
    # that it vouches for cannot pass to processes of somebody else.
    for pid in list(_stop_below(os.getpid())):
        _signal(pid, SIGKILL)


def _stop_below(parent: int) -> Iterator[int]:
    level = {parent}
    while level:
        level = {pid for pid, above in tree.processes().items() if above in level}
        for pid in level:
            _signal(pid, SIGSTOP)
            _wait_until_stopped(pid)
        yield from level


def _signal(pid: int, number: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.kill(pid, number)


def _wait_until_stopped(pid: int) -> None:
    deadline = time.monotonic() + 0.1
    while tree.status(pid)[0] not in "TtZX" and time.monotonic() < deadline:
        time.sleep(0.0002)
