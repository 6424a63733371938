"""Covers on what the project holds for the host alone: its secrets, and what it executes."""

from __future__ import annotations

import os
import stat
from contextlib import ExitStack, contextmanager
from typing import Collection, Iterable, Iterator, NamedTuple, Sequence, Tuple

from . import libc

Cover = Tuple[str, bool, bool, Sequence[int]]  # path, hidden?, folder?, the inode of each part of the path


class Empty(NamedTuple):
    """Open, and with nothing in them."""

    file: int
    folder: int


class ChangedError(Exception):
    """The project is not any more as the caller has seen it."""


def put(project: int, view: int, covers: Iterable[Cover], empty: Empty) -> list[Cover]:
    """Cover each path below the open folder ``view``, which shows ``project``; return the covers of what is not there any more.

    What lies there is known by its inodes, which were looked up when the covers were chosen, and opened without following a
    link; a name alone can have come to mean something else. Of what is hidden only the name counts.

    Raises:
        ChangedError: a path leads to something else.
    """
    gone = []
    for cover in covers:
        path, hidden, folder, inodes = cover
        with ExitStack() as handles:
            try:
                source = handles.enter_context(_opened(project, path, () if hidden else inodes))
                target = handles.enter_context(_opened(view, path, ()))
            except FileNotFoundError:
                gone.append(cover)
                continue
            except OSError:
                raise ChangedError(path) from None
            if hidden:
                if not _is_like(source, folder):
                    raise ChangedError(path)
                source = empty.folder if folder else empty.file
            try:
                libc.put_over(source, target, read_only=True)
            except FileNotFoundError:
                raise ChangedError(path) from None
    return gone


@contextmanager
def _opened(top: int, path: str, inodes: Sequence[int]) -> Iterator[int]:
    here = top
    try:
        for depth, name in enumerate(path.split("/")):  # of which there may be more than files may be open
            above, here = here, os.open(name, os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=here)
            if above != top:
                os.close(above)
            if inodes and os.fstat(here).st_ino != inodes[depth]:
                raise ChangedError(path)
        yield here
    finally:
        if here != top:
            os.close(here)


def _is_like(opened: int, folder: bool) -> bool:
    """Tell whether a cover for a folder, or for a file, fits."""
    mode = os.fstat(opened).st_mode
    return stat.S_ISDIR(mode) == folder and not stat.S_ISLNK(mode)


def in_place(project: str, covers: Iterable[Cover]) -> bool:
    """Tell whether all covers lie where they should, or nothing is there any more.

    One falls off when the host replaces the file below it. They may have changed places: each shows a part of the project.
    """
    shown = {inodes[-1] for _, hidden, _, inodes in covers if inodes and not hidden}
    return all(
        _is_covered(os.path.join(project, path), hidden, folder, shown if inodes else ())
        for path, hidden, folder, inodes in covers
    )


def _is_covered(path: str, hidden: bool, folder: bool, shown: Collection[int]) -> bool:
    try:
        if not os.statvfs(path).f_flag & os.ST_RDONLY:
            return False
        if hidden:
            return not (os.listdir(path) if folder else os.lstat(path).st_size)
        return not shown or os.lstat(path).st_ino in shown
    except FileNotFoundError:
        return True
    except OSError:
        return False
