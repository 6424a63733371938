"""Ends everything that a run started."""

from __future__ import annotations

import itertools
import os
import signal
import time
from contextlib import suppress
from typing import AbstractSet as Set
from typing import Any

from . import tree
from .identity import Identity, sending_as

_REST_SECONDS = 0.0005
_TURNS = 16


def end_all(
    identity: Identity, keep: Set[int], everything: bool, seconds: float = 2.0
) -> dict[int, tuple[int, Any]]:
    """Kill and reap until no descendant but ``keep`` is left; return wait status and usage of those that became ours.

    With ``everything``, which takes a PID namespace of our own, all that has ``identity`` is killed at once; only then, and
    if they have another one, there can be children to keep.

    Raises:
        TimeoutError: some were still there after ``seconds``.
    """
    began = time.monotonic()
    dead: dict[int, tuple[int, Any]] = {}
    for turn in itertools.count(1):
        if not reap(dead) or (keep and keep >= {*tree.children()}):
            break  # each process of the run is below one that is our child
        if time.monotonic() - began > seconds:
            raise TimeoutError(f"processes of the run did not end within {seconds:g} seconds")
        if everything:
            _kill_namespace(identity)
            time.sleep(_REST_SECONDS)
        elif turn % _TURNS:
            _kill_children()
        else:
            _kill_tree()
    return dead


def reap(dead: dict[int, tuple[int, Any]]) -> bool:
    """Add the children that have died; return whether others are left."""
    while True:
        try:
            pid, status, usage = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            return False  # orphans become our children, so without children nothing is left
        if not pid:
            return True
        dead[pid] = (status, usage)


def _kill_namespace(identity: Identity) -> None:
    # One kill(-1) is atomic: no fork escapes it. Never as root: that would end the bridges of other clients too. Never
    # outside a PID namespace of our own: that would end everything the user has.
    with sending_as(identity), suppress(ProcessLookupError):
        os.kill(-1, signal.SIGKILL)


def _kill_children() -> None:
    # For those that fork and end in turns: what they leave behind becomes ours, and is not long for this world. Our own
    # children's PIDs pass to nobody before we reap them.
    for pid in tree.children():
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)


def _kill_tree() -> None:
    # For those that fork faster than that. All at once: what has been killed cannot fork any more, even if its turn to die comes late on a busy machine. A
    # handle names one process for ever, so if that still has the parent that it had, it is no stranger with the same PID.
    parents = tree.processes()
    for pid in tree.descendants(os.getpid(), parents):
        with suppress(OSError):
            handle = os.pidfd_open(pid)
            if tree.parent_of(pid) in (parents[pid], os.getpid()):
                signal.pidfd_send_signal(handle, signal.SIGKILL)
            os.close(handle)
