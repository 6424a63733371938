"""What the command shows: for people, and as JSON."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from flake8_llm_sandbox.shown import line, name
from llm_sandbox_run import plain
from llm_sandbox_run.model import Outcome

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from llm_sandbox_run.model import Problem


def problem_lines(problems: Iterable[Problem]) -> Iterator[str]:
    """Yield each finding as ``path:line:column: CODE message``, with its line of source below."""
    for problem in problems:
        yield line(str(replace(problem, path=name(problem.path))))
        if problem.text.strip():
            yield f"    {line(problem.text.strip())[:200]}"


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
        "findings": [plain.problem(problem) for problem in problems],
        "granted": [plain.problem(problem) for problem in granted],
        "unused": list(unused),
    }
