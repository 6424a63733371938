"""The streams of a ``docker exec``, which come as one."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from llm_sandbox_run.guest.frames import MAX_PAYLOAD, FrameError

if TYPE_CHECKING:
    from llm_sandbox_run.conversation.links import SocketLink

_HEADER = struct.Struct(">BxxxL")  # which one, how long
_STDOUT, _STDERR = 1, 2


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
