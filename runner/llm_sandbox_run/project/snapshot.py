"""The state of every file of a project, to tell what a run has done to a folder that programs write to directly."""

from __future__ import annotations

import hashlib
import os
import stat
import time
from typing import TYPE_CHECKING, NamedTuple

from llm_sandbox_run.project.folder import open_file
from llm_sandbox_run.project.marks import join
from llm_sandbox_run.project.mounts import mounts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

_RECENT_NS = 50_000_000  # a file that changed this recently may change again without a new time stamp
_MOST_BYTES = 64 << 20  # to read for the content of files
_LEAST_COST = 4096  # of a file that has to be opened, however small
# Where the time of change (ctime) does not tell of what is written through memory, or is another machine's.
_WITHOUT_TIMES = ("tmpfs", "ramfs", "fuse", "nfs", "cifs", "smb", "9p", "virtiofs", "ceph", "afs")


class State(NamedTuple):
    """Of one file or folder. Two that differ were changed in between; the times of a folder change with its names, too."""

    identity: tuple[int, int]  # device and inode
    mode: int
    owner: tuple[int, int]
    size: int
    modified_ns: int
    changed_ns: int
    content: str  # "" if it was not read
    attributes: tuple[tuple[str, bytes], ...] = ()  # of a folder


class Snapshot(NamedTuple):
    """Of a project."""

    states: Mapping[str, State]  # "" is the project itself
    unread: int  # files whose content should have been read, but was too much


class Photographer:
    """Takes snapshots of the project at ``root``; of ``closed`` folders only from the outside."""

    def __init__(self, root: Path, closed: Callable[[str], bool]) -> None:
        self._root, self._closed = str(root), closed
        self._always = _has_no_times(root)

    def take(self, before: Snapshot | None = None) -> Snapshot:
        """Return the state of everything that can be looked at; read what was read ``before``, too."""
        known = before.states if before else {}
        states = {"": _state(self._root, os.lstat(self._root))}
        now, left, unread = time.time_ns(), _MOST_BYTES, 0
        for path, entry in self._walk():
            try:
                status = entry.stat(follow_symlinks=False)
                recent = now - status.st_ctime_ns < _RECENT_NS or (path in known and known[path].content)
                read = stat.S_ISREG(status.st_mode) and (self._always or recent)
                cost = max(_LEAST_COST, status.st_size) if read else 0
                unread += self._always and cost > left
                content = _digest(entry.path) if read and cost <= left else ""
                left -= cost if content else 0
                states[path] = _state(entry.path, status, content)
            except OSError:
                continue  # gone by now
        return Snapshot(states, unread)

    def _walk(self) -> Iterator[tuple[str, os.DirEntry[str]]]:
        pending = [""]
        while pending:
            folder = pending.pop()
            try:
                with os.scandir(f"{self._root}/{folder}") as found:
                    entries = list(found)
            except OSError:
                continue  # the survey has it among what is opaque
            for entry in entries:
                path = join(folder, entry.name)
                yield path, entry
                if entry.is_dir(follow_symlinks=False) and not self._closed(path):
                    pending.append(path)


def _state(path: str, status: os.stat_result, content: str = "") -> State:
    is_folder = stat.S_ISDIR(status.st_mode)
    return State(
        (status.st_dev, status.st_ino),
        status.st_mode,
        (status.st_uid, status.st_gid),
        0 if is_folder else status.st_size,
        status.st_mtime_ns,
        0 if is_folder else status.st_ctime_ns,
        content,
        _attributes(path) if is_folder else (),
    )


def _attributes(folder: str) -> tuple[tuple[str, bytes], ...]:
    try:
        names = sorted(os.listxattr(folder, follow_symlinks=False))
        return tuple((name, os.getxattr(folder, name, follow_symlinks=False)) for name in names)
    except OSError:
        return ()


def _digest(path: str) -> str:
    with open_file(path) as file:
        return hashlib.sha256(file.read(_MOST_BYTES)).hexdigest()


def _has_no_times(root: Path) -> bool:
    """Tell whether the file system of a project is one whose times do not tell of every change."""
    device = os.stat(root).st_dev
    wanted = f"{os.major(device)}:{os.minor(device)}"
    kinds = [mount.kind for mount in mounts() if mount.device == wanted]
    return not kinds or kinds[0].startswith(_WITHOUT_TIMES)  # or nothing is known of it
