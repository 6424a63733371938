"""The extended attributes that programs can set: their own, and lists of who may do what."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from llm_sandbox_run.guest.attributes import is_overlays, is_theirs

if TYPE_CHECKING:
    from collections.abc import Callable


def theirs(path: str | int) -> dict[str, bytes]:
    """Return those of a path, or of what is open, without those that overlayfs uses."""
    return _chosen(path, is_theirs)


def of_overlay(path: str) -> dict[str, bytes]:
    """Return those that overlayfs uses."""
    return _chosen(path, is_overlays)


def copy(source: str | int, target: int) -> None:
    """Have the open ``target`` have the same."""
    wanted, there = theirs(source), theirs(target)
    with suppress(OSError):  # a file system may have none, or not these
        for name in there.keys() - wanted.keys():
            os.removexattr(target, name)
        for name, value in wanted.items():
            os.setxattr(target, name, value)


def _chosen(path: str | int, wanted: Callable[[str], bool]) -> dict[str, bytes]:
    follow = isinstance(path, int)
    with suppress(OSError):
        names = filter(wanted, os.listxattr(path, follow_symlinks=follow))
        return {name: os.getxattr(path, name, follow_symlinks=follow) for name in names}
    return {}
