"""What names a project has, looked up again only where something has changed."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from llm_sandbox_run.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

_SETTLED_NS = 50_000_000  # a folder that changed this recently may change again without a new time stamp


class Entry(NamedTuple):
    """A name in a folder."""

    name: str
    inode: int
    is_folder: bool  # not a link to one


class _Folder(NamedTuple):
    changed_ns: int
    entries: tuple[Entry, ...]


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
            UsageError: a part of the project cannot be looked into.
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
                raise UsageError(f"cannot look into {self._root / path}: {error.strerror}") from None
            pending += [
                join(path, entry.name)
                for entry in fresh[path].entries
                if entry.is_folder and not self._closed(entry.name)
            ]
        self._seen = fresh
        return {path: folder.entries for path, folder in fresh.items()}

    def _look(self, path: str) -> _Folder:
        folder = self._root / path
        changed = folder.stat(follow_symlinks=False).st_ctime_ns
        known = self._seen.get(path)
        if known and known.changed_ns == changed:
            return known
        settled = time.time_ns() - changed > _SETTLED_NS
        with os.scandir(folder) as entries:
            every = tuple(
                Entry(entry.name, entry.inode(), entry.is_dir(follow_symlinks=False)) for entry in entries
            )
        return _Folder(changed if settled else -1, every)


def join(parent: str, name: str) -> str:
    """Return the path of a name in a folder of the project."""
    return f"{parent}/{name}" if parent else name
