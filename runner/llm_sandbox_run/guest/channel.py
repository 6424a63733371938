"""Messages between a program's process and the host: a JSON object, and a body that is not looked into.

What comes from the program's process is what that process says of itself. Of the Python there nothing is out of its reach.
"""

from __future__ import annotations

import _thread
import json
import os
import struct
from typing import Any, Iterator, NamedTuple

_PACKET = 65536
_SIZES = struct.Struct(">II")
MAX_HEADER = 1 << 20
MAX_BODY = 8 << 20


class Message(NamedTuple):
    """One message."""

    header: dict[str, Any]
    body: bytes = b""


class MessageError(Exception):
    """The other end does not keep to the form of messages, or one is too large."""


def encode(header: dict[str, Any], body: bytes = b"") -> bytes:
    """Return the bytes of one message.

    Raises:
        MessageError: it is too large, or holds what JSON does not know.
    """
    try:
        text = json.dumps(header).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise MessageError(f"not JSON: {error}") from None
    _check(len(text), len(body))
    return _SIZES.pack(len(text), len(body)) + text + body


def _check(header: int, body: int) -> None:
    if header > MAX_HEADER or body > MAX_BODY:
        raise MessageError(f"a message of {header + body:,} bytes is too large")


class Decoder:
    """Turns chunks of bytes, cut anywhere, into messages."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[Message]:
        """Yield the messages that ``data`` completes.

        Raises:
            MessageError: this is none, or too large; nothing after it can be understood.
        """
        self._buffer += data
        while len(self._buffer) >= _SIZES.size:
            header, body = _SIZES.unpack_from(self._buffer)
            _check(header, body)
            start, end = _SIZES.size + header, _SIZES.size + header + body
            if len(self._buffer) < end:
                return
            message = Message(
                _object(bytes(self._buffer[_SIZES.size : start])), bytes(self._buffer[start:end])
            )
            del self._buffer[:end]
            yield message


def _object(text: bytes) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise MessageError(f"not JSON: {error}") from None
    if not isinstance(value, dict):
        raise MessageError("not a JSON object")
    return value


class Channel:
    """The program's end: says things on the socket ``line``, and is told things on the pipe ``orders``."""

    def __init__(self, line: int, orders: int = -1) -> None:
        self._line, self._orders = line, orders
        self._owner = os.getpid()
        self._decoder = Decoder()
        self._turn = _thread.RLock()
        self.busy_in = 0  # the thread that must not be interrupted: half a message would be lost
        self.interrupted = False  # one came meanwhile

    def tell(self, header: dict[str, Any], body: bytes = b"") -> None:
        """Say something.

        Raises:
            MessageError: it is too large, or a fork of the process says it.
        """
        data = encode(header, body)
        if os.getpid() != self._owner:
            raise MessageError("only the process of the session itself can do this, none that it has started")
        with self._turn:
            self.busy_in = _thread.get_ident()
            try:
                for start in range(0, len(data), _PACKET):
                    os.write(self._line, data[start : start + _PACKET])
            finally:
                self.busy_in = 0
        self._catch_up()

    def ask(self, header: dict[str, Any]) -> dict[str, Any]:
        """Say something, and return the answer; one thread at a time.

        Raises:
            MessageError: as ``tell`` does.
        """
        with self._turn:
            self.tell(header)
            answer = self.receive()
        self._catch_up()
        return answer.header if answer else {}

    def receive(self) -> Message | None:
        """Return what is said next; nothing at the end."""
        with self._turn:
            self.busy_in = _thread.get_ident()
            try:
                return self._receive()
            finally:
                self.busy_in = 0

    def _receive(self) -> Message | None:
        found = next(self._decoder.feed(b""), None)
        while not found:
            data = os.read(self._orders, _PACKET)
            if not data:
                return None
            found = next(self._decoder.feed(data), None)
        return found

    def _catch_up(self) -> None:
        if self.interrupted and not self.busy_in:
            self.interrupted = False
            raise KeyboardInterrupt
