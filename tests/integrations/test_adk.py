"""The loop of Google's Agent Development Kit: a refusal, the repaired program, the answer."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("google.adk")

from google.adk.agents import LlmAgent
from google.adk.models import BaseLlm, LlmResponse
from google.adk.runners import InMemoryRunner
from google.genai import types
from llm_sandbox_run.integrations.adk import SandboxCodeExecutor
from pydantic import Field

from tests.integrations.conftest import REFUSED, REPAIRED

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from llm_sandbox_run import Sandbox


class Scripted(BaseLlm):
    """Says what is written."""

    read: list[str] = Field(default_factory=list)

    async def generate_content_async(
        self, request: Any, stream: bool = False
    ) -> AsyncGenerator[LlmResponse, None]:
        self.read.append("\n".join(str(part) for part in request.contents[-1].parts))
        step = len(self.read) - 1
        text = f"```python\n{(REFUSED, REPAIRED)[step]}```" if step < 2 else "The answer is 42."
        yield LlmResponse(content=types.Content(role="model", parts=[types.Part(text=text)]))


def test_loop(box: Sandbox) -> None:
    model = Scripted(model="scripted")
    agent = LlmAgent(name="a", model=model, code_executor=SandboxCodeExecutor(box))

    async def main() -> list[str]:
        runner = InMemoryRunner(agent, app_name="a")
        session = await runner.session_service.create_session(app_name="a", user_id="u")
        asked = types.Content(role="user", parts=[types.Part(text="6 times 7?")])
        events = runner.run_async(user_id="u", session_id=session.id, new_message=asked)
        return [str(event.content) async for event in events]

    said = asyncio.run(main())
    assert "The answer is 42." in said[-1]
    assert "LLS301" in model.read[1]
    assert "42" in model.read[2]
