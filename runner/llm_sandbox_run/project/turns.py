"""Who may do what at the same time: no engine resolves paths in a project while a program runs that could change them."""

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
    with _locked(root, fcntl.LOCK_SH):
        yield


@contextmanager
def while_mounting(root: Path) -> Iterator[None]:
    """Have the engine mount what lies in the project, when no program runs."""
    with _locked(root, fcntl.LOCK_EX):
        yield


@contextmanager
def _locked(root: Path, how: int) -> Iterator[None]:
    folder = state.folder_for("turns", root)
    if not folder:
        yield
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, how)
        yield
    finally:
        os.close(handle)
