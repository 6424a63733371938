"""Until when somebody waits for an analysis."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field, replace


class OutOfTime(Exception):  # noqa: N818 - nothing is wrong with the program
    """The deadline has passed, so nothing is known of the program."""


@dataclass(frozen=True)
class Deadline:
    """A moment, as ``time.monotonic()`` counts, and how much its thread may compute, as ``time.thread_time()`` counts.

    All are equal: what an analysis finds does not depend on it.
    """

    at: float = field(compare=False)
    computed: float = field(default=math.inf, compare=False)

    @classmethod
    def after(cls, seconds: float) -> Deadline:
        """Return the moment in so many seconds."""
        return cls(time.monotonic() + seconds)

    def computing(self, seconds: float) -> Deadline:
        """Return the same for this thread, which may compute for so many seconds: on a busy machine that takes longer."""
        return replace(self, computed=time.thread_time() + seconds)

    @property
    def passed(self) -> bool:
        """Whether the moment has passed."""
        return time.monotonic() > self.at

    def check(self) -> None:
        """Give up if the moment has passed, or too much was computed.

        Raises:
            OutOfTime: it has.
        """
        if self.passed or (self.computed < math.inf and time.thread_time() > self.computed):
            raise OutOfTime


NEVER = Deadline(math.inf)
