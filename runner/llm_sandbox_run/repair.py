"""What a model reads when its program is refused: a repair order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_llm_sandbox.shown import line
from llm_sandbox_run import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from llm_sandbox_run.model import Problem

MAX_TEXT = 4000
MOST = 10  # findings


def order(problems: Sequence[Problem]) -> str:
    """Return what is wrong with a program, and what to write instead, in up to ``MAX_TEXT`` characters."""
    many = len(problems)
    head = (
        f"Not done: {many} finding{'s' * (many != 1)} in this Python. Change it as follows, then try again."
    )
    more = [f"and {many - MOST} more"] if many > MOST else []
    return "\n".join((head, *_lines(problems), *more))[:MAX_TEXT]


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
