"""Makes the project what a program has made of it, as far as that may be."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from llm_sandbox_run.project.folder import descend

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from llm_sandbox_run.project.compare import Difference

_OVERLAYS_OWN = "user.overlay."
_OURS = ".llm-sandbox-"


def merge(layer: int, project: int, wanted: Iterable[Difference]) -> dict[str, str]:
    """Do to the open folder ``project`` what these differences say, with what lies in ``layer``.

    Return why some could not be done, by their paths.
    """
    failed = {}
    gone: list[Difference] = []
    there: list[Difference] = []
    for each in wanted:
        (gone if each.kind == "deleted" else there).append(each)
    for each in (*reversed(gone), *there):  # what is in a folder goes before it
        try:
            _do(layer, project, each)
        except OSError as error:
            failed[each.path] = error.strerror or str(error)
    return failed


def _do(layer: int, project: int, each: Difference) -> None:
    if not each.path:
        _copy_folder(layer, project, ".", each)
        return
    *parents, name = each.path.split("/")
    with descend(project, parents) as folder:
        if each.kind == "deleted":
            (os.rmdir if each.is_folder else os.unlink)(name, dir_fd=folder)
            return
        with descend(layer, parents) as source:
            if each.is_folder:
                _copy_folder(source, folder, name, each)
            else:
                _drop_own_attributes(source, name)
                _move(source, folder, name, each)


def _copy_folder(source: int, target: int, name: str, each: Difference) -> None:
    assert each.status
    if each.kind == "created":
        os.mkdir(name, 0o700, dir_fd=target)
    with _opened(target, name) as folder:
        _take_owner(folder, each.status)
        os.fchmod(folder, stat.S_IMODE(each.status.st_mode) | stat.S_IRWXU)
        _copy_attributes(f"/proc/self/fd/{source}/{name}", folder)
        if each.kind == "modified":
            os.utime(folder, ns=(each.status.st_atime_ns, each.status.st_mtime_ns))


def _move(source: int, target: int, name: str, each: Difference) -> None:
    try:
        os.rename(name, name, src_dir_fd=source, dst_dir_fd=target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        _copy(source, target, name, each)


def _copy(source: int, target: int, name: str, each: Difference) -> None:
    """Take it over from another file system, so that it is there as a whole or not at all."""
    assert each.status
    new = f"{_OURS}{os.urandom(8).hex()}"
    try:
        if stat.S_ISLNK(each.status.st_mode):
            os.symlink(os.readlink(name, dir_fd=source), new, dir_fd=target)
            if os.geteuid() == 0:
                os.chown(new, each.status.st_uid, each.status.st_gid, dir_fd=target, follow_symlinks=False)
        else:
            _copy_file(source, target, name, new, each.status)
        os.rename(new, name, src_dir_fd=target, dst_dir_fd=target)
    except BaseException:
        with suppress(OSError):
            os.unlink(new, dir_fd=target)
        raise


def _copy_file(source: int, target: int, name: str, new: str, status: os.stat_result) -> None:
    reading = os.open(name, os.O_RDONLY | os.O_NOFOLLOW, dir_fd=source)
    writing = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600, dir_fd=target)
    with open(reading, "rb") as old, open(writing, "wb") as file:
        shutil.copyfileobj(old, file, 1 << 20)
        file.flush()
        _take_owner(writing, status)
        os.fchmod(writing, stat.S_IMODE(status.st_mode))
        _copy_attributes(reading, writing)
        os.utime(writing, ns=(status.st_atime_ns, status.st_mtime_ns))


def _take_owner(handle: int, status: os.stat_result) -> None:
    now = os.fstat(handle)
    if (now.st_uid, now.st_gid) != (status.st_uid, status.st_gid):
        os.fchown(handle, status.st_uid, status.st_gid)


def _copy_attributes(source: int | str, target: int) -> None:
    with suppress(OSError):  # a file system may have none, or not these
        for each in os.listxattr(source):
            if not each.startswith(_OVERLAYS_OWN):
                os.setxattr(target, each, os.getxattr(source, each))


def _drop_own_attributes(folder: int, name: str) -> None:
    path = f"/proc/self/fd/{folder}/{name}"
    with suppress(OSError):
        for each in os.listxattr(path, follow_symlinks=False):
            if each.startswith(_OVERLAYS_OWN):
                os.removexattr(path, each, follow_symlinks=False)


@contextmanager
def _opened(folder: int, name: str) -> Iterator[int]:
    handle = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=folder)
    try:
        yield handle
    finally:
        os.close(handle)
