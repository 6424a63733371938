"""How long one run takes: gated and sandboxed here, and with neither elsewhere.

    python benchmarks/run.py [RUNS]

Needs a Docker engine and an image (``LLM_SANDBOX_TEST_IMAGE``, else ``llm-sandbox-test``).
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from llm_sandbox_run import Outcome, Sandbox

if TYPE_CHECKING:
    from collections.abc import Callable

IMAGE = os.environ.get("LLM_SANDBOX_TEST_IMAGE", "llm-sandbox-test")
PROGRAM = "print(1)"
_ROUNDS = 10


def main(runs: int) -> None:
    """Take turns, so that a noisy machine is noisy for all, and print one table."""
    with (
        tempfile.TemporaryDirectory() as project,
        Sandbox(project, "docker", IMAGE) as docker,
        Sandbox(project, "subprocess") as child,
    ):
        Path(project).chmod(0o755)  # for the user as whom the program runs
        name = subprocess.check_output(
            ["docker", "run", "--detach", "--rm", "--network=none", IMAGE, "sleep", "600"], text=True
        ).strip()
        try:
            ways: dict[str, Callable[[], None]] = {
                "box.run_code, docker, gated": lambda: gated(docker),
                "box.run_code, subprocess, gated": lambda: gated(child),
                "python -c, no sandbox": lambda: plain([sys.executable, "-c", PROGRAM]),
                "docker exec python3 -c": lambda: plain(["docker", "exec", name, "python3", "-c", PROGRAM]),
            }
            times: dict[str, list[float]] = {way: [] for way in ways}
            for way, run in list(ways.items()) * _ROUNDS:
                run()  # starts the sandbox, in the first round; lets what ran before come to rest, in the others
                times[way] += [measure(run) for _ in range(runs // _ROUNDS)]
        finally:
            subprocess.run(["docker", "kill", name], stdout=subprocess.DEVNULL, check=True)
    show(times)


def measure(run: Callable[[], None]) -> float:
    """Return how many milliseconds a run takes."""
    began = time.perf_counter()
    run()
    return (time.perf_counter() - began) * 1000


def gated(box: Sandbox) -> None:
    """Run the program through the gate."""
    result = box.run_code(
        f"{PROGRAM} # {time.perf_counter()}"
    )  # never the same text: nothing that was kept helps
    assert (result.outcome, result.stdout) == (Outcome.PASS, "1\n"), result


def plain(command: list[str]) -> None:
    """Run the program without a gate."""
    assert subprocess.check_output(command) == b"1\n"


def show(times: dict[str, list[float]]) -> None:
    """Print the table; the ratio is that of the medians to the first row's."""
    base = statistics.median(next(iter(times.values())))
    print(f"{'':32} {'p50 ms':>8} {'p99 ms':>8} {'ratio':>6}")
    for way, taken in times.items():
        median, tail = statistics.median(taken), statistics.quantiles(taken, n=100)[98]
        print(f"{way:32} {median:8.2f} {tail:8.2f} {median / base:6.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
