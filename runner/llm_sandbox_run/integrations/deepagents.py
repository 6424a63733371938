"""A backend for deepagents that runs Python, and no shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deepagents.backends import FilesystemBackend
from deepagents.backends.protocol import ExecuteResponse, SandboxBackendProtocol

from llm_sandbox_run.errors import SandboxError
from llm_sandbox_run.hook import commands
from llm_sandbox_run.hook.shell.model import Unclear
from llm_sandbox_run.model import EXIT_CODES, Outcome
from llm_sandbox_run.repair import repair_order

if TYPE_CHECKING:
    from pathlib import Path

    from llm_sandbox_run.sandbox import Sandbox


class SandboxBackend(FilesystemBackend, SandboxBackendProtocol):
    """Files of ``project``, and commands in ``box``, a sandbox of the same project.

    A command is one program: ``python FILE``, ``python -c``, ``python -m``, ``pytest`` or a here-document. For others there is
    no shell; the answer says so.
    """

    def __init__(self, project: Path, box: Sandbox) -> None:
        super().__init__(project, virtual_mode=True)
        self._project, self._box = project.resolve(), box

    @property
    def id(self) -> str:
        """What tells this backend from others."""
        return f"llm-sandbox:{self._project}"

    def execute(self, command: str, *, timeout: int | None = None) -> ExecuteResponse:
        """Run a command; ``timeout`` is in seconds."""
        blocked = EXIT_CODES[Outcome.BLOCKED]
        try:
            result = self._box.run(commands.one_program(command, self._project), seconds=timeout or None)
        except Unclear as error:
            return ExecuteResponse(f"not run: this command {error}; only Python runs here", blocked)
        except SandboxError as error:
            return ExecuteResponse(f"not run: {error}", error.exit_code)
        if result.outcome is Outcome.BLOCKED:
            return ExecuteResponse(repair_order(result.findings), blocked)
        said = "\n".join((result.stdout + result.stderr, *result.log))
        return ExecuteResponse(said, result.exit_code, result.stdout_truncated or result.stderr_truncated)
