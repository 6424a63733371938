"""What a run has created, modified and deleted in the project."""

from __future__ import annotations

import hashlib
import os
import stat
import time
from typing import TYPE_CHECKING, Literal

from llm_sandbox_run.model import Change
from llm_sandbox_run.project.folder import open_folder
from llm_sandbox_run.project.survey import join

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from llm_sandbox_run.project.survey import Tree

    Kind = Literal["created", "modified", "deleted"]
    Type = Literal["file", "folder", "link", "other"]

_CLOCK_REALTIME_COARSE = 5  # of Linux, which stamps files by it
_LONGEST_TICK_SECONDS = 0.02
_MOST = 10_000
_MOST_BYTES = 64 << 20  # to read for the hashes of one run
_LEAST_COST = 4096  # of a file that has to be opened, however small


def now() -> int:
    """Return the time, in nanoseconds, than which no file changed from here on can be older."""
    return time.clock_gettime_ns(_CLOCK_REALTIME_COARSE)


def wait() -> None:
    """Wait until what changes from here on is younger than all that has changed before: a tick of the kernel's clock."""
    end, began = time.monotonic() + _LONGEST_TICK_SECONDS, now()
    while now() <= began and time.monotonic() < end:
        time.sleep(0.0005)


def between(root: Path, before: Tree, after: Tree, since: int) -> tuple[tuple[Change, ...], int]:
    """Return what has changed in the project, sorted by path, and how many more changes there are.

    Whether a file was modified ``since`` then says its time of change (ctime), which no program can set.
    """
    found = sorted([*_renamed(before, after), *_modified(root, before, after, since)])
    return tuple(_described(root, found[:_MOST])), max(0, len(found) - _MOST)


def _renamed(before: Tree, after: Tree) -> Iterator[tuple[str, Kind, Type]]:
    for folder in before.keys() | after.keys():
        old, new = before.get(folder, ()), after.get(folder, ())
        if old is new:  # nothing was listed anew
            continue
        gone, come = {entry.name: entry for entry in old}, {entry.name: entry for entry in new}
        for name in gone.keys() - come.keys():
            yield join(folder, name), "deleted", "folder" if gone[name].is_folder else "file"
        for name in come.keys() - gone.keys():
            yield join(folder, name), "created", "folder" if come[name].is_folder else "other"


def _modified(root: Path, before: Tree, after: Tree, since: int) -> Iterator[tuple[str, Kind, Type]]:
    for folder, entries in after.items():
        known = {entry.name for entry in before.get(folder, ())}
        for entry in entries:
            # A folder changes with its names, which are listed themselves.
            if not entry.is_folder and entry.name in known:
                path = join(folder, entry.name)
                if _changed_ns(f"{root}/{path}") >= since:
                    yield path, "modified", "other"


def _changed_ns(path: str) -> int:
    try:
        return os.lstat(path).st_ctime_ns
    except OSError:
        return 0


def _described(root: Path, found: Iterable[tuple[str, Kind, Type]]) -> Iterator[Change]:
    left = _MOST_BYTES
    for path, kind, sort in found:
        if kind == "deleted":
            yield Change(path, kind, sort)
            continue
        change = _describe(root, path, kind, left)
        left -= max(change.size, _LEAST_COST) if change.sha256 else 0
        yield change


def _describe(root: Path, path: str, kind: Kind, most: int) -> Change:
    *parents, name = path.split("/")
    try:
        with open_folder(root, parents) as folder:
            status = os.stat(name, dir_fd=folder, follow_symlinks=False)
            sort = _type(status.st_mode)
            readable = sort in ("file", "link") and max(status.st_size, _LEAST_COST) <= most
            digest = _digest(name, folder, sort) if readable else None
    except OSError:
        return Change(path, kind, "other")
    return Change(path, kind, sort, status.st_size, digest)


def _type(mode: int) -> Type:
    if stat.S_ISREG(mode):
        return "file"
    if stat.S_ISLNK(mode):
        return "link"
    return "folder" if stat.S_ISDIR(mode) else "other"


def _digest(name: str, folder: int, sort: Type) -> str | None:
    if sort == "link":
        return hashlib.sha256(os.fsencode(os.readlink(name, dir_fd=folder))).hexdigest()
    # It may have become something else by now, and opening that must not block.
    handle = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    with os.fdopen(handle, "rb") as file:
        return (
            hashlib.sha256(file.read(_MOST_BYTES)).hexdigest()
            if stat.S_ISREG(os.fstat(handle).st_mode)
            else None
        )
