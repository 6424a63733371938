"""What there was before a run that writes to the project itself, kept on disk until its review has come to its end.

A run of which the host dies is reviewed by the next call. Until it dies, the host says all the time that it lives: what is made
later is somebody else's.
"""

from __future__ import annotations

import fcntl
import json
import os
import threading
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from llm_sandbox_run.errors import SandboxError
from llm_sandbox_run.model import Cover
from llm_sandbox_run.project import state
from llm_sandbox_run.project.marks import Mark
from llm_sandbox_run.project.snapshot import Snapshot, State
from llm_sandbox_run.project.survey import Survey
from llm_sandbox_run.project.ways import Step

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_BEAT_SECONDS = 0.25
_START_SECONDS = 60.0  # that a place may take before the program's own time begins


class Noted(NamedTuple):
    """The project before a run."""

    since_ns: int  # of the epoch
    snapshot: Snapshot
    closed: frozenset[str]  # protected folders that the run cannot change
    survey: Survey  # but for the folders
    steps: frozenset[Step]  # of the ways of protected names
    links: dict[str, str]  # protected names, and steps, that are links: where they lead
    covers: tuple[Cover, ...]


class Died(NamedTuple):
    """The end of a host; in ns since the epoch."""

    seen_ns: int  # until then it lived
    last_ns: int  # what is made later no program of it can have made


class Record:
    """Of one run; it stays on disk until it is forgotten, and is others' when it is closed, or this process dies.

    Raises:
        SandboxError: it cannot be kept.
    """

    def __init__(self, root: Path, noted: Noted, seconds: float) -> None:
        self.noted = noted
        self._ended = threading.Event()
        self._threads: list[threading.Thread] = []
        folder = state.folder_for("live", root)
        if folder:
            self._path = folder / os.urandom(8).hex()
            try:
                self._file = _written(self._path, _plain(noted, seconds))
            except OSError as error:
                raise SandboxError(
                    f"no record of the project can be kept in {folder}: {error.strerror}"
                ) from None
            self._threads.append(threading.Thread(target=self._beat, daemon=True))
            self._threads[0].start()

    def _beat(self) -> None:
        while not self._ended.wait(_BEAT_SECONDS):
            os.utime(self._file.fileno())

    def forget(self) -> None:
        """Remove it: the review has come to its end."""
        if self._threads:
            self._path.unlink()

    def close(self) -> None:
        """Leave it to others, if it is still there."""
        self._ended.set()
        for thread in self._threads:
            thread.join()
            self._file.close()


def unfinished(root: Path) -> Iterator[tuple[Noted, Died]]:
    """Yield what was noted before each run whose review has not come to its end, and forget it when that is done."""
    folder = state.folder_for("live", root)
    for path in sorted(folder.glob("[!.]*")) if folder else ():
        with suppress(FileNotFoundError, BlockingIOError), open(path, encoding="ascii") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            with suppress(ValueError, TypeError):  # cut off by something worse than the death of a process
                noted, seconds = _from_plain(json.load(file))
                seen = os.fstat(file.fileno()).st_mtime_ns + int(2e9 * _BEAT_SECONDS)
                yield noted, Died(seen, max(seen, noted.since_ns) + int((seconds + _START_SECONDS) * 1e9))
            path.unlink(missing_ok=True)


def _written(path: Path, value: object) -> IO[str]:
    """Write it, so that it is there locked and as a whole or not at all."""
    new = path.with_name(f".{path.name}")
    handle = os.open(new, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    file = open(handle, "w", encoding="ascii")  # noqa: SIM115 - as long as the record
    fcntl.flock(file, fcntl.LOCK_EX)
    try:
        json.dump(value, file, separators=(",", ":"))
        file.flush()
        os.fsync(file.fileno())
        new.rename(path)
        _sync(path.parent)
    except OSError:
        new.unlink(missing_ok=True)
        with suppress(OSError):
            file.close()
        raise
    return file


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _plain(noted: Noted, seconds: float) -> list[Any]:
    states = [
        (path, *state[:-1], [(name, value.decode("latin-1")) for name, value in state.attributes])
        for path, state in noted.snapshot.states.items()
    ]
    survey = noted.survey
    return [
        noted.since_ns,
        seconds,
        states,
        noted.snapshot.unread,
        sorted(noted.closed),
        (survey.marks, survey.leads, sorted(survey.mounts)),
        sorted(noted.steps),
        noted.links,
        [(each.path, each.hidden, each.folder, each.inodes) for each in noted.covers],
    ]


def _from_plain(value: list[Any]) -> tuple[Noted, float]:
    since, seconds, states, unread, closed, (marks, leads, mounts), steps, links, covers = value
    noted = Noted(
        since,
        Snapshot({path: _state(*each) for path, *each in states}, unread),
        frozenset(closed),
        Survey({}, tuple(Mark(*each) for each in marks), {}, tuple(leads), frozenset(mounts)),
        frozenset(Step(*each) for each in steps),
        links,
        tuple(Cover(path, hidden, folder, tuple(inodes)) for path, hidden, folder, inodes in covers),
    )
    return noted, seconds


def _state(identity: list[int], mode: int, owner: list[int], *rest: Any) -> State:
    *others, attributes = rest
    pairs = tuple((name, value.encode("latin-1")) for name, value in attributes)
    return State._make(((identity[0], identity[1]), mode, (owner[0], owner[1]), *others, pairs))
