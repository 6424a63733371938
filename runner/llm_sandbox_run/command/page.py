"""A page in Markdown that a person reads in ten seconds: what was judged, what stopped, what ran, and what held it."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from flake8_llm_sandbox.shown import in_markdown
from llm_sandbox_run.command import show
from llm_sandbox_run.model import Outcome

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Iterator

    from llm_sandbox_run.model import Problem, RunResult, Tests

MOST = 20  # findings; the log has them all


def add(text: str, options: Namespace) -> None:
    """Add to the page of a step of GitHub's, if there is one."""
    page = os.environ.get("GITHUB_STEP_SUMMARY")
    if not page or not options.step_summary:
        return
    try:
        with Path(page).open("a", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:  # the verdict is the same
        show.say(f"{page}: {error.strerror}")


def of_run(run: RunResult) -> str:
    """Return the page of a run."""
    return "\n".join(_of_run(run)) + "\n"


def of_failure(reason: str) -> str:
    """Return the page of a run that there was no place for."""
    return f"### LLM sandbox run\n\nNo verdict: {in_markdown(reason)}\n"


def of_check(judged: int, problems: Iterable[Problem], granted: Iterable[Problem]) -> str:
    """Return the page of a check."""
    found = list(problems)
    said = f"{_counted(len(found), 'finding')} to stop at" if found else "all would run"
    head = f"### LLM sandbox check\n\n{_counted(judged, 'program')} judged: {said}\n"
    return "\n".join((head, *_table(found), *_told("Let pass by the policy", granted))) + "\n"


def _of_run(run: RunResult) -> Iterator[str]:
    took = f" in {run.wall_ms / 1000:.1f} s" if run.started else "; nothing has run"
    yield f"### LLM sandbox run\n\n{run.outcome.value}, exit code {run.exit_code}{took}{_tests(run.tests)}\n"
    yield f"- Judged: {_counted(run.judged, 'file')}{_unchanged(run)}"
    if run.started:
        yield f"- Held by: {', '.join(run.protections) or 'nothing'}"
    if run.missing:
        yield f"- Not held by: {', '.join(run.missing)}"
    yield from (f"- {in_markdown(each)}" for each in run.log)
    yield ""
    if run.outcome is Outcome.BLOCKED:
        yield from _table(run.findings)
    yield from _told("Let pass by the policy", run.granted)
    yield from _told("Let pass since it stands at the base", run.accepted.findings if run.accepted else ())


def _unchanged(run: RunResult) -> str:
    if not run.accepted:
        return ""
    return (
        f", {len(run.accepted.unchanged)} as at {in_markdown(run.accepted.base)} ({run.accepted.commit[:12]})"
    )


def _tests(tests: Tests | None) -> str:
    if not tests:
        return ""
    counts = {
        "passed": tests.passed,
        "failed": tests.failed,
        "skipped": tests.skipped,
        "errors": tests.errors,
    }
    said = ", ".join(f"{count} {name}" for name, count in counts.items() if count) or "none"
    return f"; tests, as they say themselves: {said}"


def _table(problems: Iterable[Problem]) -> Iterator[str]:
    found = list(problems)
    if not found:
        return
    yield f"**To stop at** ({_kinds(found)})\n\n| where | code | why |\n|---|---|---|"
    for each in found[:MOST]:
        place = in_markdown(f"{each.path}:{each.finding.line}:{each.finding.column + 1}")
        yield f"| {place} | {each.finding.code} | {in_markdown(each.finding.message)} |"
    yield f"\n{len(found) - MOST} more are in the log.\n" if len(found) > MOST else ""


def _told(head: str, problems: Iterable[Problem]) -> Iterator[str]:
    found = list(problems)
    if found:
        yield f"**{head}**: {_kinds(found)}\n"


def _kinds(problems: Iterable[Problem]) -> str:
    kinds = Counter(each.finding.capability.value for each in problems)
    return ", ".join(f"{name} {count}" for name, count in sorted(kinds.items()))


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"
