"""The page of a step: what people see of a run without opening its log."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from llm_sandbox_run.command import cli, page
from llm_sandbox_run.model import Outcome, Problem, RunResult

from flake8_llm_sandbox import Capability, Finding, Severity
from tests.image import IMAGE
from tests.lint.repository import Repository

if TYPE_CHECKING:
    from pathlib import Path

REMOVE = "import os\nos.remove('x')\n"


@pytest.fixture
def shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "page.md"))
    (tmp_path / "page.md").write_text("before\n")
    return tmp_path / "page.md"


def test_page_says_what_stopped(project: Path, shown: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(project)
    (project / "a.py").write_text(REMOVE)
    assert cli.main(["--backend", "subprocess", "a.py"]) == 126
    assert cli.main(["--check", "a.py"]) == 126
    text = shown.read_text()
    assert text.startswith("before\n### LLM sandbox run\n\nblocked, exit code 126; nothing has run\n")
    assert "- Judged: 1 file\n" in text
    assert (
        "**To stop at** (files 1)\n\n| where | code | why |\n|---|---|---|\n| a&#46;py&#58;2&#58;1 | LLS301 |"
        in text
    )
    assert "### LLM sandbox check\n\n1 program judged: 1 finding to stop at\n" in text
    assert "Held by" not in text


def test_page_says_what_ran_and_what_held_it(
    tmp_path: Path, backend: str, shown: Path, monkeypatch, capfd
) -> None:
    work = Repository.make(tmp_path / "work")
    work.write(
        "test_old.py",
        f"{REMOVE.replace('os.', 'assert os.path or os.')}\n\ndef test_old():\n    assert True\n",
    )
    work.commit()
    (work.root / "test_new.py").write_text("def test_new():\n    assert True\n")
    monkeypatch.chdir(work.root)
    given = [
        "--backend",
        backend,
        "--image",
        IMAGE,
        "--timeout",
        "30",
        "--base",
        "main",
        "--allow",
        "network",
    ]
    assert cli.main([*given, "-m", "pytest", "-q"]) == 0
    assert cli.main(["--stop"]) == 0
    text = shown.read_text()
    assert "; tests, as they say themselves: 2 passed\n" in text
    assert "- Judged: 2 files, 1 as at main (" in text
    assert "- Held by: " in text
    assert "seccomp" in text
    assert "the policy allows what nothing needed&#58; network" in text
    assert "**Let pass since it stands at the base**: files 1\n" in text


def test_page_says_that_there_is_no_verdict(project: Path, shown: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(project)
    assert cli.main(["--backend", "subprocess", "missing.py"]) == 125
    assert "### LLM sandbox run\n\nNo verdict: cannot read " in shown.read_text()


def test_page_is_left_alone_if_told_so(project: Path, shown: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(project)
    assert cli.main(["--no-step-summary", "-c", REMOVE]) == 126
    assert shown.read_text() == "before\n"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "missing/page.md")
    assert cli.main(["-c", REMOVE]) == 126
    assert "missing/page.md" in capsys.readouterr().err


def test_page_shows_names_as_they_are() -> None:
    name = "<img src=x>[a](http://b)|*c*_d_`e`@f www.g.py\n\n# h"
    found = Finding(1, 0, "LLS301", name, Capability.FILES, Severity.STOP)
    run = RunResult(Outcome.BLOCKED, 126, "", findings=(Problem(name, found),) * 25, log=(name,))
    text = page.of_run(run)
    assert not any(each in text for each in ("<", "[a]", "`", "@", "http:", "www", "\n# h"))
    assert "5 more are in the log." in text
