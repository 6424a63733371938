"""The loop of deepagents: a refusal, the repaired program, the answer; and what is no Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("deepagents")

from deepagents import create_deep_agent
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from llm_sandbox_run.integrations.deepagents import SandboxBackend
from pydantic import Field

from tests.integrations.conftest import REFUSED, REPAIRED

if TYPE_CHECKING:
    from pathlib import Path

    from llm_sandbox_run import Sandbox


class Scripted(BaseChatModel):
    """Says what is written."""

    read: list[str] = Field(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def bind_tools(self, tools: Any, **options: Any) -> Any:
        return self

    def _generate(self, messages: list[BaseMessage], *args: Any, **options: Any) -> ChatResult:
        step = len(self.read)
        self.read.append(str(messages[-1].content))
        said = AIMessage("42")
        if step < 2:
            command = f"python - <<'EOF'\n{(REFUSED, REPAIRED)[step]}EOF"
            said = AIMessage(
                "", tool_calls=[{"name": "execute", "args": {"command": command}, "id": str(step)}]
            )
        return ChatResult(generations=[ChatGeneration(message=said)])


def test_loop(root: Path, box: Sandbox) -> None:
    model = Scripted()
    agent = create_deep_agent(model=model, backend=SandboxBackend(root, box))
    end = agent.invoke({"messages": [("user", "6 times 7?")]})
    assert end["messages"][-1].content == "42"
    assert "LLS301" in model.read[1]
    assert "42" in model.read[2]


def test_commands(root: Path, box: Sandbox) -> None:
    (root / "program.py").write_text("import sys\nprint(sys.argv[1:])\n")
    backend = SandboxBackend(root, box)
    assert backend.execute("python program.py a 2>&1").output.startswith("['a']")
    assert backend.execute("python -c 'print(2)'", timeout=20).exit_code == 0
    for command in (
        "ls",
        "rm -rf .",
        "python program.py > out.txt",
        "python program.py; ls",
        "cd / && python program.py",
    ):
        assert backend.execute(command).exit_code == 126
    assert backend.execute("python missing.py").exit_code in (125, 126)
