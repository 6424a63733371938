"""Looks at the project before a run and after it: what has changed, and what must not stay, or not be merged."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from llm_sandbox_run.project import covers, interrupts, journal, layers, live, record, turns
from llm_sandbox_run.project.finish import finish
from llm_sandbox_run.project.layered import UNDECIDED, Written
from llm_sandbox_run.project.moment import Before, Held
from llm_sandbox_run.project.names import is_started_by_people, printable
from llm_sandbox_run.project.record import Record
from llm_sandbox_run.project.survey import Surveyor
from llm_sandbox_run.project.withheld import Withheld

if TYPE_CHECKING:
    from contextlib import AbstractContextManager, ExitStack
    from pathlib import Path

    from llm_sandbox_run.model import Change
    from llm_sandbox_run.project.names import Names
    from llm_sandbox_run.project.record import Noted

_NOTABLE_NS = 100_000_000  # of a run; to look again after a shorter one would make it longer
_MOST_NAMED = 20
_CUT = "the host of an earlier run died before it was reviewed: what follows that run has done, or somebody else since"


class Review:
    """Of one project, run after run."""

    def __init__(self, root: Path, names: Names, owner: int) -> None:
        self._root, self._owner = root, owner
        self._surveyor = Surveyor(root, names)
        self._folder: Held | None = None
        self.covered = False  # whether covers are known to hold

    def before(self) -> Before:
        """Take note of what there is."""
        if not (self._folder and self._folder.is_at(self._root)):
            self._folder = Held(self._root)
        since = time.time_ns()
        survey = self._surveyor.look()
        return Before(self._folder, since, survey, covers.covers(survey, self._root))

    def stillness(self) -> AbstractContextManager[None]:
        """Have no program write to the project itself."""
        return turns.while_nothing_runs(self._root)

    def let_go(self) -> None:
        """Keep nothing of the project open until the next run."""
        self._folder = None

    def finish_others(self) -> tuple[str, ...]:
        """Review what runs have written to the project whose host died before it could; say so."""
        said = self._finish_merges()
        with turns.while_merging(self._root):
            for noted, died in record.unfinished(self._root):
                withheld = Withheld(self._root)
                done = live.after(self._surveyor, noted, withheld, self._owner, died)[0]
                said += (*[_CUT] * bool(done), *done)
        return said

    def roll_back_others(self) -> tuple[str, ...]:
        """Throw away the layers of runs whose host died; say so."""
        done = self._finish_merges()
        with turns.while_merging(self._root):
            count = layers.roll_back(layers.folder_for(self._root))
        end = "came to no end that anybody saw: what they had written was thrown away"
        return (*done, *[f"{count} earlier runs {end}"] * (count > 0))

    def _finish_merges(self) -> tuple[str, ...]:
        if journal.is_empty(self._root):
            return ()
        with turns.while_nothing_runs(self._root), turns.while_merging(self._root):
            begun = journal.unfinished(self._root)
            return tuple(line for each in begun for line in finish(self._root, each, Withheld(self._root)))

    def shown(self, seen: Before) -> tuple[str, ...]:
        """Say which secrets the host has made or replaced during a run on a layer: no cover was on them."""
        if time.time_ns() - seen.since < _NOTABLE_NS:
            return ()
        known = {(each.path, each.inodes) for each in seen.covers if each.hidden}
        now = covers.covers(self._surveyor.look(), self._root)
        new = [printable(each.path) for each in now if each.hidden and (each.path, each.inodes) not in known]
        said = "appeared during the run, which could read it"
        return (f"{', '.join(new[:_MOST_NAMED])} {said}",) if new else ()

    def written(self, seen: Before, layer: Path) -> Written:
        """Return what a run has written to a layer."""
        return Written(layer, self._surveyor, seen, Withheld(self._root))

    def note(self, seen: Before, seconds: float, stack: ExitStack) -> Record:
        """Take note of the state of the project before a run that has so many ``seconds`` writes to it.

        It is on disk until the run is reviewed. No engine mounts anything of the project until the ``stack`` ends.
        """
        stack.enter_context(turns.while_running(self._root))
        noted = live.before(self._root, seen.survey, seen.covers, self.covered)
        record = Record(self._root, noted, seconds)
        stack.callback(record.close)
        return record

    def after(self, seen: Before, record: Record) -> tuple[tuple[str, ...], tuple[Change, ...]]:
        """Review a run that wrote to the project; return what was done, in words, and all that has changed."""
        with interrupts.held_back():
            said = self._after(seen, record.noted)
            record.forget()
            return said

    def _after(self, seen: Before, noted: Noted) -> tuple[tuple[str, ...], tuple[Change, ...]]:
        root = seen.folder.path()
        if not root:
            return ("the project was removed during the run: what the run has changed is not known",), ()
        moved = root != self._root
        surveyor = Surveyor(root, self._surveyor.names) if moved else self._surveyor
        withheld = Withheld(self._root)
        with turns.while_merging(self._root):
            done, changes = live.after(surveyor, noted, withheld, self._owner)
        where = (
            f"the project was moved during the run, and what the run has changed is in {printable(str(root))}"
        )
        return (*[where] * moved, *done, *withheld.of_others(seen.since)), changes


def started_by_people(changes: tuple[Change, ...]) -> tuple[str, ...]:
    """Say which of the changes people should look at before they start something."""
    names = [
        printable(each.path)
        for each in changes
        if each.kind != "deleted"
        and each.withheld in ("", UNDECIDED)
        and is_started_by_people(each.path.rpartition("/")[2])
    ]
    return (f"the host would run this: {', '.join(names[:_MOST_NAMED])}",) if names else ()
