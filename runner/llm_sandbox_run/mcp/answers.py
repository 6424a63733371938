"""What a tool answers: a text for the model, and the same as values for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from llm_sandbox_run import plain, repair
from llm_sandbox_run.model import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llm_sandbox_run.model import Problem, RunResult


class Verdict(BaseModel):
    """What is said of a program that nobody ran."""

    outcome: str
    findings: list[dict[str, Any]]


class Run(Verdict):
    """What came of a program. Times are in milliseconds."""

    exit_code: int
    started: bool
    stdout: str
    stderr: str
    stdout_truncated: bool
    stderr_truncated: bool
    wall_ms: float
    changes: list[dict[str, Any]]
    tests: dict[str, Any] | None
    log: list[str]
    protections: list[str]
    missing: list[str]


def of_run(result: RunResult) -> tuple[str, Run]:
    """Return the answer for a run."""
    values = plain.result(result)
    return repair.for_model(result), Run(**{name: values[name] for name in Run.model_fields})


def of_check(problems: Sequence[Problem]) -> tuple[str, Verdict]:
    """Return the answer for a program that was only looked at."""
    outcome = Outcome.BLOCKED if problems else Outcome.PASS
    text = repair.repair_order(problems) if problems else "Nothing found: this would run."
    return text, Verdict(outcome=outcome.value, findings=[plain.problem(each) for each in problems])
