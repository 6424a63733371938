"""How far a long check has come, for somebody who watches on a terminal."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_Item = TypeVar("_Item")
_FIRST_SECONDS, _STEP_SECONDS = 1.0, 0.2
_CLEAR = "\r\x1b[K"


def shown(items: Iterable[_Item]) -> Iterator[_Item]:
    """Yield the items; on a terminal, show how many there were if it takes long."""
    if not (sys.stderr and sys.stderr.isatty()):
        yield from items
        return
    due, said = time.monotonic() + _FIRST_SECONDS, False
    try:
        for number, item in enumerate(items, 1):
            if time.monotonic() > due:
                print(f"{_CLEAR}{number} files judged", end="", file=sys.stderr, flush=True)
                due, said = time.monotonic() + _STEP_SECONDS, True
            yield item
    finally:
        if said:
            print(_CLEAR, end="", file=sys.stderr, flush=True)
