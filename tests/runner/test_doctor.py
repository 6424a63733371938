"""The doctor: says what holds where it holds, and sees it where it does not."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from llm_sandbox_run import Limits, Outcome, Policy, RunResult, Sandbox
from llm_sandbox_run.backends import BACKENDS
from llm_sandbox_run.backends.subprocess import SubprocessBackend
from llm_sandbox_run.command import cli
from llm_sandbox_run.doctor import advice, examination, limits
from llm_sandbox_run.doctor.check import LIMITS, Check, Trial
from llm_sandbox_run.doctor.findings import Examination, Finding
from llm_sandbox_run.doctor.scene import VARIABLE, Scene, scene
from llm_sandbox_run.guest.facts import PROTECTIONS

from tests.image import IMAGE
from tests.runner.command import COMMAND

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

DOCTOR = [*COMMAND, "doctor"]
CHECKS = {check.claim: check for check in examination.CHECKS}


@pytest.fixture
def clinic(tmp_path: Path, backend: str, request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """The environment for a doctor whose traces can be seen; there must be none."""
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)  # without walls, programs have to find the way to their project
    (tmp_path / "home").mkdir()
    (tmp_path / "temp").mkdir()
    yield {**os.environ, "HOME": str(tmp_path / "home"), "TMPDIR": str(tmp_path / "temp")}
    assert [*(tmp_path / "temp").iterdir()] == []
    assert not [*(tmp_path / "home").glob(".llm-sandbox-doctor*")]
    if backend == "docker":
        found = request.getfixturevalue("engine").containers(all=True)
        assert not [each for each in found if str(tmp_path) in str(each["Labels"])]


def test_all_that_is_essential_holds_here_and_nothing_is_left(clinic, backend: str) -> None:
    done = subprocess.run(
        [*DOCTOR, "--backend", backend, "--image", IMAGE, "--json"],
        capture_output=True,
        env=clinic,
        timeout=120,
        check=False,
    )
    value = json.loads(done.stdout)
    (found_there,) = value["backends"]
    found = {each["claim"]: each for each in found_there["findings"]}
    assert [each for each in found.values() if each["essential"] and not each["holds"]] == []
    assert (done.returncode, value["exit_code"], found_there["broken"]) == (0, 0, 0)
    assert found.keys() >= CHECKS.keys()
    assert found["a warm run is fast"]["detail"].endswith(" ms")


def test_interrupted_doctor_leaves_nothing(clinic, backend: str) -> None:
    doctor = subprocess.Popen(
        [*DOCTOR, "--backend", backend, "--image", IMAGE],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=clinic,
    )
    assert doctor.stdout
    while line := doctor.stdout.readline():
        if b"a program runs" in line:
            break
    doctor.send_signal(signal.SIGINT)
    _, complaints = doctor.communicate(timeout=30)
    assert (doctor.returncode, complaints) == (130, b"")


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine whose kernel gives no namespaces."""
    python = shutil.which("/usr/bin/python3") if os.getuid() == 0 else sys.executable
    if not python:
        pytest.skip("no interpreter that another user can read")
    monkeypatch.setitem(BACKENDS, "subprocess", lambda: SubprocessBackend(python, namespaces=False))


@pytest.mark.usefixtures("bare")
def test_what_is_missing_without_namespaces_is_named_with_what_helps(capsys) -> None:
    assert cli.main(["doctor", "--backend", "subprocess"]) == 0
    shown = capsys.readouterr().out
    assert "lacks  pid-namespace is in force" in shown
    assert "lacks  secrets and hooks of the project are covered: it could read .env" in shown
    assert advice.NAMESPACES in shown


def test_engine_that_does_not_answer_is_not_checked() -> None:
    nowhere = {**os.environ, "DOCKER_HOST": "unix:///nowhere.sock"}
    done = subprocess.run(
        [*DOCTOR, "--backend", "docker"], capture_output=True, env=nowhere, timeout=60, check=False
    )
    assert done.returncode == 125
    assert b"not checked: no Docker engine answers" in done.stdout


def test_no_finding_writes_lines_of_its_own(monkeypatch, capsys) -> None:
    found = Finding("a claim", False, True, "said\n  holds  another claim", "advice\r\n  holds  a third")

    def examine(backend: str, image: str, runtime: str, tell: Callable[[Finding], object]) -> Examination:
        tell(found)
        return Examination(backend, (found,))

    monkeypatch.setattr("llm_sandbox_run.command.doctor.examine", examine)
    cli.main(["doctor", "--backend", "subprocess"])
    assert not [line for line in capsys.readouterr().out.splitlines() if line.startswith("  holds")]


@pytest.mark.parametrize(("holds", "code"), [(True, 0), (False, 1)])
def test_exit_code_counts_what_is_essential_on_what_was_checked(monkeypatch, capsys, holds, code) -> None:
    findings = (Finding("essential", holds, essential=True), Finding("more", False, essential=False))
    answers = {
        "docker": Examination("docker", unreachable="no engine"),
        "subprocess": Examination("subprocess", findings),
    }
    monkeypatch.setattr("llm_sandbox_run.command.doctor.examine", lambda backend, *_: answers[backend])
    assert cli.main(["doctor", "--json"]) == code
    assert json.loads(capsys.readouterr().out)["exit_code"] == code


def test_script_called_doctor_is_run_by_its_path(project: Path, monkeypatch, capsys) -> None:
    (project / "doctor").write_text("import os\nos.remove('x')\n")
    monkeypatch.chdir(project)
    assert cli.main(["./doctor"]) == 126
    assert "doctor:2:1: LLS301" in capsys.readouterr().err


