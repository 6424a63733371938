"""The work tree as git would store it, read without git: adding a file may run the programs that attributes name."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from flake8_llm_sandbox.files import FOREIGN
from flake8_llm_sandbox.history.changes import LINK, PROGRAM, SUBMODULE, Change, File, Revision
from flake8_llm_sandbox.history.git import GitError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from flake8_llm_sandbox.history.git import Git

PLAIN = "100644"


def worktree(git: Git, base: str, paths: Sequence[Path], is_wanted: Callable[[str, str], bool]) -> Revision:
    """Return how wanted files in and below ``paths`` differ from what they are at ``base``.

    Raises:
        GitError: a path lies outside of the repository.
        OSError: a file or folder cannot be read.
    """
    places = [_inside(git, path) for path in paths]
    then = {
        file.path: file
        for file in listed(git, base)
        if is_wanted(file.path, file.mode) and _is_below(file.path, places)
    }
    held, now = {}, {}
    for place in places:
        for path in _walked(git.root / place):
            name = path.relative_to(git.root).as_posix()
            mode = _mode(path)
            if is_wanted(name, mode) and (name not in then or then[name].mode != SUBMODULE):
                content = os.fsencode(path.readlink()) if mode == LINK else path.read_bytes()
                digest = hashlib.new(git.algorithm, b"blob %d\0" % len(content) + content).hexdigest()
                now[name], held[digest] = File(name, mode, digest), content
    gone = {path: file for path, file in then.items() if path not in now and file.mode != SUBMODULE}
    moved = {file.name: file for file in gone.values()}
    changed = [
        Change(file, tuple(old for old in (then.get(path) or moved.get(file.name),) if old))
        for path, file in now.items()
        if path not in then or (then[path].name, then[path].mode) != (file.name, file.mode)
    ]
    return Revision(
        "work tree", (base,), (*changed, *(Change(None, (file,)) for file in gone.values())), held=held
    )


def listed(git: Git, commit: str, folder: str = "") -> Iterator[File]:
    """Yield the files that a commit has in and below a folder.

    Raises:
        GitError: there is no such commit.
    """
    below = ("--", folder) if folder else ()
    for entry in git.run("ls-tree", "-r", "-z", "--full-tree", commit, *below).split(b"\0")[:-1]:
        head, _, path = entry.partition(b"\t")
        mode, _, name = head.decode().split()
        yield File(os.fsdecode(path), mode, name)


def _inside(git: Git, path: Path) -> str:
    whole = Path(os.path.abspath(path))  # noqa: PTH100 - a link is judged as one
    place = whole.parent.resolve() / whole.name if whole.is_symlink() else whole.resolve()
    if not place.is_relative_to(git.root.resolve()):
        raise GitError(f"{path} does not lie in the repository {git.root}")
    return place.relative_to(git.root.resolve()).as_posix()


def _is_below(path: str, places: Sequence[str]) -> bool:
    return any(place in (".", path) or path.startswith(f"{place}/") for place in places)


def _walked(place: Path) -> Iterator[Path]:
    if place.is_symlink() or not place.is_dir():
        yield place
        return
    for folder, below, files in os.walk(place, onerror=_fail):
        links = [name for name in below if Path(folder, name).is_symlink()]
        below[:] = sorted(name for name in below if name not in links and name not in FOREIGN)
        found = (Path(folder, name) for name in sorted([*files, *links]))
        yield from (path for path in found if path.is_symlink() or path.is_file())  # git knows no others


def _mode(path: Path) -> str:
    status = path.lstat()
    if stat.S_ISLNK(status.st_mode):
        return LINK
    return PROGRAM if status.st_mode & stat.S_IXUSR else PLAIN


def _fail(error: OSError) -> None:
    raise error
