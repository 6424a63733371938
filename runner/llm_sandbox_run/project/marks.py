"""Which names in a folder are not the program's."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from llm_sandbox_run.project.names import acting_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from llm_sandbox_run.project.names import Names

OTHERS = stat.S_IRWXG | stat.S_IRWXO


class Entry(NamedTuple):
    """A name in a folder."""

    name: str
    inode: int
    is_folder: bool  # not a link to one
    is_link: bool
    is_special: bool  # a socket, a pipe or a device


class Mark(NamedTuple):
    """A path that is not the program's."""

    path: str
    hidden: bool  # from reading, too
    is_link: bool = False


def entry_of(entry: os.DirEntry[str]) -> Entry:
    """Return what a folder says of one of its names."""
    is_folder, is_link = entry.is_dir(follow_symlinks=False), entry.is_symlink()
    is_special = not (is_folder or is_link or entry.is_file(follow_symlinks=False))
    return Entry(entry.name, entry.inode(), is_folder, is_link, is_special)


def marks_in(
    path: str,
    entries: Iterable[Entry],
    names: Names,
    kept: Callable[[str], bool],
    weights: Callable[[str], bool],
) -> Iterator[Mark]:
    """Yield what in the folder ``path`` is not the program's.

    ``kept`` tells whether a file is kept from others, and ``weights`` whether it holds those of a model.
    """
    acting = acting_parts(frozenset(entry.name.casefold() for entry in entries))
    folder = path.rpartition("/")[2]
    for entry in entries:
        name = entry.name
        if entry.is_special or names.hides(name) or names.hides_in(folder, name, entry.is_folder, kept):
            yield Mark(join(path, name), True, entry.is_link)
        elif names.protects(name, weights(name)) or name.casefold() in acting:
            yield Mark(join(path, name), False, entry.is_link)


def is_private(path: str) -> bool:
    """Tell whether a file is kept from others, though its folder is not."""
    try:
        return not os.lstat(path).st_mode & OTHERS
    except OSError:
        return False


def other_names(root: str, marks: Iterable[Mark], folders: Mapping[str, tuple[Entry, ...]]) -> Iterator[Mark]:
    """Yield further names (hard links) of what must not be read."""
    inodes = set()
    for mark in marks:
        if mark.hidden and not mark.is_link:
            with suppress(OSError):
                status = os.lstat(f"{root}/{mark.path}")
                if stat.S_ISREG(status.st_mode) and status.st_nlink > 1:
                    inodes.add(status.st_ino)
    if inodes:
        for path, entries in folders.items():
            yield from (
                Mark(join(path, each.name), hidden=True)
                for each in entries
                if each.inode in inodes and not (each.is_folder or each.is_link)
            )


def parents_of(path: str) -> Iterator[str]:
    """Yield the paths of the folders above one, the innermost first."""
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def inherited(path: str, known: dict[str, str], own: Callable[[str], str]) -> str:
    """Return what ``own`` says of the outermost folder above a path, or of the path, of which it says something at all.

    ``known`` is what this came to before, by path.
    """
    way = []
    above = path
    while above not in known:
        way.append(above)
        if "/" not in above:
            break
        above = above.rpartition("/")[0]
    said = known.get(above, "")
    for each in reversed(way):
        said = known[each] = said or own(each)
    return said


def join(parent: str, name: str) -> str:
    """Return the path of a name in a folder of the project."""
    return f"{parent}/{name}" if parent else name
