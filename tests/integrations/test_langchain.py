"""LangChain's own agent loop: a refusal, the repaired program, the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("langchain")

from langchain.agents import create_agent
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from llm_sandbox_run.integrations.langchain import python_tool
from pydantic import Field

from tests.integrations.conftest import REFUSED, REPAIRED

if TYPE_CHECKING:
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
        step = sum(isinstance(each, AIMessage) for each in messages)
        self.read.append(str(messages[-1].content))
        said = AIMessage("42")
        if step < 2:
            call = {"name": "run_python", "args": {"code": (REFUSED, REPAIRED)[step]}, "id": str(step)}
            said = AIMessage("", tool_calls=[call])
        return ChatResult(generations=[ChatGeneration(message=said)])


def test_loop(box: Sandbox) -> None:
    model = Scripted()
    agent = create_agent(model, [python_tool(box)])
    end = agent.invoke({"messages": [("user", "6 times 7?")]})
    assert end["messages"][-1].content == "42"
    assert "LLS301" in model.read[1]
    assert "42" in model.read[2]
