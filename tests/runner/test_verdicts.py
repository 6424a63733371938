"""No program may decide what the next one's verdict is."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest
from llm_sandbox_run import Limits, Outcome, Sandbox
from llm_sandbox_run.backends.subprocess import SubprocessBackend
from llm_sandbox_run.command import cli
from llm_sandbox_run.gate import gate, verdicts
from llm_sandbox_run.model import Code, Refused

from flake8_llm_sandbox import cache

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from llm_sandbox_run import RunResult

BAD = b"import os\nos.remove('x')\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "home"
    home.mkdir(0o755)
    monkeypatch.setenv("XDG_CACHE_HOME", str(home))
    return home


def forge(place: Path | None) -> None:
    """Make the verdict on BAD say that it is clean."""
    assert place
    cache.verdict(BAD, "", place)
    (entry,) = place.iterdir()
    entry.write_bytes(cache._seal(entry.name, b"[]") + b"[]")


def is_refused(box: Sandbox) -> bool:
    verdict = gate.check(Code(BAD, kept=True), box._root, verdicts=box._verdicts)
    return isinstance(verdict, Refused)


def test_the_gate_believes_its_folder_and_no_other(home: Path, project: Path) -> None:
    place = verdicts.out_of_reach(project, "docker")
    forge(place)
    assert not isinstance(gate.check(Code(BAD, kept=True), project, verdicts=place), Refused)
    assert isinstance(gate.check(Code(BAD, kept=True), project), Refused)


def test_a_folder_in_the_project_is_not_believed(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(project))
    forge(cache.folder([]))
    assert is_refused(Sandbox(project))
    monkeypatch.chdir(project)
    (project / "a.py").write_bytes(BAD)
    assert cli.main(["--check", "a.py"]) == 126


def test_a_folder_of_the_user_whom_the_program_has_is_not_believed(
    home: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forge(cache.folder([]))
    assert not is_refused(Sandbox(project))
    assert is_refused(Sandbox(project, "subprocess")) == (os.geteuid() != 0)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert is_refused(Sandbox(project, "subprocess"))


def test_what_a_program_left_in_the_folder_is_gone_after_its_run(
    backend: str,
    make_box: Callable[..., Sandbox],
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    run_unchecked: Callable[..., RunResult],
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(project))
    place = cache.folder([])
    forge(place)
    assert place
    (entry,) = place.iterdir()
    box = make_box(backend=backend)
    forging = f"import pathlib; print(pathlib.Path({entry.name!r}).exists())"
    assert run_unchecked(box, forging).outcome is Outcome.PASS
    assert list(place.iterdir()) == []
    assert cache.verdict(BAD, "", place)


@pytest.mark.skipif(os.geteuid() == 0, reason="root gives programs another user")
def test_what_a_program_without_walls_forged_is_gone_after_its_run(
    home: Path, make_box: Callable[..., Sandbox], run_unchecked: Callable[..., RunResult]
) -> None:
    place = cache.folder([])
    forge(place)
    assert place
    (entry,) = place.iterdir()
    forgery = entry.read_bytes()
    entry.unlink()
    box = make_box(backend="subprocess", limits=Limits(seconds=5))
    box._runs.backend = SubprocessBackend(sys.executable, namespaces=False)
    result = run_unchecked(
        box, f"import pathlib; print(pathlib.Path({str(entry)!r}).write_bytes({forgery!r}))"
    )
    assert result.stdout == f"{len(forgery)}\n"
    assert list(place.iterdir()) == []


def test_runs_that_cannot_reach_the_folder_leave_it(
    home: Path, backend: str, make_box: Callable[..., Sandbox]
) -> None:
    if backend == "subprocess" and os.geteuid():
        pytest.skip("takes another user")
    forge(cache.folder([]))
    assert make_box(backend=backend).run(Code(b"print(1)", kept=True)).stdout == "1\n"
    assert make_box(backend=backend).run_code("print(2)").stdout == "2\n"  # too small to be worth an entry
    assert len(list((home / cache.NAME).iterdir())) == 2
