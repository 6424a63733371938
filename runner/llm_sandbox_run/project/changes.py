"""What a run has created, modified and deleted in the project, as a result lists it."""

from __future__ import annotations

import hashlib
import os
import stat
from contextlib import ExitStack
from typing import TYPE_CHECKING, Literal, NamedTuple

from llm_sandbox_run.model import Change
from llm_sandbox_run.project.folder import Way, open_file, open_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from llm_sandbox_run.model import ChangeKind

    Type = Literal["file", "folder", "link", "other"]

MOST = 10_000
_MOST_BYTES = 64 << 20  # to read for the hashes of one run
_LEAST_COST = 4096  # of a file that has to be opened, however small


class Found(NamedTuple):
    """A change that has been seen, and not yet looked at."""

    path: str
    kind: ChangeKind
    is_folder: bool
    where: Path  # below which the path is to be found now
    withheld: str = ""


def described(found: Iterable[Found]) -> Iterator[Change]:
    """Yield the first MOST of them as a result lists them, with sizes and hashes."""
    left = _MOST_BYTES
    with ExitStack() as stack:
        ways: dict[Path, Way] = {}
        for each in list(found)[:MOST]:
            if each.kind == "deleted":
                yield Change(
                    each.path, each.kind, "folder" if each.is_folder else "file", withheld=each.withheld
                )
                continue
            change = _describe(each, left, ways, stack)
            left -= max(change.size, _LEAST_COST) if change.sha256 else 0
            yield change


def _describe(each: Found, most: int, ways: dict[Path, Way], stack: ExitStack) -> Change:
    parent, _, name = each.path.rpartition("/")
    try:
        if each.where not in ways:
            ways[each.where] = stack.enter_context(Way(stack.enter_context(open_folder(each.where))))
        folder = ways[each.where].to(parent)
        status = os.stat(name or ".", dir_fd=folder, follow_symlinks=False)
        sort = _type(status.st_mode)
        readable = sort in ("file", "link") and max(status.st_size, _LEAST_COST) <= most
        digest = _digest(name, folder, sort) if readable else None
        return Change(each.path, each.kind, sort, status.st_size, digest, each.withheld)
    except OSError:
        return Change(each.path, each.kind, "folder" if each.is_folder else "other", withheld=each.withheld)


def _type(mode: int) -> Type:
    if stat.S_ISREG(mode):
        return "file"
    if stat.S_ISLNK(mode):
        return "link"
    return "folder" if stat.S_ISDIR(mode) else "other"


def _digest(name: str, folder: int, sort: Type) -> str | None:
    if sort == "link":
        return hashlib.sha256(os.fsencode(os.readlink(name, dir_fd=folder))).hexdigest()
    try:
        file = open_file(name, folder)
    except PermissionError:
        return None
    with file:
        return (
            hashlib.sha256(file.read(_MOST_BYTES)).hexdigest()
            if stat.S_ISREG(os.fstat(file.fileno()).st_mode)
            else None
        )
