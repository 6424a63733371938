"""The review of a run that wrote to a layer over the project: what is in there is what it did, and is merged or not."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from llm_sandbox_run.errors import UsageError
from llm_sandbox_run.project.changes import MOST, Found, described
from llm_sandbox_run.project.compare import Difference, differences
from llm_sandbox_run.project.folder import descend, open_folder
from llm_sandbox_run.project.layers import Claim
from llm_sandbox_run.project.marks import parents_of
from llm_sandbox_run.project.merge import merge
from llm_sandbox_run.project.names import printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from llm_sandbox_run.model import Change
    from llm_sandbox_run.project.guard import Guard
    from llm_sandbox_run.project.survey import Survey
    from llm_sandbox_run.project.withheld import Withheld

_MOST_SAID = 100


class Written:
    """What a run has written, as long as nobody has applied or discarded it.

    ``seen`` is what there was when the run began, and ``since`` when that was, in nanoseconds: what the host has changed
    itself later is not overwritten.

    Raises:
        OSError: the layer is not there.
    """

    def __init__(
        self, layer: Path, root: Path, guard: Guard, seen: Survey, since: int, withheld: Withheld
    ) -> None:
        self._claim, self._root, self._withheld = Claim(layer), root, withheld
        self._decided = False
        with open_folder(root) as project:
            self._found = sorted(differences(self._claim.upper, project), key=lambda each: each.path)
            reasons = _Reasons(self._claim.upper, project, guard, seen, since)
            self._reasons = {each.path: why for each in self._found if (why := reasons.of(each))}

    def apply(self) -> tuple[tuple[str, ...], tuple[Change, ...]]:
        """Make the project what the run has made of it; return what is to be said of that, and all changes.

        Raises:
            UsageError: it has been applied or discarded.
        """
        if self._decided:
            raise UsageError("this has been applied or discarded before, or its sandbox is closed")
        self._decided = True
        wanted = [each for each in self._found if each.path not in self._reasons]
        with open_folder(self._root) as project:
            failed = merge(self._claim.upper, project, wanted)
        self._reasons.update((path, f"it could not be written: {why}") for path, why in failed.items())
        done = list(self._put_aside())
        changes = tuple(described(self._as_found(each) for each in self._found))
        self._claim.empty()
        more = len(done) - _MOST_SAID
        return (*done[:_MOST_SAID], *[f"{more} more were withheld"] * (more > 0), *self._too_many()), changes

    def look(self, why: str) -> tuple[tuple[str, ...], tuple[Change, ...]]:
        """Change nothing; return what is to be said, and all changes with this reason for not being made."""
        found = (Found(each.path, each.kind, each.is_folder, self.folder, why) for each in self._found)
        return self._too_many(), tuple(described(found))

    def discard(self) -> None:
        """Throw it away, unless it was applied."""
        if not self._decided:
            self._decided = True
            self._claim.empty()

    @property
    def folder(self) -> Path:
        """Where it lies, until it is applied or discarded."""
        return self._claim.path / "upper"

    def _as_found(self, each: Difference) -> Found:
        why = self._reasons.get(each.path, "")
        where = (self._withheld.folder or self.folder) if why else self._root
        return Found(each.path, each.kind, each.is_folder, where, why)

    def _put_aside(self) -> Iterator[str]:
        """Keep what is withheld, each folder as a whole, and say so."""
        aside: set[str] = set()
        for each in self._found:
            why = self._reasons.get(each.path)
            if not why or not aside.isdisjoint(parents_of(each.path)):
                continue
            if each.kind == "created":
                aside.add(each.path)
            where = "" if each.kind == "deleted" or not each.path else self._take(each)
            kept = f"; it is kept as {printable(where)}" if where else ""
            yield f"{printable(each.path)} is not {each.kind} in the project: {why}{kept}"

    def _take(self, each: Difference) -> str:
        if each.is_folder and each.kind != "created":
            return ""
        *parents, name = each.path.split("/")
        with suppress(OSError), descend(self._claim.upper, parents) as folder:
            return self._withheld.take(folder, name, each.path)
        return ""

    def _too_many(self) -> tuple[str, ...]:
        more = len(self._found) - MOST
        return (f"{more} more changes in the project are not listed",) if more > 0 else ()


class _Reasons:
    """Why a difference must not become one of the project."""

    def __init__(self, layer: int, project: int, guard: Guard, seen: Survey, since: int) -> None:
        self._layer, self._project, self._guard, self._seen, self._since = layer, project, guard, seen, since
        self._names: dict[str, frozenset[str]] = {}

    def of(self, each: Difference) -> str:
        if not each.readable:
            return "it is locked, or lies too deep to be looked into"
        if each.status and not _is_plain(each.status):
            return "it is a pipe, a socket or a device"
        objection = self._guard.objection(each.path, each.is_folder, self._inside)
        return objection or self._conflict(each)

    def _conflict(self, each: Difference) -> str:
        if each.is_folder:
            return ""
        *parents, name = each.path.split("/")
        try:
            with descend(self._project, parents) as folder:
                now = os.stat(name, dir_fd=folder, follow_symlinks=False)
        except OSError:
            return "somebody else has removed it meanwhile" if each.was or self._existed(each.path) else ""
        return "somebody else has changed it meanwhile" if now.st_ctime_ns > self._since else ""

    def _existed(self, path: str) -> bool:
        folder, _, name = path.rpartition("/")
        return any(entry.name == name for entry in self._seen.folders.get(folder, ()))

    def _inside(self, folder: str) -> frozenset[str]:
        if folder not in self._names:
            self._names[folder] = frozenset(self._list(folder))
        return self._names[folder]

    def _list(self, folder: str) -> Iterator[str]:
        parts = folder.split("/") if folder else []
        gone = set()
        with suppress(OSError), descend(self._layer, parts) as layer:
            for name in os.listdir(layer):
                status = os.stat(name, dir_fd=layer, follow_symlinks=False)
                if stat.S_ISCHR(status.st_mode):
                    gone.add(name)
                else:
                    yield name.casefold()
        with suppress(OSError), descend(self._project, parts) as project:
            yield from (name.casefold() for name in os.listdir(project) if name not in gone)


def _is_plain(status: os.stat_result) -> bool:
    return stat.S_ISREG(status.st_mode) or stat.S_ISLNK(status.st_mode) or stat.S_ISDIR(status.st_mode)
