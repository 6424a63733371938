"""Which folders are no projects: the system's, somebody's home, and what tools act on or keep secrets in."""

from __future__ import annotations

import os
import pwd
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from llm_sandbox_run.project.names import Names, acting_parts

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
# Of the system or of somebody's tools, but for what a sign below tells to be a project.
_OTHERS = tuple(map(Path, "/snap /usr /var/backups /var/lib /var/local /var/mail /var/opt".split()))
_ROOTS = "/root"  # home, though it is among the system's folders
_OF_TOOLS = frozenset({"appdata", "bin", "library", "snap"})  # in a home, beside all that begins with a dot
_SIGNS = ("pyproject.toml", "setup.py", "setup.cfg")
_REPOSITORY = ".git"
_FIRST_PERSON = 1000  # of user ids, on most systems: login.defs(5)


def objection(root: Path) -> str:
    """Return why a folder is not one that is about some code; "" if it may be."""
    homes = {Path.home().resolve(), *_homes()}
    if str(root) in _SYSTEM or any(root.is_relative_to(folder) for folder in _ONLY_SYSTEM):
        return "belongs to the system"
    if root in homes or any(home.is_relative_to(root) for home in homes):
        return "is somebody's home, or has one in it"
    if any(map(Names().hides, root.parts)):
        return "is not for programs: the host keeps secrets in it"
    if not _is_project_below(root, _protected_above(root), by_repository=True):
        return "is not for programs: the host acts on it"
    if not _is_project_below(
        root, [folder for folder in _OTHERS if root.is_relative_to(folder)], by_repository=True
    ):
        return "belongs to the system"
    # What people have of their settings and plugins is often a repository.
    if not _is_project_below(
        root, [folder for home in homes for folder in _of_tools(root, home)], by_repository=False
    ):
        return "belongs to somebody's tools"
    return ""


def _protected_above(root: Path) -> Iterator[Path]:
    names = Names()
    for folder in (root, *root.parents):
        with suppress(OSError):
            inside = frozenset(map(str.casefold, os.listdir(folder.parent)))
            if names.protects(folder.name) or folder.name.casefold() in acting_parts(inside):
                yield folder


def _of_tools(root: Path, home: Path) -> Iterator[Path]:
    if root.is_relative_to(home) and root != home:
        name = root.relative_to(home).parts[0]
        if name.startswith(".") or name.casefold() in _OF_TOOLS:
            yield home / name


def _is_project_below(root: Path, folders: Iterable[Path], by_repository: bool) -> bool:
    """Tell whether ``root``, or what it is part of, is a project of its own below each of the ``folders`` above it.

    A linked work tree, where ``.git`` is a file, always is one; other repositories only ``by_repository``.
    """
    return all(any(_has_sign(each, by_repository) for each in _between(root, folder)) for folder in folders)


def _between(root: Path, folder: Path) -> Iterator[Path]:
    return (each for each in (root, *root.parents) if each != folder and each.is_relative_to(folder))


def _has_sign(folder: Path, by_repository: bool) -> bool:
    repository = folder / _REPOSITORY
    return (
        repository.is_file()
        or (by_repository and repository.is_dir())
        or any((folder / sign).is_file() for sign in _SIGNS)
    )


def _homes() -> Iterator[Path]:
    """Yield where people live; accounts of services have their folders among the system's, or none."""
    for user in pwd.getpwall():
        if user.pw_uid == 0 or user.pw_uid >= _FIRST_PERSON:
            home = Path(user.pw_dir)
            if home.is_dir() and str(home) not in _SYSTEM - {_ROOTS}:
                yield home.resolve()
