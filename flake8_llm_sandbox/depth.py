"""Room for deep recursion: what a program nests, the analysis does, and no program may overflow its stack."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

MAX_FRAMES = 50_000
STACK_BYTES = 256 * 1024 * 1024  # address space only: pages are used as they are touched
SHALLOW = 300
"""So many characters cannot nest deeper than any thread's stack can take; a thread of our own takes longer than they do."""


def recurse(work: Callable[[], T], characters: int) -> T:
    """Do ``work`` on a program of so many characters where it cannot overflow the C stack; its exceptions come back."""
    with _LIMIT:
        return work() if characters <= SHALLOW else _on_deep_stack(work)


def _on_deep_stack(work: Callable[[], T]) -> T:
    results: list[T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:  # noqa: BLE001 - handed to the caller below
            errors.append(error)

    thread = threading.Thread(target=run, name="llm-sandbox-analysis")
    with _STARTING:
        size = threading.stack_size(STACK_BYTES)
        try:
            thread.start()
        finally:
            threading.stack_size(size)
    thread.join()
    if errors:
        raise errors[0]
    return results[0]


class _Limit:
    """The interpreter's limit of recursion, which is one for all threads: raised while any of them is at work here."""

    def __init__(self) -> None:
        self._changing = threading.Lock()
        self._users = self._usual = 0

    def __enter__(self) -> None:
        with self._changing:
            if not self._users:
                self._usual = sys.getrecursionlimit()
                sys.setrecursionlimit(max(self._usual, MAX_FRAMES))
            self._users += 1

    def __exit__(self, *_: object) -> None:
        with self._changing:
            self._users -= 1
            if not self._users:
                sys.setrecursionlimit(self._usual)


_LIMIT = _Limit()
_STARTING = threading.Lock()  # the size of the next thread's stack, too, is one for all
