"""Until when somebody waits for an analysis."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field


class OutOfTime(Exception):  # noqa: N818 - nothing is wrong with the program
    """The deadline has passed, so nothing is known of the program."""


@dataclass(frozen=True)
class Deadline:
    """A moment, as ``time.monotonic()`` counts. All are equal: what an analysis finds does not depend on it."""

    at: float = field(compare=False)

    @classmethod
    def after(cls, seconds: float) -> Deadline:
        """Return the moment in so many seconds."""
        return cls(time.monotonic() + seconds)

    @property
    def passed(self) -> bool:
        """Whether the moment has passed."""
        return time.monotonic() > self.at

    def check(self) -> None:
        """Give up if the moment has passed.

        Raises:
            OutOfTime: it has.
        """
        if self.passed:
            raise OutOfTime


NEVER = Deadline(math.inf)
