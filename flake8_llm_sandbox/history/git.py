"""Git as a reader of objects: settings, attributes and hooks of the repository that is read get no word in.

Only plumbing is called that neither looks at the work tree nor converts, shows, fetches or signs anything, since that is
where settings name programs to run.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# Whoever calls may say where the repository, its index and, in a hook of a server, its new objects are.
KEPT = ("GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY")
FIXED = {
    "GIT_ALLOW_PROTOCOL": "none",  # a clone without all objects would fetch them, by a command of its own
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
SETTINGS = ("core.fsmonitor=", f"core.hooksPath={os.devnull}", "core.commitGraph=false")
MAX_BYTES = 64 << 20  # of all contents that are asked for at once


class GitError(Exception):
    """What was asked for cannot be read: a reason, and what to do."""


@dataclass(frozen=True)
class Git:
    """A repository; ``root`` is the top of its work tree, or the repository itself if it has none."""

    program: str
    root: Path
    folder: Path  # where git keeps its own
    algorithm: str  # of objects' names

    @property
    def empty_tree(self) -> str:
        """The name of the tree without files."""
        return hashlib.new(self.algorithm, b"tree 0\0").hexdigest()

    @classmethod
    def around(cls, place: Path) -> Git:
        """Return the repository that ``place`` lies in.

        Raises:
            GitError: there is none, or no git.
        """
        program = _program(place)
        asked = ("--absolute-git-dir", "--is-inside-work-tree", "--show-object-format")
        folder, inside, algorithm = _run(program, place, ("rev-parse", *asked)).stdout.decode().splitlines()
        top = folder.encode()
        if inside == "true":
            top = _run(program, place, ("rev-parse", "--show-toplevel")).stdout
        root = Path(os.fsdecode(top.removesuffix(b"\n")))
        return cls(program, root, Path(folder), algorithm)

    def run(self, *arguments: str, given: bytes = b"") -> bytes:
        """Return what a command of git prints.

        Raises:
            GitError: it failed.
        """
        return _run(self.program, self.root, arguments, given).stdout

    def commit(self, name: str) -> str:
        """Return the hash of the commit that a person calls ``name``.

        Raises:
            GitError: there is no such commit here.
        """
        asked = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        try:
            return self.run(*asked).decode().strip()
        except GitError:
            raise GitError(f"{name!r} is no commit of this repository: fetch it first") from None

    def mentions(self, pattern: str, commit: str, paths: Sequence[str]) -> bool:
        """Return whether a file in or below one of ``paths`` matches an extended regular expression.

        Raises:
            GitError: that cannot be told.
        """
        asked = ("grep", "--quiet", "--no-textconv", "-I", "-i", "-E", "-e", pattern, commit, "--", *paths)
        return _run(self.program, self.root, asked, allowed=(0, 1)).returncode == 0

    def contents(self, names: Iterable[str]) -> Mapping[str, bytes]:
        """Return the objects of these hashes.

        Raises:
            GitError: one is missing, or they are too large.
        """
        wanted = list(dict.fromkeys(names))
        if not wanted:
            return {}
        asked = "".join(f"{name}\n" for name in wanted).encode()
        sizes = [
            line.split() for line in self.run("cat-file", "--batch-check", given=asked).decode().splitlines()
        ]
        if any(len(each) != 3 for each in sizes):
            raise GitError("objects are missing, since this clone has not all of the history: fetch the rest")
        if sum(int(each[2]) for each in sizes) > MAX_BYTES:
            raise GitError(f"more than {MAX_BYTES:,} bytes have changed: judge fewer commits at once")
        return dict(zip(wanted, _objects(self.run("cat-file", "--batch", given=asked)), strict=True))


def _objects(answer: bytes) -> Iterable[bytes]:
    place = 0
    while place < len(answer):
        end = answer.index(b"\n", place)
        size = int(answer[place:end].split()[2])
        yield answer[end + 1 : end + 1 + size]
        place = end + 1 + size + 1


def _program(place: Path) -> str:
    """Return the git of this machine: no relative PATH leads to it, and none into the repository around ``place``."""
    folders = (each for each in os.get_exec_path() if Path(each).is_absolute())
    found = shutil.which("git", path=os.pathsep.join(folders))
    if found is None:
        raise GitError("git is not installed")
    above = [place.resolve(), *place.resolve().parents]
    judged = next((each for each in above if (each / ".git").exists()), above[0])
    if any(each.is_relative_to(judged) for each in (Path(found).parent.resolve(), Path(found).resolve())):
        raise GitError(f"{found} lies in the repository that is to be judged: put another git on PATH")
    return found


def _run(
    program: str, place: Path, arguments: Sequence[str], given: bytes = b"", allowed: Sequence[int] = (0,)
) -> subprocess.CompletedProcess[bytes]:
    settings = (part for each in SETTINGS for part in ("-c", each))
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name in KEPT}
    try:
        ended = subprocess.run(
            [program, "--no-pager", *settings, *arguments],
            cwd=place,
            env=kept | FIXED,
            input=given,
            capture_output=True,
            check=False,
        )
    except OSError as error:
        raise GitError(f"git cannot be started in {place}: {error.strerror}") from None
    if ended.returncode not in allowed:
        told = ended.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ")
        raise GitError(f"git {arguments[0]}: {told or 'failed'}")
    return ended
