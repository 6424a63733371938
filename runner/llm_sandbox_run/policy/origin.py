"""Who could have written a file."""

from __future__ import annotations

import grp
import os
import pwd
import stat
from pathlib import Path


def is_of_the_user(place: Path) -> bool:
    """Tell whether nobody but the user and root could have put something there, or anywhere on the way to it.

    Raises:
        OSError: there is no such path.
    """
    return all(_is_safe(each, each.lstat()) for each in (place, *place.parents))


def lies_in(place: Path, root: Path) -> bool:
    """Tell whether a path is below ``root``, by whatever mount."""
    if place.is_relative_to(root):
        return True
    mounts = _mounts()
    (device, inside), (roots_device, roots_inside) = (
        _in_file_system(place, mounts),
        _in_file_system(root, mounts),
    )
    return device == roots_device and inside.is_relative_to(roots_inside)


def _is_safe(path: Path, status: os.stat_result) -> bool:
    if status.st_uid not in (os.geteuid(), 0):
        return False
    if stat.S_ISLNK(status.st_mode) or (stat.S_ISDIR(status.st_mode) and status.st_mode & stat.S_ISVTX):
        return True  # what is in there only its owner moves, who is looked at as well
    if status.st_mode & stat.S_IWOTH:
        return False
    return not status.st_mode & stat.S_IWGRP or (_is_private(status.st_gid) and not _has_list(path))


def _is_private(group: int) -> bool:
    """Tell whether a group is that of the user alone, as many systems give everybody one."""
    user = os.geteuid()
    try:
        members = {pwd.getpwnam(name).pw_uid for name in grp.getgrgid(group).gr_mem}
    except KeyError:
        return False
    members |= {each.pw_uid for each in pwd.getpwall() if each.pw_gid == group}
    return group == os.getegid() and members <= {user, 0}


def _has_list(path: Path) -> bool:
    """Tell whether others are named who may write (an access control list): the group's rights stand for theirs."""
    try:
        return "system.posix_acl_access" in os.listxattr(path, follow_symlinks=False)
    except OSError:
        return False  # the file system has none


def _mounts() -> list[tuple[str, str, Path]]:
    """Return device, what of it is shown, and where; the last one of a place is on top.

    Source: https://docs.kernel.org/filesystems/proc.html, 3.5
    """
    with Path("/proc/self/mountinfo").open(encoding="utf-8", errors="surrogateescape") as lines:
        fields = [line.split(" ", 5) for line in lines]
    return [(each[2], _plain(each[3]), Path(_plain(each[4]))) for each in fields]


def _plain(text: str) -> str:
    for octal, letter in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        text = text.replace(octal, letter)
    return text


def _in_file_system(path: Path, mounts: list[tuple[str, str, Path]]) -> tuple[str, Path]:
    device, shown, where = max(
        (each for each in reversed(mounts) if path.is_relative_to(each[2])),
        key=lambda each: len(each[2].parts),
    )
    return device, Path(shown) / path.relative_to(where)
