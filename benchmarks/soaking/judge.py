"""Whether each run came to what it had to come to."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from soaking import programs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from soaking.faults import Fault
    from soaking.hosts import Record

RIGHT, SLOW, LOST, NOT_STARTED, GONE, WRONG = (
    "as expected",
    "refused for the time of their analysis",
    'lost, "may have run"',
    '"not started"',
    "gone with their host",
    "WRONG",
)
_EFFECTS = {SLOW: (0,), LOST: (0, 1), NOT_STARTED: (0,), GONE: (0, 1), WRONG: (0, 1)}
"""How often a program may have left its number if it did not come to its own result."""


def judge(
    records: Iterable[Record], faults: Sequence[Fault], projects: Iterable[Path]
) -> tuple[Counter[str], list[str]]:
    """Return how many runs came to what, and in words all that is wrong."""
    fates: Counter[str] = Counter()
    wrong: list[str] = []
    effects = Counter(number for project in projects for number in _numbers(project / programs.COUNTER))
    told = {path for record in records for path in (record.answer or {}).get("withheld", ())}
    for record in records:
        fate = _fate(record, faults)
        fates[fate] += 1
        kind = programs.kind(record.number)
        count = effects.pop(record.number, 0)
        untold = fate == RIGHT and kind.withheld and programs.withheld_by(record.number) not in told
        if untold or fate == WRONG or count not in _EFFECTS.get(fate, kind.effects):
            wrong.append(
                f"program {record.number}, which {kind.name}, ran {count} times: {fate}{', UNTOLD' * untold}, {record.answer}"
            )
    wrong += [f"program {number} ran though nobody had asked for it" for number in effects]
    return fates, wrong


def _fate(record: Record, faults: Sequence[Fault]) -> str:
    answer = record.answer
    if answer is None:
        return GONE
    excused = any(record.sent <= fault.ended and fault.began <= record.answered for fault in faults)
    if "error" in answer:
        return NOT_STARTED if excused else WRONG
    if answer["outcome"] == "error" and any("may have run" in line for line in answer["log"]):
        return LOST if excused else WRONG
    if programs.was_too_slow_to_analyse(record.number, answer):
        return SLOW
    if not programs.matches(record.number, answer):
        return WRONG
    return RIGHT


def _numbers(path: Path) -> Iterator[int]:
    yield from (int(each.name.partition("-")[0]) for each in path.iterdir())
