"""What was protected before a run that writes to the project itself, kept on disk until its review has come to its end.

A run of which the host dies is reviewed by the next call.
"""

from __future__ import annotations

import fcntl
import json
import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from llm_sandbox_run.project import state

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from llm_sandbox_run.project.survey import Survey


@contextmanager
def kept(root: Path, survey: Survey) -> Iterator[None]:
    """Keep a record of the protected paths in this block; it stays if the process dies in it."""
    folder = state.folder_for("live", root)
    if not folder:
        yield
        return
    path = folder / os.urandom(8).hex()
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "w", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        json.dump([mark.path for mark in survey.marks], file)
        file.flush()
        os.fsync(file.fileno())
        _sync(folder)
        try:
            yield
        finally:
            path.unlink()


def unfinished(root: Path) -> Iterator[frozenset[str]]:
    """Yield what was protected before each run whose review has not come to its end, and forget it."""
    folder = state.folder_for("live", root)
    with suppress(FileNotFoundError):
        for path in list(folder.iterdir()) if folder else ():
            with open(path, encoding="ascii") as file, suppress(BlockingIOError, ValueError):
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                yield frozenset(json.load(file))
                path.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
