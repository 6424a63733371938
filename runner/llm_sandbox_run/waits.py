"""Says what is waited for, where that takes a while: a warning of the logger ``llm_sandbox_run``, which Python shows by itself."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SECONDS = 1.0  # of waiting that need no word


@contextmanager
def told(what: Callable[[], str]) -> Iterator[None]:
    """Say what is waited for, if the block takes long."""
    timer = threading.Timer(SECONDS, lambda: tell(what()))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def tell(what: str) -> None:
    """Say it now."""
    import logging  # for few runs

    logging.getLogger("llm_sandbox_run").warning("llm-sandbox-run: waiting for %s", what)


def clock(moment: float) -> str:
    """Return a time (seconds since the epoch) as people here read it."""
    return time.strftime("%H:%M:%S", time.localtime(moment))
