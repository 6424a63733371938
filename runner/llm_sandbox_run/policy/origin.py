"""Who could have written a file, and the text of one that a person has named."""

from __future__ import annotations

import grp
import os
import pwd
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from llm_sandbox_run.errors import UsageError
from llm_sandbox_run.project.mounts import mounts

if TYPE_CHECKING:
    from llm_sandbox_run.project.mounts import Mount

_MOST_LINKS = 40  # as many as Linux follows


def read(name: str | os.PathLike[str], root: Path, what: str) -> str:
    """Return the text of a file that is called a ``what``, if nobody but the user or root could have written it.

    It must not lie in the project at ``root``, where those for whom it is meant could write it themselves.

    Raises:
        OSError, UnicodeDecodeError: it cannot be read.
        UsageError: somebody else could have written it.
    """
    path = _trusted(Path(name).absolute(), f"the {what} {name}", root)
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(handle, encoding="utf-8") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode) or status.st_nlink != 1:
            raise UsageError(
                f"the {what} {name} has to be a file of one name: by another one it could be written elsewhere ({path})"
            )
        return file.read()


def _trusted(path: Path, name: str, root: Path) -> Path:
    """Return where ``path`` leads, if on all of the way nobody could have put something else but the user."""
    for _ in range(_MOST_LINKS):
        place = path.parent.resolve() / path.name
        if lies_in(place, root):
            raise UsageError(
                f"{name} lies in the project, or leads through it, where the code under check may have changed it: keep it "
                "elsewhere, or take it from a revision that you trust (git show main:FILE > /tmp/FILE)"
            )
        if not is_of_the_user(place):
            raise UsageError(
                f"{name} could have been written by others ({place}): it and each folder above it have to belong to you or "
                "to root, and nobody else may write to them"
            )
        link = next((each for each in (path, *path.parents) if each.is_symlink()), None)
        if not link:
            return path
        path = link.parent / link.readlink() / path.relative_to(link)
    raise UsageError(f"{name} leads through too many links")


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
    table = mounts()
    device, inside = _in_file_system(place, table)
    roots_device, roots_inside = _in_file_system(root, table)
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


def _in_file_system(path: Path, table: list[Mount]) -> tuple[str, Path]:
    there = (each for each in reversed(table) if path.is_relative_to(each.point))
    mount = max(there, key=lambda each: len(Path(each.point).parts))
    return mount.device, Path(mount.shown) / path.relative_to(mount.point)
