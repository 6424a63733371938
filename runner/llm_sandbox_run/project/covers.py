"""What in a project gets a cover: programs must not write it, or not even read it."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from llm_sandbox_run.model import Cover
from llm_sandbox_run.project.guard import Guard
from llm_sandbox_run.project.marks import parents_of
from llm_sandbox_run.project.ways import ways

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from llm_sandbox_run.project.survey import Survey, Surveyor
    from llm_sandbox_run.project.ways import Step


def covers(survey: Survey, root: Path) -> tuple[Cover, ...]:
    """Return the covers to put on what is marked, and on what leads to the host's processes; sorted by path."""
    wanted: dict[str, bool] = {}
    ends = ((step.path, step.hidden) for step in ways(survey, root) if not step.is_passed)
    for path, hidden in (*ends, *(mark[:2] for mark in survey.marks if not mark.is_link)):
        wanted[path] = wanted.get(path, False) or hidden
    kept: dict[str, Cover] = {}
    for path, hidden in sorted(wanted.items()):
        above = [kept[each] for each in parents_of(path) if each in kept]
        if not any(each.hidden for each in above) and (hidden or not above):  # else one above is enough
            cover = _cover(root, path, hidden)
            if cover:
                kept[path] = cover
    return tuple(kept.values())


def guard_of(surveyor: Surveyor, *surveys: Survey, known: Iterable[Step] = ()) -> Guard:
    """Return the guard of a project: of its protected names, and of where these lead by any of the ``surveys``, or did."""
    steps = {*known, *(step for survey in surveys for step in ways(survey, surveyor.root))}
    passed = frozenset(step.path for step in steps if step.is_passed)
    return Guard(surveyor.names, frozenset(step.path for step in steps if not step.is_passed), passed)


def _cover(root: Path, path: str, hidden: bool) -> Cover | None:
    """Return the cover of a path; None of a link: what it leads to has its own."""
    parts = path.split("/")
    try:
        chain = [os.lstat(root / "/".join(parts[:count])) for count in range(1, len(parts) + 1)]
    except OSError:
        return None  # gone by now
    if any(stat.S_ISLNK(each.st_mode) for each in chain):
        return None
    return Cover(path, hidden, stat.S_ISDIR(chain[-1].st_mode), tuple(each.st_ino for each in chain))
