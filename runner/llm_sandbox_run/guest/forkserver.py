"""The fork server: a process that makes the candidates, and ends them, and to whose memory nothing of any client gets.

Candidates are its forks, so what it had seen they could find in their own memory. The supervisor, which reads what clients
send, is its parent. Between them goes a socket for packets, with marshalled tuples.

To here: ("fork", number, ...) with four descriptors for each spare, as ``child.wait`` takes them; ("run", number), that
spare is about to get a program; ("flush",), have what runs flush its streams and end; ("interrupt",), interrupt it; ("end",), end it. From here: ("ready", pid, complaint) or ("unavailable",) at first; ("over", number,
status, seconds of processor time, most bytes of memory, when, how many others there were) after a run; ("dead", number) if
a spare has died; ("failed", why) if there are no more processes.
"""

from __future__ import annotations

import array
import marshal
import os
import select
import signal
import socket
from contextlib import suppress
from typing import Any, Callable, NoReturn

from . import child, ending, libc, reap
from .namespaces import UnavailableError
from .place import Place

PACKET = 4096
_MOST_DESCRIPTORS = 64


def serve(orders: socket.socket, make_place: Callable[[], Place], modules: list[str]) -> NoReturn:
    """Import ``modules``, and do what ``orders`` says until its other end is closed."""
    libc.die_with_parent(signal.SIGKILL)
    libc.become_subreaper()
    try:
        place = make_place()
    except UnavailableError:
        orders.send(marshal.dumps(("unavailable",)))
        os._exit(0)
    server = _ForkServer(orders, place, child.prepare(place, modules))
    server.serve()
    os._exit(0)


class _ForkServer:
    def __init__(self, orders: socket.socket, place: Place, shared: child.Shared) -> None:
        self._orders, self._place, self._shared = orders, place, shared
        self._spares: dict[int, int] = {}  # PID -> number
        self._dead: dict[int, tuple[int, Any]] = {}  # PID -> wait status and usage; not yet told
        self._running = 0  # its PID
        self._number = 0
        self._wanted = True  # the run that goes on
        self._say("ready", os.getpid(), shared.complaint)
        orders.setblocking(False)

    def serve(self) -> None:
        wake = _wake_on_death()
        ready = select.poll()
        for descriptor in (wake, self._orders.fileno()):
            ready.register(descriptor, select.POLLIN)
        while True:
            ready.poll()
            with suppress(BlockingIOError):
                os.read(wake, PACKET)
            reap.reap(self._dead)
            # After that: of who has died, all orders are here by now, and one may say that it was running.
            if not self._obey():
                self._end_all()
                return
            self._tell_of_the_dead()

    def _say(self, *words: str | float) -> None:
        self._orders.send(marshal.dumps(words))

    def _obey(self) -> bool:
        """Do what was ordered; return whether there may be more orders."""
        with suppress(BlockingIOError):
            while True:
                order, descriptors = _receive(self._orders)
                if not order:
                    return False
                what, *numbers = marshal.loads(order)
                if what == "fork":
                    self._fork(numbers, descriptors)
                elif what == "run":
                    self._run(numbers[0])
                elif what == "flush":
                    self._ask_for_last_words()
                elif what == "interrupt":
                    self._interrupt()
                else:
                    self._wanted = False
        return True

    def _fork(self, numbers: list[int], descriptors: list[int]) -> None:
        # One fork right after the other: what we touch in between has to be copied.
        try:
            for place, number in enumerate(numbers):
                pid = os.fork()
                if pid == 0:
                    try:
                        child.wait(self._place, self._shared, *descriptors[4 * place : 4 * place + 4])
                    finally:
                        os._exit(1)  # a fork must not go on with its parent's work, whatever it raises
                self._spares[pid] = number
        except OSError as error:
            self._say("failed", str(error))
        for descriptor in descriptors:
            os.close(descriptor)

    def _run(self, number: int) -> None:
        for pid, each in self._spares.items():
            if each == number:
                del self._spares[pid]
                self._running, self._number, self._wanted = pid, number, True
                return

    def _ask_for_last_words(self) -> None:
        if self._running:
            with suppress(OSError):
                os.killpg(self._running, ending.LAST_WORDS)

    def _interrupt(self) -> None:
        if self._running:
            with suppress(OSError):
                os.kill(self._running, signal.SIGINT)

    def _tell_of_the_dead(self) -> None:
        if self._running and (self._running in self._dead or not self._wanted):
            before = {self._running, *self._dead}
            self._end_all()
            status, usage = self._dead[self._running]
            left = len(self._dead.keys() - before - self._spares.keys())
            seconds = usage.ru_utime + usage.ru_stime
            self._running = 0
            self._say("over", self._number, status, seconds, usage.ru_maxrss * 1024, left)
        for pid in self._dead.keys() & self._spares.keys():
            self._say("dead", self._spares.pop(pid))
        self._dead.clear()

    def _end_all(self) -> None:
        everything = "pid-namespace" in self._place.protections
        self._dead.update(reap.end_all(self._place.identity, {*self._spares}, everything))


def _wake_on_death() -> int:
    wake, woken = os.pipe()
    for end in (wake, woken):
        os.set_blocking(end, False)
    signal.set_wakeup_fd(woken, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    return wake


def _receive(link: socket.socket) -> tuple[bytes, list[int]]:
    descriptors = array.array("i")
    room = socket.CMSG_SPACE(_MOST_DESCRIPTORS * descriptors.itemsize)
    data, attached, _, _ = link.recvmsg(PACKET, room)
    for level, kind, content in attached:
        if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
            descriptors.frombytes(content[: len(content) - len(content) % descriptors.itemsize])
    return data, list(descriptors)
