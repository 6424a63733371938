"""The pre-commit hook, run by pre-commit itself."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("pre_commit", reason="pre-commit is in the dependency group dev")

ROOT = Path(__file__).parent.parent
DISTRIBUTION = [
    ".pre-commit-hooks.yaml",
    "LICENSE",
    "README.md",
    "flake8_llm_sandbox",
    "pyproject.toml",
    "runner",
]
GIT = ["git", "-c", "user.name=test", "-c", "user.email=test@localhost", "-c", "commit.gpgsign=false"]


def stage_all(folder: Path) -> None:
    for command in (["init", "--quiet"], ["add", "."]):
        subprocess.run([*GIT, *command], cwd=folder, check=True)


@pytest.fixture
def offering(tmp_path: Path) -> Path:
    """A repository that offers the hook as this one does."""
    folder = tmp_path / "offering"
    folder.mkdir()
    for name in DISTRIBUTION:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    stage_all(folder)
    subprocess.run([*GIT, "commit", "--quiet", "--message", "hook"], cwd=folder, check=True)
    return folder


def test_hook_refuses_the_dangerous_file_alone_whatever_the_repository_brings(
    offering: Path, tmp_path: Path
) -> None:
    checked = tmp_path / "checked"
    checked.mkdir()
    (checked / "clean.py").write_text("print(1)\n", encoding="utf-8")
    (checked / "dangerous.py").write_text("import os\n\nos.remove('x')  # noqa: LLS301\n", encoding="utf-8")
    (checked / "flake8_llm_sandbox.py").write_text("raise SystemExit(0)\n", encoding="utf-8")
    (checked / ".flake8").write_text("[flake8]\nexclude = *\n", encoding="utf-8")
    stage_all(checked)
    command = [sys.executable, "-m", "pre_commit", "try-repo", str(offering), "llm-sandbox", "--all-files"]
    run = subprocess.run(command, cwd=checked, capture_output=True, encoding="utf-8", check=False)
    assert run.returncode == 1
    assert "dangerous.py:3:1: LLS301" in run.stdout
    assert "clean.py" not in run.stdout
