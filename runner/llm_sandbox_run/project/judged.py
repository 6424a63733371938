"""What a run that wrote to the project itself has done that it must not: what it made, what it moved, what it changed."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from functools import cache, partial
from typing import TYPE_CHECKING, Literal, NamedTuple

from llm_sandbox_run.project import weights
from llm_sandbox_run.project.folder import open_folder
from llm_sandbox_run.project.kernel import born_ns
from llm_sandbox_run.project.marks import parents_of
from llm_sandbox_run.project.names import QUARANTINE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from llm_sandbox_run.project.guard import Guard
    from llm_sandbox_run.project.origins import Origins
    from llm_sandbox_run.project.record import Died, Noted
    from llm_sandbox_run.project.snapshot import Snapshot, State

    Rules = Callable[[str, bool], str]  # of a path, a folder or not: why it must not be changed
    Deed = Literal["made", "moved", "changed", "replaced", "unclear"]


class Look(NamedTuple):
    """At the project after a run."""

    root: Path
    now: Snapshot
    origins: Origins
    guard: Guard


class Objection(NamedTuple):
    """Why something must not be as it is."""

    path: str
    why: str
    deed: Deed
    was: str = ""  # of what was moved: where it was before


def judge(look: Look, noted: Noted, owner: int, died: Died | None) -> Iterator[Objection]:
    """Yield what must not be; of a folder that must not be there, nothing below. Programs make files of ``owner``."""
    inside = _inside(look.now)
    weights_in = cache(partial(_hold_weights, look.root))
    rules = look.guard.objections(inside, weights_in)
    rules_of_names = look.guard._replace(paths=frozenset(), passed=frozenset()).objections(inside, weights_in)
    gone: set[str] = set()
    for path, state in sorted(look.now.states.items()):
        if not path or state == noted.snapshot.states.get(path) or not gone.isdisjoint(parents_of(path)):
            continue
        if path in noted.links and target_of(look.root, path) == noted.links[path]:
            continue  # whoever has made it again
        found = _judge(look, noted, path, owner, rules, rules_of_names)
        if found and died and found.deed in ("made", "moved"):
            found = _of_the_dead(found, look.root, died)
        if found:
            yield found
            if found.deed != "changed" and not path.rpartition("/")[2].startswith(QUARANTINE):
                gone.add(path)


def _judge(
    look: Look, noted: Noted, path: str, owner: int, rules: Rules, rules_of_names: Rules
) -> Objection | None:
    state, was = look.now.states[path], look.origins.was(path)
    if was == path and stat.S_ISDIR(state.mode):
        return None  # what has changed is in it
    if state.owner[0] != owner and not look.origins.is_known(path):
        return None
    why = _odd(state) or rules(path, stat.S_ISDIR(state.mode))
    if not why:
        return None
    if was is None:
        return Objection(path, why, "replaced" if _is_others(look, noted, path) else "made")
    renamed = look.origins.renamed(path)
    is_of_place = not (_odd(state) or rules_of_names(path, stat.S_ISDIR(state.mode)))
    if renamed and (renamed[0] == path or is_of_place):
        return Objection(renamed[0], why, "moved", renamed[1])
    is_as_it_was = stat.S_ISDIR(state.mode) or _is_equal(noted.snapshot.states[was], state)
    return None if is_as_it_was or state.owner[0] != owner else Objection(path, why, "changed")


def _hold_weights(root: Path, path: str) -> bool:
    *parents, name = path.split("/")
    if not weights.may_lie_in(f"{root}/{path}"):
        return False
    try:
        with open_folder(root, parents) as folder:
            return weights.are_all_of(folder, name)
    except OSError:
        return False


def _odd(state: State) -> str:
    if not (stat.S_ISDIR(state.mode) or stat.S_ISREG(state.mode) or stat.S_ISLNK(state.mode)):
        return "it is a pipe, a socket or a device"
    return ""


def _is_equal(was: State, state: State) -> bool:
    if was.content and state.content:
        return was == state
    return was._replace(content="") == state._replace(content="")


def target_of(root: Path, path: str) -> str | None:
    """Return where a link in the project leads; None of anything else."""
    *parents, name = path.split("/")
    try:
        with open_folder(root, parents) as folder:
            return os.readlink(name, dir_fd=folder)
    except OSError:
        return None


def _is_others(look: Look, noted: Noted, path: str) -> bool:
    """Tell whether somebody else has put that in the place of what no program could move or remove, as editors save."""
    folder = path.rpartition("/")[0]
    closed = path in noted.closed and path not in noted.links
    return closed and look.origins.is_same(folder) and look.origins.is_now(path) is None


def _of_the_dead(found: Objection, root: Path, died: Died) -> Objection | None:
    """Tell apart what the program of a dead host has done and what others have done since."""
    if found.deed == "moved":  # which, too, is a change of what was moved
        with suppress(OSError):
            changed = os.lstat(f"{root}/{found.path}").st_ctime_ns
            return found if changed <= died.seen_ns else found._replace(deed="unclear")
    born = born_ns(f"{root}/{found.path}")
    if born is not None and born > died.last_ns:
        return None
    return found if born is not None and born <= died.seen_ns else found._replace(deed="unclear")


def _inside(snapshot: Snapshot) -> Callable[[str], frozenset[str]]:
    """Return what gives the names in a folder, in small letters."""
    names: dict[str, set[str]] = {}
    for path in snapshot.states:
        folder, _, name = path.rpartition("/")
        names.setdefault(folder, set()).add(name.casefold())
    return lambda folder: frozenset(names.get(folder, ()))
