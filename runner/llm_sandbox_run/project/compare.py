"""What a layer that a program has written to (overlayfs) says of the project below it.

Source: https://docs.kernel.org/filesystems/overlayfs.html
"""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from llm_sandbox_run.project import attributes
from llm_sandbox_run.project.folder import open_file
from llm_sandbox_run.project.marks import join

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llm_sandbox_run.model import ChangeKind

_OPAQUE = "user.overlay.opaque"
_DEEPEST, _LONGEST = (
    100,
    2000,
)  # folders; and bytes of a path, of which Linux takes 4096 with what is above the project
_CHUNK = 1 << 20


class Difference(NamedTuple):
    """What has become of one path."""

    path: str  # with "/" between the parts
    kind: ChangeKind
    is_folder: bool
    status: os.stat_result | None  # as the program left it
    was: os.stat_result | None  # as it is in the project
    readable: bool = True  # whether all that lies in the folder is listed, too


def differences(layer: int, project: int) -> Iterator[Difference]:
    """Yield how the open folder ``layer`` differs from the open folder ``project``: what is gone, then what is there."""
    status, was = os.fstat(layer), os.fstat(project)
    if _traits(status) != _traits(was) or _attributes(layer, ".") != _attributes(project, "."):
        yield Difference("", "modified", True, status, was)
    yield from _inside(layer, project, "", opaque=False)


def _inside(layer: int, project: int | None, path: str, opaque: bool) -> Iterator[Difference]:
    with os.scandir(layer) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    if opaque and project is not None:
        kept = {entry.name for entry in entries}
        for name in sorted(set(os.listdir(project)) - kept):
            yield from _gone(project, name, path)
    for entry in entries:
        yield from _entry(layer, project, entry, path, opaque)


def _entry(
    layer: int, project: int | None, entry: os.DirEntry[str], path: str, opaque: bool
) -> Iterator[Difference]:
    here = join(path, entry.name)
    status = entry.stat(follow_symlinks=False)
    was = None if project is None else _status(project, entry.name)
    if is_whiteout(status):
        if was and project is not None:
            yield from _gone(project, entry.name, path)
    elif stat.S_ISDIR(status.st_mode):
        yield from _folder(layer, project, here, status, was, opaque)
    elif was and stat.S_ISDIR(was.st_mode) and project is not None:
        yield from _gone(project, entry.name, path)
        yield Difference(here, "created", False, status, None)
    elif not (was and _is_same(layer, project, entry.name, status, was)):
        yield Difference(here, "modified" if was else "created", False, status, was)


def _folder(
    layer: int,
    project: int | None,
    path: str,
    status: os.stat_result,
    was: os.stat_result | None,
    opaque: bool,
) -> Iterator[Difference]:
    name = path.rpartition("/")[2]
    below = None
    if status.st_mode & stat.S_IRWXU != stat.S_IRWXU:
        os.chmod(
            name, status.st_mode | stat.S_IRWXU, dir_fd=layer
        )  # a lock is part of what was written, not on us
    with _opened(layer, name) as inner:
        if was and stat.S_ISDIR(was.st_mode):
            below = project
        elif was and project is not None:
            yield from _gone(project, name, path.rpartition("/")[0])
        if inner is None or path.count("/") > _DEEPEST or len(os.fsencode(path)) > _LONGEST:
            yield Difference(
                path, "modified" if below is not None else "created", True, status, was, readable=False
            )
            return
        opaque = opaque or attributes.of_overlay(f"/proc/self/fd/{layer}/{name}").get(_OPAQUE) == b"y"
        with _opened(below, name) as lower:
            found = list(_inside(inner, lower, path, opaque))
    names_changed = any(each.kind != "modified" and each.path.rpartition("/")[0] == path for each in found)
    if below is None:
        yield Difference(path, "created", True, status, None)
    elif not _is_same_folder(layer, below, name, status, was, names_changed):
        yield Difference(path, "modified", True, status, was)
    yield from found


def _gone(project: int, name: str, path: str) -> Iterator[Difference]:
    """Yield what was there, the inner before the outer."""
    status = _status(project, name)
    if not status:
        return
    here = join(path, name)
    is_folder = stat.S_ISDIR(status.st_mode)
    if is_folder and here.count("/") > _DEEPEST:
        yield Difference(here, "deleted", is_folder, None, status, readable=False)
        return
    if is_folder:
        with _opened(project, name) as inner:
            for each in sorted(os.listdir(inner)) if inner is not None else ():
                yield from _gone(inner, each, here)  # type: ignore[arg-type]
    yield Difference(here, "deleted", is_folder, None, status)


def is_whiteout(status: os.stat_result) -> bool:
    """Tell whether what lies in a layer says that nothing is there."""
    return stat.S_ISCHR(status.st_mode) and status.st_rdev == 0


def _is_same(layer: int, project: int | None, name: str, status: os.stat_result, was: os.stat_result) -> bool:
    """Tell whether a file was only looked at in a way that copies it up. Its times a program can set, its content counts."""
    assert project is not None
    if _traits(status) != _traits(was) or (status.st_size, status.st_mtime_ns) != (
        was.st_size,
        was.st_mtime_ns,
    ):
        return False
    if _attributes(layer, name) != _attributes(project, name):
        return False
    if stat.S_ISLNK(status.st_mode):
        return os.readlink(name, dir_fd=layer) == os.readlink(name, dir_fd=project)
    return stat.S_ISREG(status.st_mode) and _same_content(layer, project, name)


def _is_same_folder(
    layer: int,
    project: int,
    name: str,
    status: os.stat_result,
    was: os.stat_result | None,
    names_changed: bool,
) -> bool:
    assert was
    return (
        _traits(status) == _traits(was)
        and (names_changed or status.st_mtime_ns == was.st_mtime_ns)
        and _attributes(layer, name) == _attributes(project, name)
    )


def _traits(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_mode, status.st_uid, status.st_gid


def _same_content(layer: int, project: int, name: str) -> bool:
    try:
        with open_file(name, layer) as new, open_file(name, project) as old:
            while (chunk := new.read(_CHUNK)) == old.read(_CHUNK):
                if not chunk:
                    return True
    except OSError:
        pass
    return False


def _attributes(folder: int, name: str) -> dict[str, bytes]:
    return attributes.theirs(f"/proc/self/fd/{folder}/{name}")


def _status(folder: int, name: str) -> os.stat_result | None:
    try:
        return os.stat(name, dir_fd=folder, follow_symlinks=False)
    except OSError:
        return None


@contextmanager
def _opened(folder: int | None, name: str) -> Iterator[int | None]:
    """Open a folder; None if it cannot be, or is none."""
    handle = None if folder is None else _open(folder, name)
    try:
        yield handle
    finally:
        if handle is not None:
            os.close(handle)


def _open(folder: int, name: str) -> int | None:
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
    try:
        return os.open(name, flags, dir_fd=folder)
    except OSError:
        return None
