"""The extended attributes that programs can set: their own, and lists of who may do what."""

from __future__ import annotations

import os
from contextlib import suppress

_OVERLAYS_OWN = "user.overlay."
_THEIRS = ("user.", "system.posix_acl_")


def theirs(path: str | int) -> dict[str, bytes]:
    """Return those of a path, or of what is open, without those that overlayfs uses."""
    return {name: value for name, value in _all(path).items() if not name.startswith(_OVERLAYS_OWN)}


def of_overlay(path: str) -> dict[str, bytes]:
    """Return those that overlayfs uses."""
    return {name: value for name, value in _all(path).items() if name.startswith(_OVERLAYS_OWN)}


def copy(source: str | int, target: int) -> None:
    """Have the open ``target`` have the same."""
    wanted, there = theirs(source), theirs(target)
    with suppress(OSError):  # a file system may have none, or not these
        for name in there.keys() - wanted.keys():
            os.removexattr(target, name)
        for name, value in wanted.items():
            os.setxattr(target, name, value)


def _all(path: str | int) -> dict[str, bytes]:
    follow = isinstance(path, int)
    with suppress(OSError):
        names = os.listxattr(path, follow_symlinks=follow)
        return {
            name: os.getxattr(path, name, follow_symlinks=follow)
            for name in names
            if name.startswith(_THEIRS)
        }
    return {}
