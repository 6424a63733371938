"""Sandboxes for programs that use asyncio: runs are awaited, and end when their task is cancelled."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from functools import partial, wraps
from typing import TYPE_CHECKING, Any, TypedDict

from llm_sandbox_run.pool import SandboxPool
from llm_sandbox_run.sandbox import Sandbox

if TYPE_CHECKING:
    import os
    from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable, Mapping
    from concurrent.futures import Future
    from typing import Concatenate

    from typing_extensions import ParamSpec, Self, Unpack

    from llm_sandbox_run.model import Problem, RunResult
    from llm_sandbox_run.pool import Options
    from llm_sandbox_run.session.session import Session
    from llm_sandbox_run.session.step import Step

    P = ParamSpec("P")

_INSIST_SECONDS = 0.02


def _awaited(
    run: Callable[Concatenate[Sandbox, P], RunResult],
) -> Callable[Concatenate[AsyncSandbox, P], Coroutine[Any, Any, RunResult]]:
    @wraps(run)
    async def run_there(there: AsyncSandbox, /, *args: P.args, **options: P.kwargs) -> RunResult:
        return await there._run(run, args, options)

    return run_there


class SessionOptions(TypedDict, total=False):
    """Every argument of ``Sandbox.session``."""

    seconds: float | None
    idle_seconds: float | None
    memory_bytes: int | None
    files: Mapping[str, bytes]
    collect: Iterable[str]


class AsyncSession:
    """A ``Session`` whose steps are awaited. Cancelling the task that awaits one interrupts it first."""

    def __init__(self, session: Session, threads: ThreadPoolExecutor) -> None:
        self._session, self._threads = session, threads

    async def run(
        self,
        text: str | bytes,
        *,
        seconds: float | None = None,
        on_output: Callable[[str, bytes], Awaitable[object] | None] | None = None,
    ) -> Step:
        """Judge and run a step; see ``Session.run``. ``on_output`` is as for ``AsyncSandbox``."""
        loop = asyncio.get_running_loop()
        teller = _Teller(on_output, loop)
        told = teller if on_output else None
        job = loop.run_in_executor(
            self._threads, partial(self._session.run, text, seconds=seconds, on_output=told)
        )
        try:
            return await asyncio.shield(job)
        except asyncio.CancelledError:
            await _end(job, self._session, teller)
            raise

    def expose(self, name: str, function: Callable[..., Any]) -> None:
        """As ``Session.expose``; it may be a coroutine function, and is called in the loop's thread."""
        loop = asyncio.get_running_loop()

        async def call(*args: Any, **options: Any) -> Any:
            answer = function(*args, **options)
            return await answer if asyncio.iscoroutine(answer) else answer

        self._session.expose(
            name,
            lambda *args, **options: asyncio.run_coroutine_threadsafe(call(*args, **options), loop).result(),
        )

    def set(self, name: str, value: object) -> None:
        """As ``Session.set``."""
        self._session.set(name, value)

    @property
    def result(self) -> RunResult | None:
        """As ``Session.result``."""
        return self._session.result

    @property
    def lost(self) -> bool:
        """As ``Session.lost``."""
        return self._session.lost


class AsyncSandbox:
    """Places for ``size`` programs at a time in one project; further runs wait for their turn.

    Cancelling a task that awaits a run ends the program first, and the task when nothing of it is left. ``on_output`` may
    be a coroutine function; it is called in the loop's thread, a program that prints more has to wait until it is done,
    and what it raises ends the run. Use the object in an ``async with`` block, or call ``close``.

    Args:
        project: as for ``Sandbox``.
        size: how many programs may run at the same time.
        options: every other argument of ``Sandbox``, except ``slot``.

    Raises:
        UsageError: an argument makes no sense.
    """

    def __init__(
        self, project: str | os.PathLike[str] | None = ".", size: int = 1, **options: Unpack[Options]
    ) -> None:
        self._pool = SandboxPool(project, size, **options)
        self._free = asyncio.Semaphore(size)
        self._size = size
        self._threads = self._new_threads()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """End all that was started, each place when its run is over; a later run starts it again."""
        threads, self._threads = self._threads, self._new_threads()
        try:
            await asyncio.get_running_loop().run_in_executor(threads, self._pool.close)
        finally:
            threads.shutdown(wait=False)

    async def check(self, text: str | bytes) -> tuple[Problem, ...]:
        """Return why ``text`` would not be run; nothing if it would. Needs no place."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._pool.check, text)

    run = _awaited(Sandbox.run)
    run_code = _awaited(Sandbox.run_code)
    run_file = _awaited(Sandbox.run_file)
    run_module = _awaited(Sandbox.run_module)

    @asynccontextmanager
    async def session(self, **options: Unpack[SessionOptions]) -> AsyncIterator[AsyncSession]:
        """Begin a session in a place that is free, and end it with the ``async with`` block; see ``Sandbox.session``."""
        loop = asyncio.get_running_loop()
        async with self._free:
            with self._pool.place() as box:
                job = loop.run_in_executor(self._threads, partial(box.session, **options))
                session = await asyncio.shield(job)
                try:
                    yield AsyncSession(session, self._threads)
                finally:
                    await asyncio.shield(loop.run_in_executor(self._threads, session.close))

    async def _run(
        self, run: Callable[..., RunResult], args: tuple[Any, ...], options: dict[str, Any]
    ) -> RunResult:
        loop = asyncio.get_running_loop()
        teller = _Teller(options.get("on_output"), loop)
        if teller.on_output:
            options = {**options, "on_output": teller}
        async with self._free:
            with self._pool.place() as box:  # there is one, so this does not wait
                job = loop.run_in_executor(self._threads, partial(run, box, *args, **options))
                try:
                    return await asyncio.shield(job)
                except asyncio.CancelledError:
                    await _end(job, box, teller)
                    raise

    def _new_threads(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self._size + 1)  # one for each run, and one for what needs no place


async def _end(job: asyncio.Future[Any], box: Sandbox | Session, teller: _Teller) -> None:
    while not job.done():  # its thread may be anywhere on the way to the program
        box.cancel()
        teller.cancel()
        with suppress(asyncio.CancelledError):  # impatience changes nothing
            await asyncio.wait([job], timeout=_INSIST_SECONDS)


class _Teller:
    """Has ``on_output`` called in the loop's thread, while the thread of the run waits for that."""

    def __init__(
        self,
        on_output: Callable[[str, bytes], Awaitable[object] | None] | None,
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        self.on_output, self._loop = on_output, loop
        self._told: Future[None] | None = None

    def __call__(self, stream: str, data: bytes) -> None:
        self._told = asyncio.run_coroutine_threadsafe(self._tell(stream, data), self._loop)
        self._told.result()

    def cancel(self) -> None:
        """Let the thread go, however long ``on_output`` would take."""
        if self._told:
            self._told.cancel()

    async def _tell(self, stream: str, data: bytes) -> None:
        assert self.on_output
        answer = self.on_output(stream, data)
        if answer is not None:
            await answer
