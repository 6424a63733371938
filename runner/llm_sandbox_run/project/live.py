"""The review of a run that wrote to the project itself: what it did is found by comparing, and undone where it must be."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from llm_sandbox_run.project.changes import MOST, Found, described
from llm_sandbox_run.project.covers import guard_of
from llm_sandbox_run.project.folder import open_folder
from llm_sandbox_run.project.marks import parents_of
from llm_sandbox_run.project.names import printable
from llm_sandbox_run.project.snapshot import Photographer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llm_sandbox_run.model import Change, ChangeKind
    from llm_sandbox_run.project.guard import Guard
    from llm_sandbox_run.project.snapshot import Snapshot, State
    from llm_sandbox_run.project.survey import Survey, Surveyor
    from llm_sandbox_run.project.withheld import Withheld


class Before(NamedTuple):
    """The project before a run."""

    snapshot: Snapshot
    covered: frozenset[str]  # protected folders that it cannot change


def before(root: Path, survey: Survey, covered: bool) -> Before:
    """Take note of what there is; where nothing is ``covered``, of what lies in protected folders as well."""
    closed = frozenset(mark.path for mark in survey.marks) if covered else frozenset()
    return Before(Photographer(root, closed.__contains__).take(), closed)


def after(
    surveyor: Surveyor, known: Survey, seen: Before, withheld: Withheld, owner: int
) -> tuple[tuple[str, ...], tuple[Change, ...]]:
    """Take away what must not stay; return what was done, in words, and all that has changed."""
    root = surveyor.root
    done = list(_open_up(root, seen, surveyor, withheld))
    guard = guard_of(surveyor, known)
    exchanged = surveyor.look().mounts ^ known.mounts
    seen = Before(_without(seen.snapshot, exchanged), seen.covered | exchanged)
    now = _without(Photographer(root, seen.covered.__contains__).take(seen.snapshot), exchanged)
    done += (
        f"something was mounted at {printable(path)} during the run, or unmounted: what has changed there is not known"
        for path in sorted(exchanged)
    )
    objections = dict(_objections(now, seen.snapshot, guard, owner))
    for path, objection in objections.items():
        if _is_same(path, now, seen.snapshot):
            done.append(f"a program changed {printable(path)}, and {objection}: look at it before you go on")
        else:
            done.append(_take(root, path, objection, withheld))
    if unread := now.unread or seen.snapshot.unread:
        done.append(
            f"on this file system only content tells what has changed, and {unread} files were too much to read"
        )
    found = sorted(_found(root, seen.snapshot, now, objections, withheld.folder))
    if len(found) > MOST:
        done.append(f"{len(found) - MOST} more changes in the project are not listed")
    return tuple(done), tuple(described(found))


def _without(snapshot: Snapshot, paths: frozenset[str]) -> Snapshot:
    """Leave out what these paths lead to."""
    if not paths:
        return snapshot
    states = snapshot.states.items()
    kept = {path: state for path, state in states if paths.isdisjoint((path, *parents_of(path)))}
    return snapshot._replace(states=kept)


def take_new(root: Path, survey: Survey, known: frozenset[str], withheld: Withheld) -> Iterator[str]:
    """Take away the protected names that are not ``known``: a run made them whose host died before its review."""
    for mark in survey.marks:
        if known.isdisjoint((mark.path, *parents_of(mark.path))):
            yield _take(root, mark.path, "the host acts on it, or keeps secrets in it", withheld)


def _open_up(root: Path, seen: Before, surveyor: Surveyor, withheld: Withheld) -> Iterator[str]:
    """Unlock folders, take away what lies too deep to be looked into, and say so."""
    tried: set[str] = set()
    while opaque := {path: error for path, error in surveyor.look().opaque.items() if path not in tried}:
        for path, error in opaque.items():
            tried.add(path)
            if error.errno == errno.ENAMETOOLONG:
                new = min(
                    (each for each in (path, *parents_of(path)) if each not in seen.snapshot.states),
                    default="",
                )
                yield _take(root, new, "it lies too deep to be looked into", withheld) if new else str(error)
            else:
                yield _unlock(root, path)


def _objections(now: Snapshot, old: Snapshot, guard: Guard, owner: int) -> Iterator[tuple[str, str]]:
    """Yield what must not stay, and why; of a folder that must not, nothing below. Programs make files of ``owner``."""
    names: dict[str, set[str]] = {}
    for path in now.states:
        folder, _, name = path.rpartition("/")
        names.setdefault(folder, set()).add(name.casefold())
    objection_of = guard.objections(lambda folder: frozenset(names.get(folder, ())))
    gone: set[str] = set()
    known = {state.identity for state in old.states.values()}
    places = {_place(path, old) for path in old.states}
    for path, state in sorted(now.states.items()):
        if not path or state == old.states.get(path) or not gone.isdisjoint(parents_of(path)):
            continue
        if _is_same(path, now, old) and stat.S_ISDIR(state.mode):
            continue  # what has changed is in it
        if state.owner[0] != owner and not (state.identity in known and _place(path, now) not in places):
            continue  # neither made by a program, nor renamed
        objection = _odd(state) or objection_of(path, stat.S_ISDIR(state.mode))
        if objection:
            gone.add(path)
            yield path, objection


def _place(path: str, snapshot: Snapshot) -> tuple[object, ...]:
    """Return what is the same as long as a file is not renamed itself, whatever becomes of the folders above it."""
    folder, _, name = path.rpartition("/")
    above = snapshot.states.get(folder)
    return above and above.identity, name, snapshot.states[path].identity


def _odd(state: State) -> str:
    if not (stat.S_ISDIR(state.mode) or stat.S_ISREG(state.mode) or stat.S_ISLNK(state.mode)):
        return "it is a pipe, a socket or a device"
    return ""


def _is_same(path: str, now: Snapshot, old: Snapshot) -> bool:
    """Tell whether a path still leads to the same file or folder, whatever has become of it."""
    was, state = old.states.get(path), now.states[path]
    if not was or stat.S_IFMT(was.mode) != stat.S_IFMT(state.mode):
        return False  # inodes are used again
    return was.identity == state.identity


def _found(
    root: Path, old: Snapshot, now: Snapshot, objections: dict[str, str], aside: Path | None
) -> Iterator[Found]:
    for path in old.states.keys() - now.states.keys():
        yield Found(path, "deleted", stat.S_ISDIR(old.states[path].mode), root)
    busy = {
        path.rpartition("/")[0] for path in old.states.keys() ^ now.states.keys()
    }  # these have got other names
    for path, state in now.states.items():
        was = old.states.get(path)
        if was and path in busy:
            was = was._replace(modified_ns=state.modified_ns)
        if state == was:
            continue
        kind: ChangeKind = "modified" if was else "created"
        above = next((each for each in (path, *parents_of(path)) if each in objections), "")
        moved = above and aside and not _is_same(above, now, old)
        where = aside if moved and aside else root
        yield Found(path, kind, stat.S_ISDIR(state.mode), where, objections[above] if moved else "")


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
            handle = os.open(name, os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=folder)
            # Of this one, whatever its name is by now.
            Path(f"/proc/self/fd/{handle}").chmod(os.fstat(handle).st_mode | stat.S_IRWXU)
            os.close(handle)
    except OSError as error:
        return f"cannot unlock {printable(path) or 'the project'}: {error.strerror}; what is in there is not known"
    return f"a program locked the folder {printable(path) or '.'}; it was unlocked"
