"""Many texts judged by several processes, in the order in which they were given."""

from __future__ import annotations

import os
import signal
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice, repeat
from multiprocessing import active_children
from typing import TYPE_CHECKING

from flake8_llm_sandbox.command.judge import judge
from flake8_llm_sandbox.formats.report import Checked, Failure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from flake8_llm_sandbox.command.inputs import Input
    from flake8_llm_sandbox.models import Models

AT_ONCE = 512  # texts in memory
PER_TURN = 4  # texts that a process is handed
FEW = 16  # texts that are judged before another process has started
ENDED = "a process that judged it, or texts beside it, has ended too early; try again with -j 1"


def judged(
    texts: Iterable[Input], verdicts: Path | None, jobs: int | None, models: Models
) -> Iterator[Checked | Failure]:
    """Yield what is found in each text, or why it could not be judged; ``jobs`` is how many processes, by default one per core.

    ``verdicts`` is the folder of earlier ones, if any; ``models`` are what is known of packages.
    """
    rest = iter(texts)
    here = {None: FEW, 1: None}.get(jobs, 0)
    yield from (_judged(text, verdicts, models) for text in islice(rest, here))
    batch = list(islice(rest, AT_ONCE))
    if not batch:
        return
    with ProcessPoolExecutor(jobs or len(os.sched_getaffinity(0)), initializer=_end_silently) as pool:
        try:
            while batch:
                yield from _at_once(pool, batch, verdicts, models)
                batch = list(islice(rest, AT_ONCE))
        except (
            BaseException
        ):  # Ctrl-C, or nobody wants the rest: a process that does not end by itself is not waited for
            for process in active_children():
                process.kill()
            raise


def _at_once(
    pool: ProcessPoolExecutor, texts: list[Input], verdicts: Path | None, models: Models
) -> Iterator[Checked | Failure]:
    done = 0
    try:
        for found in pool.map(_judged, texts, repeat(verdicts), repeat(models), chunksize=PER_TURN):
            done += 1
            yield found
    except BrokenProcessPool:
        yield from (Failure(path, OSError(ENDED)) for path, _ in texts[done:])


def _judged(text: Input, verdicts: Path | None, models: Models) -> Checked | Failure:
    path, source = text
    return Failure(path, source) if isinstance(source, OSError) else judge(path, source, verdicts, models)


def _end_silently() -> None:
    """End at Ctrl-C without a word: the command speaks."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
