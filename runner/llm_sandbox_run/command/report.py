"""What the command shows: for people, and as JSON."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from flake8_llm_sandbox import remedy
from flake8_llm_sandbox.shown import line, name
from llm_sandbox_run.model import Outcome

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from llm_sandbox_run.model import Accepted, Problem, RunResult


def problem_lines(problems: Iterable[Problem]) -> Iterator[str]:
    """Yield each finding as ``path:line:column: CODE message``, with its line of source below."""
    for problem in problems:
        yield line(str(replace(problem, path=name(problem.path))))
        if problem.text.strip():
            yield f"    {line(problem.text.strip())[:200]}"


def problem_json(problem: Problem) -> dict[str, Any]:
    """Return a finding as plain values, with all that its author needs to do better."""
    found = problem.finding
    return {
        "path": problem.path,
        "line": found.line,
        "column": found.column + 1,
        "code": found.code,
        "capability": found.capability.value,
        "severity": found.severity.value,
        "message": found.message,
        "source": problem.text,
        **asdict(remedy(found)),
    }


def check_json(
    problems: Collection[Problem], granted: Collection[Problem], unused: Collection[str]
) -> dict[str, Any]:
    """Return what a check found as plain values: what the programs want to do, in all and by file, and each finding."""
    files = defaultdict(set)
    for problem in (*problems, *granted):
        files[problem.path].add(problem.finding.capability.value)
    return {
        "outcome": Outcome.BLOCKED if problems else Outcome.PASS,
        "capabilities": sorted(set().union(*files.values())),
        "files": {path: sorted(wanted) for path, wanted in sorted(files.items())},
        "findings": [problem_json(problem) for problem in problems],
        "granted": [problem_json(problem) for problem in granted],
        "unused": list(unused),
    }


def result_json(result: RunResult) -> dict[str, Any]:
    """Return a result as plain values; output that is not UTF-8 is spelt out with backslashes."""
    plain = {
        name: value
        for name, value in vars(result).items()
        if name not in ("stdout_bytes", "stderr_bytes", "pending")
    }
    return {
        **plain,
        "stdout": result.stdout,
        "stderr": result.stderr,
        "changes": [asdict(change) for change in result.changes],
        "tests": asdict(result.tests) if result.tests else None,
        "findings": [problem_json(problem) for problem in result.findings],
        "granted": [problem_json(problem) for problem in result.granted],
        "accepted": accepted_json(result.accepted),
    }


def accepted_json(accepted: Accepted | None) -> dict[str, Any] | None:
    """Return what a base let pass as plain values."""
    if not accepted:
        return None
    return {
        "base": accepted.base,
        "commit": accepted.commit,
        "unchanged": list(accepted.unchanged),
        "findings": [problem_json(problem) for problem in accepted.findings],
    }
