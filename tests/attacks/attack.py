"""Hostile programs, and what their headers say has to come of them.

# outcome: fail | timeout               how the run has to end; a pass if the header is missing
# exit: 7                               its exit code
# prints: done                          exactly this line; else anything without the word ESCAPED
# log: left running                     what the sandbox has to say of it
# gone: sub/.git                        what must not be in the project afterwards
# changes: created link mine            what the result has to list
# tests: 1 0 1                          passed, failed, whether it came to its end
# stdin: 5000000                        how many bytes it is given to read
# seconds: 10                           the time limit, if not 1
# allow: process                        what the policy grants
# after: 100                            so many runs of another client, all that they carry marked
# suite: pytest test_lie.py             not a program, but that file of a suite with a test that fails
# not covered without NAME | NAME: why  where all these protections are missing, it may get through
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

HERE = Path(__file__).parent
FAMILIES = ("ends", "resources", "reach", "lies", "traces")
_HEADER = re.compile(r"^# ([a-z]+): (.+)$", re.MULTILINE)
_UNCOVERED = re.compile(r"^# not covered without ([a-z |-]+): .+$", re.MULTILINE)
KNOWN = {
    "outcome",
    "exit",
    "prints",
    "log",
    "gone",
    "seconds",
    "suite",
    "changes",
    "tests",
    "stdin",
    "after",
    "allow",
}


@dataclass(frozen=True)
class Attack:
    """One program. ``name`` is its path here without the suffix, such as "ends/daemon"."""

    name: str

    @cached_property
    def text(self) -> str:
        """The program itself."""
        return (HERE / f"{self.name}.py").read_text(encoding="utf-8")

    @cached_property
    def headers(self) -> dict[str, str]:
        """What the comments at the top say."""
        return dict(_HEADER.findall(self.text))

    @property
    def outcomes(self) -> list[str]:
        """The outcomes that are right."""
        return self.headers.get("outcome", "pass").split(" | ")

    @property
    def seconds(self) -> float:
        """The time limit of the run."""
        return float(self.headers.get("seconds", 1))

    @property
    def holders(self) -> set[str]:
        """The protections of which one at least is needed; empty if it has to be held everywhere."""
        return {name.strip() for each in _UNCOVERED.findall(self.text) for name in each.split("|")}

    @property
    def suite(self) -> str:
        """The test runner and the name of the file; empty for a program."""
        return self.headers.get("suite", "")


def every_attack() -> list[Attack]:
    """Return all programs, family by family."""
    return [
        Attack(f"{family}/{path.stem}")
        for family in FAMILIES
        for path in sorted((HERE / family).glob("*.py"))
    ]
