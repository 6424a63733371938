"""A tool for the OpenAI Agents SDK."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents import FunctionTool, function_tool

from llm_sandbox_run.repair import for_model

if TYPE_CHECKING:
    from llm_sandbox_run.aio import AsyncSandbox


def python_tool(box: AsyncSandbox) -> FunctionTool:
    """Return a tool that runs Python in ``box``; a refusal reads as a repair order."""

    @function_tool
    async def run_python(code: str) -> str:
        """Run a Python program in a sandbox and return what it prints. Variables do not stay from call to call."""
        return for_model(await box.run_code(code, fenced=True))

    return run_python
