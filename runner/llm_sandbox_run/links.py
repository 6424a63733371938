"""Byte streams to a supervisor, each operation with a deadline."""

from __future__ import annotations

import select
import socket
import struct
import threading
import time
from contextlib import suppress
from typing import Protocol

from llm_sandbox_run.guest.frames import MAX_PAYLOAD, FrameError

_CHUNK = 65536
_TICK_SECONDS = 0.25
_SEND_SECONDS = 30.0
_HEADER = struct.Struct(">BxxxL")  # of Docker's multiplexed streams: which one, how long
_STDOUT, _STDERR = 1, 2


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
        return not select.select([self._link], [], [], 0)[0]

    def close(self) -> None:
        """Hang up."""
        with suppress(OSError):
            self._link.shutdown(socket.SHUT_RDWR)
        self._link.close()
        if self._owner:
            self._owner.close()


class DockerLink:
    """The raw connection of a ``docker exec`` without a terminal: standard output and error come interleaved."""

    def __init__(self, link: SocketLink) -> None:
        self.complaints = b""  # the end of what came on standard error
        self._link = link
        self._buffer = bytearray()

    def send(self, data: bytes) -> None:
        """Send all of ``data`` to standard input."""
        self._link.send(data)

    def receive(self, deadline: float) -> bytes:
        """Return what arrives next on standard output."""
        while True:
            data = self._take()
            if data:
                return data
            more = self._link.receive(deadline)
            if not more:
                return b""
            self._buffer += more

    def quiet(self) -> bool:
        """Tell whether nothing has arrived, not even the end."""
        return self._link.quiet()

    def close(self) -> None:
        """Hang up."""
        self._link.close()

    def _take(self) -> bytes:
        found = bytearray()
        while len(self._buffer) >= _HEADER.size:
            stream, size = _HEADER.unpack_from(self._buffer)
            if stream > _STDERR or size > MAX_PAYLOAD:
                raise FrameError("the Docker engine sent something else than a stream of frames")
            end = _HEADER.size + size
            if len(self._buffer) < end:
                break
            if stream == _STDOUT:
                found += self._buffer[_HEADER.size : end]
            else:
                self.complaints = (self.complaints + self._buffer[_HEADER.size : end])[-4096:]
            del self._buffer[:end]
        return bytes(found)
