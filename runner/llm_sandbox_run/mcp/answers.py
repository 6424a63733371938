"""What a tool answers: a text for the model, and the same as values for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from llm_sandbox_run import plain, repair
from llm_sandbox_run.model import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llm_sandbox_run.model import Problem, RunResult

MAX_TEXT = 20_000  # characters of each stream in the text; clients cut longer ones anywhere


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
    return _text(result), Run(**{name: values[name] for name in Run.model_fields})


def of_check(problems: Sequence[Problem]) -> tuple[str, Verdict]:
    """Return the answer for a program that was only looked at."""
    outcome = Outcome.BLOCKED if problems else Outcome.PASS
    text = repair.order(problems) if problems else "Nothing found: this would run."
    return text, Verdict(outcome=outcome.value, findings=[plain.problem(each) for each in problems])


def _text(result: RunResult) -> str:
    if result.outcome is Outcome.BLOCKED:
        return repair.order(result.findings)
    streams = [
        f"{name}:\n{_cut(text)}"
        for name, text in (("stdout", result.stdout), ("stderr", result.stderr))
        if text
    ]
    changed = [f"{each.kind} {each.path}" for each in result.changes]
    return "\n".join(
        (f"{result.outcome.value}, exit code {result.exit_code}", *streams, *changed, *result.log)
    )


def _cut(text: str) -> str:
    half = MAX_TEXT // 2
    return (
        text
        if len(text) <= MAX_TEXT
        else f"{text[:half]}\n[{len(text) - MAX_TEXT} characters left out]\n{text[-half:]}"
    )
