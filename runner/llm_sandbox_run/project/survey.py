"""What names a project has, looked up again only where something has changed."""

from __future__ import annotations

import errno
import os
import stat
import time
from typing import TYPE_CHECKING, NamedTuple

from llm_sandbox_run.project.mounts import Mounts
from llm_sandbox_run.project.names import acting_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from llm_sandbox_run.project.names import Names

_LOOK = stat.S_IRUSR | stat.S_IXUSR
_SETTLED_NS = 50_000_000  # a folder that changed this recently may change again without a new time stamp
_CLOSED_SECONDS = 5.0


class Entry(NamedTuple):
    """A name in a folder."""

    name: str
    inode: int
    is_folder: bool  # not a link to one
    is_link: bool
    is_special: bool  # a socket, a pipe or a device


class Mark(NamedTuple):
    """A path that is not the program's."""

    path: str
    hidden: bool  # from reading, too
    is_link: bool = False


class Survey(NamedTuple):
    """What there is."""

    folders: Mapping[
        str, tuple[Entry, ...]
    ]  # by their paths, "" for the project; but for what lies in protected ones
    marks: tuple[Mark, ...]
    opaque: Mapping[str, OSError]  # folders that could not be looked into
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
    """A protected folder, in which programs change nothing: it is looked into now and then, for secrets and for links."""

    looked: float
    marks: tuple[Mark, ...]


class Surveyor:
    """Knows a project's names."""

    def __init__(self, root: Path, names: Names) -> None:
        self.root, self.names = root, names
        self._mounts = Mounts(root)
        self._seen: dict[str, _Folder] = {}
        self._closed: dict[tuple[str, int], _Closed] = {}

    def look(self) -> Survey:
        """Return what there is now."""
        seen: dict[str, _Folder] = {}
        opaque: dict[str, OSError] = {}
        closed: dict[tuple[str, int], _Closed] = {}
        for path, folder in self._walk("", opaque, into_protected=False):
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
        return Survey(folders, tuple(marks), opaque, self._mounts.look())

    def _look_into(self, key: tuple[str, int]) -> _Closed:
        known = self._closed.get(key)
        if known and time.monotonic() - known.looked < _CLOSED_SECONDS:
            return known
        name = key[0].rpartition("/")[2]
        hidden, leads = self.names.hides(name), self.names.leads(name)
        marks: list[Mark] = []
        for path, folder in self._walk(key[0], {}, into_protected=True):
            marks += (mark for mark in folder.marks if mark.hidden)
            links = (entry.name for entry in folder.entries if entry.is_link and leads)
            marks += (Mark(join(path, link), hidden, is_link=True) for link in links)
        return _Closed(time.monotonic(), tuple(marks))

    def _walk(
        self, top: str, opaque: dict[str, OSError], into_protected: bool
    ) -> Iterator[tuple[str, _Folder]]:
        pending = [top]
        while pending:
            path = pending.pop()
            try:
                folder = self._look(path)
            except (FileNotFoundError, NotADirectoryError):
                continue  # gone since it was listed
            except OSError as error:
                opaque[path] = error
                continue
            yield path, folder
            pending += [inner.path for inner in folder.inner if into_protected or not inner.protected]

    def _look(self, path: str) -> _Folder:
        folder = f"{self.root}/{path}" if path else str(self.root)
        status = os.lstat(folder)
        if status.st_mode & _LOOK != _LOOK:  # root could look all the same, but nobody who runs programs
            raise PermissionError(errno.EACCES, "its owner may not")
        changed = status.st_ctime_ns
        known = self._seen.get(path)
        if known and known.changed_ns == changed:
            return known
        settled = time.time_ns() - changed > _SETTLED_NS
        with os.scandir(folder) as found:
            entries = tuple(map(_entry, found))
        marks = tuple(_marks(path, entries, self.names))
        protected = {mark.path for mark in marks}
        folders = ((join(path, entry.name), entry.inode) for entry in entries if entry.is_folder)
        inner = tuple(_Inner(each, inode, each in protected) for each, inode in folders)
        return _Folder(changed if settled else -1, entries, marks, inner)


def _entry(entry: os.DirEntry[str]) -> Entry:
    is_folder, is_link = entry.is_dir(follow_symlinks=False), entry.is_symlink()
    is_special = not (is_folder or is_link or entry.is_file(follow_symlinks=False))
    return Entry(entry.name, entry.inode(), is_folder, is_link, is_special)


def _marks(path: str, entries: Iterable[Entry], names: Names) -> Iterator[Mark]:
    acting = acting_parts(frozenset(entry.name.casefold() for entry in entries))
    for entry in entries:
        if entry.is_special or names.hides(entry.name):
            yield Mark(join(path, entry.name), True, entry.is_link)
        elif names.protects(entry.name) or entry.name.casefold() in acting:
            yield Mark(join(path, entry.name), False, entry.is_link)


def parents_of(path: str) -> Iterator[str]:
    """Yield the paths of the folders above one, the innermost first."""
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def join(parent: str, name: str) -> str:
    """Return the path of a name in a folder of the project."""
    return f"{parent}/{name}" if parent else name
