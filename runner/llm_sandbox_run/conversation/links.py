"""Byte streams to a supervisor, each operation with a deadline."""

from __future__ import annotations

import select
import socket
import threading
import time
from contextlib import suppress
from typing import Protocol

_CHUNK = 65536
_TICK_SECONDS = 0.25
_SEND_SECONDS = 30.0


class SupportsClose(Protocol):
    """Something to close."""

    def close(self) -> object:
        """Close it."""


class Link(Protocol):
    """A connection to a supervisor. One thread may receive while others send."""

    def send(self, data: bytes) -> None:
        """Send all of ``data``; OSError if the other end is gone or takes nothing."""

    def receive(self, deadline: float) -> bytes:
        """Return what arrives next, nothing at the end; TimeoutError if nothing does by that ``time.monotonic()``."""

    def quiet(self) -> bool:
        """Tell whether nothing has arrived, not even the end."""

    def close(self) -> None:
        """Hang up."""


class SocketLink:
    """A plain socket; ``owner``, if it has one, holds it open and is closed with it."""

    def __init__(self, link: socket.socket, owner: SupportsClose | None = None) -> None:
        self._link = link
        self._owner = owner
        self._sending = threading.Lock()
        link.settimeout(_TICK_SECONDS)  # set once: both directions share it

    def send(self, data: bytes) -> None:
        """Send all of ``data``."""
        deadline = time.monotonic() + _SEND_SECONDS
        view = memoryview(data)
        with self._sending:
            while view:
                try:
                    view = view[self._link.send(view[:_CHUNK]) :]
                except TimeoutError:
                    if time.monotonic() > deadline:
                        raise

    def receive(self, deadline: float) -> bytes:
        """Return what arrives next."""
        while True:
            try:
                return self._link.recv(_CHUNK)
            except TimeoutError:
                if time.monotonic() > deadline:
                    raise
            except OSError:
                return b""

    def quiet(self) -> bool:
        """Tell whether nothing has arrived, not even the end."""
        poll = select.poll()
        poll.register(self._link, select.POLLIN)
        return not poll.poll(0)

    def close(self) -> None:
        """Hang up."""
        with suppress(OSError):
            self._link.shutdown(socket.SHUT_RDWR)
        self._link.close()
        if self._owner:
            self._owner.close()
