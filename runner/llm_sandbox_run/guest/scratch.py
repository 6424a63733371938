"""Empties the places that all runs share, so that no run finds what another left."""

from __future__ import annotations

import itertools
import os
from typing import Iterable, Iterator

from .identity import Identity, acting_as


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
        littered = [room for room in self._rooms if not self._furniture.issuperset(_list(room))]
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
    pending = [path for path in _list(folder) if path not in furniture and _is_ours(path)]
    while pending:
        path = pending.pop()
        if not _is_folder(path):
            os.unlink(path)
            continue
        if os.lstat(path).st_dev != device:
            raise OSError(f"{path} is a mount, which no run can have made")
        os.chmod(path, 0o700)
        for inner in _list(path):
            if _is_folder(inner):
                os.chmod(inner, 0o700)  # a folder that is moved has to be writable itself
                pending.append(next(fresh))
                os.rename(inner, pending[-1])
            else:
                os.unlink(inner)
        os.rmdir(path)


def _list(folder: str) -> list[str]:
    return [os.path.join(folder, name) for name in os.listdir(folder)]


def _is_ours(path: str) -> bool:
    return os.lstat(path).st_uid == os.geteuid()
