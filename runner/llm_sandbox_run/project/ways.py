"""Where protected names lead: over links, and by what git's settings say."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from llm_sandbox_run.project.survey import Survey

_MOST_SETTINGS = 1 << 16
_MOST_LINKS = 40  # as the kernel has it: path_resolution(7)
# What git runs or reads elsewhere because its settings say so: https://git-scm.com/docs/git-config
_ELSEWHERE = re.compile(
    rb"^[ \t]*(hookspath|path)[ \t]*=[ \t]*\"?([^\"#;\r\n]+)", re.MULTILINE | re.IGNORECASE
)
_REPOSITORY = re.compile(rb"gitdir: ([^\r\n]+)")


class Step(NamedTuple):
    """A path of the project to which a protected name leads, or which lies on the way."""

    path: str
    hidden: bool  # the name
    is_passed: bool = False  # a folder on the way, or the place of one; else a link, or the end


def ways(survey: Survey, root: Path) -> Iterator[Step]:
    """Yield every step of every way."""
    for mark in survey.marks:
        if mark.is_link:
            yield from _way(str(root), f"{root}/{mark.path}", mark.hidden)
        if mark.path.rpartition("/")[2] == ".git":
            for path in _elsewhere(f"{root}/{mark.path}"):
                yield from _way(str(root), path, hidden=False)


def _way(root: str, path: str, hidden: bool) -> Iterator[Step]:
    """Yield the steps from link to link, whether or not there is something at its end, or an end at all."""
    here, links = "/", 0
    if path.startswith(f"{root}/"):  # in which there is no link
        here, path = root, path[len(root) + 1 :]
    pending = path.split("/")[::-1]
    while pending and links < _MOST_LINKS:
        part = pending.pop()
        if part == "..":
            here = os.path.dirname(here)
        if part in ("", ".", ".."):
            continue
        here = os.path.join(here, part)
        target = _target(here)
        yield from _inside(root, here, hidden, is_passed=target is None)
        if target is not None:
            links += 1
            here = "/" if target.startswith("/") else os.path.dirname(here)
            pending += target.split("/")[::-1]
    yield from _inside(root, here, hidden)


def _target(path: str) -> str | None:
    try:
        return os.readlink(path)
    except OSError:
        return None


def _inside(root: str, path: str, hidden: bool, is_passed: bool = False) -> Iterator[Step]:
    if path.startswith(f"{root}/"):
        yield Step(path[len(root) + 1 :], hidden, is_passed)


def _elsewhere(git: str) -> Iterator[str]:
    """Yield the paths that git is told of, in a repository or in a file that says where it is."""
    parent, repository = os.path.dirname(git), git
    text = _start_of(f"{git}/config")
    named = None if text else _REPOSITORY.match(_start_of(git))
    if named:
        repository = os.path.join(parent, os.fsdecode(named[1]))
        yield repository
        text = _start_of(f"{repository}/config")
    for key, value in _ELSEWHERE.findall(text):
        base = parent if key.lower() == b"hookspath" else repository
        yield os.path.join(base, os.path.expanduser(os.fsdecode(value.strip())))


def _start_of(path: str) -> bytes:
    """Return the text of a file as far as it counts, nothing if it cannot be read."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError:
        return b""
    try:
        return os.read(handle, _MOST_SETTINGS)
    except OSError:  # it is a folder
        return b""
    finally:
        os.close(handle)
