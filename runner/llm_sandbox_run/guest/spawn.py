"""Forks candidates ahead of time: one waits, set up as far as can be without knowing the program."""

from __future__ import annotations

import marshal
import os
import select
from contextlib import suppress
from signal import SIGKILL
from typing import Any, NamedTuple

from . import child
from .messages import Request
from .place import Place

_SETUP_SECONDS = 10.0


class Child(NamedTuple):
    """A candidate and our ends of its pipes."""

    pid: int
    stdin: int
    stdout: int
    stderr: int
    tally: int
    protections: list[str]


class SpawnError(Exception):
    """The candidate could not be set up; none of its code ran."""


class Spare:
    """A fork that waits for its program, as nobody but the supervisor yet.

    Raises:
        OSError: no more processes or descriptors.
    """

    def __init__(self, place: Place, shared: child.Shared) -> None:
        self._orders = os.memfd_create("orders")  # never blocks the writer, however much there is to say
        bell, self._bell = os.pipe()
        stdin, self._stdin = os.pipe()
        self._stdout, stdout = os.pipe()
        self._stderr, stderr = os.pipe()
        self._tally, tally = os.pipe()
        self._report, report = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            child.wait(place, shared, child.Wires(self._orders, bell, (stdin, stdout, stderr), tally, report))
        for end in (bell, stdin, stdout, stderr, tally, report):
            os.close(end)

    def start(self, request: Request, source: bytes) -> Child:
        """Make it the candidate.

        Raises:
            SpawnError: it could not be set up.
        """
        with open(self._orders, "wb", 0) as orders:
            orders.write(marshal.dumps((vars(request), source)))
        os.write(self._bell, b"!")
        os.close(self._bell)
        said = _hear(self._report)
        if "error" in said:
            self._bury()
            raise SpawnError(said["error"])
        return Child(self.pid, self._stdin, self._stdout, self._stderr, self._tally, said["protections"])

    def alive(self) -> bool:
        """Tell whether it still waits."""
        return os.waitpid(self.pid, os.WNOHANG) == (0, 0)

    def _bury(self) -> None:
        for end in (self._stdin, self._stdout, self._stderr, self._tally):
            os.close(end)
        os.kill(self.pid, SIGKILL)
        os.waitpid(self.pid, 0)


def _hear(report: int) -> dict[str, Any]:
    text = b""
    while select.select([report], [], [], _SETUP_SECONDS)[0]:
        data = os.read(report, 65536)
        if not data:
            break
        text += data
    os.close(report)
    with suppress(ValueError, EOFError):
        return dict(marshal.loads(text))
    return {"error": "the process that was to run the code died or hung while it was set up"}
