"""Shell texts: what may run Python that nobody has judged is denied, and what surely does not passes in silence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from llm_sandbox_run.hook.decide import Said

if TYPE_CHECKING:
    from tests.runner.hook.conftest import Ask

HERE = Path(__file__).parent


def cases(name: str) -> list[str]:
    return (HERE / name).read_text().removesuffix("\n").split("\n---\n")


def reason(said: Said) -> str:
    answer = json.loads(said.out)["hookSpecificOutput"]
    assert answer["permissionDecision"] == "deny"
    return str(answer["permissionDecisionReason"])


@pytest.mark.parametrize("command", cases("denied.txt"))
def test_denied(ask: Ask, command: str) -> None:
    assert reason(ask(command)).startswith("Not done: ")


@pytest.mark.parametrize("command", cases("passes.txt"))
def test_passes_in_silence(ask: Ask, command: str) -> None:
    assert ask(command) == Said()


def test_denial_says_what_to_write_instead(ask: Ask) -> None:
    said = reason(ask("python bad.py"))
    assert "bad.py:2:1: LLS301" in said
    assert "instead: " in said


def test_what_is_not_understood_is_said_and_what_would_pass(ask: Ask) -> None:
    said = reason(ask('python "$FILE"'))
    assert "only known when it runs" in said
    assert "llm-sandbox-run FILE" in said


def test_file_that_names_python_is_no_secret_way(ask: Ask, repository: Path) -> None:
    assert "just" in reason(ask("just test"))
    (repository / "Makefile").write_text("test:\n\tpython bad.py\n")
    assert "LLS301" in reason(ask("make test"))


def test_finding_that_the_policy_grants_passes(ask: Ask, tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text('[tool.llm-sandbox]\nallow = ["files"]\n')
    assert ask("python bad.py", policy=str(policy)) == Said()


def test_depth_is_bounded(ask: Ask) -> None:
    for text in ("$(" * 5000, "`" * 5001, '"${' * 5000, "((" * 5000, "bash -c " * 3000):
        assert reason(ask(f"{text}python bad.py"))
