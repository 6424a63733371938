"""The review of a run that wrote to the project itself: what it did is found by comparing, and undone where it must be."""

from __future__ import annotations

import errno
import os
import stat
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from llm_sandbox_run.project import back
from llm_sandbox_run.project.changes import MOST, Found, described
from llm_sandbox_run.project.covers import covers, guard_of
from llm_sandbox_run.project.folder import open_folder, set_mode
from llm_sandbox_run.project.judged import Look, judge
from llm_sandbox_run.project.marks import parents_of
from llm_sandbox_run.project.names import printable
from llm_sandbox_run.project.origins import Origins
from llm_sandbox_run.project.record import Noted
from llm_sandbox_run.project.snapshot import Photographer
from llm_sandbox_run.project.ways import ways

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from llm_sandbox_run.model import Change, ChangeKind, Cover
    from llm_sandbox_run.project.judged import Objection
    from llm_sandbox_run.project.record import Died
    from llm_sandbox_run.project.snapshot import Snapshot
    from llm_sandbox_run.project.survey import Survey, Surveyor
    from llm_sandbox_run.project.withheld import Withheld

_MOST_ROUNDS = 5  # what is put back may bring something with it
_MOST_SAID = 100


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
    done = list(_open_up(surveyor, noted, withheld))
    exchanged = surveyor.look().mounts ^ noted.survey.mounts
    noted = noted._replace(snapshot=_without(noted.snapshot, exchanged), closed=noted.closed | exchanged)
    done += (
        f"something was mounted at {printable(path)} during the run, or unmounted: what has changed there is not known"
        for path in sorted(exchanged)
    )
    changes: list[Change] = []
    for _ in range(_MOST_ROUNDS):
        look = _look(surveyor, noted, exchanged)
        found = list(judge(look, noted, owner, died))
        made = {each.path: each.why for each in found if each.deed == "made"}
        changes += described(sorted(_taken(look, noted, made)))
        done += [_take(look.root, path, why, withheld) for path, why in made.items()]
        mended = list(_mend(surveyor, look, noted, found, withheld, died))
        done += mended
        if not mended:
            break
    done += _told(surveyor, look, noted, found)
    if unread := look.now.unread or noted.snapshot.unread:
        done.append(
            f"on this file system only content tells what has changed, and {unread} files were too much to read"
        )
    stay = sorted(_found(look, noted.snapshot, made))
    if len(stay) > MOST:
        done.append(f"{len(stay) - MOST} more changes in the project are not listed")
    changes = sorted((*changes, *described(stay)), key=lambda each: each.path)
    more = len(done) - _MOST_SAID
    return (*done[:_MOST_SAID], *[f"{more} more things are to be said of this run"] * (more > 0)), tuple(
        changes[:MOST]
    )


def _look(surveyor: Surveyor, noted: Noted, exchanged: frozenset[str]) -> Look:
    root = surveyor.root
    guard = guard_of(surveyor, noted.survey, known=noted.steps)
    now = _without(Photographer(root, noted.closed.__contains__).take(noted.snapshot), exchanged)
    states = noted.snapshot.states
    closed = {states[path].identity for path in noted.closed if path in states}
    moved = {path for path, state in now.states.items() if state.identity in closed}
    if moved - noted.closed:  # no program has changed anything in there, wherever it is now
        inside = {path: state for path, state in now.states.items() if moved.isdisjoint(parents_of(path))}
        now = now._replace(states=inside)
    return Look(root, now, Origins(root, noted.snapshot, now, noted.since_ns), guard)


def _without(snapshot: Snapshot, paths: frozenset[str]) -> Snapshot:
    """Leave out what these paths lead to."""
    if not paths:
        return snapshot
    states = snapshot.states.items()
    kept = {path: state for path, state in states if paths.isdisjoint((path, *parents_of(path)))}
    return snapshot._replace(states=kept)


def _open_up(surveyor: Surveyor, noted: Noted, withheld: Withheld) -> Iterator[str]:
    """Unlock folders, take away what lies too deep to be looked into, and say so."""
    tried: set[str] = set()
    while opaque := {path: error for path, error in surveyor.look().opaque.items() if path not in tried}:
        for path, error in opaque.items():
            tried.add(path)
            if error.errno == errno.ENAMETOOLONG:
                new = min(
                    (each for each in (path, *parents_of(path)) if each not in noted.snapshot.states),
                    default="",
                )
                yield (
                    _take(surveyor.root, new, "it lies too deep to be looked into", withheld)
                    if new
                    else str(error)
                )
            else:
                yield _unlock(surveyor.root, path)


def _mend(
    surveyor: Surveyor,
    look: Look,
    noted: Noted,
    found: list[Objection],
    withheld: Withheld,
    died: Died | None,
) -> Iterator[str]:
    """Put back what was moved, and make again what was removed, by which something was protected; say so."""
    moved = {} if died else {each.path: each.was for each in found if each.deed == "moved"}
    for path, was in moved.items():
        yield from _put_back(look, path, was, withheld)
    yield from back.link_again(look, noted)
    if died:
        return
    for path in _uncovered(surveyor, look, noted):
        yield from back.modes_again(look, noted, path)
    if list(_uncovered(surveyor, look, noted)):
        for path, was in dict(_moved_on_the_way(look, noted)).items():
            if path not in moved:
                yield from _put_back(look, path, was, withheld)


