"""Many threads may ask at once."""

from __future__ import annotations

import gc
import sys
import threading
import warnings
from typing import TYPE_CHECKING

import pytest

from flake8_llm_sandbox import imported_modules

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAM = "import os\nx = [(1, 2, [3]), f('\\d')(x)]\n" * 10
THREADS, TIMES = 4, 50


class Litter:
    """Garbage in a cycle, so that the collector calls Python in the middle of whatever goes on."""

    def __init__(self) -> None:
        self.me = self

    def __del__(self) -> None:
        sorted([2, 1])


@pytest.fixture
def turmoil() -> Iterator[None]:
    """Collect garbage, and change threads, as often as possible."""
    thresholds, interval = gc.get_threshold(), sys.getswitchinterval()
    gc.set_threshold(1)
    sys.setswitchinterval(1e-6)
    yield
    gc.set_threshold(*thresholds)
    sys.setswitchinterval(interval)


@pytest.mark.usefixtures("turmoil")
def test_threads_that_parse_at_once_do_not_disturb_each_other() -> None:
    found: list[tuple[str, ...]] = []
    filters = list(warnings.filters)

    def work() -> None:
        for _ in range(TIMES):
            Litter()
            found.append(imported_modules(PROGRAM))

    threads = [threading.Thread(target=work) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [("os",)] * THREADS * TIMES
    assert warnings.filters == filters
