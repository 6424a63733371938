"""What in a project gets a cover: programs must not write it, or not even read it."""

from __future__ import annotations

import os
import re
import stat
from typing import TYPE_CHECKING

from llm_sandbox_run.model import Cover
from llm_sandbox_run.project.guard import Guard
from llm_sandbox_run.project.survey import parents_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from llm_sandbox_run.project.survey import Survey, Surveyor

_MOST_SETTINGS = 1 << 16
# What git runs or reads elsewhere because its settings say so: https://git-scm.com/docs/git-config
_ELSEWHERE = re.compile(
    rb"^[ \t]*(hookspath|path)[ \t]*=[ \t]*\"?([^\"#;\r\n]+)", re.MULTILINE | re.IGNORECASE
)


def covers(survey: Survey, root: Path) -> tuple[Cover, ...]:
    """Return the covers to put on what is marked, and on what leads to the host's processes; sorted by path."""
    wanted: dict[str, bool] = {}
    for path, hidden in (*_targets(survey, root), *(mark[:2] for mark in survey.marks if not mark.is_link)):
        wanted[path] = wanted.get(path, False) or hidden
    kept: dict[str, Cover] = {}
    for path, hidden in sorted(wanted.items()):
        above = [kept[each] for each in parents_of(path) if each in kept]
        if not any(each.hidden for each in above) and (hidden or not above):  # else one above is enough
            cover = _cover(root, path, hidden)
            if cover:
                kept[path] = cover
    return tuple(kept.values())


def guard_of(surveyor: Surveyor, *surveys: Survey) -> Guard:
    """Return the guard of a project: of its protected names, and of where these lead by any of the ``surveys``."""
    targets = (path for survey in surveys for path, _ in _targets(survey, surveyor.root))
    return Guard(surveyor.names, frozenset(targets))


def _targets(survey: Survey, root: Path) -> Iterator[tuple[str, bool]]:
    for mark in survey.marks:
        if mark.is_link:
            target = _inside(root, root / mark.path)
            if target:
                yield target, mark.hidden
        elif mark.path.rpartition("/")[2] == ".git":
            yield from _elsewhere(root, mark.path)


def _elsewhere(root: Path, git: str) -> Iterator[tuple[str, bool]]:
    repository = root / git
    try:
        with open(repository / "config", "rb") as settings:
            text = settings.read(_MOST_SETTINGS)
    except OSError:
        return
    for key, value in _ELSEWHERE.findall(text):
        base = repository.parent if key.lower() == b"hookspath" else repository
        target = _inside(root, base / os.path.expanduser(os.fsdecode(value.strip())))
        if target:
            yield target, False


def _inside(root: Path, path: Path) -> str:
    """Return where a path leads, if that is in the project; "" if it is elsewhere, the project itself, or a circle."""
    try:
        real = path.resolve()
    except (RuntimeError, OSError):
        return ""
    return real.relative_to(root).as_posix() if real.is_relative_to(root) and real != root else ""


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
