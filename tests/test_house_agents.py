"""The examples of docs/agents.md, with a stand-in for the model."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import Any

import pytest
from llm_sandbox_run import Limits, Sandbox

ROOT = Path(__file__).parent.parent
AGENTS = (ROOT / "docs/agents.md").read_text(encoding="utf-8")
(LOOP,) = re.findall(r"^```python\n(.*?)^```$", AGENTS, flags=re.MULTILINE | re.DOTALL)


@pytest.fixture
def solve(tmp_path: Path) -> Any:
    (tmp_path / "loop.py").write_text(LOOP)
    return runpy.run_path(str(tmp_path / "loop.py"))["solve"]


@pytest.fixture
def box(tmp_path: Path) -> Any:
    root = tmp_path / "project"
    root.mkdir()
    with Sandbox(root, "subprocess", limits=Limits(seconds=30)) as box:
        yield box


def test_model_repairs_what_was_refused_and_what_failed(solve: Any, box: Sandbox) -> None:
    answers = [
        "Here it is:\n```python\nimport os\nos.remove('old')\nprint(42)\n```",
        "```python\nprint(1 / 0)\n```",
        "```python\nprint(6 * 7)\n```",
    ]
    read: list[str] = []

    def model(messages: list[dict[str, str]]) -> str:
        read.append(messages[-1]["content"])
        return answers[len(read) - 1]

    assert solve("What is 6 times 7?", model, box) == "42\n"
    assert read[0] == "What is 6 times 7?"
    assert "LLS301" in read[1]
    assert "instead: " in read[1]
    assert "ZeroDivisionError" in read[2]


def test_model_that_does_not_learn(solve: Any, box: Sandbox) -> None:
    with pytest.raises(RuntimeError, match="no program"):
        solve("Delete it", lambda _: "import os; os.remove('x')", box, attempts=2)


def test_readme_shows_the_same_loop() -> None:
    assert LOOP in (ROOT / "README.md").read_text(encoding="utf-8")
