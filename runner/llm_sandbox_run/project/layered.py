"""The review of a run that wrote to a layer over the project: what is in there is what it did, and is merged or not."""

from __future__ import annotations

import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from llm_sandbox_run.errors import UsageError
from llm_sandbox_run.project import interrupts, journal, turns
from llm_sandbox_run.project.changes import MOST, Found, described
from llm_sandbox_run.project.folder import Way, descend
from llm_sandbox_run.project.layers import Claim
from llm_sandbox_run.project.marks import parents_of
from llm_sandbox_run.project.merge import merge
from llm_sandbox_run.project.names import printable
from llm_sandbox_run.project.verdict import judge

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    from llm_sandbox_run.model import Change
    from llm_sandbox_run.project.compare import Difference
    from llm_sandbox_run.project.moment import Before
    from llm_sandbox_run.project.survey import Surveyor
    from llm_sandbox_run.project.verdict import Verdict
    from llm_sandbox_run.project.withheld import Withheld

_MOST_SAID = 100
_MOST_NAMED = 20
UNDECIDED = "nobody has applied it yet"  # why a change is not made during a review
_OTHER_FOLDER = "another folder is at the project's path by now"


class Written:
    """What a run has written, as long as nobody has applied or discarded it.

    ``before`` is what there was when the run began: what the host has changed itself later is not overwritten.

    Raises:
        OSError: the layer is not there.
    """

    def __init__(self, layer: Path, surveyor: Surveyor, before: Before, withheld: Withheld) -> None:
        self._claim, self._surveyor, self._before, self._withheld = Claim(layer), surveyor, before, withheld
        self._root = surveyor.root
        self._decided = False
        self._aside: dict[str, Change] = {}  # what was taken out of the layer by a review

    def apply(self) -> tuple[tuple[str, ...], tuple[Change, ...]]:
        """Make the project what the run has made of it; return what is to be said of that, and all changes.

        Judged is by what the project is now, and nobody else changes it meanwhile who asks us.

        Raises:
            UsageError: it has been applied or discarded.
        """
        # A program that writes to the project could have folders change places under a merge.
        with turns.while_nothing_runs(self._root), interrupts.held_back():
            if self._decided:
                raise UsageError("this has been applied or discarded before, or its sandbox is closed")
            self._decided = True
            with turns.while_merging(self._root), self._project() as project:
                verdict = self._judge(project)
                with journal.kept(self._root, self._before.folder.identity, self._claim.path, verdict):
                    return self._carry_out(project, verdict)

    def _carry_out(self, project: int, verdict: Verdict) -> tuple[tuple[str, ...], tuple[Change, ...]]:
        wanted = [each for each in verdict.found if each.path not in verdict.reasons]
        failed = merge(self._claim.upper, project, wanted)
        verdict.reasons.update((path, f"it could not be written: {why}") for path, why in failed.items())
        changes = {
            each.path: each for each in described(self._as_found(each, verdict) for each in verdict.found)
        }
        said = self._put_aside(verdict, "is", verdict.reasons)
        self._claim.empty()
        cut = _cut(each for each in wanted if each.path not in failed)
        return (*said, *cut, *_too_many(verdict)), _in_order({**self._aside, **changes})

    def review(self) -> tuple[tuple[str, ...], tuple[Change, ...]]:
        """Say the same before anything is applied; what can never be part of the project is kept outside from here on."""
        with self._project() as project:
            verdict = self._judge(project)
        reasons = verdict.reasons
        found = [
            Found(each.path, each.kind, each.is_folder, self.folder, reasons.get(each.path, UNDECIDED))
            for each in verdict.found
        ]
        changes = {each.path: each for each in described(found)}
        self._aside = {
            path: changes[path] for path in verdict.final & changes.keys() if changes[path].kind != "deleted"
        }
        said = self._put_aside(verdict, "would not be", verdict.final)
        return (*said, *_too_many(verdict)), _in_order(changes)

    def look(self, why: str) -> tuple[tuple[str, ...], tuple[Change, ...]]:
        """Change nothing; return what is to be said, and all changes with this reason for not being made."""
        with self._project() as project:
            verdict = self._judge(project)
        found = (Found(each.path, each.kind, each.is_folder, self.folder, why) for each in verdict.found)
        return _too_many(verdict), tuple(described(found))

    def discard(self) -> None:
        """Throw it away, unless it was applied."""
        if not self._decided:
            self._decided = True
            self._claim.empty()

    @property
    def folder(self) -> Path:
        """Where it lies, until it is applied or discarded."""
        return self._claim.path / "upper"

    def _project(self) -> AbstractContextManager[int]:
        return descend(self._before.folder.handle, ["."])

    def _judge(self, project: int) -> Verdict:
        verdict = judge(self._claim.upper, project, self._before, self._surveyor)
        if self._before.folder.is_at(self._root):
            return verdict
        return verdict._replace(reasons=dict.fromkeys((each.path for each in verdict.found), _OTHER_FOLDER))

    def _as_found(self, each: Difference, verdict: Verdict) -> Found:
        why = verdict.reasons.get(each.path, "")
        return Found(each.path, each.kind, each.is_folder, self.folder if why else self._root, why)

    def _put_aside(self, verdict: Verdict, verb: str, wanted: Collection[str]) -> tuple[str, ...]:
        """Say what is withheld, and keep of it what is ``wanted``, each folder as a whole."""
        said: list[str] = []
        aside: set[str] = set()
        with Way(self._claim.upper) as way:
            for each in verdict.found:
                why = verdict.reasons.get(each.path)
                if not why or not aside.isdisjoint(parents_of(each.path)):
                    continue
                if each.kind == "created":
                    aside.add(each.path)
                is_there = each.path in wanted and each.path and each.kind != "deleted"
                where = self._take(each, way) if is_there else ""
                kept = f"; it is kept as {printable(where)}" if where else ""
                said.append(f"{printable(each.path)} {verb} {each.kind} in the project: {why}{kept}")
        more = len(said) - _MOST_SAID
        return (*said[:_MOST_SAID], *[f"{more} more were withheld"] * (more > 0))

    def _take(self, each: Difference, way: Way) -> str:
        if each.is_folder and each.kind != "created":
            return ""
        folder, _, name = each.path.rpartition("/")
        with suppress(OSError):
            return self._withheld.take(way.to(folder), name, each.path)
        return ""


def _in_order(changes: Mapping[str, Change]) -> tuple[Change, ...]:
    return tuple(changes[path] for path in sorted(changes))[:MOST]


def _cut(done: Iterable[Difference]) -> tuple[str, ...]:
    """Say which files do not share their content with others any more, as names of one file (hard links) do."""
    names = [
        printable(each.path)
        for each in done
        if each.kind == "modified" and each.was and stat.S_ISREG(each.was.st_mode) and each.was.st_nlink > 1
    ]
    if not names:
        return ()
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return (
        f"{', '.join(names[:_MOST_NAMED])}{more}: further names (hard links) still lead to what was there before",
    )


def _too_many(verdict: Verdict) -> tuple[str, ...]:
    more = len(verdict.found) - MOST
    return (f"{more} more changes in the project are not listed",) if more > 0 else ()
