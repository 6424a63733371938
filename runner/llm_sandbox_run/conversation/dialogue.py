"""What the caller of a session and the thread that carries its run have for each other."""

from __future__ import annotations

import queue
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from llm_sandbox_run.conversation.shown import Shown
from llm_sandbox_run.guest.frames import Kind, encode, encode_json

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST_WAITING = 64  # pieces that came while nobody listened; then the program has to wait


class Dialogue:
    """Frames to a session's supervisor, and those that come from it.

    ``end`` is called by the thread of the run when that is over, or must not be waited for.
    """

    def __init__(self) -> None:
        self._heard: queue.Queue[tuple[Kind, bytes]] = queue.Queue(_MOST_WAITING)
        self._over = threading.Event()
        self._send: Callable[[bytes], None] | None = None
        self.shown = Shown()  # nothing: each step has its own

    def connect(self, send: Callable[[bytes], None]) -> None:
        """Take what sends frames to the supervisor."""
        self._send = send

    def hear(self, kind: Kind, payload: bytes) -> None:
        """Take in what has come, as soon as there is room for it."""
        while not self._over.is_set():
            with suppress(queue.Full):
                self._heard.put((kind, payload), timeout=0.1)
                return

    def end(self) -> None:
        """Nothing more is heard."""
        self._over.set()
        with suppress(queue.Full):
            self._heard.put_nowait((Kind.REPORT, b""))

    def wake(self) -> None:
        """Have whoever listens look up; by ``Kind.WAIT``."""
        with suppress(queue.Full):
            self._heard.put_nowait((Kind.WAIT, b""))

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return self._over.is_set()

    def listen(self, seconds: float) -> tuple[Kind, bytes] | None:
        """Return what comes next; None at the end.

        Raises:
            TimeoutError: nothing comes in so many seconds.
        """
        try:
            found = self._heard.get_nowait() if self.over else self._heard.get(timeout=max(0.0, seconds))
        except queue.Empty:
            if self.over:
                return None
            raise TimeoutError from None
        return None if found[0] is Kind.REPORT else found

    def say(self, data: bytes) -> None:
        """Have the program's process told something; nothing at all tells it to end."""
        self._frame(encode(Kind.STDIN, data))

    def allow(self, seconds: float) -> None:
        """Give the session so many seconds from now, unless this is said again."""
        self._frame(encode_json(Kind.ALLOW, {"seconds": seconds}))

    def interrupt(self) -> None:
        """Interrupt what the program does."""
        self._frame(encode(Kind.INTERRUPT))

    def _frame(self, data: bytes) -> None:
        if self._send and not self.over:
            with suppress(OSError):  # it has gone, which the thread of the run finds out
                self._send(data)
