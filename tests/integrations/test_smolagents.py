"""The loop of smolagents: state from step to step, a tool on the host, a refusal that is repaired, the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("smolagents")

from llm_sandbox_run.integrations.smolagents import SandboxExecutor
from smolagents import ChatMessage, CodeAgent, Model, tool

from tests.integrations.conftest import REFUSED

if TYPE_CHECKING:
    from llm_sandbox_run import Sandbox

STEPS = [
    "factor = 7\nprint(factor)",
    REFUSED,
    "product = multiply(6, factor)\nprint(product)",
    "final_answer(product)",
]


class Scripted(Model):
    """Says what is written."""

    def __init__(self) -> None:
        super().__init__()
        self.read: list[str] = []

    def generate(self, messages: list[Any], **options: Any) -> ChatMessage:
        self.read.append(str(messages[-1].content))
        return ChatMessage(role="assistant", content=f"Thought\n<code>\n{STEPS[len(self.read) - 1]}\n</code>")


@tool
def multiply(left: int, right: int) -> int:
    """Multiply two numbers.

    Args:
        left: the one.
        right: the other.
    """
    return left * right


def test_loop(box: Sandbox) -> None:
    model = Scripted()
    executor = SandboxExecutor(box)
    agent = CodeAgent([multiply], model, executor=executor, verbosity_level=0)
    assert agent.run("6 times 7?") == 42
    assert "7" in model.read[1]
    assert "LLS301" in model.read[2]
    assert "42" in model.read[3]
    executor.cleanup()
