"""Where protected names lead: over links, and by what git's settings say."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from llm_sandbox_run.project.survey import Survey

_MOST_LINKS = 40  # as the kernel has it: path_resolution(7)


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
    for path in survey.leads:
        yield from _way(str(root), f"{root}/{path}", hidden=False)


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
