"""Landlock: which files a candidate may change, whom it may signal and, if need be, what it may read."""

from __future__ import annotations

import os
import stat
import sys
from typing import Iterable, Iterator

from . import host, libc
from .place import Place

# Bits of linux/landlock.h, and the version of the interface that brought them.
_READ_FILE, _READ_FOLDER, _WRITE_FILE = 1 << 2, 1 << 3, 1 << 1
_REMOVE, _MAKE, _MAKE_DEVICES = 0b11 << 4, 0b1111111 << 6, 1 << 6 | 1 << 11
_MOVE, _TRUNCATE = (1 << 13, 2), (1 << 14, 3)
_CONTROL_DEVICES = 1 << 15, 5
_TCP, _ABSTRACT_SOCKETS_AND_SIGNALS = (0b11, 4), (0b11, 6)
_FOR_FILES = _READ_FILE | _WRITE_FILE | _TRUNCATE[0]

_DEVICES = ("/dev/null", "/dev/full")
_SOURCES = ("/dev/urandom", "/dev/random", "/dev/zero")


class Rules:
    """Those of ``place``, to be put in force; what is ``readable`` may be read, and the system.

    Raises:
        OSError: the kernel does not take them.
    """

    def __init__(self, place: Place, readable: Iterable[str], version: int) -> None:
        change = _WRITE_FILE | _REMOVE | _MAKE | _since(_MOVE, version) | _since(_TRUNCATE, version)
        control = 0 if place.container else _since(_CONTROL_DEVICES, version)
        self._read = 0 if place.container else _READ_FILE | _READ_FOLDER
        self._write = (change & ~_MAKE_DEVICES) | self._read
        tcp = 0 if place.network or place.loopback else _since(_TCP, version)
        scopes = _since(_ABSTRACT_SOCKETS_AND_SIGNALS, version)
        self._handle = libc.landlock_rules(change | control | self._read, tcp, scopes, version)
        _allow(self._handle, (*_DEVICES, *place.scratch.folders), self._write)
        if self._read:
            _allow(self._handle, {*_readable(place), *readable}, self._read)
            _allow(self._handle, filter(os.path.isdir, sys.path), _READ_FOLDER)

    def put_in_force(self, project: str, writable: bool) -> None:
        """Allow what is at ``project`` by now, and restrict this process."""
        _allow(self._handle, (project,), self._write if writable else self._read)
        libc.landlock_restrict(self._handle)
        os.close(self._handle)


def rules(place: Place, readable: Iterable[str]) -> Rules | None:
    """Return the rules of ``place``; None where the kernel has no Landlock."""
    version = libc.landlock_version()
    return Rules(place, readable, version) if version > 0 else None


def _since(bits: tuple[int, int], version: int) -> int:
    return bits[0] if version >= bits[1] else 0


def _readable(place: Place) -> Iterator[str]:
    yield from host.SYSTEM
    yield from host.SETTINGS
    yield from host.FOR_NETWORK
    yield from host.PROCESSES
    yield from _SOURCES

    yield from place.readable


def _allow(handle: int, paths: Iterable[str], access: int) -> None:
    for path in filter(os.path.exists, paths if access else ()):
        opened = os.open(path, os.O_PATH)
        is_folder = stat.S_ISDIR(os.fstat(opened).st_mode)
        libc.landlock_allow(handle, opened, access if is_folder else access & _FOR_FILES)
        os.close(opened)
