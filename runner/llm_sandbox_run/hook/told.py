"""What a model reads when its call is refused: a repair order."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from flake8_llm_sandbox.shown import line
from llm_sandbox_run import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from llm_sandbox_run.model import Problem

MAX_TEXT = 4000
MOST = 10  # findings
_PLAIN = (
    "What passes is plain Python: python FILE, python -m MODULE, python -c '...', or python - <<'EOF' with the text below; "
    "each may begin with cd FOLDER &&. In a sandbox the same runs as llm-sandbox-run FILE, -m MODULE, -c '...' or -."
)


def findings(problems: Sequence[Problem]) -> str:
    """Return what is wrong with Python, and what to write instead."""
    many = len(problems)
    head = (
        f"Not done: {many} finding{'s' * (many != 1)} in this Python. Change it as follows, then try again."
    )
    more = [f"and {many - MOST} more"] if many > MOST else []
    return "\n".join((head, *islice(_lines(problems), 4 * MOST), *more))[:MAX_TEXT]


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


def unclear(reason: str) -> str:
    """Return why a call cannot be judged, and what can."""
    return f"Not done: this call {line(reason)}.\n{_PLAIN}"[:MAX_TEXT]
