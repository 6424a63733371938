"""What README shows is what happens."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest

from tests.image import IMAGE

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)


@pytest.fixture
def _engine() -> None:
    command = ["docker", "image", "inspect", IMAGE]
    if shutil.which("docker") and not subprocess.run(command, capture_output=True, check=False).returncode:
        return
    missing = f'no Docker engine with the image {IMAGE}: eval "$(scripts/docker-engine)"'
    (pytest.fail if os.environ.get("LLM_SANDBOX_REQUIRE_DOCKER") else pytest.skip)(missing)


def replay(session: str, folder: Path) -> str:
    """Run the commands of a console session and return it with the output that they give now."""
    lines = [f'llm-sandbox-run() {{ command llm-sandbox-run --image {IMAGE} "$@"; }}']
    lines += ["trap 'command llm-sandbox-run --stop 2>/dev/null' EXIT"]
    for command in re.findall(r"^\$ (.+)$", session, flags=re.MULTILINE):
        lines += [f"printf '%s\\n' {shlex.quote('$ ' + command)}", command]
    path = f"{sysconfig.get_path('scripts')}:{os.environ['PATH']}"
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    run = subprocess.run(
        ["bash", "-c", "\n".join(lines)], cwd=folder, env={**os.environ, "PATH": path}, check=False, **streams
    )
    return run.stdout.decode()


def without_times(text: str) -> str:
    return re.sub(r"in [\d.]+s$", "in *s", text, flags=re.MULTILINE)


@pytest.mark.usefixtures("_engine")
@pytest.mark.parametrize("session", blocks("console"), ids=lambda session: session.partition("\n")[0])
def test_shown_session_is_real(session: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples", ignore=shutil.ignore_patterns("out"))
    assert without_times(replay(session, tmp_path)) == without_times(session)


def test_opens_with_two_commands_that_are_there() -> None:
    commands = [line.split()[0] for line in blocks("")[0].splitlines()]
    assert len(commands) == 2
    assert all(os.access(ROOT / command, os.X_OK) for command in commands)


BEGINNINGS = [block for block in blocks("") if block.startswith("pip install .\n")]
FETCHES = ("pip install", "docker pull")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with a branch, as it would be before a review."""
    root = tmp_path / "theirs"
    root.mkdir()
    (root / "a.py").write_text("print(1)\n")
    for words in ("init -b main", "add .", "commit -m one", "update-ref refs/remotes/origin/main HEAD"):
        git(root, *words.split())
    return root


def git(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    names = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    return subprocess.run(["git", *names, *words], cwd=root, capture_output=True, text=True, check=False)


def begin(block: str, repository: Path) -> subprocess.CompletedProcess[str]:
    """Do what a block says, without what it fetches."""
    script = "\n".join(line for line in block.splitlines() if not line.startswith(FETCHES))
    script = script.replace("YOUR-REPOSITORY", str(repository))
    script = script.replace("Sandbox('examples/project')", f"Sandbox('examples/project', image='{IMAGE}')")
    path = f"{sysconfig.get_path('scripts')}:{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-c", script],
        cwd=ROOT,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.usefixtures("_engine")
def test_beginning_of_who_runs_what_a_model_writes(repository: Path) -> None:
    done = begin(BEGINNINGS[0], repository)
    assert (done.returncode, done.stdout) == (0, "42\n\n"), done.stderr


def test_beginning_of_who_lets_agents_commit(repository: Path) -> None:
    assert begin(BEGINNINGS[1], repository).returncode == 0
    for text, code in (("print(2)\n", 0), ("import os\nos.system(input())\n", 1)):
        (repository / "b.py").write_text(text)
        done = git(repository, "add", ".") and git(repository, "commit", "-m", "two")
        assert done.returncode == code, done.stderr


def test_beginning_of_who_reviews(repository: Path) -> None:
    assert begin(BEGINNINGS[2], repository).returncode == 0
    (repository / "b.py").write_text("import os\nos.system(input())\n")
    git(repository, "add", ".")
    git(repository, "commit", "-m", "two")
    done = begin(BEGINNINGS[2], repository)
    assert done.returncode == 1
    assert "LLS202" in done.stdout


def test_beginning_of_who_uses_flake8(repository: Path) -> None:
    done = begin(BEGINNINGS[3], repository)
    assert done.returncode == 0
    assert "files_cleanup.py:10:9: LLS301" in done.stdout
    assert len(BEGINNINGS) == 4
