"""The files in and around a project that must be the same after each attack."""

from __future__ import annotations

import os
import shutil
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECRET = "a secret that no program may print"
# What the host acts on, and secrets. The programs' user owns all of it: the covers alone have to hold.
PROTECTED = {
    ".git/config": "[core]\n",
    ".git/hooks/pre-push": "#!/bin/sh\n",
    ".vscode/tasks.json": "{}\n",
    ".aws/credentials": SECRET,
    ".env": SECRET,
    ".git/.git-credentials": SECRET,
    ".vscode/id_rsa": SECRET,
    "deep/.git/.env": SECRET,
    "deep/.git/config": "[core]\n",
}
OUTSIDE = {"secret": SECRET, ".git/config": "[core]\n", "folder/file": "kept\n"}


class Scenery:
    """A folder that has exactly ``files`` at the beginning of each attack; beside them, nobody looks at ``ignored``."""

    def __init__(
        self, root: Path, files: dict[str, str], uid: int, ignored: frozenset[str] = frozenset()
    ) -> None:
        self.root = root
        self._files, self._uid, self._ignored = files, uid, ignored

    def build(self) -> None:
        """Put everything in its place and remove the rest."""
        self.root.mkdir(exist_ok=True)
        self.root.chmod(0o777)
        kept = {name.partition("/")[0] for name in self._files} | self._ignored
        for path in list(self.root.iterdir()):
            if path.name not in kept:
                _delete(path)
        for name in self.strange():
            _delete(self.root / name)
        for name in self.changed():
            self._write(name, self._files[name])
        _give(self.root, self._uid)

    def _write(self, name: str, text: str) -> None:
        place = self.root
        for part in name.split("/")[:-1]:
            place = place / part
            if place.is_symlink() or not place.is_dir():
                _delete(place)
                place.mkdir()
            place.chmod(0o777)
            _give(place, self._uid)
        _delete(self.root / name)
        (self.root / name).write_text(text)
        (self.root / name).chmod(0o666)
        _give(self.root / name, self._uid)

    def changed(self) -> list[str]:
        """Return the files that are not as they were."""
        return [name for name, text in self._files.items() if _read(self.root / name) != text]

    def strange(self) -> list[str]:
        """Return what should not be there, as far as it is no folder."""
        known = self._files.keys() | self._ignored
        return [name for name, is_folder in _entries(self.root) if name not in known and not is_folder]

    def names(self) -> list[str]:
        """Return every path below, relative and sorted; links are not followed."""
        return sorted(name for name, _ in _entries(self.root))


def _entries(root: Path) -> Iterator[tuple[str, bool]]:
    # By descriptors: there is no path to what lies too deep.
    for folder, folders, names, handle in os.fwalk(root):
        for name in folders + names:
            mode = os.stat(name, dir_fd=handle, follow_symlinks=False).st_mode
            yield os.path.relpath(f"{folder}/{name}", root), stat.S_ISDIR(mode)


def _read(path: Path) -> str | None:
    with suppress(OSError):
        if path.is_file() and not path.is_symlink():
            return path.read_text(errors="replace")
    return None


def _delete(path: Path) -> None:
    if path.is_symlink() or not path.is_dir():
        path.unlink(missing_ok=True)
        return
    path.chmod(0o700)
    for _, folders, _, handle in os.fwalk(path):
        for name in folders:
            if not stat.S_ISLNK(os.stat(name, dir_fd=handle, follow_symlinks=False).st_mode):
                os.chmod(name, 0o700, dir_fd=handle)
    shutil.rmtree(path)


def _give(path: Path, uid: int) -> None:
    if os.getuid() == 0:
        os.chown(path, uid, uid)
