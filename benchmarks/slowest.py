"""A search for programs that take the analysis long: random ones that are all cycles, and changes to the slowest so far.

    python benchmarks/slowest.py [--programs N] [--seed N] [--most BYTES]

Seconds are those of a processor. Exits with 1 if a program below 1 KB took over 2 s, or one below 100 KB over 10 s.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from typing import TYPE_CHECKING

from flake8_llm_sandbox import analyze

if TYPE_CHECKING:
    from collections.abc import Sequence

NAMES = "abcdef"
ATOMS = (*NAMES, "os", "Path", "'x'", "'../'", "1", "self")
LIMITS = ((1 << 10, 2.0), (100 << 10, 10.0))  # bytes, seconds
KEPT = 20
EXPRESSIONS = (
    "({0} + {1})", "({0} / {1})", "({0} % ({1}, {2}))", "[{0}, {1}]", "{{{0}: {1}}}", "{0}[{1}]", "{0}.{3}", "{0}({1}, {2})",
    "{0}({3}={1})", "{0}(*{1}, **{2})", "[{0} for {3} in {1}]", "[{0} for {3} in range(99)]", "[[{0}] * 99 for {3} in {1}]",
    "(lambda {3}: {0})({1})", "map({0}, {1})", "getattr({0}, {1})", "f'{{{0}}}{{{1}}}'", "({0} if {1} else {2})",
    "{0}.join({1})", "{0}.{3}({1})", "sorted({0}, key={1})", "functools.reduce({0}, {1}, {2})", "vars({0})", "({0} or {1})",
)  # fmt: skip
STATEMENTS = (
    "{3} = {0}", "{3} += {0}", "{3}.{4} = {0}", "{3}[{0}] = {1}", "for {3} in {0}: {4} = {1}", "{3}, *{4} = {0}",
    "def {3}({4}, {5}={0}): return {1}", "def {3}({4}): yield {0}", "class {3}({4}): {5} = {0}", "{3}.append({0})",
    "class {3}({4}):\n def __init__(self, {5}): self.{5} = {0}\n def __add__(self, {4}): return {1}",
    "with {0} as {3}: {4} = {1}", "@{3}\ndef {4}({5}): return {0}", "match {0}:\n case [{3}, {4}]: {5} = {1}",
)  # fmt: skip


def main(argv: Sequence[str] | None = None) -> int:
    """Print the slowest programs; return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--programs", type=int, default=20_000, metavar="N")
    parser.add_argument("--seed", type=int, default=0, metavar="N")
    parser.add_argument("--most", type=int, default=1 << 10, metavar="BYTES")
    options = parser.parse_args(argv)
    slowest = search(random.Random(options.seed), options.programs, options.most)
    for seconds, text in reversed(slowest[:3]):
        print(f"\n{seconds:.2f} s, {len(text)} bytes\n{text}")
    return int(any(len(text) < size and seconds > most for seconds, text in slowest for size, most in LIMITS))


def search(chance: random.Random, programs: int, most: int) -> list[tuple[float, str]]:
    """Return the slowest of so many programs of at most so many bytes, with their seconds."""
    slowest: list[tuple[float, str]] = []
    for _ in range(programs):
        lines = chance.choice(slowest)[1].split("\n\n") if slowest and chance.random() < 0.7 else []
        for _ in range(chance.randint(1, 8) if lines else 40):
            place = chance.randint(0, len(lines))
            lines[place : place + chance.randint(0, 1)] = [statement(chance)]
        while len("\n\n".join(lines)) > most:
            del lines[chance.randrange(len(lines))]
        found = measured("\n\n".join(lines))
        if found[0] > max((seconds for seconds, _ in slowest), default=0):
            print(f"{found[0]:.2f} s", flush=True)
        slowest = sorted([*slowest, found], reverse=True)[:KEPT]
    return slowest


def measured(text: str) -> tuple[float, str]:
    """Return how many seconds of the processor a program takes, and the program."""
    began = time.process_time()
    analyze(text)
    return time.process_time() - began, text


def statement(chance: random.Random) -> str:
    """Return a statement about few names."""
    return chance.choice(STATEMENTS).format(*(expression(chance, 2) for _ in range(3)), *_names(chance))


def expression(chance: random.Random, depth: int) -> str:
    """Return an expression about few names, nested so deep at most."""
    if not depth or chance.random() < 0.3:
        return chance.choice(ATOMS)
    parts = (expression(chance, depth - 1) for _ in range(3))
    return chance.choice(EXPRESSIONS).format(*parts, *_names(chance))


def _names(chance: random.Random) -> list[str]:
    return chance.choices(NAMES, k=3)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
