"""Puts back what a run has moved that was there before: nothing of the owner's is taken away, and nothing acts where it must not."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from llm_sandbox_run.project.covers import covers
from llm_sandbox_run.project.folder import open_folder, set_mode
from llm_sandbox_run.project.judged import target_of
from llm_sandbox_run.project.kernel import rename_to_free
from llm_sandbox_run.project.marks import join, parents_of
from llm_sandbox_run.project.names import QUARANTINE, printable
from llm_sandbox_run.project.withheld import take_away

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from llm_sandbox_run.project.judged import Look, Objection
    from llm_sandbox_run.project.record import Died, Noted
    from llm_sandbox_run.project.survey import Surveyor
    from llm_sandbox_run.project.withheld import Withheld

_MOST_WAITING = 20  # things of the owner's, each in the place of the next


def mend(
    surveyor: Surveyor,
    look: Look,
    noted: Noted,
    found: list[Objection],
    withheld: Withheld,
    died: Died | None,
) -> Iterator[str]:
    """Put back what was moved, and make again what was removed, by which something was protected; say so."""
    moved = {each.path: each.was for each in found if each.deed == "moved"}
    for path, was in moved.items():
        yield from _return(look, path, was, withheld)
    yield from _link_again(look, noted)
    if died:
        return
    lost = list(uncovered(surveyor, look, noted))
    for path in lost:
        yield from _modes_again(look, noted, path)
    if lost and list(uncovered(surveyor, look, noted)):
        for path, was in dict(_moved_on_the_way(look, noted)).items():
            if path not in moved:
                yield from _return(look, path, was, withheld)


def rescue(look: Look, folders: Collection[str]) -> Iterator[str]:
    """Put back what was there before out of folders that are about to be taken away; say so."""
    saved: set[str] = set()
    for path in sorted(look.now.states) if folders else ():
        above = [path, *parents_of(path)]
        if saved.isdisjoint(above) and any(each in folders for each in above[1:]) and look.origins.was(path):
            saved.add(path)
            with suppress(OSError):
                yield _put_back(look, path, look.origins.was(path) or "")


def uncovered(surveyor: Surveyor, look: Look, noted: Noted) -> Iterator[str]:
    """Yield where that is which programs could not reach before, and can now."""
    now = {cover.path: cover.hidden for cover in covers(surveyor.look(), look.root)} if noted.covers else {}
    for cover in noted.covers:
        path = look.origins.is_now(cover.path)
        way = (path, *parents_of(path)) if path else ()
        is_covered = any(now.get(each, False) >= cover.hidden for each in way if each in now)
        if path and not is_covered:
            yield path


def _moved_on_the_way(look: Look, noted: Noted) -> Iterator[tuple[str, str]]:
    """Yield what has another name by now, of all that leads to what is protected."""
    for path in {*(mark.path for mark in noted.survey.marks), *(step.path for step in noted.steps)}:
        now = look.origins.is_now(path)
        renamed = look.origins.renamed(now) if now and now != path else None
        if renamed:
            yield renamed


def _return(
    look: Look, path: str, was: str, withheld: Withheld, waiting: frozenset[str] = frozenset()
) -> Iterator[str]:
    """Put back what is at ``path`` where it was; before that, what is in the way. Circles end: ``waiting`` are those begun."""
    if not _is_still(look, path):  # it was in the way of something else
        return
    above, _, name = was.rpartition("/")
    home = look.origins.is_now(above)
    obstacle = "" if home is None else join(home, name)
    if home and path in (home, *parents_of(home)):
        obstacle = home  # the folder that it was in is in there by now
    if obstacle in look.now.states and not look.origins.is_known(obstacle) and _is_still(look, obstacle):
        yield from rescue(look, {obstacle})
        yield take_away(look.root, obstacle, f"it stands where {printable(was)} was", withheld)
    elif obstacle in look.now.states and obstacle not in waiting and len(waiting) < _MOST_WAITING:
        first = look.origins.renamed(obstacle)
        if first and first[0] != path:
            yield from _return(look, *first, withheld, waiting | {path, obstacle})
    with suppress(OSError):  # it may have been put back with its folder
        yield _put_back(look, path, was)


def _is_still(look: Look, path: str) -> bool:
    """Tell whether what was seen at a path is there, and nothing that was put back meanwhile."""
    try:
        status = os.lstat(look.root / path)
    except OSError:
        return False
    return (status.st_dev, status.st_ino) == look.now.states[path].identity


def _put_back(look: Look, path: str, was: str) -> str:
    """Have what is at ``path`` be where it was; say so. Where that place is taken, it gets a name that nothing acts on.

    Raises:
        OSError: it cannot be moved.
    """
    *parents, name = path.split("/")
    above, _, old = was.rpartition("/")
    moved = f"a program moved {printable(was)} to {printable(path)}"
    with open_folder(look.root, parents) as folder:
        for home in dict.fromkeys((look.origins.is_now(above), above)):
            with suppress(OSError), open_folder(look.root, home.split("/") if home else []) as target:
                rename_to_free(name, old, folder, target)
                return f"{moved}; it was moved back to {printable(join(home or '', old))}"
        if name.startswith(QUARANTINE):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), old)
        aside = f"{QUARANTINE}-{os.urandom(8).hex()}"
        with open_folder(look.root) as target:
            rename_to_free(name, aside, folder, target)
    return f"{moved}, where it must not be, and another one has its place; it was there before: it is {aside} now"


def _link_again(look: Look, noted: Noted) -> Iterator[str]:
    """Make links again that are gone, since what they lead to is protected by that; say so."""
    for path, target in noted.links.items():
        *parents, name = path.split("/")
        now = look.origins.is_now(path)
        if target_of(look.root, path) == target or (now and look.origins.renamed(now) != (now, path)):
            continue  # it is there, or went with the folder around it
        owner = noted.snapshot.states[path].owner
        with suppress(OSError), open_folder(look.root, parents) as folder:
            os.symlink(target, name, dir_fd=folder)
            if os.geteuid() == 0:
                os.chown(name, *owner, dir_fd=folder, follow_symlinks=False)
            yield f"the link {printable(path)} to {printable(target)} was removed during the run; it was made again"


def _modes_again(look: Look, noted: Noted, path: str) -> Iterator[str]:
    """Have what is at ``path``, and the folders above, be as open or closed as before; say so."""
    for each in (path, *parents_of(path), ""):
        was, now = noted.snapshot.states.get(each), look.now.states.get(each)
        if not (was and now and look.origins.is_same(each)) or was.mode == now.mode:
            continue
        *parents, name = each.split("/")
        with suppress(OSError), open_folder(look.root, parents) as folder:
            set_mode(folder, name or ".", was.mode)
            yield f"a program changed who may use {printable(each) or 'the project'}, by which secrets are known; it is as before"
