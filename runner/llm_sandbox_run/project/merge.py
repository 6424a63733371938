"""Makes the project what a program has made of it, as far as that may be."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from llm_sandbox_run.project import attributes
from llm_sandbox_run.project.folder import Way, descend

if TYPE_CHECKING:
    from collections.abc import Iterable

    from llm_sandbox_run.model import Identity
    from llm_sandbox_run.project.compare import Difference

_OURS = ".llm-sandbox-"
_LOOK = stat.S_IRUSR | stat.S_IXUSR


def merge(layer: int, project: int, wanted: Iterable[Difference]) -> dict[str, str]:
    """Do to the open folder ``project`` what these differences say, with what lies in ``layer``.

    Return why some could not be done, by their paths.
    """
    failed: dict[str, str] = {}
    gone: list[Difference] = []
    there: list[Difference] = []
    for each in wanted:
        (gone if each.kind == "deleted" else there).append(each)
    folders = [each for each in there if each.is_folder]
    with Way(layer) as source, Way(project) as target:
        merging = _Merging(source, target, project)
        # What is in a folder goes before it, and comes before its times and rights are the last word.
        for do, several in ((merging.do, (*reversed(gone), *there)), (merging.close, folders[::-1])):
            for each in several:
                try:
                    do(each)
                except OSError as error:
                    failed.setdefault(each.path, error.strerror or str(error))
    return failed


class _Merging:
    """Of one layer into one project; knows which files have more than one name."""

    def __init__(self, layer: Way, project: Way, top: int) -> None:
        self._layer, self._project, self._top = layer, project, top
        self._names: dict[Identity, str] = {}  # of files that were copied
        self._folders: dict[str, Identity] = {}  # that were made or opened up, by path

    def do(self, each: Difference) -> None:
        """Have it be there, or gone."""
        parent, _, name = each.path.rpartition("/")
        folder = self._to(parent)
        if each.kind == "deleted":
            (os.rmdir if each.is_folder else os.unlink)(name, dir_fd=folder)
        elif each.is_folder:
            self._folders[each.path] = _open_up(folder, name, each)
        else:
            source = self._layer.to(parent)
            _drop_own_attributes(source, name)
            self._move(source, folder, name, each)

    def close(self, each: Difference) -> None:
        """Have a folder, in which all is by now, be as it was left."""
        assert each.status
        parent, _, name = each.path.rpartition("/")
        folder = self._to(each.path)
        _take_owner(folder, each.status)
        attributes.copy(f"/proc/self/fd/{self._layer.to(parent)}/{name}", folder)
        _set_mode(folder, each.status.st_mode)
        os.utime(folder, ns=(each.status.st_atime_ns, each.status.st_mtime_ns))

    def _to(self, path: str) -> int:
        """Open a folder of the project; one that others have put in the place of ours would be given away."""
        folder = self._project.to(path)
        if path in self._folders and _identity(os.fstat(folder)) != self._folders[path]:
            raise OSError(errno.ESTALE, "somebody else has put another folder in its place meanwhile")
        return folder

    def _move(self, source: int, target: int, name: str, each: Difference) -> None:
        try:
            os.rename(name, name, src_dir_fd=source, dst_dir_fd=target)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            self._copy(source, target, name, each)

    def _copy(self, source: int, target: int, name: str, each: Difference) -> None:
        """Take it over from another file system, so that it is there as a whole or not at all."""
        assert each.status
        new = f"{_OURS}{os.urandom(8).hex()}"
        identity = _identity(each.status)
        other = self._names.setdefault(identity, each.path)
        try:
            if other != each.path:
                *parents, first = other.split("/")
                with descend(self._top, parents) as folder:
                    os.link(first, new, src_dir_fd=folder, dst_dir_fd=target, follow_symlinks=False)
            elif stat.S_ISLNK(each.status.st_mode):
                os.symlink(os.readlink(name, dir_fd=source), new, dir_fd=target)
                if os.geteuid() == 0:
                    os.chown(
                        new, each.status.st_uid, each.status.st_gid, dir_fd=target, follow_symlinks=False
                    )
            else:
                _copy_file(source, target, name, new, each.status)
            os.rename(new, name, src_dir_fd=target, dst_dir_fd=target)
            os.unlink(name, dir_fd=source)
        except BaseException:
            with suppress(OSError):
                os.unlink(new, dir_fd=target)
            raise


def _open_up(target: int, name: str, each: Difference) -> Identity:
    """Have a folder be there, and open for what comes into it; return which one that is."""
    assert each.status
    if each.kind == "created":
        os.mkdir(name, 0o700, dir_fd=target)
    with descend(target, [name or "."]) as folder:
        status = os.fstat(folder)
        was_made = each.kind == "created" and status.st_uid == os.geteuid() and not os.listdir(folder)
        if not (was_made or (each.was and _identity(each.was) == _identity(status))):
            raise OSError(errno.ESTALE, "somebody else has put another folder in its place meanwhile")
        mode = stat.S_IMODE(status.st_mode)
        if mode & stat.S_IRWXU != stat.S_IRWXU:
            os.fchmod(folder, mode | stat.S_IRWXU)
        return _identity(status)


def _identity(status: os.stat_result) -> Identity:
    return status.st_dev, status.st_ino


def _set_mode(folder: int, mode: int) -> None:
    if mode & _LOOK != _LOOK:  # or nobody could see what is in there
        mode |= stat.S_IRWXU
    if stat.S_IMODE(mode) != stat.S_IMODE(os.fstat(folder).st_mode):
        os.fchmod(folder, stat.S_IMODE(mode))


def _copy_file(source: int, target: int, name: str, new: str, status: os.stat_result) -> None:
    reading = os.open(name, os.O_RDONLY | os.O_NOFOLLOW, dir_fd=source)
    writing = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600, dir_fd=target)
    with open(reading, "rb"), open(writing, "wb"):
        _copy_data(reading, writing)
        os.ftruncate(writing, status.st_size)
        _take_owner(writing, status)
        os.fchmod(writing, stat.S_IMODE(status.st_mode))
        attributes.copy(reading, writing)
        os.utime(writing, ns=(status.st_atime_ns, status.st_mtime_ns))


def _copy_data(reading: int, writing: int) -> None:
    """Copy what is in a file and leave its holes, which take no room on the disk."""
    end = 0
    while True:
        try:
            start = os.lseek(reading, end, os.SEEK_DATA)
        except OSError:  # there is no more
            return
        end = os.lseek(reading, start, os.SEEK_HOLE)
        os.lseek(reading, start, os.SEEK_SET)
        os.lseek(writing, start, os.SEEK_SET)
        while start < end:
            done = os.sendfile(writing, reading, None, end - start)
            if not done:
                return
            start += done


def _take_owner(handle: int, status: os.stat_result) -> None:
    now = os.fstat(handle)
    if (now.st_uid, now.st_gid) != (status.st_uid, status.st_gid):
        os.fchown(handle, status.st_uid, status.st_gid)


def _drop_own_attributes(folder: int, name: str) -> None:
    path = f"/proc/self/fd/{folder}/{name}"
    for each in attributes.of_overlay(path):
        with suppress(OSError):
            os.removexattr(path, each, follow_symlinks=False)
