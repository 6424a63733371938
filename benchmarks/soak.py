"""Thousands of runs of every kind, side by side, while containers, host processes and the engine are killed.

    python benchmarks/soak.py [RUNS] [--shared-engine]

Ends with 1 if a result is not the one that it has to be, if a program ran twice, or if anything grew or was left behind.
Needs root. Starts a Docker engine of its own with ``scripts/docker-engine``; with ``--shared-engine`` it takes the one that
answers, and does not restart it.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import docker
from soaking.engine import own_engine
from soaking.field import Field
from soaking.judge import judge

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ONCE_IN = {"container killed": 150, "host killed": 400, "host terminated": 400, "engine restarted": 2000}
"""How many runs there are for each fault."""

FAULTY, WARM = 0.6, 0.7
"""Up to this part of the runs there are faults; after that one, nothing may grow any more."""

GROWTH = {"KiB": 8192, "descriptors": 0, "threads": 0, "children": 0, "processes": 0, "files": 0}
"""By how much it may: hosts remember what they have checked, up to a bound."""

SPARES = {"descriptors": 18, "children": 3, "processes": 3}
"""And in containers, where one to four forks wait for the next runs, with six descriptors each."""


def main(argv: Sequence[str] | None = None) -> int:
    """Soak; return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("runs", type=int, nargs="?", default=10_000, metavar="RUNS")
    parser.add_argument("--shared-engine", action="store_true", help="do not start an engine of its own")
    options = parser.parse_args(argv)
    began = time.monotonic()
    with ExitStack() as stack:
        engine = None if options.shared_engine else stack.enter_context(own_engine())
        if engine:
            os.environ["DOCKER_HOST"] = engine.host
        api = stack.enter_context(docker.from_env().api)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="soak-")))
        folder.chmod(0o755)
        field = Field(folder, api, engine)
        grown = list(soak(field, options.runs))
        left = field.end()
        fates, wrong = judge(field.records, field.faults, field.projects)
    happened = Counter(fault.name for fault in field.faults)
    print(f"{fates.total()} runs in {time.monotonic() - began:.0f} s:", _listed(fates))
    print("meanwhile:", _listed(happened))
    for title, complaints in (("wrong", wrong), ("grown", grown), ("left behind", left)):
        print(
            f"{title}:", len(complaints) or "nothing", *complaints[:20], sep="\n    " if complaints else " "
        )
    return bool(wrong or grown or left or fates.total() != options.runs)


def soak(field: Field, runs: int) -> Iterator[str]:
    """Run that many programs, with faults at first; return in words what grew after that."""
    faulty, warm = round(FAULTY * runs), round(WARM * runs)
    field.run(range(faulty), ONCE_IN)
    field.run(range(faulty, warm), {})
    before = field.traces()
    field.run(range(warm, runs), {})
    after = field.traces()
    for holder, traces in after.items():
        growth = {what: count - before.get(holder, traces)[what] for what, count in traces.items()}
        print(f"{holder}:", ", ".join(f"{count} {what} ({growth[what]:+})" for what, count in traces.items()))
        spares = SPARES if holder.startswith("container") else {}
        yield from (
            f"{what} of {holder}, by {growth[what]}"
            for what in traces
            if growth[what] > GROWTH[what] + spares.get(what, 0)
        )


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {what}" for what, count in counts.most_common()) or "nothing"


if __name__ == "__main__":
    sys.exit(main())
