"""Length-prefixed frames: how the host and the supervisor talk. One definition for both ends."""

from __future__ import annotations

import json
import struct
from enum import IntEnum
from typing import Any, Iterator, NamedTuple

MAX_PAYLOAD = 16 * 1024 * 1024
_HEADER = struct.Struct(">IB")


class Kind(IntEnum):
    """What a frame carries. The host speaks first, so that nothing is lost while its connection is set up."""

    HELLO = 1  # host: are you there? JSON {"pid": whom others wait for while it has a run}
    READY = 2  # guest: yes; JSON {"layered": whether programs write to a layer over the project, "writable": whether to anything}
    RUN = 3  # host: JSON of Request; SOURCE follows
    SOURCE = 4  # host: the approved bytes of the program
    STDIN = 5  # host: bytes for the program's standard input; an empty payload ends it
    END = 6  # host: exit if nobody else is connected
    WAIT = 7  # guest: alive, somebody else's run goes first; JSON {"pid": whose, "seconds": since when}
    STDOUT = 9  # guest: what the program printed
    STDERR = 10
    REPORT = 11  # guest: JSON of Report; ends the run
    FAILED = 12  # guest: JSON {"message": ...}; no candidate code ran
    CANCEL = 13  # host: end the run, or forget it if it has not started
    PRINTED = 14  # guest: what the program has just printed, if it was asked for
    COMPLAINED = 15  # the same of standard error
    GONE = 16  # guest: a new supervisor is needed; no candidate code ran
    ALLOW = 17  # host: JSON {"seconds": how long the session may go on from now, unless this is said again}
    INTERRUPT = 18  # host: interrupt the program
    SAID = 19  # guest: what the program's process says on its line; see channel.py


class Frame(NamedTuple):
    """One message."""

    kind: Kind
    payload: bytes


class FrameError(Exception):
    """The other end does not speak this protocol; the connection is of no more use."""


def encode(kind: Kind, payload: bytes = b"") -> bytes:
    """Return the bytes of one frame.

    Raises:
        FrameError: ``payload`` is over MAX_PAYLOAD bytes.
    """
    if len(payload) > MAX_PAYLOAD:
        raise FrameError(f"a {kind.name} frame of {len(payload)} bytes is too large")
    return _HEADER.pack(len(payload), kind) + payload


def encode_json(kind: Kind, value: dict[str, Any]) -> bytes:
    """Return the bytes of one frame that carries ``value``."""
    return encode(kind, json.dumps(value).encode())


def decode_json(payload: bytes) -> dict[str, Any]:
    """Return the object in ``payload``.

    Raises:
        FrameError: it is not a JSON object.
    """
    try:
        value = json.loads(payload)
    except (ValueError, RecursionError) as error:
        raise FrameError(f"not JSON: {error}") from None
    if not isinstance(value, dict):
        raise FrameError("not a JSON object")
    return value


class Decoder:
    """Turns chunks of bytes, cut anywhere, into frames."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[Frame]:
        """Yield the frames that ``data`` completes.

        Raises:
            FrameError: an unknown kind or too large a payload; nothing after it can be understood.
        """
        self._buffer += data
        while len(self._buffer) >= _HEADER.size:
            size, number = _HEADER.unpack_from(self._buffer)
            kind = _kind(number)
            if size > MAX_PAYLOAD:
                raise FrameError(f"a {kind.name} frame announces {size} bytes")
            end = _HEADER.size + size
            if len(self._buffer) < end:
                return
            payload = bytes(self._buffer[_HEADER.size : end])
            del self._buffer[:end]
            yield Frame(kind, payload)


def _kind(number: int) -> Kind:
    try:
        return Kind(number)
    except ValueError:
        raise FrameError(f"unknown kind of frame: {number}") from None
