"""Programs side by side, in one project."""

from __future__ import annotations

import itertools
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import TYPE_CHECKING, Protocol

import pytest
from llm_sandbox_run import Limits, Outcome, SandboxError, SandboxPool, UsageError

from tests.image import IMAGE
from tests.runner.waiting import containers, wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


MEET = """\
import pathlib, time
pathlib.Path("{own}").touch()
while not pathlib.Path("{other}").exists(): time.sleep(0.005)
"""


class MakePool(Protocol):
    def __call__(self, **options: object) -> SandboxPool: ...


@pytest.fixture
def make_pool(project: Path) -> Iterator[MakePool]:
    """Make pools that are closed after the test."""
    with ExitStack() as pools:

        def make(**options: object) -> SandboxPool:
            defaults: dict[str, object] = {"image": IMAGE, "limits": Limits(seconds=20), "live": True}
            return pools.enter_context(SandboxPool(project, **{**defaults, **options}))  # type: ignore[arg-type]

        yield make


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as executor:
        yield executor


def test_programs_run_side_by_side(make_pool, threads, backend: str) -> None:
    pool = make_pool(backend=backend)
    programs = [MEET.format(own="a", other="b"), MEET.format(own="b", other="a")]
    assert [result.outcome for result in threads.map(pool.run_code, programs)] == [Outcome.PASS] * 2


def test_more_callers_than_places_wait_for_their_turn(
    make_pool, threads, project: Path, backend: str
) -> None:
    pool = make_pool(backend=backend, size=2)
    program = "import os\nfor step in '+-':\n    with open('steps', 'a') as file: file.write(step)\n"
    results = list(threads.map(pool.run_code, [program] * 8))
    assert [result.outcome for result in results] == [Outcome.PASS] * 8
    steps = (project / "steps").read_text()
    depths = list(itertools.accumulate(1 if step == "+" else -1 for step in steps))
    assert len(steps) == 16
    assert max(depths) <= 2


def test_caller_does_not_wait_longer_than_it_wants(make_pool) -> None:
    pool = make_pool(backend="subprocess", size=1, wait_seconds=0.05)
    with (
        pool.place(),
        pytest.raises(SandboxError, match=r"within 0\.05 seconds.*more than 1, or wait longer"),
    ):
        pool.run_code("print(1)")
    assert pool.run_code("print(1)").stdout == "1\n"


def test_pool_checks_without_a_place_and_refuses_as_a_box_does(make_pool) -> None:
    pool = make_pool(backend="subprocess", size=1)
    with pool.place():
        assert pool.check("print(1)") == ()
        assert pool.check("import os; os.remove('x')") != ()
    result = pool.run_code("import os; os.remove('x')")
    assert (result.outcome, result.started) == (Outcome.BLOCKED, False)


def test_pool_runs_what_a_box_runs(make_pool, project: Path) -> None:
    (project / "tool.py").write_text("import sys\nprint(sys.argv[1:], sys.stdin.read())\n")
    pool = make_pool(backend="subprocess", size=1)
    assert pool.run_file("tool.py", ["x"], stdin=b"y").stdout == "['x'] y\n"
    assert pool.run_module("tool", ["x"], b"y").stdout == "['x'] y\n"


