"""What is mounted in a project: programs may see something else there, and so it is not written to for them."""

from __future__ import annotations

import os
import re
import select
import weakref
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_TABLE = "/proc/self/mountinfo"  # proc_pid_mountinfo(5)
_ESCAPED = re.compile(rb"\\([0-7]{3})")


class Mounts:
    """Those below the folder ``root``, read again only where the kernel says that some have come or gone."""

    def __init__(self, root: Path) -> None:
        self._above = os.fsencode(root) + b"/"
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
            points = [_ESCAPED.sub(_unescape, line.split()[4]) for line in table]
        return frozenset(
            os.fsdecode(point[len(self._above) :]) for point in points if point.startswith(self._above)
        )


def _unescape(found: re.Match[bytes]) -> bytes:
    return bytes([int(found[1], 8)])
