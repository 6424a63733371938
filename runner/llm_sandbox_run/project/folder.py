"""The folder that a program may see."""

from __future__ import annotations

import os
import pwd
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from llm_sandbox_run.errors import UsageError
from llm_sandbox_run.guest.identity import NOBODY, Identity
from llm_sandbox_run.project.names import Names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SYSTEM = frozenset(
    "/ /bin /boot /dev /etc /home /lib /lib32 /lib64 /libx32 /lost+found /media /mnt /nix /opt /proc /root /run /sbin"
    " /srv /sys /tmp /usr /usr/local /usr/local/src /usr/src /var /var/lib /var/tmp /var/www".split()
)
_ONLY_SYSTEM = tuple(
    map(Path, "/bin /boot /dev /etc /lib /lib32 /lib64 /libx32 /proc /run /sbin /sys /usr/bin /usr/include /usr/lib"
    " /usr/lib32 /usr/lib64 /usr/libexec /usr/sbin /usr/share /usr/local/bin /usr/local/etc /usr/local/lib"
    " /usr/local/sbin /usr/local/share /var/cache /var/log /var/run /var/spool".split())
)  # fmt: skip
_FIRST_PERSON = 1000  # of user ids, on most systems: login.defs(5)


def locate(folder: str | os.PathLike[str]) -> Path:
    """Return the real path of a project.

    Raises:
        UsageError: it is no folder, or one that is not about some code: somebody's home, the system's, one for secrets.
    """
    root = Path(folder).resolve()
    if not root.is_dir():
        raise UsageError(f"the project {folder} is not a folder")
    objection = _objection(root)
    if objection:
        raise UsageError(
            f"{root} {objection}, so it cannot be the project: choose the folder that the code is about"
        )
    return root


def _objection(root: Path) -> str:
    homes = {Path.home().resolve(), *_homes()}
    if str(root) in _SYSTEM or any(root.is_relative_to(folder) for folder in _ONLY_SYSTEM):
        return "belongs to the system"
    if root in homes or any(home.is_relative_to(root) for home in homes):
        return "is somebody's home, or has one in it"
    if any(map(Names().hides, root.parts)) or Names().protects(root.name):
        return "is not for programs: the host acts on it, or keeps secrets in it"
    return ""


def _homes() -> Iterator[Path]:
    """Yield where people live; accounts of services have their folders among the system's, or none."""
    for user in pwd.getpwall():
        if user.pw_uid == 0 or user.pw_uid >= _FIRST_PERSON:
            home = Path(user.pw_dir)
            if home.is_dir() and str(home) not in _SYSTEM:
                yield home.resolve()


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
    try:
        inside = path.relative_to(root).as_posix()
    except ValueError:
        raise UsageError(f"{path} is not in the project {root}: name another one with --project") from None
    return "" if inside == "." else inside


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
    with ExitStack() as handles:
        for part in parts:
            if create:
                with suppress(FileExistsError):
                    os.mkdir(part, 0o755, dir_fd=folder)
            folder = os.open(part, _FLAGS, dir_fd=folder)
            handles.callback(os.close, folder)
        yield folder


_FLAGS = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
