"""What the command shows: for people, and as JSON."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from llm_sandbox_run.model import Problem, RunResult

# Terminals obey C0, DEL and C1 controls; harmless are line feed, tab and carriage return.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def harmless(text: str) -> str:
    """Return ``text`` with everything spelt out that a terminal would obey."""
    return _CONTROLS.sub(lambda match: f"\\x{ord(match[0]):02x}", text)


def problem_lines(problems: Iterable[Problem]) -> Iterator[str]:
    """Yield each finding as ``path:line:column: CODE message``, with its line of source below."""
    for problem in problems:
        yield harmless(str(problem))
        if problem.text.strip():
            yield f"    {harmless(problem.text.strip())[:200]}"


def problem_json(problem: Problem) -> dict[str, Any]:
    """Return a finding as plain values."""
    return {"path": problem.path, **asdict(problem.finding), "text": problem.text}


def result_json(result: RunResult) -> dict[str, Any]:
    """Return a result as plain values; output that is not UTF-8 is spelt out with backslashes."""
    plain = {
        name: value for name, value in vars(result).items() if name not in ("stdout_bytes", "stderr_bytes")
    }
    return {
        **plain,
        "stdout": result.stdout,
        "stderr": result.stderr,
        "findings": [problem_json(problem) for problem in result.findings],
    }
