"""Keeps the beginning and the end of a stream of any length."""

from __future__ import annotations


class Output:
    """At most ``keep`` bytes of what was added; the middle goes first."""

    def __init__(self, keep: int) -> None:
        self.total = 0
        self._head = bytearray()
        self._tail = bytearray()
        self._keep_head = keep // 2
        self._keep_tail = keep - self._keep_head

    def add(self, data: bytes) -> None:
        """Take the next bytes of the stream."""
        self.total += len(data)
        room = self._keep_head - len(self._head)
        self._head += data[:room]
        self._tail += data[room:]
        if len(self._tail) > 2 * self._keep_tail + 65536:
            self._trim()

    def value(self) -> bytes:
        """Return what was kept, with a line in place of what was not."""
        self._trim()
        lost = self.total - len(self._head) - len(self._tail)
        mark = b"\n[... %d bytes left out ...]\n" % lost if lost else b""
        return bytes(self._head + mark + self._tail)

    def _trim(self) -> None:
        del self._tail[: max(0, len(self._tail) - self._keep_tail)]