def _put_back(look: Look, path: str, was: str, withheld: Withheld) -> Iterator[str]:
    obstacle = back.stands_in_the_way(look, was)
    if obstacle:
        yield _take(look.root, obstacle, f"it stands where {printable(was)} was", withheld)
    with suppress(OSError):  # it may have been put back with its folder
        yield back.put_back(look, path, was)


def _uncovered(surveyor: Surveyor, look: Look, noted: Noted) -> Iterator[str]:
    """Yield where that is which programs could not reach before, and can now."""
    now = {cover.path: cover.hidden for cover in covers(surveyor.look(), look.root)}
    for cover in noted.covers:
        path = look.origins.is_now(cover.path) if cover.path in noted.snapshot.states else None
        if path and not any(
            now.get(each, False) >= cover.hidden for each in (path, *parents_of(path)) if each in now
        ):
            yield path


def _moved_on_the_way(look: Look, noted: Noted) -> Iterator[tuple[str, str]]:
    """Yield what has another name by now, of all that leads to what is protected."""
    for path in {*(mark.path for mark in noted.survey.marks), *(step.path for step in noted.steps)}:
        now = look.origins.is_now(path) if path in noted.snapshot.states else None
        renamed = look.origins.renamed(now) if now and now != path else None
        if renamed:
            yield renamed


def _told(surveyor: Surveyor, look: Look, noted: Noted, found: list[Objection]) -> Iterator[str]:
    """Say what people have to look at."""
    for each in found:
        if each.deed != "made":
            yield _TOLD[each.deed].format(printable(each.path), each.why, printable(each.was))
    for path in _uncovered(surveyor, look, noted):
        yield f"programs can reach {printable(path)} now, which was protected before the run"
    for mark in noted.survey.marks:
        was = noted.snapshot.states.get(mark.path)
        now = look.origins.is_now(mark.path) if was else mark.path
        if now is None and was and not stat.S_ISSOCK(was.mode) and mark.path not in look.now.states:
            yield f"{printable(mark.path)} was removed during the run, though the host acts on it, or keeps secrets in it"
        elif now and now != mark.path:
            yield f"a program moved {printable(mark.path)}, with the folder around it, to {printable(now)}"


_TOLD = {
    "changed": "a program changed {0}, and {1}: look at it before you go on",
    "moved": "a program moved {2} to {0}, and {1}: it could not be moved back",
    "replaced": "somebody else replaced {0} during the run; no cover was on it from then on, so a program could read and change it: "
    "look at it before you go on",
    "unclear": "{0} was made or moved there by a program whose host died, or by somebody else since, and {1}: look at it "
    "before you go on",
}


def _taken(look: Look, noted: Noted, made: dict[str, str]) -> Iterator[Found]:
    """Yield what does not stay."""
    for path, state in look.now.states.items():
        above = next((each for each in (path, *parents_of(path)) if each in made), "")
        if above:
            kind: ChangeKind = "modified" if path in noted.snapshot.states else "created"
            yield Found(path, kind, stat.S_ISDIR(state.mode), look.root, made[above])


def _found(look: Look, old: Snapshot, made: dict[str, str]) -> Iterator[Found]:
    """Yield what has changed, but for what was taken away."""
    now, root = look.now, look.root
    for path in old.states.keys() - now.states.keys():
        yield Found(path, "deleted", stat.S_ISDIR(old.states[path].mode), root)
    busy = {
        path.rpartition("/")[0] for path in old.states.keys() ^ now.states.keys()
    }  # these have got other names
    for path, state in now.states.items():
        was = old.states.get(path)
        if was and path in busy:
            was = was._replace(modified_ns=state.modified_ns)
        if state != was and made.keys().isdisjoint((path, *parents_of(path))):
            yield Found(path, "modified" if was else "created", stat.S_ISDIR(state.mode), root)


def _take(root: Path, path: str, objection: str, withheld: Withheld) -> str:
    *parents, name = path.split("/")
    shown = printable(path)
    try:
        with open_folder(root, parents) as folder:
            where = withheld.take(folder, name, path)
    except FileNotFoundError:
        return f"a program made {shown}, and {objection}; it is gone"
    except OSError as error:
        return f"a program made {shown}, and {objection}; it could not be moved: {error.strerror}"
    return f"a program made {shown}, and {objection}; it was moved to {printable(where)}"


def _unlock(root: Path, path: str) -> str:
    *parents, name = path.split("/") if path else [root.name]
    try:
        with open_folder(root if path else root.parent, parents) as folder:
            mode = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode
            set_mode(folder, name, mode | stat.S_IRWXU)
    except OSError as error:
        return f"cannot unlock {printable(path) or 'the project'}: {error.strerror}; what is in there is not known"
    return f"a program locked the folder {printable(path) or '.'}; it was unlocked"
