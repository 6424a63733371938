"""What programs write to the project lands in a layer over it (overlayfs), and is the host's to take or to leave."""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress

from . import libc
from .attributes import is_theirs
from .identity import Identity

_OPTIONS = "lowerdir=.,upperdir={0}/upper,workdir={0}/work,volatile,userxattr"
_FLAGS = libc.MS_NOSUID | libc.MS_NODEV


class Layer:
    """An empty one, made in the folder ``parent``. It is locked as long as this object lives: others leave it alone."""

    def __init__(self, parent: str, project: int, identity: Identity) -> None:
        self._project, self._identity = project, identity
        with libc.files_owned_as(*self._identity):
            self.name, self._lock = _locked_folder(parent)
            self._path = os.path.join(parent, self.name)
            for name in ("upper", "work"):
                os.mkdir(f"{self._path}/{name}", 0o700)
            self._upper = os.open(f"{self._path}/upper", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        self._clean: tuple[object, ...] = ()
        self._wanted = (-1, -1, -1, -1)

    def put_over(self, target: str) -> None:
        """Have the project, with this layer over it, appear at ``target``.

        Raises:
            OSError: the kernel, or the file system in which the layer lies, cannot do it.
        """
        os.fchdir(self._project)
        try:
            with libc.files_owned_as(*self._identity):  # what overlayfs makes is theirs to remove
                libc.mount("overlay", target, "overlay", _FLAGS, _OPTIONS.format(self._path))
        finally:
            os.chdir("/")
        self.align(target)

    def written(self) -> bool:
        """Tell whether a program has changed anything."""
        return self._state() != self._clean

    @property
    def folder(self) -> str:
        """Where it lies, as this process sees it."""
        return f"{self._path}/upper"

    def emptied(self) -> bool:
        """Tell whether nothing is in it any more; then, aligned, it is as good as new."""
        return not os.listdir(self._upper)

    def align(self, target: str) -> None:
        """Have its root, seen at ``target``, be as the project's; of all folders that one is not looked up anew."""
        root = os.fstat(self._project)
        wanted = root.st_uid, root.st_gid, root.st_mode, root.st_ctime_ns
        if self.written() or wanted != self._wanted:
            os.chown(target, root.st_uid, root.st_gid)
            self._align_attributes(target)
            os.chmod(target, root.st_mode & 0o7777)
            self._clean, self._wanted = self._state(), wanted

    def _align_attributes(self, target: str) -> None:
        os.fchdir(self._project)
        try:
            wanted = {each: os.getxattr(".", each) for each in os.listxattr(".") if is_theirs(each)}
        finally:
            os.chdir("/")
        there = {each: os.getxattr(target, each) for each in os.listxattr(target) if is_theirs(each)}
        if there != wanted:
            for each in there:
                os.removexattr(target, each)
            for each, value in wanted.items():
                os.setxattr(target, each, value)

    def forget(self, target: str) -> None:
        """Have what was looked up in the project, and in this layer, be looked up anew: the host may change both now.

        An overlay must not be used while what lies below changes. This drops all that it remembers of names and files, and
        until the next run nobody uses it.
        """
        libc.mount("", target, flags=libc.MS_REMOUNT | _FLAGS)

    def let_go(self) -> None:
        """Leave it to others."""
        os.close(self._upper)
        os.close(self._lock)

    def remove(self) -> None:
        """Remove it, with nothing in it but what the kernel has made."""
        self.let_go()
        with libc.files_owned_as(*self._identity):
            for folder, folders, files in os.walk(self._path, topdown=False):
                for name in files:
                    os.unlink(f"{folder}/{name}")
                for name in folders:
                    os.rmdir(f"{folder}/{name}")
            os.rmdir(self._path)

    def _state(self) -> tuple[object, ...]:
        status = os.fstat(self._upper)
        owner = status.st_mode, status.st_uid, status.st_gid
        return (*owner, status.st_mtime_ns, status.st_ctime_ns, *os.listdir(self._upper))


def _locked_folder(parent: str) -> tuple[str, int]:
    """Make a folder; whoever clears up what nobody has locked may have been quicker, so that it takes another one."""
    while True:
        name = os.urandom(8).hex()
        path = os.path.join(parent, name)
        os.mkdir(path, 0o700)
        with suppress(FileNotFoundError):
            lock = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            fcntl.flock(lock, fcntl.LOCK_SH)
            if os.path.isdir(path):
                return name, lock
            os.close(lock)
