"""Empties the places that all runs share, so that no run finds what another left."""

from __future__ import annotations

import itertools
import os
from typing import Iterable, Iterator

from .identity import Identity, acting_as

_BATCH = 512  # there may be little memory left


class Scratch:
    """Folders to empty after each run, but for what they hold now: the way to the project may lead through them."""

    def __init__(self, folders: Iterable[str]) -> None:
        self.folders = [folder for folder in folders if os.path.isdir(folder)]
        self._rooms = [room for folder in self.folders for room in _rooms(folder)]
        self._furniture = {path for room in self._rooms for path in _list(room)}

    def wipe(self, identity: Identity) -> None:
        """Delete what runs left, with no more rights than ``identity`` has, following no link and entering no mount.

        Raises:
            OSError: something cannot be deleted; nothing more must run here.
        """
        littered = [
            room for room in self._rooms if not self._furniture.issuperset(_some(room, len(self._furniture)))
        ]
        if littered:
            with acting_as(identity):
                for room in littered:
                    _empty(room, self._furniture)


def _rooms(folder: str) -> Iterator[str]:
    """Yield a folder and those in it, but no mounts: the project is one."""
    device = os.lstat(folder).st_dev
    pending = [folder]
    while pending:
        room = pending.pop()
        yield room
        pending += [path for path in _list(room) if _is_folder(path) and os.lstat(path).st_dev == device]


def _is_folder(path: str) -> bool:
    return os.path.isdir(path) and not os.path.islink(path)


def _empty(folder: str, furniture: set[str]) -> None:
    # Nested folders are moved up instead of descended into: a tree of any depth, with no long path and no recursion.
    device = os.lstat(folder).st_dev
    prefix = os.path.join(folder, os.urandom(8).hex())
    fresh = (f"{prefix}-{number}" for number in itertools.count())
    while batch := [
        path for path in _some(folder, len(furniture)) if path not in furniture and _is_ours(path)
    ]:
        for path in batch:
            if not _is_folder(path):
                os.unlink(path)
                continue
            if os.lstat(path).st_dev != device:
                raise OSError(f"{path} is a mount, which no run can have made")
            _dissolve(path, fresh)


def _dissolve(folder: str, fresh: Iterator[str]) -> None:
    os.chmod(folder, 0o700)
    while inside := _some(folder, 0):
        for inner in inside:
            if _is_folder(inner):
                os.chmod(inner, 0o700)  # a folder that is moved has to be writable itself
                os.rename(inner, next(fresh))
            else:
                os.unlink(inner)
    os.rmdir(folder)


def _some(folder: str, more: int) -> list[str]:
    """Return so many of the paths in a folder as fit into little memory."""
    with os.scandir(folder) as entries:
        return [entry.path for entry in itertools.islice(entries, _BATCH + more)]


def _list(folder: str) -> list[str]:
    return [os.path.join(folder, name) for name in os.listdir(folder)]


def _is_ours(path: str) -> bool:
    return os.lstat(path).st_uid == os.geteuid()
