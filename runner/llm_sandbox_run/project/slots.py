"""Places beside each other for several commands on one project."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from llm_sandbox_run.errors import SandboxError
from llm_sandbox_run.project import turns

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MOST = 64


@contextmanager
def usual(root: Path) -> Iterator[int]:
    """Yield the number of the place that all share; while the block lasts, it is not free.

    Raises:
        SandboxError: nobody can be told.
    """
    handle = turns.lock_file("place-0", root)
    try:
        _take(handle, fcntl.LOCK_SH)  # or somebody has it alone, and programs there run one after the other
        yield 0
    finally:
        os.close(handle)


@contextmanager
def free(root: Path) -> Iterator[int]:
    """Yield the number of a place that no other command has, nor takes while the block lasts.

    Raises:
        SandboxError: there is none, or nobody can be told.
    """
    for number in range(_MOST):
        handle = turns.lock_file(f"place-{number}", root)
        try:
            if _take(handle, fcntl.LOCK_EX):
                yield number
                return
        finally:
            os.close(handle)
    raise SandboxError(f"{_MOST} commands run on this project already: wait for one of them")


def _take(handle: int, how: int) -> bool:
    try:
        fcntl.flock(handle, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
