"""One client of the supervisor, and what it has asked for."""

from __future__ import annotations

import socket
import time
from contextlib import suppress
from typing import Any

from .frames import Decoder, Frame, FrameError, Kind, decode_json, encode, encode_json
from .messages import Report, Request

_CHUNK = 65536


class Connection:
    """Reads and writes frames, and never waits for the other end. Any fault ends ``open``."""

    def __init__(self, link: socket.socket, greeting: dict[str, Any]) -> None:
        self.open = True
        self.pid = 0  # of the host's process, as it says
        self._greeting = greeting
        self.wants_end = False
        self.wants_cancel = False
        self.wants_interrupt = False
        self.allowed: float | None = None  # seconds that it gives its session
        self.waiting: tuple[Request, bytes] | None = None  # a complete request for a run
        self.early: list[bytes] = []  # standard input for that run
        self._request: Request | None = None
        self._decoder = Decoder()
        self._link = link
        self._unsent = bytearray()
        self.moved = time.monotonic()  # when the other end took something last
        link.setblocking(False)

    def fileno(self) -> int:
        """Return the descriptor to select on."""
        return self._link.fileno()

    def receive(self) -> list[bytes]:
        """Take in what has arrived; return the pieces of standard input in it, for the run that was asked for last."""
        pieces: list[bytes] = []
        try:
            data = self._link.recv(_CHUNK)
            self.open = bool(data)
            for frame in self._decoder.feed(data):
                if frame.kind is Kind.STDIN:
                    pieces.append(frame.payload)
                    continue
                if frame.kind is Kind.RUN:
                    pieces.clear()  # they were meant for a run that has not waited for them
                    self.early.clear()
                self._take(frame)
        except BlockingIOError:
            pass
        except (OSError, FrameError):
            self.open = False
        return pieces

    def _take(self, frame: Frame) -> None:
        if frame.kind is Kind.HELLO:
            self.pid = _number(decode_json(frame.payload or b"{}").get("pid"))
            self.send(encode_json(Kind.READY, self._greeting))
        elif frame.kind is Kind.END:
            self.wants_end = True
        elif frame.kind is Kind.CANCEL:
            self.wants_cancel = True
        elif frame.kind is Kind.INTERRUPT:
            self.wants_interrupt = True
        elif frame.kind is Kind.ALLOW:
            self.allowed = _seconds(decode_json(frame.payload).get("seconds"))
        elif frame.kind is Kind.RUN and not self._request and not self.waiting:
            self._request = Request.from_json(decode_json(frame.payload))
        elif frame.kind is Kind.SOURCE and self._request:
            self.waiting, self._request = (self._request, frame.payload), None
        else:
            raise FrameError(f"a {frame.kind.name} frame is out of turn")

    def send(self, data: bytes) -> None:
        """Send frames now, or as soon as the other end takes them."""
        if not self._unsent:
            self.moved = time.monotonic()
        self._unsent += data
        self.flush()

    def flush(self) -> None:
        """Send what the other end takes by now."""
        try:
            while self._unsent:
                del self._unsent[: self._link.send(self._unsent[:_CHUNK])]
                self.moved = time.monotonic()
        except BlockingIOError:
            pass
        except OSError:
            self.open = False

    @property
    def backlog(self) -> int:
        """How many bytes wait to be sent."""
        return len(self._unsent)

    def send_report(self, report: Report, stdout: bytes, stderr: bytes) -> None:
        """Send the end of a run."""
        self.send(
            encode(Kind.STDOUT, stdout)
            + encode(Kind.STDERR, stderr)
            + encode_json(Kind.REPORT, report.to_json())
        )

    def close(self) -> None:
        """Hang up."""
        with suppress(OSError):
            self._link.close()


def _seconds(value: object) -> float:
    if not isinstance(value, (int, float)) or not 0 <= value < 1 << 31:
        raise FrameError(f"no number of seconds: {value!r}")
    return value


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
