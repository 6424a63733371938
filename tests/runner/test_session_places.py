"""Sessions in pools, and for programs that use asyncio."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from llm_sandbox_run import AsyncSandbox, Limits, Outcome, SandboxError, SandboxPool

from tests.image import IMAGE

if TYPE_CHECKING:
    from pathlib import Path


def test_pool_has_so_many_sessions_and_runs(project: Path, backend: str) -> None:
    with SandboxPool(project, 2, 0.2, backend=backend, image=IMAGE) as pool:
        with pool.session() as first, pool.session(seconds=3) as second:
            first.run("x = 1")
            second.run("x = 2")
            assert (first.run("x").value, second.run("x").value) == ("1", "2")
            with pytest.raises(SandboxError, match="no place became free"):
                pool.run_code("1")
        assert pool.run_code("print(1)").stdout == "1\n"


def test_steps_are_awaited_side_by_side(project: Path, backend: str) -> None:
    async def add(x: int, y: int) -> int:
        await asyncio.sleep(0)
        return x + y

    async def one(box: AsyncSandbox, number: int) -> tuple[str | None, list[bytes]]:
        printed: list[bytes] = []
        async with box.session() as session:
            session.expose("add", add)
            session.set("number", number)
            await session.run("print(number)", on_output=lambda _, data: printed.append(data))
            step = await session.run("add(number, y=1)")
        assert session.result is not None
        return step.value, printed

    async def all_of_them() -> list[tuple[str | None, list[bytes]]]:
        async with AsyncSandbox(project, 2, backend=backend, image=IMAGE) as box:
            return await asyncio.gather(*(one(box, number) for number in range(4)))

    assert asyncio.run(all_of_them()) == [(f"{n + 1}", [b"%d\n" % n]) for n in range(4)]


def test_cancelled_step_is_interrupted_and_leaves_the_session(project: Path, backend: str) -> None:
    async def cancel() -> str | None:
        limits = Limits(seconds=60)
        async with (
            AsyncSandbox(project, backend=backend, image=IMAGE, limits=limits) as box,
            box.session() as session,
        ):
            await session.run("x = 1\nimport time")
            task = asyncio.create_task(session.run("time.sleep(60)"))
            await asyncio.sleep(0.5)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            return (await session.run("x")).value

    assert asyncio.run(asyncio.wait_for(cancel(), 30)) == "1"


def test_step_is_cancelled_from_another_thread(make_box, backend: str) -> None:
    from threading import Timer

    with make_box(backend=backend, limits=Limits(seconds=60)).session() as session:
        session.run("import time")
        Timer(0.5, session.cancel).start()
        step = session.run("time.sleep(60)")
        assert (step.outcome, step.lost, step.log) == (Outcome.CANCELLED, False, ())
        session.cancel()
        assert session.run("1").value == "1"
