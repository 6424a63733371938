"""The folder that a program may see."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from llm_sandbox_run.errors import UsageError
from llm_sandbox_run.guest.identity import NOBODY, Identity
from llm_sandbox_run.project.places import objection

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    from typing_extensions import Self


def locate(folder: str | os.PathLike[str]) -> Path:
    """Return the real path of a project.

    Raises:
        UsageError: it is no folder, or one that is not about some code: somebody's home, the system's, one for secrets.
    """
    root = Path(folder).resolve()
    if not root.is_dir():
        raise UsageError(f"the project {folder} is not a folder")
    why = objection(root)
    if why:
        raise UsageError(
            f"{root} {why}, so it cannot be the project: choose the folder that the code is about"
        )
    return root


def identity_of(path: Path) -> tuple[int, int]:
    """Return what a path means now: device and inode."""
    status = path.stat()
    return status.st_dev, status.st_ino


def programs_user(root: Path) -> Identity:
    """Return as whom programs run: the owner of the project at ``root``, but nobody instead of root."""
    status = root.stat()
    return Identity(status.st_uid or NOBODY, status.st_gid or NOBODY)


def relative(path: Path, root: Path) -> str:
    """Return ``path`` as the project sees it, "" for the project itself.

    Raises:
        UsageError: it is not in the project.
    """
    if path == root:
        return ""
    try:
        return path.relative_to(root).as_posix()
    except ValueError:
        raise UsageError(f"{path} is not in the project {root}: name another one with --project") from None


@contextmanager
def open_folder(root: Path, parts: Iterable[str] = (), create: bool = False) -> Iterator[int]:
    """Open a folder below ``root`` without following any link, and yield its descriptor.

    Raises:
        OSError: there is no such folder, or a link in the way.
    """
    handle = os.open(root, _FLAGS)
    try:
        with descend(handle, parts, create) as folder:
            yield folder
    finally:
        os.close(handle)


@contextmanager
def descend(folder: int, parts: Iterable[str], create: bool = False) -> Iterator[int]:
    """Open a folder below an open one without following any link, and yield its descriptor; see ``open_folder``."""
    handle = folder
    try:
        for part in parts:  # of which there may be more than files may be open
            if create:
                with suppress(FileExistsError):
                    os.mkdir(part, 0o755, dir_fd=handle)
            above, handle = handle, os.open(part, _FLAGS, dir_fd=handle)
            if above != folder:
                os.close(above)
        yield handle
    finally:
        if handle != folder:
            os.close(handle)


def open_file(name: str, folder: int | None = None, follow: bool = False) -> BinaryIO:
    """Open a file for reading; what has become something else by now does not make us wait, and does not stay open.

    Raises:
        OSError: it is not there, not to be read, a link or a folder.
    """
    flags = os.O_NONBLOCK | (0 if follow else os.O_NOFOLLOW)
    return open(name, "rb", opener=lambda path, usual: os.open(path, usual | flags, dir_fd=folder))


def set_mode(folder: int, name: str, mode: int) -> None:
    """Set the rights of what has a name in an open folder, but not of what a link leads to.

    Raises:
        OSError: there is nothing, or it is somebody else's.
    """
    handle = os.open(name, os.O_PATH | os.O_NOFOLLOW, dir_fd=folder)
    try:
        if not stat.S_ISLNK(os.fstat(handle).st_mode):
            Path(f"/proc/self/fd/{handle}").chmod(
                stat.S_IMODE(mode)
            )  # of this one, whatever its name is by now
    finally:
        os.close(handle)


class Way:
    """Folders below an open one, reached without following any link.

    The way to the last one stays open, since the next one often lies on it: what is deep is not walked to for each file.
    """

    def __init__(self, top: int) -> None:
        self._top = top
        self._open: list[tuple[str, int]] = []  # name and descriptor, the outer first

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._back_to(0)

    def to(self, path: str) -> int:
        """Return the descriptor of a folder, "" for the first one; it counts until the next call.

        Raises:
            OSError: there is no such folder, or a link in the way.
        """
        parts = path.split("/") if path else []
        shared = 0
        for part, (name, _) in zip(parts, self._open, strict=False):
            if part != name:
                break
            shared += 1
        self._back_to(shared)
        for part in parts[shared:]:
            self._open.append((part, os.open(part, _FLAGS, dir_fd=self._last())))
        return self._last()

    def _last(self) -> int:
        return self._open[-1][1] if self._open else self._top

    def _back_to(self, depth: int) -> None:
        while len(self._open) > depth:
            os.close(self._open.pop()[1])


_FLAGS = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
