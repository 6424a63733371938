"""The pre-commit hook, run by pre-commit itself."""

from __future__ import annotations

import os
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


@pytest.fixture(scope="session")
def environments(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Variables under which pre-commit keeps what it installs, once for all tests, and no agent is at work."""
    signs = ("AI_AGENT", "CLAUDE", "CODEX", "CURSOR", "GIT_", "PRE_COMMIT")
    usual = {name: value for name, value in os.environ.items() if not name.startswith(signs)}
    return usual | {"PRE_COMMIT_HOME": str(tmp_path_factory.mktemp("pre-commit"))}


@pytest.fixture
def checked(tmp_path: Path) -> Path:
    folder = tmp_path / "checked"
    folder.mkdir()
    (folder / "clean.py").write_text("print(1)\n", encoding="utf-8")
    (folder / "flake8_llm_sandbox.py").write_text("raise SystemExit(0)\n", encoding="utf-8")
    (folder / ".flake8").write_text("[flake8]\nexclude = *\n", encoding="utf-8")
    stage_all(folder)
    return folder


DANGEROUS = "import os\n\nos.remove('x')  # noqa: LLS301\n"


def test_hook_refuses_the_dangerous_file_alone_whatever_the_repository_brings(
    offering: Path, checked: Path, environments: dict[str, str]
) -> None:
    (checked / "dangerous.py").write_text(DANGEROUS, encoding="utf-8")
    stage_all(checked)
    command = [sys.executable, "-m", "pre_commit", "try-repo", str(offering), "llm-sandbox", "--all-files"]
    run = subprocess.run(
        command, cwd=checked, env=environments, capture_output=True, encoding="utf-8", check=False
    )
    assert run.returncode == 1
    assert "dangerous.py:3:1: LLS301" in run.stdout
    assert "clean.py" not in run.stdout


CONFIGURATION = """\
default_install_hook_types: [pre-commit, commit-msg]
repos:
- repo: {}
  rev: HEAD
  hooks:
  - id: llm-sandbox-agent
"""


@pytest.mark.parametrize("tool", ["pre_commit", "prek"])
def test_an_agents_commit_is_stopped_and_a_persons_is_not(
    offering: Path, checked: Path, environments: dict[str, str], tool: str
) -> None:
    pytest.importorskip(tool)
    (checked / ".pre-commit-config.yaml").write_text(CONFIGURATION.format(offering), encoding="utf-8")

    def call(*command: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=checked,
            env=environments | variables,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    assert call(*GIT, "add", ".").returncode == 0
    assert call(*GIT, "commit", "--quiet", "--message", "Begin").returncode == 0
    assert call(sys.executable, "-m", tool, "install").returncode == 0
    by_agent = "Work\n\nCo-Authored-By: Claude <noreply@anthropic.com>"
    (checked / "dangerous.py").write_text(DANGEROUS, encoding="utf-8")
    assert call(*GIT, "add", ".").returncode == 0
    for message, variables in ((by_agent, {}), ("Work", {"CLAUDECODE": "1"})):
        stopped = call(*GIT, "commit", "--message", message, **variables)
        assert stopped.returncode == 1
        assert "dangerous.py:3:1: LLS301" in stopped.stdout + stopped.stderr
    passed = call(*GIT, "commit", "--message", "Work")
    assert passed.returncode == 0, passed.stdout + passed.stderr
    (checked / "clean.py").write_text("print(2)\n", encoding="utf-8")
    passed = call(*GIT, "commit", "--all", "--message", by_agent)
    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert call(*GIT, "rm", "--cached", ".pre-commit-config.yaml").returncode == 0
    stopped = call(*GIT, "commit", "--message", by_agent)
    assert "LLS951" in stopped.stdout + stopped.stderr
