"""The supervisor's side of the fork server: forks that wait, set up as far as can be without knowing the program."""

from __future__ import annotations

import array
import itertools
import marshal
import os
import select
import socket
import sys
from contextlib import suppress
from typing import Any, Callable, NamedTuple, NoReturn

from . import child, forkserver, libc
from .messages import Request
from .namespaces import UnavailableError
from .place import Place

_SETUP_SECONDS = 10.0
_START_SECONDS = 60.0  # with what is to be preloaded
_END_SECONDS = 5.0


class SpawnError(Exception):
    """The candidate could not be set up; none of its code ran."""


class Over(NamedTuple):
    """How a candidate ended."""

    number: int
    status: int  # as os.wait4 gives it
    cpu_seconds: float
    max_rss: int
    leftovers: int  # processes that it had left running


class ForkServer:
    """The process that makes candidates, and what it has said.

    ``make_place`` is called in it, at first. Everything raises SystemExit when it has gone: no candidate can be made any more.

    Raises:
        UnavailableError: ``make_place`` did.
    """

    def __init__(self, make_place: Callable[[], Place], modules: list[str]) -> None:
        self.over: Over | None = None  # the run that ended last
        self._numbers = itertools.count(1)
        self._dead: set[int] = set()
        self._failure = ""
        self._orders, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        libc.set_dumpable(False)  # which the fork inherits: nobody of our user looks into either
        self._pid = os.fork()
        if self._pid == 0:
            _become(theirs, self._orders, make_place, modules)
        theirs.close()
        self._orders.settimeout(_START_SECONDS)
        what, *rest = self._hear()
        if what == "unavailable":
            raise UnavailableError
        self.root, self.complaint = rest
        self._orders.setblocking(False)

    def fileno(self) -> int:
        """Return the descriptor to select on."""
        return self._orders.fileno()

    def listen(self) -> None:
        """Take in what it has said."""
        with suppress(BlockingIOError):
            while True:
                what, *rest = self._hear()
                if what == "over":
                    self.over = Over(*rest)
                elif what == "dead":
                    self._dead.add(rest[0])
                else:
                    self._failure = rest[0]

    def spares(self, count: int) -> list[Spare]:
        """Have so many spares made.

        Raises:
            OSError: no more descriptors.
        """
        made: list[Spare] = []
        try:
            made += (Spare(next(self._numbers)) for _ in range(count))
            theirs = array.array("i", [each for spare in made for each in spare.theirs])
            order = marshal.dumps(("fork", *(spare.number for spare in made)))
            self._orders.sendmsg([order], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, theirs)])
        except OSError:
            for spare in made:
                spare.bury()
            raise
        finally:
            for spare in made:
                spare.let_go()
        return made

    def start(self, spare: Spare, request: Request, source: bytes) -> tuple[list[str], list[str]]:
        """Make a spare the candidate; return the protections in force, and what was granted and does not hold.

        Raises:
            SpawnError: it could not be set up.
        """
        self.over = None
        self._tell("run", spare.number)
        said = spare.tell(marshal.dumps((vars(request), source)))
        if "error" in said:
            self.listen()
            if spare.number not in self._dead and not self._failure:
                self.end()
            spare.bury()
            failure, self._failure = self._failure, ""
            raise SpawnError(failure or said["error"])
        return list(said["protections"]), list(said["unmet"])

    def alive(self, spare: Spare) -> bool:
        """Tell whether nothing has been heard of its end."""
        return spare.number not in self._dead

    def ask_for_last_words(self) -> None:
        """Have the candidate flush its streams, and end."""
        self._tell("flush")

    def interrupt(self) -> None:
        """Interrupt the candidate, as a person at its terminal would."""
        self._tell("interrupt")

    def end(self) -> Over:
        """End the candidate and all that it has started, wait for that, and return how it ended."""
        self._tell("end")
        while not self.over:
            if not select.select([self._orders], [], [], _END_SECONDS)[0]:
                raise SystemExit("processes of a run do not end")
            self.listen()
        return self.over

    def _tell(self, *words: str | int) -> None:
        try:
            self._orders.send(marshal.dumps(words))
        except OSError:
            raise SystemExit("the fork server has gone") from None

    def _hear(self) -> Any:
        words = self._orders.recv(forkserver.PACKET)
        if not words:
            raise SystemExit("the fork server has gone")
        return marshal.loads(words)


def _become(
    orders: socket.socket, parents: socket.socket, make_place: Callable[[], Place], modules: list[str]
) -> NoReturn:
    try:
        parents.close()
        forkserver.serve(orders, make_place, modules)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        raise
    finally:
        os._exit(1)  # a fork must not go on with its parent's work, whatever it raises


class Spare:
    """A fork that waits for its program, as nobody but the supervisor yet; then it is the candidate.

    The descriptors are ours to it. Of the streams that it writes we keep both ends: while one is open here, no exit has us
    look for nothing. What a test runner says comes on the line.
    """

    def __init__(self, number: int) -> None:
        self.number = number
        self._stdin, self.stdin = os.pipe()
        self.stdout, self.stderr = os.pipe(), os.pipe()
        for end in (self.stdin, self.stdout[1], self.stderr[1]):
            os.fchmod(end, 0o666)  # so that the candidate may open /dev/stdout and its like
        self.line, self._line = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)

    @property
    def theirs(self) -> tuple[int, ...]:
        """The descriptors for the fork, as ``child.wait`` takes them."""
        return self._stdin, self.stdout[1], self.stderr[1], self._line.fileno()

    def let_go(self) -> None:
        """Close what only the fork needs."""
        os.close(self._stdin)
        self._line.close()

    def tell(self, orders: bytes) -> dict[str, Any]:
        """Give it the program; return what it says when it is about to start it."""
        self.line.settimeout(_SETUP_SECONDS)
        with suppress(OSError, ValueError, EOFError):
            for start in range(0, len(orders), child.PACKET):
                self.line.send(orders[start : start + child.PACKET])
            self.line.shutdown(socket.SHUT_WR)
            return dict(marshal.loads(self.line.recv(child.PACKET)))
        return {"error": "the process that was to run the code died or hung while it was set up"}

    def bury(self) -> None:
        """Close our descriptors, which ends it if it still waits."""
        self.line.close()
        for end in (self.stdin, *self.stdout, *self.stderr):
            os.close(end)
