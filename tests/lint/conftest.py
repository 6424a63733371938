"""The lint command in a real repository."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from flake8_llm_sandbox.command.cli import main
from tests.lint.repository import OLD, Repository

if TYPE_CHECKING:
    from pathlib import Path


class Verdict:
    """What the command said, as data."""

    def __init__(self, capsys: pytest.CaptureFixture[str], *arguments: str) -> None:
        self.exit_code = main([*arguments, "--json"])
        streams = capsys.readouterr()
        self.errors = streams.err
        self.findings: list[dict[str, Any]] = json.loads(streams.out)

    @property
    def places(self) -> list[str]:
        return [f"{each['path']}:{each['line']} {each['code']}" for each in self.findings]


Judge = Callable[..., Verdict]


@pytest.fixture
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither the user's settings nor the agent that runs these tests has a word in them."""
    for name in list(os.environ):
        if name.startswith(
            ("AGENT", "AI_AGENT", "CLAUDE", "CODEX", "CURSOR", "GIT_", "GITHUB_", "PRE_COMMIT_")
        ):
            monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def repository(_alone: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    made = Repository.make(tmp_path / "project")
    made.write("tool.py", OLD)
    made.commit("Begin")
    monkeypatch.chdir(made.root)
    return made


@pytest.fixture
def judge(_alone: None, capsys: pytest.CaptureFixture[str]) -> Judge:
    return lambda *arguments: Verdict(capsys, *arguments)
