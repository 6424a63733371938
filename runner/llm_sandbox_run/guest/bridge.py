"""Joins standard input and output to the supervisor's socket: what ``docker exec`` starts in the container."""

from __future__ import annotations

import json
import os
import socket
import threading
import time
from typing import Callable, NoReturn

_CHUNK = 65536
_PATIENCE_SECONDS = 10.0


def main(arguments: str) -> NoReturn:
    """Copy both ways until either end closes, to the "socket" that the JSON object ``arguments`` names."""
    link = _connect(json.loads(arguments)["socket"])
    threading.Thread(target=_copy, args=(lambda: os.read(0, _CHUNK), link.sendall), daemon=True).start()
    _copy(lambda: link.recv(_CHUNK), _write_out)
    raise AssertionError("unreachable")


def _connect(path: str) -> socket.socket:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        link = socket.socket(socket.AF_UNIX)
        try:
            link.connect(path)
            return link
        except (FileNotFoundError, ConnectionRefusedError):  # the container has only just been started
            link.close()
            if time.monotonic() > deadline:
                raise
            time.sleep(0.003)


def _copy(read: Callable[[], bytes], write: Callable[[bytes], object]) -> NoReturn:
    try:
        while True:
            data = read()
            if not data:
                break
            write(data)
    finally:
        os._exit(0)  # takes the other direction along


def _write_out(data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(1, view) :]
