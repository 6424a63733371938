"""Joins standard input and output to the supervisor's socket: what ``docker exec`` starts in the container.

Each connection starts one, so it is a program by itself and imports nothing that takes time: ``socket``, ``threading`` and
``typing`` would take longer than the interpreter.
"""

from __future__ import annotations

import _socket
import _thread
import os
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable, NoReturn

_CHUNK = 65536
_PATIENCE_SECONDS = 10.0


def main(path: str) -> NoReturn:
    """Copy both ways between the socket at ``path`` and the standard streams until either end closes."""
    link = _connect(path)
    _thread.start_new_thread(_copy, (lambda: os.read(0, _CHUNK), link.sendall))
    _copy(lambda: link.recv(_CHUNK), _write_out)


def _connect(path: str) -> _socket.socket:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        link = _socket.socket(_socket.AF_UNIX)
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


if __name__ == "__main__":
    main(sys.argv[1])
