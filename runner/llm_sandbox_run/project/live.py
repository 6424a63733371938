"""The review of a run that wrote to the project itself: what it did is found by comparing, and undone where it must be."""

from __future__ import annotations

import os
import stat
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from llm_sandbox_run.project.changes import MOST, Found, described
from llm_sandbox_run.project.covers import guard_of
from llm_sandbox_run.project.judged import Look, judge, target_of
from llm_sandbox_run.project.marks import parents_of
from llm_sandbox_run.project.mend import mend, rescue
from llm_sandbox_run.project.names import printable
from llm_sandbox_run.project.opening import open_up
from llm_sandbox_run.project.origins import Origins
from llm_sandbox_run.project.record import Noted
from llm_sandbox_run.project.snapshot import Photographer
from llm_sandbox_run.project.told import at_most, told
from llm_sandbox_run.project.ways import ways
from llm_sandbox_run.project.withheld import take_away

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from llm_sandbox_run.model import Change, ChangeKind, Cover, Identity
    from llm_sandbox_run.project.record import Died
    from llm_sandbox_run.project.snapshot import Snapshot
    from llm_sandbox_run.project.survey import Survey, Surveyor
    from llm_sandbox_run.project.withheld import Withheld

_MOST_ROUNDS = 5  # what is put back may bring something with it


def before(root: Path, survey: Survey, covered: tuple[Cover, ...], holds: bool) -> Noted:
    """Take note of what there is; where covers are not known to hold, of what lies in protected folders as well."""
    closed = frozenset(mark.path for mark in survey.marks) if holds else frozenset()
    steps = frozenset(ways(survey, root))
    links = {}
    for path in {*(mark.path for mark in survey.marks), *(step.path for step in steps)}:
        with suppress(OSError):
            links[path] = os.readlink(root / path)
    snapshot = Photographer(root, closed.__contains__).take()
    links = {path: target for path, target in links.items() if path in snapshot.states}
    return Noted(
        time.time_ns(), snapshot, closed, survey._replace(folders={}, opaque={}), steps, links, covered
    )


def after(
    surveyor: Surveyor, noted: Noted, withheld: Withheld, owner: int, died: Died | None = None
) -> tuple[tuple[str, ...], tuple[Change, ...]]:
    """Take away what must not stay, and put back what must not be gone; return what was done, in words, and all that has changed.

    Of a run whose host has ``died`` only that is taken away which its program has made for certain; the rest is told.
    """
    exchanged = surveyor.look().mounts ^ noted.survey.mounts
    noted = noted._replace(snapshot=_without(noted.snapshot, exchanged), closed=noted.closed | exchanged)
    done = [
        f"something was mounted at {printable(path)} during the run, or unmounted: what has changed there is not known"
        for path in sorted(exchanged)
    ]
    changes: list[Change] = []
    for _ in range(_MOST_ROUNDS):
        done += at_most(open_up(surveyor, noted, withheld, died))
        look = _look(surveyor, noted, exchanged, withheld.left)
        found = list(judge(look, noted, owner, died))
        made = {each.path: each.why for each in found if each.deed == "made"}
        changes += described(sorted(_taken(look, noted, made)))
        mended = list(rescue(look, made.keys()))
        done += at_most([take_away(look.root, path, why, withheld) for path, why in made.items()])
        mended += mend(surveyor, look, noted, found, withheld, died)
        done += at_most(mended)
        if not mended:
            break
    done += told(surveyor, look, noted, found)
    if unread := look.now.unread or noted.snapshot.unread:
        done.append(
            f"on this file system only content tells what has changed, and {unread} files were too much to read"
        )
    changes += described(sorted(_found(look, noted, made)))
    if len(changes) > MOST:
        done.append(f"{len(changes) - MOST} more changes in the project are not listed")
    return tuple(done), tuple(sorted(changes, key=lambda each: each.path)[:MOST])


def _look(surveyor: Surveyor, noted: Noted, exchanged: frozenset[str], left: set[Identity]) -> Look:
    """Look at all but what is known to be as it was, or is ``left`` where it is by this review."""
    root = surveyor.root
    guard = guard_of(surveyor, noted.survey, known=noted.steps)
    now = Photographer(root, noted.closed.__contains__).take(noted.snapshot)
    ours = {path for path, state in now.states.items() if state.identity in left}
    now = _without(now, exchanged | ours)
    states = noted.snapshot.states
    closed = {states[path].identity for path in noted.closed if path in states}
    origins = Origins(root, noted.snapshot, now, noted.since_ns)  # since inodes are used again
    moved = {
        path for path, state in now.states.items() if state.identity in closed and origins.is_known(path)
    }
    if moved - noted.closed:  # no program has changed anything in there, wherever it is now
        inside = {path: state for path, state in now.states.items() if moved.isdisjoint(parents_of(path))}
        now = now._replace(states=inside)
    return Look(root, now, Origins(root, noted.snapshot, now, noted.since_ns), guard)


def _taken(look: Look, noted: Noted, made: dict[str, str]) -> Iterator[Found]:
    """Yield what does not stay."""
    for path, state in look.now.states.items():
        above = next((each for each in (path, *parents_of(path)) if each in made), "")
        if above:
            kind: ChangeKind = "modified" if path in noted.snapshot.states else "created"
            yield Found(path, kind, stat.S_ISDIR(state.mode), look.root, made[above])


def _without(snapshot: Snapshot, paths: frozenset[str]) -> Snapshot:
    """Leave out what these paths lead to."""
    if not paths:
        return snapshot
    states = snapshot.states.items()
    kept = {path: state for path, state in states if paths.isdisjoint((path, *parents_of(path)))}
    return snapshot._replace(states=kept)


def _is_below(made: dict[str, str], path: str) -> bool:
    return not made.keys().isdisjoint((path, *parents_of(path)))


def _found(look: Look, noted: Noted, made: dict[str, str]) -> Iterator[Found]:
    """Yield what has changed, but for what was taken away."""
    old, now, root = noted.snapshot, look.now, look.root
    gone = old.states.keys() - now.states.keys()
    if made:  # what stood in the place of something is gone from there, too
        gone |= {path for path in old.states if _is_below(made, path) and not os.path.lexists(root / path)}
    for path in gone:
        yield Found(path, "deleted", stat.S_ISDIR(old.states[path].mode), root)
    busy = {
        path.rpartition("/")[0] for path in old.states.keys() ^ now.states.keys()
    }  # these have got other names
    for path, state in now.states.items():
        was = old.states.get(path)
        if was and path in busy:
            was = was._replace(modified_ns=state.modified_ns)
        if state == was or _is_below(made, path):
            continue
        if path not in noted.links or target_of(root, path) != noted.links[path]:
            yield Found(path, "modified" if was else "created", stat.S_ISDIR(state.mode), root)
