"""Look for disguises that the analysis does not see through, or that make it cry wolf.

python -m tests.proof.hunt [--honest] [COUNT]     among COUNT random programs, 10,000 if not given
python -m tests.proof.hunt [--honest] --alone     among all that wear one disguise
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from typing import TYPE_CHECKING

from flake8_llm_sandbox import analyze
from tests.proof.disguises import program
from tests.proof.sinks import HARMLESS, SINKS, Sink
from tests.proof.tables import UNBOUNDED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.proof.disguises import Choose


def is_missed(sink: Sink, text: str) -> bool:
    """Return whether no finding says what the program does, or that it may do anything."""
    return not {finding.capability for finding in analyze(text)} & {sink.capability, *UNBOUNDED}


def alone(sink: Sink, honest: bool = False) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the programs for ``sink`` in which one disguise stands alone."""
    yield from _varied(sink, honest, ())


def _varied(
    sink: Sink, honest: bool, fixed: tuple[int, ...], depth: int = 2
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the programs whose first choices are ``fixed`` and that differ from the plainest in one more."""
    asked: list[int] = []

    def choose(titles: Sequence[str]) -> str:
        asked.append(len(titles))
        place = len(asked) - 1
        return titles[fixed[place] if place < len(fixed) else 0]

    yield program(sink, choose, honest)
    for place in range(len(fixed), len(asked)):
        for other in range(1, asked[place]):
            wish = (*fixed, *(0,) * (place - len(fixed)), other)
            if asked[place] > 2:
                yield program(sink, _following(wish), honest)
            elif depth:
                yield from _varied(sink, honest, wish, depth - 1)


def _following(wish: tuple[int, ...]) -> Choose:
    left = iter(wish)
    return lambda titles: titles[next(left, 0)]


def _generated(
    sinks: Sequence[Sink], count: int, honest: bool
) -> Iterator[tuple[Sink, str, tuple[str, ...]]]:
    """Yield ``count`` programs, the same ones each time."""
    chance = random.Random(0)
    for _ in range(count):
        sink = chance.choice(sinks)
        yield sink, *program(sink, chance.choice, honest)


def main() -> int:
    """Print the programs that were judged wrongly, the smallest first, and which disguises they wear."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("count", nargs="?", type=int, default=10_000)
    parser.add_argument("--alone", action="store_true")
    parser.add_argument("--honest", action="store_true")
    options = parser.parse_args()
    sinks = HARMLESS if options.honest else SINKS
    each = ((sink, *found) for sink in sinks for found in alone(sink, options.honest))
    judged = [
        (bool(analyze(text)) if options.honest else is_missed(sink, text), text, used)
        for sink, text, used in (each if options.alone else _generated(sinks, options.count, options.honest))
    ]
    wrong = sorted((text, used) for is_wrong, text, used in judged if is_wrong)
    for text, used in sorted(wrong, key=lambda found: len(found[0])):
        print(f"# {' + '.join(used)}\n{text}")
    print(Counter(title for _, used in wrong for title in used).most_common(80))
    print(f"{len(wrong)} of {len(judged)} {'refused' if options.honest else 'missed'}")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
