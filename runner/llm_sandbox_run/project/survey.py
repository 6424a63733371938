"""What names a project has, looked up again only where something has changed."""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from llm_sandbox_run.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

_LOOK = stat.S_IRUSR | stat.S_IXUSR
_SETTLED_NS = 50_000_000  # a folder that changed this recently may change again without a new time stamp


class Entry(NamedTuple):
    """A name in a folder."""

    name: str
    inode: int
    is_folder: bool  # not a link to one
    is_special: bool  # a socket, a pipe or a device


class _Folder(NamedTuple):
    changed_ns: int
    entries: tuple[Entry, ...]


class OpaqueError(UsageError):
    """A folder that is locked, or lies too deep."""

    def __init__(self, root: Path, path: str, error: OSError) -> None:
        super().__init__(f"cannot look into {printable(str(root / path))}: {error.strerror}")
        self.path = path
        self.locked = isinstance(error, PermissionError)


Tree = Mapping[str, tuple[Entry, ...]]  # each folder's path in the project, "" for the project itself


class Surveyor:
    """Knows a project's names. Folders whose name is ``closed`` are seen, but not looked into."""

    def __init__(self, root: Path, closed: Callable[[str], bool]) -> None:
        self._root = root
        self._closed = closed
        self._seen: dict[str, _Folder] = {}

    def look(self) -> Tree:
        """Return every name that exists now.

        Raises:
            OpaqueError: a part of the project cannot be looked into.
        """
        fresh: dict[str, _Folder] = {}
        pending = [""]
        while pending:
            path = pending.pop()
            try:
                fresh[path] = self._look(path)
            except (FileNotFoundError, NotADirectoryError):
                continue  # gone since it was listed
            except OSError as error:
                raise OpaqueError(self._root, path, error) from None
            pending += [
                join(path, entry.name)
                for entry in fresh[path].entries
                if entry.is_folder and not self._closed(entry.name)
            ]
        self._seen = fresh
        return {path: folder.entries for path, folder in fresh.items()}

    def _look(self, path: str) -> _Folder:
        folder = f"{self._root}/{path}" if path else str(self._root)
        status = os.lstat(folder)
        if status.st_mode & _LOOK != _LOOK:  # root could look all the same, but nobody who runs programs
            raise PermissionError(errno.EACCES, "its owner may not")
        changed = status.st_ctime_ns
        known = self._seen.get(path)
        if known and known.changed_ns == changed:
            return known
        settled = time.time_ns() - changed > _SETTLED_NS
        with os.scandir(folder) as entries:
            return _Folder(changed if settled else -1, tuple(map(_entry, entries)))


def _entry(entry: os.DirEntry[str]) -> Entry:
    is_folder = entry.is_dir(follow_symlinks=False)
    is_special = not (is_folder or entry.is_file(follow_symlinks=False) or entry.is_symlink())
    return Entry(entry.name, entry.inode(), is_folder, is_special)


def join(parent: str, name: str) -> str:
    """Return the path of a name in a folder of the project."""
    return f"{parent}/{name}" if parent else name


def printable(path: str) -> str:
    """Return a path on one line, with all spelt out that a terminal would obey."""
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode("ascii") for each in path
    )
