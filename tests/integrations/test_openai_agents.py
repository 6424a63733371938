"""The loop of the OpenAI Agents SDK: a refusal, the repaired program, the answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("agents")

from agents import Agent, Model, ModelResponse, RunConfig, Runner, Usage
from llm_sandbox_run.integrations.openai_agents import python_tool
from openai.types.responses import ResponseFunctionToolCall, ResponseOutputMessage, ResponseOutputText

from tests.integrations.conftest import REFUSED, REPAIRED

if TYPE_CHECKING:
    from llm_sandbox_run import AsyncSandbox


class Scripted(Model):
    """Says what is written."""

    def __init__(self) -> None:
        self.read: list[str] = []

    async def get_response(
        self,
        system_instructions: Any,
        input: Any,  # noqa: A002 - as the SDK calls it
        *args: Any,
        **options: Any,
    ) -> ModelResponse:
        self.read.append(str(input[-1] if isinstance(input, list) else input))
        step = len(self.read) - 1
        said: Any = ResponseOutputMessage(
            id="m",
            type="message",
            role="assistant",
            status="completed",
            content=[ResponseOutputText(type="output_text", text="42", annotations=[])],
        )
        if step < 2:
            code = json.dumps({"code": (REFUSED, REPAIRED)[step]})
            said = ResponseFunctionToolCall(
                type="function_call", name="run_python", call_id=str(step), arguments=code
            )
        return ModelResponse(output=[said], usage=Usage(), response_id=None)

    def stream_response(self, *args: Any, **options: Any) -> Any:
        raise NotImplementedError


def test_loop(with_box: Any) -> None:
    async def main(box: AsyncSandbox) -> None:
        model = Scripted()
        agent = Agent(name="a", model=model, tools=[python_tool(box)])
        end = await Runner.run(agent, "6 times 7?", run_config=RunConfig(tracing_disabled=True))
        assert end.final_output == "42"
        assert "LLS301" in model.read[1]
        assert "42" in model.read[2]

    with_box(main)
