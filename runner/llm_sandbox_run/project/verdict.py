"""What of that which a run has written becomes part of the project, judged by what the project is at that moment."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from llm_sandbox_run.project import weights
from llm_sandbox_run.project.compare import Difference, differences, is_whiteout
from llm_sandbox_run.project.covers import guard_of
from llm_sandbox_run.project.folder import Way
from llm_sandbox_run.project.marks import OTHERS, inherited

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from llm_sandbox_run.project.marks import Entry
    from llm_sandbox_run.project.moment import Before
    from llm_sandbox_run.project.survey import Survey, Surveyor


class Verdict(NamedTuple):
    """All that a run has changed, and why some of it must not become part of the project, by path."""

    found: list[Difference]
    reasons: dict[str, str]
    final: frozenset[str]  # paths that must not become part of it whatever the project will be


def judge(layer: int, project: int, before: Before, surveyor: Surveyor) -> Verdict:
    """Judge what lies in the open folder ``layer`` over the open folder ``project``."""
    now = surveyor.look()
    guard = guard_of(surveyor, before.survey, now)
    found = sorted(differences(layer, project), key=lambda each: each.path)
    secrets = {
        mark.path.rpartition("/")[0]
        for survey in (before.survey, now)
        for mark in survey.marks
        if mark.hidden
    }
    reasons: dict[str, str] = {}
    final = set()
    with Way(layer) as above, Way(project) as below:

        def weights_in(path: str) -> bool:
            return weights.may_lie_in(f"{surveyor.root}/{path}") and _hold_weights((above, below), path)

        objection = guard.objections(_Inside(above, below), weights_in)
        conflicts = _Conflicts(below, before, now)
        for each in found:
            why = _odd(each) or objection(each.path, each.is_folder) or _closing(each, secrets)
            final.update([each.path] if why else [])
            why = why or conflicts.of(each)
            if why:
                reasons[each.path] = why
    return Verdict(found, reasons, frozenset(final))


def _hold_weights(ways: Iterable[Way], path: str) -> bool:
    """Tell whether a file does, as the program left it, and as it is in the project; one of them may be missing."""
    folder, _, name = path.rpartition("/")
    found = []
    for way in ways:
        with suppress(FileNotFoundError, NotADirectoryError):
            where = way.to(folder)
            status = os.stat(name, dir_fd=where, follow_symlinks=False)
            if not is_whiteout(status):
                found.append(stat.S_ISREG(status.st_mode) and weights.are_all_of(where, name))
    return bool(found) and all(found)


def _odd(each: Difference) -> str:
    if not each.readable:
        return "it is locked, or lies too deep to be looked into"
    if each.status and not _is_plain(each.status):
        return "it is a pipe, a socket or a device"
    return ""


def _closing(each: Difference, secrets: set[str]) -> str:
    """Return why a folder must not be closed to others: in there, a secret is known by being so."""
    if not (each.is_folder and each.status and each.was and each.path in secrets):
        return ""
    closed = each.was.st_mode & OTHERS and not each.status.st_mode & OTHERS
    return "secrets in it are known by being kept from others, as it is not" if closed else ""


def _is_plain(status: os.stat_result) -> bool:
    return stat.S_ISREG(status.st_mode) or stat.S_ISLNK(status.st_mode) or stat.S_ISDIR(status.st_mode)


class _Conflicts:
    """What the host, or another run, has done since the run began."""

    def __init__(self, project: Way, before: Before, now: Survey) -> None:
        self._project, self._since = project, before.since
        self._known: dict[str, str] = {}
        self._mounts = now.mounts
        self._before, self._now = _Entries(before.survey), _Entries(now)

    def of(self, each: Difference) -> str:
        """Return why a change must not be made; "" if it may."""
        return inherited(each.path, self._known, self._of_place) or (
            "" if each.is_folder else self._of_file(each)
        )

    def _of_place(self, path: str) -> str:
        if path in self._mounts:
            return "something is mounted there, which the program did not see"
        if self._is_replaced(path):
            return "somebody else has put another file or folder in its place meanwhile"
        return ""

    def _of_file(self, each: Difference) -> str:
        folder, _, name = each.path.rpartition("/")
        known = self._before.get(each.path)
        try:
            status = os.stat(name, dir_fd=self._project.to(folder), follow_symlinks=False)
        except OSError:
            return "somebody else has removed it meanwhile" if each.was or known else ""
        is_new = not known or status.st_ctime_ns > self._since
        return "somebody else has changed it meanwhile" if is_new else ""

    def _is_replaced(self, path: str) -> bool:
        was, now = self._before.get(path), self._now.get(path)
        return bool(was and now and was != now)


class _Entries:
    """The names of a survey, by path."""

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self._folders: dict[str, dict[str, Entry]] = {}

    def get(self, path: str) -> Entry | None:
        folder, _, name = path.rpartition("/")
        if folder not in self._folders:
            self._folders[folder] = {entry.name: entry for entry in self._survey.folders.get(folder, ())}
        return self._folders[folder].get(name)


class _Inside:
    """The names in a folder as they are after the run, in small letters."""

    def __init__(self, layer: Way, project: Way) -> None:
        self._layer, self._project = layer, project
        self._names: dict[str, frozenset[str]] = {}

    def __call__(self, folder: str) -> frozenset[str]:
        if folder not in self._names:
            self._names[folder] = frozenset(self._list(folder))
        return self._names[folder]

    def _list(self, folder: str) -> Iterator[str]:
        gone = set()
        with suppress(OSError):
            layer = self._layer.to(folder)
            for name in os.listdir(layer):
                status = os.stat(name, dir_fd=layer, follow_symlinks=False)
                if stat.S_ISCHR(status.st_mode):
                    gone.add(name)
                else:
                    yield name.casefold()
        with suppress(OSError):
            names = os.listdir(self._project.to(folder))
            yield from (name.casefold() for name in names if name not in gone)
