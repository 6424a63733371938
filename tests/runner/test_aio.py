"""Runs as awaitables: side by side, cancelled, and heard while they go on."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import TYPE_CHECKING

import pytest
from llm_sandbox_run import AsyncSandbox, Limits, Outcome, UsageError

from tests.image import IMAGE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MEET = """\
import pathlib, time
pathlib.Path("{own}").touch()
while not pathlib.Path("{other}").exists(): time.sleep(0.005)
"""
BEAT = """\
while True:
    with open("beats", "a") as file: file.write("x")
"""


def make(project: Path, backend: str = "subprocess", **options: object) -> AsyncSandbox:
    limits = Limits(seconds=20)
    return AsyncSandbox(project, backend=backend, image=IMAGE, limits=limits, live=True, **options)  # type: ignore[arg-type]


async def wait_until(condition: Callable[[], bool], seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        await asyncio.sleep(0.01)


def test_runs_are_awaited_side_by_side_and_the_loop_goes_on(project: Path, backend: str) -> None:
    async def main() -> None:
        async with make(project, backend, size=2) as box:
            first = asyncio.create_task(box.run_code(MEET.format(own="a", other="b")))
            await wait_until((project / "a").exists)
            second = await box.run_code(MEET.format(own="b", other="a"))
            assert [second.outcome, (await first).outcome] == [Outcome.PASS] * 2

    asyncio.run(main())


def test_more_runs_than_places_take_turns(project: Path) -> None:
    async def main() -> None:
        async with make(project) as box:
            results = await asyncio.gather(*(box.run_code(f"print({number})") for number in range(5)))
        assert [result.stdout for result in results] == [f"{number}\n" for number in range(5)]

    asyncio.run(main())


def test_everything_that_a_box_does_can_be_awaited(project: Path) -> None:
    (project / "tool.py").write_text("import sys\nprint(sys.argv[1:], sys.stdin.read())\n")

    async def main() -> None:
        async with make(project) as box:
            assert (await box.run_file("tool.py", ["x"], b"y")).stdout == "['x'] y\n"
            assert (await box.run_module("tool", ["x"], stdin=b"y")).stdout == "['x'] y\n"
            assert (await box.run_code("import os; os.remove('x')")).outcome is Outcome.BLOCKED
            assert await box.check("import os; os.remove('x')") != ()
            with pytest.raises(UsageError):
                await box.run_file("missing.py")

    asyncio.run(main())


def test_closed_box_leaves_no_thread_and_starts_again(project: Path) -> None:
    async def main() -> None:
        box = make(project, size=2)
        before = threading.active_count()
        await asyncio.gather(*(box.run_code("print(1)") for _ in range(4)))
        await box.close()
        await wait_until(lambda: threading.active_count() == before)
        assert (await box.run_code("print(1)")).stdout == "1\n"
        await box.close()

    asyncio.run(main())


def test_cancelled_task_ends_after_its_program(project: Path, backend: str) -> None:
    async def main() -> None:
        async with make(project, backend) as box:
            task = asyncio.create_task(box.run_code(BEAT))
            await wait_until((project / "beats").exists)
            task.cancel()
            began = time.monotonic()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert time.monotonic() - began < 2
            beats = (project / "beats").stat().st_size
            assert (await box.run_code("print(1)")).stdout == "1\n"
            assert (project / "beats").stat().st_size == beats

    asyncio.run(main())


@pytest.mark.parametrize("seconds", [0, 0.001, 0.003, 0.01, 0.03, 0.1])
def test_cancelling_works_at_any_time(project: Path, seconds: float) -> None:
    async def main() -> None:
        async with make(project) as box:
            await box.run_code("pass")
            began = time.monotonic()
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(box.run_code("while True: pass"), seconds)
            assert (await box.run_code("print(1)")).stdout == "1\n"
            assert time.monotonic() - began < 3

    asyncio.run(main())


def test_cancelled_run_that_waits_for_its_turn_never_starts(project: Path) -> None:
    async def main() -> None:
        async with make(project) as box:
            first = asyncio.create_task(box.run_code(MEET.format(own="waits", other="go")))
            await wait_until((project / "waits").exists)
            second = asyncio.create_task(box.run_code("open('second', 'w').close()"))
            await asyncio.sleep(0)
            second.cancel()
            with pytest.raises(asyncio.CancelledError):
                await second
            (project / "go").touch()
            assert (await first).outcome is Outcome.PASS
            assert (await box.run_code("print(1)")).stdout == "1\n"
        assert not (project / "second").exists()

    asyncio.run(main())


def test_output_is_heard_in_the_loop_while_the_program_runs(project: Path, backend: str) -> None:
    heard: list[tuple[str, bytes, int]] = []

    def hear(stream: str, data: bytes) -> None:
        heard.append((stream, data, threading.get_ident()))
        (project / stream).touch()

    program = (
        "import pathlib, sys, time\n"
        "for name, stream in {'stdout': sys.stdout, 'stderr': sys.stderr}.items():\n"
        "    print('now', file=stream, flush=True)\n"
        "    while not pathlib.Path(name).exists(): time.sleep(0.005)\n"
    )

    async def main() -> None:
        async with make(project, backend) as box:
            result = await box.run_code(program, on_output=hear)
        assert (result.outcome, result.stdout, result.stderr) == (Outcome.PASS, "now\n", "now\n")

    asyncio.run(main())
    me = threading.get_ident()
    assert heard == [("stdout", b"now\n", me), ("stderr", b"now\n", me)]


def test_slow_listener_slows_the_program_down(project: Path, backend: str) -> None:
    total, heard = 64, 0
    program = (
        f"for number in range({total}):\n"
        "    print('x' * ((1 << 20) - 1), flush=True)\n"
        "    with open('written', 'a') as file: file.write('x')\n"
    )

    async def main() -> None:
        nonlocal heard
        go_on = asyncio.Event()

        async def hear(_: str, data: bytes) -> None:
            nonlocal heard
            await go_on.wait()
            heard += len(data)

        async with make(project, backend) as box:
            task = asyncio.create_task(box.run_code(program, on_output=hear))
            written = await _settled(project / "written")
            assert written < total / 2
            go_on.set()
            assert (await task).outcome is Outcome.PASS
        assert heard == total << 20

    asyncio.run(main())


async def _settled(path: Path, seconds: float = 0.5) -> int:
    """Return the size of a file that has not grown for so long."""
    size, since = -1, time.monotonic()
    while time.monotonic() - since < seconds:
        await asyncio.sleep(0.02)
        now = path.stat().st_size if path.exists() else 0
        if now != size:
            size, since = now, time.monotonic()
    return size


def test_what_a_listener_raises_ends_the_run(project: Path) -> None:
    def hear(*_: object) -> None:
        raise LookupError("enough")

    async def main() -> None:
        async with make(project) as box:
            with pytest.raises(LookupError, match="enough"):
                await box.run_code("print(1, flush=True)\n" + BEAT, on_output=hear)
            beats = project / "beats"
            size = beats.stat().st_size if beats.exists() else 0
            assert (await box.run_code("print(1)")).stdout == "1\n"
            assert (beats.stat().st_size if beats.exists() else 0) == size

    asyncio.run(main())


def test_listener_that_hangs_does_not_hold_up_cancelling(project: Path) -> None:
    async def main() -> None:
        heard = asyncio.Event()

        async def hear(*_: object) -> None:
            heard.set()
            await asyncio.Event().wait()

        async with make(project) as box:
            task = asyncio.create_task(box.run_code("print(1, flush=True)\nwhile True: pass", on_output=hear))
            await heard.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await asyncio.wait_for(task, 5)
            assert (await box.run_code("print(1)")).stdout == "1\n"

    asyncio.run(main())
