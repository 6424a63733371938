"""Several commands on one project: who waits is told what for, and can have a place of his own."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from llm_sandbox_run.project import slots, turns

from tests.image import IMAGE
from tests.runner.command import COMMAND

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LONG = """
import os, time
open('runs', 'w').close()
while not os.path.exists('enough'):
    time.sleep(0.01)
"""


@pytest.fixture
def start(project: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    def call(*arguments: str) -> subprocess.Popen[str]:
        command = [*COMMAND, "--image", IMAGE, "--timeout", "30", *arguments]
        return subprocess.Popen(
            command, cwd=project, stdin=subprocess.DEVNULL, stdout=-1, stderr=-1, text=True
        )

    yield call
    subprocess.run([*COMMAND, "--project", str(project), "--stop"], capture_output=True, check=True)


@pytest.fixture
def busy(start, project: Path, engine) -> Iterator[subprocess.Popen[str]]:
    """A command whose program runs for some seconds."""
    with start("--live", "-c", LONG) as first:
        while not (project / "runs").exists():
            assert first.poll() is None, first.stderr.read()
            time.sleep(0.01)
        yield first


def test_who_waits_for_a_program_is_told_for_which(start, busy, project: Path) -> None:
    with start("--live", "-c", "print(1)") as second:
        said = second.stderr.readline()
        (project / "enough").touch()
        assert second.communicate(timeout=30) == ("1\n", "")
    wanted = (
        rf"llm-sandbox-run: waiting for the program of process {busy.pid}, which runs here since "
        r"\d\d:\d\d:\d\d; --parallel takes a free place\n"
    )
    assert re.fullmatch(wanted, said), said


def test_parallel_waits_for_nobody(start, busy, project: Path) -> None:
    others = [start("--live", "--parallel", "-c", "print(1)") for _ in range(2)]
    assert [each.communicate(timeout=60) for each in others] == [("1\n", "")] * 2
    assert busy.poll() is None
    (project / "enough").touch()


def test_who_waits_for_nobody_is_told_nothing(start, engine) -> None:
    for _ in range(2):
        assert start("-c", "import time\ntime.sleep(1.5)").communicate(timeout=30)[1] == ""


def test_who_waits_for_a_lock_is_told_for_whom(project: Path, caplog) -> None:
    holder = (
        "import sys, time, pathlib\nfrom llm_sandbox_run.project import turns\n"
        "with turns.while_running(pathlib.Path(sys.argv[1])):\n    print('has it', flush=True)\n    time.sleep(2.5)"
    )
    with subprocess.Popen([sys.executable, "-c", holder, str(project)], stdout=-1) as other:
        assert other.stdout
        other.stdout.readline()
        with turns.while_running(project):
            assert not caplog.messages
        with turns.while_nothing_runs(project):
            pass
    (said,) = caplog.messages
    assert re.fullmatch(
        rf"llm-sandbox-run: waiting for process {other.pid}, at work on this project since \d\d:\d\d:\d\d",
        said,
    )


def test_free_places_are_those_of_no_other_command(project: Path) -> None:
    with slots.usual(project) as first, slots.free(project) as second, slots.free(project) as third:
        assert (first, second, third) == (0, 1, 2)
    with slots.free(project) as alone, slots.usual(project) as shared:
        assert (alone, shared) == (0, 0)
