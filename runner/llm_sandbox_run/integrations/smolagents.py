"""An executor for smolagents: the code of an agent step by step, in a session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from smolagents.local_python_executor import CodeOutput, PythonExecutor

from llm_sandbox_run.model import Outcome
from llm_sandbox_run.repair import repair_order

if TYPE_CHECKING:
    from smolagents import Tool

    from llm_sandbox_run.sandbox import Sandbox
    from llm_sandbox_run.session.step import Step

_FINAL = "final_answer"


class SandboxExecutor(PythonExecutor):
    """Runs the code of a ``CodeAgent`` in a session of ``box``: ``CodeAgent(..., executor=SandboxExecutor(box))``.

    Variables stay from step to step. Tools are called on the host, with arguments and results that JSON knows. A lost session
    stays lost, and each later step says so.
    """

    def __init__(self, box: Sandbox) -> None:
        self._session = box.session()
        self._answers: list[Any] = []
        self.state: dict[str, Any] = {}  # where smolagents looks for the output of a step that failed

    def send_tools(self, tools: dict[str, Tool]) -> None:
        """Give the program functions that call ``tools``."""
        for name, tool in tools.items():
            self._session.expose(name, self._answer if name == _FINAL else tool)

    def send_variables(self, variables: dict[str, Any]) -> None:
        """Give the program values that JSON knows."""
        for name, value in variables.items():
            self._session.set(name, value)

    def __call__(self, code_action: str) -> CodeOutput:
        """Run a step.

        Raises:
            StepError: it was refused, raised, or the session is lost; the model reads why.
        """
        self._answers.clear()
        step = self._session.run(code_action)
        self.state["_print_outputs"] = step.stdout
        if step.outcome is not Outcome.PASS:
            raise StepError(_why(step))
        answered = bool(self._answers)
        return CodeOutput(self._answers[-1] if answered else step.value, step.stdout, answered)

    def cleanup(self) -> None:
        """End the session."""
        self._session.close()

    def _answer(self, answer: Any) -> None:
        self._answers.append(answer)


class StepError(Exception):
    """A step has not come to its end; the text says why, and what to write instead."""


def _why(step: Step) -> str:
    if step.outcome is Outcome.BLOCKED:
        return repair_order(step.findings) if step.findings else "\n".join(step.log)
    return "\n".join((step.error or step.outcome.value, *step.log))
