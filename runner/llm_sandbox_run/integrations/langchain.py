"""A tool for LangChain and LangGraph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from langchain_core.tools import BaseTool, tool

from llm_sandbox_run.repair import for_model

if TYPE_CHECKING:
    from llm_sandbox_run.sandbox import Sandbox


def python_tool(box: Sandbox) -> BaseTool:
    """Return a tool that runs Python in ``box``; a refusal reads as a repair order."""

    @tool
    def run_python(code: str) -> str:
        """Run a Python program in a sandbox and return what it prints. Variables do not stay from call to call."""
        return for_model(box.run_code(code, fenced=True))

    return run_python
