"""How long linters take and how much memory, side by side; and how long one snippet takes in a warm process.

    python benchmarks/lint.py [--quick] [--rounds N]

Needs Linux and, the first time, the package index for the peers. In each round all take turns; the best one counts.
"""

from __future__ import annotations

import argparse
import ast
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import corpora
import libcst
import peers

from flake8_llm_sandbox import analyze

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def main(argv: Sequence[str] | None = None) -> None:
    """Print a table per set of files, then one of snippets."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="read 60 modules and 100 small files only")
    parser.add_argument("--rounds", type=int, default=3, metavar="N")
    options = parser.parse_args(argv)
    quick, rounds = options.quick, options.rounds
    library = corpora.standard_library()
    small = corpora.small_files(library)
    compare("standard library", corpora.sample(library, 60) if quick else library, rounds)
    compare("small files", corpora.sample(small, 100 if quick else 1000), rounds)
    compare("one file", ["print(1)\n"], rounds)
    latencies(
        {
            "print(1)": [f"print({number})\n" for number in range(200)],
            "50 lines": corpora.sample(small, 200),
            "500 lines": corpora.joined(small, 500)[: 20 if quick else 100],
        }
    )


def compare(title: str, texts: Sequence[str], rounds: int) -> None:
    """Let all peers read these texts as files, after a first file that fills the caches of the system."""
    print(f"\n{title}: {len(texts)} files, {sum(text.count(chr(10)) for text in texts)} lines", flush=True)
    costs: dict[str, list[peers.Cost]] = {peer.name: [] for peer in peers.PEERS}
    with tempfile.TemporaryDirectory() as parent:
        first = corpora.write(["print(1)\n"], Path(parent) / "first")
        folder = corpora.write(texts, Path(parent) / "files")
        for peer in peers.PEERS:
            peers.run(peer, first)
        for peer in peers.PEERS * rounds:
            costs[peer.name].append(peers.run(peer, folder))
    show({name: min(runs, key=lambda cost: cost.seconds) for name, runs in costs.items()})


def show(costs: dict[str, peers.Cost]) -> None:
    """Print the table; the ratios are those to the first row."""
    base = next(iter(costs.values()))
    print(
        f"{'':24} {'seconds':>8} {'ratio':>6} {'cpu':>7} {'ratio':>6} {'MiB':>6} {'ratio':>6} {'findings':>9}"
    )
    for name, cost in costs.items():
        print(
            f"{name:24} {cost.seconds:8.2f} {cost.seconds / base.seconds:6.2f}"
            f" {cost.processor:7.2f} {cost.processor / base.processor:6.2f}"
            f" {cost.mebibytes:6.0f} {cost.mebibytes / base.mebibytes:6.2f} {cost.findings:9}"
        )


def latencies(snippets: dict[str, Sequence[str]]) -> None:
    """Analyse each text once in this process; the ratios are those of medians to what only parses the same texts."""
    analyze("import os\n")
    print(f"\n{'in a warm process':24} {'texts':>6} {'p50 ms':>8} {'p99 ms':>8} {'x libcst':>9} {'x ast':>7}")
    for name, texts in snippets.items():
        times = [
            [_milliseconds(do, text) for do in (analyze, libcst.parse_module, ast.parse)] for text in texts
        ]
        own, concrete, abstract = zip(*times, strict=True)
        median = statistics.median(own)
        tail = statistics.quantiles(own, n=100, method="inclusive")[98]
        print(
            f"{name:24} {len(texts):6} {median:8.2f} {tail:8.2f}"
            f" {median / statistics.median(concrete):9.2f} {median / statistics.median(abstract):7.1f}"
        )


def _milliseconds(do: Callable[[str], object], text: str) -> float:
    began = time.perf_counter()
    do(text)
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main(sys.argv[1:])
