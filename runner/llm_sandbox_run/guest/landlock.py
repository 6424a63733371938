"""Landlock: which files a candidate may change, whom it may signal and, if need be, what it may read."""

from __future__ import annotations

import os
import stat
import sys
from typing import Iterable, Iterator

from . import libc
from .place import Place

# Bits of linux/landlock.h, and the version of the interface that brought them.
_READ_FILE, _READ_FOLDER, _WRITE_FILE = 1 << 2, 1 << 3, 1 << 1
_REMOVE, _MAKE, _MAKE_DEVICES = 0b11 << 4, 0b1111111 << 6, 1 << 6 | 1 << 11
_MOVE, _TRUNCATE = (1 << 13, 2), (1 << 14, 3)
_TCP, _ABSTRACT_SOCKETS_AND_SIGNALS = (0b11, 4), (0b11, 6)
_FOR_FILES = _READ_FILE | _WRITE_FILE | _TRUNCATE[0]

# What any interpreter needs to see where walls of another kind are missing.
_SYSTEM = ("/usr", "/lib", "/lib32", "/lib64", "/bin", "/sbin", "/etc", "/opt", "/nix", "/dev/urandom", "/dev/random",
           "/dev/zero", "/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/filesystems",
           "/proc/sys/kernel", "/proc/sys/vm")  # fmt: skip
_DEVICES = ("/dev/null", "/dev/full")


def rules(place: Place, trusted: Iterable[str]) -> int | None:
    """Return a descriptor of the rules of ``place``, to be put in force; None where the kernel has no Landlock.

    The interpreter may be read, with its ``trusted`` folders.

    Raises:
        OSError: the kernel does not take them.
    """
    version = libc.landlock_version()
    if version < 1:
        return None
    change = _WRITE_FILE | _REMOVE | _MAKE | _since(_MOVE, version) | _since(_TRUNCATE, version)
    read = 0 if place.walled else _READ_FILE | _READ_FOLDER
    tcp = 0 if place.network else _since(_TCP, version)
    handle = libc.landlock_rules(change | read, tcp, _since(_ABSTRACT_SOCKETS_AND_SIGNALS, version), version)
    _allow(handle, _writable(place), (change & ~_MAKE_DEVICES) | read)
    if read:
        _allow(handle, {*_readable(place), *trusted}, read)
    return handle


def _since(bits: tuple[int, int], version: int) -> int:
    return bits[0] if version >= bits[1] else 0


def _writable(place: Place) -> Iterator[str]:
    yield from _DEVICES
    yield from place.scratch.folders
    if not place.read_only:
        yield place.project


def _readable(place: Place) -> Iterator[str]:
    yield from _SYSTEM
    yield from {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix}
    yield from place.readable
    yield place.project


def _allow(handle: int, paths: Iterable[str], access: int) -> None:
    for path in filter(os.path.exists, paths):
        opened = os.open(path, os.O_PATH)
        is_folder = stat.S_ISDIR(os.fstat(opened).st_mode)
        libc.landlock_allow(handle, opened, access if is_folder else access & _FOR_FILES)
        os.close(opened)