def test_every_protection_comes_with_advice() -> None:
    assert advice.PROTECTIONS.keys() == PROTECTIONS.keys()


@contextmanager
def weak(there: Scene, monkeypatch: pytest.MonkeyPatch, how: str) -> Iterator[Sandbox]:
    """A place that lacks something."""
    loose = Limits(
        seconds=10,
        memory_bytes=4 << 30,
        processes=1000,
        file_bytes=1 << 30,
        temp_bytes=1 << 30,
        output_cap_bytes=1 << 30,
    )
    project = there.project.parent if how == "inside" else there.project
    project.chmod(0o777)
    policies = {
        "network": Policy(allow={"network"}),
        "environment": Policy(allow={"secrets"}, environment=[VARIABLE]),
        "readable": Policy(allow={"scope"}, readable=[str(path) for path in there.canaries]),
    }
    with Sandbox(
        project, "subprocess", policy=policies.get(how, Policy()), limits=loose, live=how == "open"
    ) as box:
        if how == "open":
            monkeypatch.setattr("llm_sandbox_run.project.covers.covers", lambda *_: ())
            monkeypatch.setattr("llm_sandbox_run.project.guard.Guard.objections", lambda *_: lambda *_: "")
        yield box


@pytest.mark.parametrize(
    ("how", "claim", "seen"),
    [
        ("loose", "the memory limit holds", "ended with pass"),
        ("loose", "the number of processes is limited", "it could start"),
        ("loose", "a flood of output is ended", "ended with pass"),
        ("loose", "the size of a file is limited", "it could write"),
        ("loose", "the size of all temporary files is limited", "it could write"),
        ("loose", "what a run adds to the project is limited", "ended with pass"),
        ("loose", "the time limit ends a program and all that it started", "longer"),
        (
            "network",
            "there is no network, and no socket of the host",
            "it could connect to a port of the host",
        ),
        ("open", "there is no network, and no socket of the host", "it could connect to service"),
        ("environment", "the host's environment cannot be read", "a variable of the host"),
        ("readable", "files of the host cannot be read", "it could read"),
        ("inside", "nothing can be written but the project and temporary files", "of the host"),
        (
            "open",
            "secrets and hooks of the project are covered",
            "it could read .env; it could read .git/.env; it could write .git/",
        ),
        ("open", "what the host would act on does not stay under its name", "stayed"),
    ],
)
def test_check_sees_what_does_not_hold(monkeypatch, how: str, claim: str, seen: str) -> None:
    check = replace(CHECKS[claim], outcome=Outcome.PASS) if "longer" in seen else CHECKS[claim]
    with scene() as there, weak(there, monkeypatch, how) as box:
        box.run_code("pass")
        found = examination.attempt(check, box, there, "docker")
    assert not found.holds
    assert seen in found.detail


@pytest.mark.parametrize("check", examination.CHECKS, ids=lambda check: check.claim)
@pytest.mark.parametrize(
    ("outcome", "stdout", "seen"),
    [(None, b"it could do harm\n", "it could do harm"), (Outcome.ERROR, b"", "ended with error")],
)
def test_no_claim_holds_if_its_program_says_otherwise_or_fails(
    monkeypatch, check: Check, outcome: Outcome | None, stdout: bytes, seen: str
) -> None:
    answer = RunResult(outcome or check.outcome, 0, "", stdout_bytes=stdout)
    monkeypatch.setattr(Sandbox, "_run_clean", lambda *_: answer)
    with scene() as there, Sandbox(there.project, "subprocess", limits=LIMITS) as box:
        found = examination.attempt(check, box, there, "docker")
    assert not found.holds
    assert seen in found.detail


@pytest.mark.parametrize("claimed", [True, False])
def test_what_results_claim_and_does_not_hold_is_essential(monkeypatch, claimed: bool) -> None:
    names = ("files-hidden",) * claimed
    answer = RunResult(Outcome.PASS, 0, "", stdout_bytes=b"it could read /x\n", protections=names)
    monkeypatch.setattr(Sandbox, "_run_clean", lambda *_: answer)
    check = CHECKS["files of the host cannot be read"]
    with scene() as there, Sandbox(there.project, "subprocess", limits=LIMITS) as box:
        found = examination.attempt(check, box, there, "subprocess")
    assert (found.holds, found.essential) == (False, claimed)
    assert ("results claim files-hidden" in found.detail) is claimed


def test_process_that_lives_on_is_seen() -> None:
    over = threading.Event()

    def beat(path: Path) -> None:
        while not over.wait(0.01):
            with path.open("a") as file:
                file.write(".")

    with scene() as there:
        trial = Trial(there, [0.5], RunResult(Outcome.TIMEOUT, 124, ""))
        objection = CHECKS["the time limit ends a program and all that it started"].objection
        assert "cannot be seen to have started" in objection(trial)
        (there.project / "heartbeat").touch()
        assert objection(trial) == ""
        thread = threading.Thread(target=beat, args=[there.project / "heartbeat"])
        thread.start()
        assert "lives on" in objection(trial)
        over.set()
        thread.join()


def test_slow_run_is_seen() -> None:
    (check, *_) = limits.CHECKS
    with scene() as there:
        trial = Trial(there, [3.0, 0.2, 0.2], RunResult(Outcome.PASS, 0, ""))
    assert "over 100 ms" in check.objection(trial)
    assert check.measured(trial) == "200.0 ms"
