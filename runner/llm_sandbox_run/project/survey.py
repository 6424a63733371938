"""What names a project has, looked up again only where something has changed."""

from __future__ import annotations

import errno
import os
import stat
import time
from typing import TYPE_CHECKING, NamedTuple

from llm_sandbox_run.project import weights
from llm_sandbox_run.project.folder import open_file
from llm_sandbox_run.project.marks import (
    OTHERS,
    Entry,
    Mark,
    entry_of,
    is_private,
    join,
    marks_in,
    other_names,
)
from llm_sandbox_run.project.mounts import Mounts
from llm_sandbox_run.project.repositories import Repositories

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from llm_sandbox_run.project.names import Names

_LOOK = stat.S_IRUSR | stat.S_IXUSR
_SETTLED_NS = 50_000_000  # a folder that changed this recently may change again without a new time stamp
_LONGEST = 2000  # bytes of a path; of Linux' 4096, what is above the project takes some, here and in a place
_SHARE = 0.05  # of the time may be spent on looking into protected folders


class Survey(NamedTuple):
    """What there is."""

    folders: Mapping[
        str, tuple[Entry, ...]
    ]  # by their paths, "" for the project; but for what lies in protected ones
    marks: tuple[Mark, ...]
    opaque: Mapping[str, OSError]  # folders that could not be looked into
    leads: tuple[str, ...]  # paths that version control is told to run or to read
    mounts: frozenset[str]  # paths at which something is mounted


class _Inner(NamedTuple):
    """A folder in another one."""

    path: str
    inode: int
    protected: bool


class _Folder(NamedTuple):
    changed_ns: int
    entries: tuple[Entry, ...]
    marks: tuple[Mark, ...]
    inner: tuple[_Inner, ...]


class _Closed(NamedTuple):
    """A protected folder, in which programs change nothing: it is looked into for secrets and for links, if that is cheap."""

    until: float  # on the monotonic clock: what was found counts so long
    marks: tuple[Mark, ...]
    folders: Mapping[str, _Folder]


class Surveyor:
    """Knows a project's names."""

    def __init__(self, root: Path, names: Names) -> None:
        self.root, self.names = root, names
        self._mounts = Mounts(root)
        self._seen: dict[str, _Folder] = {}
        self._closed: dict[tuple[str, int], _Closed] = {}
        self._repositories = Repositories(root)

    def look(self) -> Survey:
        """Return what there is now."""
        seen: dict[str, _Folder] = {}
        opaque: dict[str, OSError] = {}
        closed: dict[tuple[str, int], _Closed] = {}
        for path, folder in self._walk("", opaque, into_protected=False, known=self._seen):
            seen[path] = folder
            for inner in folder.inner:
                if inner.protected:
                    key = inner.path, inner.inode
                    closed[key] = self._look_into(key)
        self._seen, self._closed = seen, closed
        marks = [mark for folder in seen.values() for mark in folder.marks]
        marks += (mark for each in closed.values() for mark in each.marks)
        marks += (Mark(path, hidden=True) for path in opaque if path)
        folders = {path: folder.entries for path, folder in seen.items()}
        marks += other_names(str(self.root), marks, folders)
        leads = self._repositories.leads(mark.path for mark in marks)
        marks += (Mark(path, hidden=True) for path in self._repositories.secrets())
        return Survey(folders, tuple(marks), opaque, leads, self._mounts.look())

    def _look_into(self, key: tuple[str, int]) -> _Closed:
        known = self._closed.get(key)
        began = time.monotonic()
        if known and began < known.until:
            return known
        name = key[0].rpartition("/")[2]
        hidden, leads = self.names.hides(name), self.names.leads(name)
        folders = dict(self._walk(key[0], {}, into_protected=True, known=known.folders if known else {}))
        marks: list[Mark] = []
        for path, folder in folders.items():
            marks += (mark for mark in folder.marks if mark.hidden)
            links = (entry.name for entry in folder.entries if entry.is_link and leads)
            marks += (Mark(join(path, link), hidden, is_link=True) for link in links)
        now = time.monotonic()
        return _Closed(now + (now - began) / _SHARE, tuple(marks), folders)

    def _walk(
        self, top: str, opaque: dict[str, OSError], into_protected: bool, known: Mapping[str, _Folder]
    ) -> Iterator[tuple[str, _Folder]]:
        pending = [top]
        while pending:
            path = pending.pop()
            try:
                folder = self._look(path, known.get(path))
            except (FileNotFoundError, NotADirectoryError):
                continue  # gone since it was listed
            except OSError as error:
                opaque[path] = error
                continue
            yield path, folder
            pending += [inner.path for inner in folder.inner if into_protected or not inner.protected]

    def _look(self, path: str, known: _Folder | None) -> _Folder:
        folder = f"{self.root}/{path}" if path else str(self.root)
        if len(os.fsencode(path)) > _LONGEST:
            raise OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG))
        status = os.lstat(folder)
        if status.st_mode & _LOOK != _LOOK:  # root could look all the same, but nobody who runs programs
            raise PermissionError(errno.EACCES, "its owner may not")
        changed = status.st_ctime_ns
        if known and known.changed_ns == changed:
            return known
        settled = time.time_ns() - changed > _SETTLED_NS
        with os.scandir(folder) as found:
            entries = tuple(map(entry_of, found))
        settled = settled and not any(weights.may_lie_in(entry.name) for entry in entries)  # by their text
        shared = bool(status.st_mode & OTHERS)
        marks = tuple(
            marks_in(
                path,
                entries,
                self.names,
                lambda name: shared and is_private(f"{folder}/{name}"),
                lambda name: weights.may_lie_in(f"{folder}/{name}") and _begin_in(f"{folder}/{name}"),
            )
        )
        protected = {mark.path for mark in marks}
        folders = ((join(path, entry.name), entry.inode) for entry in entries if entry.is_folder)
        inner = tuple(_Inner(each, inode, each in protected) for each, inode in folders)
        return _Folder(changed if settled else -1, entries, marks, inner)


def _begin_in(path: str) -> bool:
    try:
        with open_file(path) as file:
            return weights.begin(file)
    except OSError:
        return False
