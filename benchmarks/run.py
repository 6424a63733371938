"""How long one run takes: gated and sandboxed here, and with less elsewhere.

    python benchmarks/run.py [RUNS]

All ways take turns, so that a noisy machine is noisy for all. Needs the ``docker`` command, an engine with an image
(``LLM_SANDBOX_TEST_IMAGE``, else ``llm-sandbox-test``), and the first time the package index, for llm-sandbox.
"""

from __future__ import annotations

import statistics
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

import ways
from llm_sandbox_run import Sandbox, SandboxPool

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 10
DOCKER, CHILD = "run_code, docker", "run_code, subprocess"
WARM, FRESH, COLD = "llm-sandbox-run, same text", "llm-sandbox-run, new text", "llm-sandbox-run, no container"
PYTHON, EXEC, RUN, SESSION = (
    "python -c",
    "docker exec python3 -c",
    "docker run python3 -c",
    "llm-sandbox session.run",
)
SLOW = (COLD, FRESH, RUN)
"""Ways that are measured a fifth as often."""

GOALS = ((DOCKER, PYTHON, 0.5), (DOCKER, EXEC, 0.1), (DOCKER, SESSION, 0.03), (WARM, EXEC, 3.0))
POOLS = (2, 4)
"""Places; there is one caller more."""

RUNS_A_SECOND = 200
"""Of a pool, on two cores."""

BURST = 50
"""Runs of each caller at a stretch."""


def main(runs: int) -> None:
    """Measure, and print tables."""
    with ExitStack() as stack:
        project, other, third = (stack.enter_context(ways.project()) for _ in range(3))
        docker = stack.enter_context(Sandbox(project, image=ways.IMAGE))
        child = stack.enter_context(Sandbox(project, "subprocess"))
        pools = {size: stack.enter_context(SandboxPool(third, size, image=ways.IMAGE)) for size in POOLS}
        name = stack.enter_context(ways.container())
        session = ways.Session()
        measures: dict[str, Callable[[], float]] = {
            DOCKER: lambda: ways.gated(docker),
            CHILD: lambda: ways.gated(child),
            PYTHON: lambda: ways.plain(sys.executable, "-c", "print(1)"),
            EXEC: lambda: ways.plain("docker", "exec", name, "python3", "-c", "print(1)"),
            SESSION: session.run,
            COLD: lambda: ways.command_cold(other),
            WARM: lambda: ways.command(other, "print(1)"),
            FRESH: lambda: ways.command(other, ways.program()),
            RUN: lambda: ways.plain(
                *("docker", "run", "--rm", "--network=none", ways.IMAGE, "python3", "-c", "print(1)")
            ),
        }
        times: dict[str, list[float]] = {way: [] for way in measures}
        rates: dict[int, list[float]] = {size: [] for size in POOLS}
        closings = []
        for _ in range(ROUNDS):
            for way, measure in measures.items():
                measure()  # starts what has to be there; lets what ran before come to rest
                count = runs // ROUNDS // (5 if way in SLOW else 1)
                times[way] += [measure() for _ in range(count)]
            for size, pool in pools.items():
                ways.runs_a_second(pool, size + 1, 2)
                rates[size].append(ways.runs_a_second(pool, size + 1, BURST))
            closings.append(ways.closing(project))
        ways.command_end(other)
        show(times)
        print(
            f"\n{'close()':32} {statistics.median(closings):8.2f} ms, of llm-sandbox {session.close():.0f} ms"
        )
        judge(times)
        show_processor(*ways.processor(docker, project, runs), ways.processor_of_python(runs // 5))
        judge_pools({size: statistics.median(measured) for size, measured in rates.items()})


def show(times: dict[str, list[float]]) -> None:
    """Print what each way takes; the ratio is that of the medians to the first row's."""
    base = statistics.median(next(iter(times.values())))
    print(f"{'':32} {'runs':>5} {'p50 ms':>8} {'p99 ms':>8} {'ratio':>7}")
    for way, taken in times.items():
        median, tail = statistics.median(taken), statistics.quantiles(taken, n=100, method="inclusive")[98]
        print(f"{way:32} {len(taken):5} {median:8.2f} {tail:8.2f} {median / base:7.2f}")


def judge(times: dict[str, list[float]]) -> None:
    """Print how far the goals are reached."""
    medians = {way: statistics.median(taken) for way, taken in times.items()}
    for way, peer, goal in GOALS:
        ratio = medians[way] / medians[peer]
        print(f"{way} / {peer}: {ratio:.3f}, goal {goal}: {'reached' if ratio <= goal else 'MISSED'}")


def show_processor(here: float, inside: float, plain: float) -> None:
    """Print what a warm run takes of a processor."""
    ratio = (here + inside) / plain
    print(
        f"processor ms of a run: {here:.2f} here + {inside:.2f} in the container; {PYTHON} {plain:.2f}: {ratio:.2f}"
    )


def judge_pools(rates: dict[int, float]) -> None:
    """Print how many runs a second the pools come to."""
    for size, rate in rates.items():
        reached = "reached" if rate >= RUNS_A_SECOND else "MISSED"
        print(f"pool of {size}: {rate:.0f} runs a second, goal {RUNS_A_SECOND}: {reached}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
