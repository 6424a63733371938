"""The pipes between the supervisor and a candidate. None of them ever blocks the supervisor."""

from __future__ import annotations

import os
from collections import Counter
from selectors import EVENT_READ, EVENT_WRITE, BaseSelector
from typing import Callable

from .output import Output

_CHUNK = 65536


class Intake:
    """What a candidate writes to one of its streams; ``sink`` gets each piece at once.

    With a ``writer`` of our own, the stream does not end, and nobody has to look, when the candidate closes its own.
    """

    def __init__(
        self,
        descriptor: int,
        writer: int | None,
        keep: int,
        selector: BaseSelector,
        sink: Callable[[bytes], None] | None = None,
    ) -> None:
        self.output = Output(keep)
        self._writer = writer
        self._descriptor: int | None = descriptor
        self._selector = selector
        self._sink = sink
        os.set_blocking(descriptor, False)
        selector.register(descriptor, EVENT_READ, self.read)

    def read(self) -> bool:
        """Take the next chunk; return whether there may be more right now."""
        if self._descriptor is None:
            return False
        try:
            data = os.read(self._descriptor, _CHUNK)
        except BlockingIOError:
            return False
        self.output.add(data)
        if not data:
            self._close(self._descriptor)
        elif self._sink:
            self._sink(data)
        return bool(data)

    def hold(self, still: bool) -> None:
        """Take nothing for a while, so that the candidate has to wait, or go on."""
        if self._descriptor is None or still != (self._descriptor in self._selector.get_map()):
            return
        if still:
            self._selector.unregister(self._descriptor)
        else:
            self._selector.register(self._descriptor, EVENT_READ, self.read)

    def finish(self) -> None:
        """Take what the pipe still holds, and close it. All writers are dead by now, so this ends."""
        while self.read():
            pass
        if self._descriptor is not None:
            self._close(self._descriptor)
        if self._writer is not None:
            os.close(self._writer)

    def _close(self, descriptor: int) -> None:
        if descriptor in self._selector.get_map():
            self._selector.unregister(descriptor)
        os.close(descriptor)
        self._descriptor = None


class Count:
    """How often a candidate has sent each letter."""

    def __init__(self, descriptor: int, selector: BaseSelector) -> None:
        self._letters: Counter[str] = Counter()
        self._intake = Intake(descriptor, None, 0, selector, self._add)

    def finish(self) -> dict[str, int]:
        """Take what the socket still holds, close it, and return the counts."""
        self._intake.finish()
        return dict(self._letters)

    def _add(self, data: bytes) -> None:
        self._letters.update(data.decode("ascii", "replace"))


class Feed:
    """What a candidate gets to read. Waits in memory until it is read; the sender caps its size."""

    def __init__(self, descriptor: int, selector: BaseSelector) -> None:
        self._descriptor: int | None = descriptor
        self._selector = selector
        self._pending = bytearray()
        self._complete = False
        os.set_blocking(descriptor, False)

    def put(self, data: bytes) -> None:
        """Queue ``data``; nothing at all ends the stream."""
        if self._descriptor is None or self._complete:
            return
        if not self._pending:
            self._selector.register(self._descriptor, EVENT_WRITE, self._write)
        self._pending += data
        self._complete = not data

    def finish(self) -> None:
        """Drop what was not read, and close the pipe."""
        if self._descriptor is None:
            return
        if self._descriptor in self._selector.get_map():
            self._selector.unregister(self._descriptor)
        os.close(self._descriptor)
        self._descriptor = None

    def _write(self) -> None:
        if self._descriptor is None:
            return
        try:
            del self._pending[: os.write(self._descriptor, self._pending[:_CHUNK])]
        except BlockingIOError:
            return
        except OSError:  # the candidate closed its end
            self._pending.clear()
            self._complete = True
        if self._complete and not self._pending:
            self.finish()
        elif not self._pending:
            self._selector.unregister(self._descriptor)
