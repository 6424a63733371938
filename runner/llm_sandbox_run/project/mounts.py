"""What is mounted, and where; in a project programs may see something else there, and so it is not written to for them."""

from __future__ import annotations

import os
import re
import select
import weakref
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_TABLE = "/proc/self/mountinfo"  # proc_pid_mountinfo(5)
_ESCAPED = re.compile(rb"\\([0-7]{3})")


class Mount(NamedTuple):
    """One line of the kernel's table."""

    device: str  # numbers, with a colon between them
    shown: str  # the path in the file system that appears at the point
    point: str
    kind: str  # of the file system


def mounts() -> list[Mount]:
    """Return all mounts that this process sees; of several at one point the last one is on top."""
    with open(_TABLE, "rb") as table:
        return _parse(table)


class Mounts:
    """Those below the folder ``root``, read again only where the kernel says that some have come or gone."""

    def __init__(self, root: Path) -> None:
        self._above = f"{root}/"
        self._table = os.open(_TABLE, os.O_RDONLY | os.O_CLOEXEC)
        weakref.finalize(self, os.close, self._table)
        self._poll = select.poll()
        self._poll.register(self._table, select.POLLPRI)
        self._known = self._read()

    def look(self) -> frozenset[str]:
        """Return the paths in the project at which something is mounted."""
        if self._poll.poll(0):
            self._known = self._read()
        return self._known

    def _read(self) -> frozenset[str]:
        os.lseek(self._table, 0, os.SEEK_SET)
        with open(self._table, "rb", closefd=False) as table:
            points = [mount.point for mount in _parse(table)]
        return frozenset(each[len(self._above) :] for each in points if each.startswith(self._above))


def _parse(lines: Iterable[bytes]) -> list[Mount]:
    found = []
    for line in lines:
        fields, _, rest = line.partition(b" - ")
        device, shown, point = fields.split(b" ")[2:5]
        found.append(Mount(device.decode(), _plain(shown), _plain(point), rest.split(b" ")[0].decode()))
    return found


def _plain(escaped: bytes) -> str:
    return os.fsdecode(_ESCAPED.sub(lambda found: bytes([int(found[1], 8)]), escaped))
