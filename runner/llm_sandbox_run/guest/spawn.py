"""Forks candidates ahead of time: one waits, set up as far as can be without knowing the program."""

from __future__ import annotations

import marshal
import os
import socket
from contextlib import suppress
from signal import SIGKILL
from typing import Any

from . import child
from .messages import Request
from .place import Place

_SETUP_SECONDS = 10.0


class SpawnError(Exception):
    """The candidate could not be set up; none of its code ran."""


def spares(count: int, place: Place, shared: child.Shared) -> list[Spare]:
    """Return so many new spares.

    Raises:
        OSError: no more processes or descriptors.
    """
    # One fork right after the other: what we touch in between has to be copied.
    made = [Spare() for _ in range(count)]
    try:
        for spare in made:
            spare.fork(place, shared)
    except OSError:
        for spare in made:
            spare.let_go()
            spare.bury()
        raise
    for spare in made:
        spare.let_go()
    return made


class Spare:
    """A fork that waits for its program, as nobody but the supervisor yet; then it is the candidate.

    The descriptors are ours to it. Of the streams that it writes we keep both ends: while one is open here, no exit has us
    look for nothing. What a test runner says comes on the line.
    """

    def __init__(self) -> None:
        self.pid = 0
        self._stdin, self.stdin = os.pipe()
        self.stdout, self.stderr = os.pipe(), os.pipe()
        self.line, self._line = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)

    def fork(self, place: Place, shared: child.Shared) -> None:
        """Start to wait, in another process."""
        self.pid = os.fork()
        if self.pid == 0:
            try:
                child.wait(place, shared, self._stdin, self.stdout[1], self.stderr[1], self._line.fileno())
            finally:
                os._exit(1)  # a fork must not go on with its parent's work, whatever it raises

    def let_go(self) -> None:
        """Close what only the fork needs."""
        os.close(self._stdin)
        self._line.close()

    def start(self, request: Request, source: bytes) -> list[str]:
        """Make it the candidate; return the protections in force.

        Raises:
            SpawnError: it could not be set up.
        """
        said = self._tell(marshal.dumps((vars(request), source)))
        if "error" in said:
            self.bury()
            raise SpawnError(said["error"])
        return list(said["protections"])

    def _tell(self, orders: bytes) -> dict[str, Any]:
        self.line.settimeout(_SETUP_SECONDS)
        with suppress(OSError, ValueError, EOFError):
            for start in range(0, len(orders), child.PACKET):
                self.line.send(orders[start : start + child.PACKET])
            self.line.shutdown(socket.SHUT_WR)
            return dict(marshal.loads(self.line.recv(child.PACKET)))
        return {"error": "the process that was to run the code died or hung while it was set up"}

    def alive(self) -> bool:
        """Tell whether it still waits."""
        return os.waitpid(self.pid, os.WNOHANG) == (0, 0)

    def bury(self) -> None:
        """End it, and close our descriptors."""
        self.line.close()
        for end in (self.stdin, *self.stdout, *self.stderr):
            os.close(end)
        if self.pid:
            os.kill(self.pid, SIGKILL)
            os.waitpid(self.pid, 0)
