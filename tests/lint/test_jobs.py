"""Many files, judged by several processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from flake8_llm_sandbox.command import spread
from flake8_llm_sandbox.command.cli import main
from flake8_llm_sandbox.formats.report import Failure
from flake8_llm_sandbox.models import SHIPPED

if TYPE_CHECKING:
    from pathlib import Path

MANY = 40
SLOW = "x0 = 1\n" + "".join(f"x{n} = [x{n - 1} for _ in range(9)], x{n - 1}\n" for n in range(1, 3_000))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for number in range(MANY):
        (tmp_path / f"m{number:02}.py").write_text(f"import os\nos.remove('{number}')\n")
    return tmp_path


@pytest.mark.parametrize("jobs", [["-j", "3"], []])
def test_the_report_is_the_same_however_many_processes(
    jobs: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["-j", "1", "--no-cache"]) == 1
    alone = capsys.readouterr()
    assert main([*jobs, "--no-cache"]) == 1
    assert capsys.readouterr() == alone
    assert alone.out.count("LLS301") == MANY


def test_what_cannot_be_read_is_told_among_many(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["missing.py", ".", "-j", "2", "--no-cache"]) == 2
    assert capsys.readouterr().err == "missing.py: No such file or directory\n"


def test_a_process_that_dies_leaves_no_file_unjudged_in_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spread, "judge", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
    texts = [(f"{number}.py", b"x = 1\n") for number in range(MANY)]
    found = list(spread.judged(texts, None, 2, SHIPPED))
    assert [each.path for each in found] == [path for path, _ in texts]
    assert all(isinstance(each, Failure) and spread.ENDED in each.reason for each in found)


@pytest.mark.parametrize("jobs", ["0", "-1", "two", "1.5"])
def test_no_number_of_processes_is_refused(jobs: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([f"--jobs={jobs}"])
    assert "no number of processes" in capsys.readouterr().err


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_ends_all_at_once_without_a_traceback(jobs: str, folder: Path) -> None:
    for path in folder.glob("*.py"):
        path.write_text(SLOW)
    command = [sys.executable, "-m", "flake8_llm_sandbox", "--no-cache", "-j", jobs]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, text=True
    )
    time.sleep(2)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (130, "", "")
