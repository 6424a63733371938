"""What a model reads of its program: what it printed, what went wrong, or a repair order where it was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_llm_sandbox.shown import line
from llm_sandbox_run import plain
from llm_sandbox_run.model import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from llm_sandbox_run.model import Problem, RunResult

MAX_TEXT = 4000
MAX_STREAM = 20_000  # characters of each stream; clients cut longer ones anywhere
MOST = 10  # findings


def repair_order(problems: Sequence[Problem]) -> str:
    """Return what is wrong with a program, and what to write instead, in up to ``MAX_TEXT`` characters."""
    many = len(problems)
    head = (
        f"Not done: {many} finding{'s' * (many != 1)} in this Python. Change it as follows, then try again."
    )
    more = [f"and {many - MOST} more"] if many > MOST else []
    return "\n".join((head, *_lines(problems), *more))[:MAX_TEXT]


def for_model(result: RunResult) -> str:
    """Return what came of a program: its output, its changes, and what is to be said of it, or what to write instead."""
    if result.outcome is Outcome.BLOCKED:
        return repair_order(result.findings)
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
    half = MAX_STREAM // 2
    left_out = len(text) - MAX_STREAM
    return text if left_out <= 0 else f"{text[:half]}\n[{left_out} characters left out]\n{text[-half:]}"


def _lines(problems: Sequence[Problem]) -> Iterator[str]:
    explained = set()
    for each in problems[:MOST]:
        yield line(str(each))
        if each.text.strip():
            yield f"    {line(each.text.strip())[:160]}"
        it = plain.problem(each)
        if it["code"] not in explained and it["instead"]:
            yield f"    instead: {line(it['instead'])}"
        if it["code"] not in explained and it["example"]:
            yield "    such as: " + line("; ".join(it["example"].strip().splitlines()))[:300]
        explained.add(it["code"])
