"""The loop of Pydantic AI: a refusal, the repaired program, the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("pydantic_ai")

from llm_sandbox_run.integrations.pydantic_ai import python_toolset
from pydantic_ai import Agent
from pydantic_ai.messages import ModelMessage, ModelResponse, TextPart, ToolCallPart
from pydantic_ai.models.function import AgentInfo, FunctionModel

from tests.integrations.conftest import REFUSED, REPAIRED

if TYPE_CHECKING:
    from llm_sandbox_run import AsyncSandbox


def test_loop(with_box: Any) -> None:
    read: list[str] = []

    def model(messages: list[ModelMessage], info: AgentInfo) -> ModelResponse:
        read.append(str(messages[-1].parts[-1].content))
        step = len(read) - 1
        if step < 2:
            return ModelResponse(parts=[ToolCallPart("run_python", {"code": (REFUSED, REPAIRED)[step]})])
        return ModelResponse(parts=[TextPart("42")])

    async def main(box: AsyncSandbox) -> None:
        agent = Agent(FunctionModel(model), toolsets=[python_toolset(box)])
        end = await agent.run("6 times 7?")
        assert end.output == "42"
        assert "LLS301" in read[1]
        assert "42" in read[2]

    with_box(main)
