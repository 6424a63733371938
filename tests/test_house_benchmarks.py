"""The benchmarks that anybody can repeat on repositories and programs of their own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.lint.repository import CLAUDE, OLD, Repository

if TYPE_CHECKING:
    import pytest

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"


def printed(name: str, *arguments: str) -> str:
    command = [sys.executable, str(BENCHMARKS / name), *arguments]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout


def test_commits_are_judged_by_range_and_by_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GIT_DIR", raising=False)
    repository = Repository.make(tmp_path / "project")
    first = repository.commit()
    repository.write("tool.py", OLD)
    second = repository.commit(f"Work{CLAUDE}")
    repository.write("tool.py", f"{OLD}print(1)\n")
    third = repository.commit()
    ranged = printed("commits.py", str(repository.root), "--range", f"{first}..{third}")
    assert ranged.startswith("2 commits: 50.0 % pass, 50.0 % stop")
    agents = printed("commits.py", str(repository.root), "--range", f"{first}..{third}", "--agents")
    assert agents.startswith("1 commits: 0.0 % pass")
    listed = tmp_path / "list"
    listed.write_text(f"project {second}\nproject {third}\nproject {'0' * 40}\n", encoding="utf-8")
    assert "2 commits: 50.0 % pass" in printed("commits.py", str(tmp_path), "--list", str(listed))


def test_what_is_dangerous_alone_is_found_in_a_diff(tmp_path: Path) -> None:
    programs = tmp_path / "programs.txt"
    programs.write_text("### one\nimport os\nos.system(input())\n### two\nprint(1)\n", encoding="utf-8")
    lines = printed("inject.py", str(programs)).splitlines()
    assert [line.partition(": ")[2] for line in lines] == ["told 1 of 1, stopped 1 of 1"] * 3
