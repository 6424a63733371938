"""Who may do what at the same time on a project.

No engine resolves paths in it while a program runs that could change them; and no two reviews of runs overlap, each of which
would judge without what the other is about to do.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from llm_sandbox_run.project import state

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def while_running(root: Path) -> Iterator[None]:
    """Have a program run that writes to the project itself; it waits while somebody is mounting."""
    with _locked("turns", root, fcntl.LOCK_SH):
        yield


@contextmanager
def while_mounting(root: Path) -> Iterator[None]:
    """Have the engine mount what lies in the project, when no program runs."""
    with _locked("turns", root, fcntl.LOCK_EX):
        yield


@contextmanager
def while_merging(root: Path) -> Iterator[None]:
    """Judge what a run has written, and make it part of the project or take it away, when nobody else does."""
    with _locked("merges", root, fcntl.LOCK_EX):
        yield


@contextmanager
def _locked(kind: str, root: Path, how: int) -> Iterator[None]:
    folder = state.folder_for(kind, root)
    if not folder:
        yield
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, how)
        yield
    finally:
        os.close(handle)
