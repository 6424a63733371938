"""Covers on what the project holds for the host alone: its secrets, and what it executes."""

from __future__ import annotations

import os
from typing import Iterable, Tuple

from . import libc

Cover = Tuple[str, bool, bool]  # path, hidden?, folder?


def put(project: str, covers: Iterable[Cover], empty: int) -> None:
    """Mount a cover on each path, as the Docker backend has the engine do it; ``empty`` is an open file of no bytes."""
    for path, hidden, folder in covers:
        target = os.path.join(project, path)
        if hidden and folder:
            libc.mount(
                "tmpfs", target, "tmpfs", libc.MS_NOSUID | libc.MS_NODEV | libc.MS_NOEXEC, "mode=555,size=4k"
            )
        else:
            libc.bind(f"/proc/self/fd/{empty}" if hidden else target, target)
        libc.set_read_only(target, True)


def in_place(project: str, covers: Iterable[Cover]) -> bool:
    """Tell whether all covers lie where they should: one falls off when the host replaces the file below it."""
    return all(_is_covered(os.path.join(project, path), hidden, folder) for path, hidden, folder in covers)


def _is_covered(path: str, hidden: bool, folder: bool) -> bool:
    try:
        read_only = bool(os.statvfs(path).f_flag & os.ST_RDONLY)
        shows = hidden and (os.listdir(path) if folder else os.lstat(path).st_size)
        return read_only and not shows
    except OSError:
        return False
