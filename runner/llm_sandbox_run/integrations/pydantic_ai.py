"""A toolset for Pydantic AI."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic_ai.toolsets import FunctionToolset

from llm_sandbox_run.repair import for_model

if TYPE_CHECKING:
    from llm_sandbox_run.aio import AsyncSandbox


def python_toolset(box: AsyncSandbox) -> FunctionToolset[Any]:
    """Return a toolset that runs Python in ``box``; a refusal reads as a repair order."""

    async def run_python(code: str) -> str:
        """Run a Python program in a sandbox and return what it prints. Variables do not stay from call to call."""
        return for_model(await box.run_code(code, fenced=True))

    return FunctionToolset([run_python])
