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
