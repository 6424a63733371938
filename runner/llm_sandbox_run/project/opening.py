"""Opens what a run has locked, or made so deep that nobody can look into it: else there would be no review."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from llm_sandbox_run.project.folder import open_folder, set_mode
from llm_sandbox_run.project.kernel import born_ns, rename_to_free
from llm_sandbox_run.project.marks import parents_of
from llm_sandbox_run.project.names import QUARANTINE, printable
from llm_sandbox_run.project.withheld import take_away

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from llm_sandbox_run.project.record import Died, Noted
    from llm_sandbox_run.project.survey import Surveyor
    from llm_sandbox_run.project.withheld import Withheld

_LOOK = stat.S_IRUSR | stat.S_IXUSR
_DEEP = "it lies too deep to be looked into"
_LONGEST = 1000  # bytes of a path to work with; Linux takes 4096


def open_up(surveyor: Surveyor, noted: Noted, withheld: Withheld, died: Died | None) -> Iterator[str]:
    """Unlock folders, take away what lies too deep to be looked into, and say so."""
    tried = set(_locked_before(surveyor.look().opaque, surveyor.root, noted))
    while opaque := {path: error for path, error in surveyor.look().opaque.items() if path not in tried}:
        for path, error in opaque.items():
            tried.add(path)
            if error.errno != errno.ENAMETOOLONG:
                yield _unlock(surveyor.root, path)
                continue
            new = "" if died else _made(surveyor.root, noted, path)
            if not new:
                yield f"{printable(path)[:200]}...: {_DEEP}"
            for each in _flattened(surveyor.root, noted, new) if new else ():
                yield take_away(surveyor.root, each, _DEEP, withheld)


def _locked_before(paths: Iterable[str], root: Path, noted: Noted) -> Iterator[str]:
    """Yield which of these folders no program could look into, or change, either."""
    locked = {state.identity for state in noted.snapshot.states.values() if state.mode & _LOOK != _LOOK}
    for path in paths:
        with suppress(OSError):
            status = os.lstat(root / path)
            if (status.st_dev, status.st_ino) in locked and not _is_new(f"{root}/{path}", noted):
                yield path


def _made(root: Path, noted: Noted, path: str) -> str:
    """Return the outermost folder on the way to a path that the run has made; "" if there is none."""
    known = {state.identity for state in noted.snapshot.states.values()}
    for each in (*reversed(list(parents_of(path))), path):
        with suppress(OSError):
            status = os.lstat(root / each)
            if (status.st_dev, status.st_ino) not in known or _is_new(f"{root}/{each}", noted):
                return each
    return ""


def _flattened(root: Path, noted: Noted, top: str) -> list[str]:
    """Return a folder that a run has made, and what was too deep in it, which is put beside it.

    What was there before is taken out, under a name that nothing acts on, from which it will be moved back.
    """
    known = {state.identity for state in noted.snapshot.states.values()}
    tops, pending = [top], [top]
    while pending:
        path = pending.pop()
        with suppress(OSError), open_folder(root) as home:
            if len(os.fsencode(path)) > _LONGEST:
                path = _put_beside(root, path, home)
                tops.append(path)
            parent, _, name = path.rpartition("/")
            with open_folder(root, parent.split("/") if parent else []) as above:
                set_mode(above, name, stat.S_IRWXU)
            with open_folder(root, path.split("/")) as folder:
                inside = {
                    each: os.stat(each, dir_fd=folder, follow_symlinks=False) for each in os.listdir(folder)
                }
            for each, status in inside.items():
                inner = f"{path}/{each}"
                if (status.st_dev, status.st_ino) in known and not _is_new(f"{root}/{inner}", noted):
                    _put_beside(root, inner, home)
                elif stat.S_ISDIR(status.st_mode):
                    pending.append(inner)
    return tops


def _put_beside(root: Path, path: str, home: int) -> str:
    *parents, name = path.split("/")
    aside = f"{QUARANTINE}-{os.urandom(8).hex()}"
    with open_folder(root, parents) as folder:
        rename_to_free(name, aside, folder, home)
    return aside


def _is_new(path: str, noted: Noted) -> bool:
    born = born_ns(path)
    return born is not None and born > noted.since_ns


def _unlock(root: Path, path: str) -> str:
    *parents, name = path.split("/") if path else [root.name]
    try:
        with open_folder(root if path else root.parent, parents) as folder:
            mode = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode
            set_mode(folder, name, mode | stat.S_IRWXU)
    except OSError as error:
        return f"cannot unlock {printable(path) or 'the project'}: {error.strerror}; what is in there is not known"
    return f"a program locked the folder {printable(path) or '.'}; it was unlocked"
