"""Forks candidates ahead of time: one waits, set up as far as can be without knowing the program."""

from __future__ import annotations

import marshal
import os
import socket
from contextlib import suppress
from signal import SIGKILL
from typing import Any, NamedTuple

from . import child
from .messages import Request
from .place import Place

_SETUP_SECONDS = 10.0


class Child(NamedTuple):
    """A candidate and our descriptors to it."""

    pid: int
    stdin: int
    stdout: tuple[int, int]  # both ends: while one is open here, no candidate's exit has us look for nothing
    stderr: tuple[int, int]
    line: socket.socket  # what a test runner says comes here
    protections: list[str]


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
    """A fork that waits for its program, as nobody but the supervisor yet."""

    def __init__(self) -> None:
        self.pid = 0
        self._stdin, self._stdout, self._stderr = os.pipe(), os.pipe(), os.pipe()
        self._line, self._end_of_line = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)

    def fork(self, place: Place, shared: child.Shared) -> None:
        """Start to wait, in another process."""
        self.pid = os.fork()
        if self.pid == 0:
            streams = self._stdin[0], self._stdout[1], self._stderr[1]
            try:
                child.wait(place, shared, child.Wires(streams, self._end_of_line.fileno()))
            finally:
                os._exit(1)  # a fork must not go on with its parent's work, whatever it raises

    def let_go(self) -> None:
        """Close what only the fork needs."""
        os.close(self._stdin[0])
        self._end_of_line.close()

    def start(self, request: Request, source: bytes) -> Child:
        """Make it the candidate.

        Raises:
            SpawnError: it could not be set up.
        """
        said = self._tell(marshal.dumps((vars(request), source)))
        if "error" in said:
            self.bury()
            raise SpawnError(said["error"])
        return Child(self.pid, self._stdin[1], self._stdout, self._stderr, self._line, said["protections"])

    def _tell(self, orders: bytes) -> dict[str, Any]:
        self._line.settimeout(_SETUP_SECONDS)
        with suppress(OSError, ValueError, EOFError):
            for start in range(0, len(orders), child.PACKET):
                self._line.send(orders[start : start + child.PACKET])
            self._line.shutdown(socket.SHUT_WR)
            return dict(marshal.loads(self._line.recv(child.PACKET)))
        return {"error": "the process that was to run the code died or hung while it was set up"}

    def alive(self) -> bool:
        """Tell whether it still waits."""
        return os.waitpid(self.pid, os.WNOHANG) == (0, 0)

    def bury(self) -> None:
        """End it, and close our descriptors."""
        self._line.close()
        for end in (self._stdin[1], *self._stdout, *self._stderr):
            os.close(end)
        if self.pid:
            os.kill(self.pid, SIGKILL)
            os.waitpid(self.pid, 0)
