"""A code executor for Google's Agent Development Kit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from google.adk.code_executors import BaseCodeExecutor
from google.adk.code_executors.code_execution_utils import CodeExecutionInput, CodeExecutionResult
from pydantic import PrivateAttr

from llm_sandbox_run.model import Outcome
from llm_sandbox_run.repair import for_model

if TYPE_CHECKING:
    from google.adk.agents.invocation_context import InvocationContext

    from llm_sandbox_run.sandbox import Sandbox


class SandboxCodeExecutor(BaseCodeExecutor):
    """Runs the code of an agent in a sandbox; a refusal reads as a repair order, which ADK has the model answer."""

    _box: Sandbox = PrivateAttr()

    def __init__(self, box: Sandbox, **data: Any) -> None:
        super().__init__(**data)
        self._box = box

    def execute_code(
        self, invocation_context: InvocationContext, code_execution_input: CodeExecutionInput
    ) -> CodeExecutionResult:
        """Run one program. Input files are not there."""
        result = self._box.run_code(code_execution_input.code)
        wrong = "" if result.outcome is Outcome.PASS else for_model(result)
        return CodeExecutionResult(stdout=result.stdout, stderr=wrong, exit_code=result.exit_code)
