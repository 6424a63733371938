"""Reads the small files in which the kernel tells of itself, without the objects that ``open`` makes for each."""

from __future__ import annotations

import os

_CHUNK = 65536


def read(path: str) -> bytes:
    """Return the content of a file.

    Raises:
        OSError: it cannot be read.
    """
    handle = os.open(path, os.O_RDONLY)
    try:
        return b"".join(iter(lambda: os.read(handle, _CHUNK), b""))
    finally:
        os.close(handle)