@pytest.mark.parametrize("options", [{"size": 0}, {"backend": "none"}, {"project": "/no/such/folder"}])
def test_arguments_that_make_no_sense_are_told_at_once(options: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        SandboxPool(**options)  # type: ignore[arg-type]


def test_single_caller_starts_a_single_container(engine, make_pool, project: Path) -> None:
    pool = make_pool(size=3)
    assert containers(engine, project) == []
    for _ in range(3):
        pool.run_code("pass")
    assert len(containers(engine, project)) == 1


def test_closing_ends_all_containers_at_once(engine, make_pool, project: Path) -> None:
    pool = make_pool(size=3)
    with pool.place() as first, pool.place() as second, pool.place() as third:
        for box in (first, second, third):
            box.run_code("pass")
    assert len(containers(engine, project)) == 3
    began = time.monotonic()
    pool.close()
    assert time.monotonic() - began < 1
    wait_until(lambda: not containers(engine, project), 3)
    assert pool.run_code("print(1)").stdout == "1\n"


def test_killed_container_takes_its_run_along_and_is_replaced(
    engine, make_pool, threads, project: Path
) -> None:
    pool = make_pool(size=2)
    with pool.place() as victim:
        victim.run_code("pass")
        (doomed,) = containers(engine, project)
        lost = threads.submit(victim.run_code, "open('marks', 'a').write('x')\nwhile True: pass")
        wait_until((project / "marks").exists)
        other = threads.submit(pool.run_code, MEET.format(own="waits", other="go"))
        wait_until((project / "waits").exists)
        engine.kill(doomed["Id"])
        result = lost.result()
        (project / "go").touch()
        assert (result.outcome, result.started) == (Outcome.ERROR, True)
        assert "may have run" in result.log[0]
        assert other.result().outcome is Outcome.PASS
        assert victim.run_code("print(1)").stdout == "1\n"
    assert (project / "marks").read_text() == "x"
    assert len(containers(engine, project)) == 2


def test_protected_name_made_by_another_slot_is_withheld_once(
    make_pool, threads, project: Path, backend: str, run_unchecked
) -> None:
    pool = make_pool(backend=backend)
    with pool.place() as first, pool.place() as second:
        waiting = threads.submit(second.run_code, MEET.format(own="waits", other="go"))
        wait_until((project / "waits").exists)
        made = run_unchecked(first, "import os; os.mkdir('.git')")
        (project / "go").touch()
        results = [made, waiting.result()]
    assert [result.outcome for result in results] == [Outcome.PASS] * 2
    assert sum("moved to" in line for result in results for line in result.log) == 1
    assert not (project / ".git").exists()


def test_protected_names_made_side_by_side_are_all_withheld(
    make_pool, threads, project: Path, backend: str, run_unchecked
) -> None:
    pool = make_pool(backend=backend)
    programs = [
        f"import os\nos.mkdir('{own}'); os.mkdir('{own}/.git')\n"
        + MEET.format(own=f"{own}.met", other=f"{other}.met")
        for own, other in ("ab", "ba")
    ]
    with pool.place() as first, pool.place() as second:
        results = list(threads.map(run_unchecked, (first, second), programs))
    assert [result.outcome for result in results] == [Outcome.PASS] * 2
    assert not list(project.rglob(".git"))
    assert sum("moved to" in line for result in results for line in result.log) == 2


def test_files_that_come_and_go_meanwhile_disturb_no_run(
    make_pool, threads, project: Path, backend: str, run_unchecked
) -> None:
    pool = make_pool(backend=backend)
    churn = (
        "import os, shutil\n"
        "number = 0\n"
        "while not os.path.exists('enough'):\n"
        "    number += 1\n"
        "    os.makedirs('deep/er/still', exist_ok=True)\n"
        "    for name in ('deep/x', 'deep/er/y', 'deep/er/still/z'): open(name, 'w').close()\n"
        "    os.symlink('loop', 'deep/loop')\n"
        "    os.rename('deep', f'moved{number}')\n"
        "    os.rename(f'moved{number}/er', 'swap')\n"
        "    shutil.rmtree('swap'); shutil.rmtree(f'moved{number}')\n"
        "    open('deep', 'w').close(); os.remove('deep')\n"
        "    if number == 1: open('begun', 'w').close()\n"
        "print('churned')\n"
    )
    with pool.place() as first, pool.place() as second:
        first.run_code("pass")
        churning = threads.submit(run_unchecked, second, churn)
        wait_until((project / "begun").exists)
        results = [first.run_code(f"print({number})") for number in range(15)]
        (project / "enough").touch()
        assert churning.result().stdout == "churned\n", churning.result()
    assert [result.stdout for result in results] == [f"{number}\n" for number in range(15)]
