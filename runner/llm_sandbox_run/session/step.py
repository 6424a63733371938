"""What came of a step of a session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from llm_sandbox_run.model import Outcome, Problem


@dataclass(frozen=True)
class Step:
    """What came of a step. All but TIMEOUT, CANCELLED and ``lost`` is what the program's own process says of itself."""

    number: int  # from 1; a refused one has none of its own
    outcome: Outcome  # PASS, FAIL (it raised), BLOCKED (refused), TIMEOUT, CANCELLED, or ERROR (the session is lost)
    value: str | None = None  # the repr of a last expression; None if there is none, or it is None
    error: str | None = None  # the traceback of what it raised
    stdout_bytes: bytes = b""  # beginning and end; a line in the middle says what was left out
    stderr_bytes: bytes = b""
    displays: tuple[Mapping[str, str], ...] = ()  # what it has shown, by MIME type; pictures in base64
    findings: tuple[Problem, ...] = ()  # why it was refused
    granted: tuple[Problem, ...] = ()  # findings that the policy let pass
    log: tuple[str, ...] = ()  # what the sandbox has to say about it
    wall_ms: float = 0.0
    lost: bool = False  # the session has ended; its state is gone

    @property
    def stdout(self) -> str:
        """Standard output as text."""
        return self.stdout_bytes.decode("utf-8", "backslashreplace")

    @property
    def stderr(self) -> str:
        """Standard error as text."""
        return self.stderr_bytes.decode("utf-8", "backslashreplace")
