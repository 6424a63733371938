"""Several sandboxes for one project, so that programs run side by side."""

from __future__ import annotations

import queue
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, TypedDict

from llm_sandbox_run.arguments import require
from llm_sandbox_run.errors import SandboxError, UsageError
from llm_sandbox_run.sandbox import Sandbox

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from contextlib import AbstractContextManager
    from typing import Concatenate

    from typing_extensions import ParamSpec, Self, Unpack

    from llm_sandbox_run.model import ChangeMode, Limits, Problem, RunResult
    from llm_sandbox_run.policy.policy import Policy
    from llm_sandbox_run.session.session import Session

    P = ParamSpec("P")


def _in_a_place(
    run: Callable[Concatenate[Sandbox, P], RunResult],
) -> Callable[Concatenate[SandboxPool, P], RunResult]:
    @wraps(run)
    def run_there(pool: SandboxPool, /, *args: P.args, **options: P.kwargs) -> RunResult:
        with pool.place() as box:
            return run(box, *args, **options)

    return run_there


def _kept_in_a_place(
    begin: Callable[Concatenate[Sandbox, P], Session],
) -> Callable[Concatenate[SandboxPool, P], AbstractContextManager[Session]]:
    @wraps(begin)
    @contextmanager
    def begin_there(pool: SandboxPool, /, *args: P.args, **options: P.kwargs) -> Iterator[Session]:
        with pool.place() as box, begin(box, *args, **options) as session:
            yield session

    return begin_there


class Options(TypedDict, total=False):
    """What all the places of a pool have in common: every argument of ``Sandbox``, except ``project`` and ``slot``."""

    backend: str
    image: str
    limits: Limits
    writable: Iterable[str]
    read_only: bool
    idle_seconds: float
    cwd: str | os.PathLike[str] | None
    policy: Policy
    preload: Iterable[str]
    require_isolation: bool
    live: bool
    changes: ChangeMode
    runtime: str
    paths: Iterable[str | os.PathLike[str]]
    base: str | None
    environment: Mapping[str, str]


class SandboxPool:
    """Places for ``size`` programs at a time; callers, of any thread, wait until one is free.

    Each place is a ``Sandbox``: started when it is first needed, replaced when it has died. All show the same project, so
    what one program writes there is seen by the others while they run. Use the pool in a ``with`` block, or call ``close``.

    Args:
        project: as for ``Sandbox``.
        size: how many programs may run at the same time.
        wait_seconds: how long a caller waits for a free place, before a SandboxError; without end if not given.
        options: every other argument of ``Sandbox``, except ``slot``.

    Raises:
        UsageError: an argument makes no sense.
    """

    def __init__(
        self,
        project: str | os.PathLike[str] | None = ".",
        size: int = 2,
        wait_seconds: float | None = None,
        **options: Unpack[Options],
    ) -> None:
        require("size", size, int)
        require("wait_seconds", wait_seconds, int, float, type(None))
        if size < 1:
            raise UsageError(f"a pool has at least one place, not {size}")
        self._wait_seconds = wait_seconds
        self._boxes = [Sandbox(project, slot=slot, **options) for slot in range(size)]
        self._free: queue.LifoQueue[Sandbox] = queue.LifoQueue()  # the one that was used last is the warmest
        for box in reversed(self._boxes):
            self._free.put(box)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all that was started, each place when its run is over; a later run starts it again."""
        with ThreadPoolExecutor(len(self._boxes)) as threads:
            list(threads.map(Sandbox.close, self._boxes))

    @contextmanager
    def place(self) -> Iterator[Sandbox]:
        """Have one of the sandboxes to oneself, for the time of a ``with`` block.

        Raises:
            SandboxError: none became free in time.
        """
        try:
            box = self._free.get(timeout=self._wait_seconds)
        except queue.Empty:
            raise SandboxError(
                f"no place became free within {self._wait_seconds:g} seconds: give the pool more than "
                f"{len(self._boxes)}, or wait longer; the program has not started"
            ) from None
        try:
            yield box
        finally:
            self._free.put(box)

    def check(self, text: str | bytes) -> tuple[Problem, ...]:
        """Return why ``text`` would not be run; nothing if it would. Needs no place."""
        return self._boxes[0].check(text)

    session = _kept_in_a_place(Sandbox.session)
    run = _in_a_place(Sandbox.run)
    run_code = _in_a_place(Sandbox.run_code)
    run_file = _in_a_place(Sandbox.run_file)
    run_module = _in_a_place(Sandbox.run_module)
