"""What programs do when they run, beside what the analysis says of them.

Each program runs in the sandbox, past the gate, under an audit hook. A sensitive event of `events.tsv` that it raised
without a finding that says so is a miss.

    python -m tests.proof.reality [--image IMAGE] FILE...     Python files, or JSON lines with `id` and `code`
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from llm_sandbox_run import Limits, Sandbox
from llm_sandbox_run.conversation.wires import Wires

from flake8_llm_sandbox import Capability, analyze
from tests import unchecked
from tests.proof.tables import UNBOUNDED, table

if TYPE_CHECKING:
    from collections.abc import Iterator

WITNESS = (Path(__file__).parent / "witness.py").read_text(encoding="utf-8")
MARK = "::event:: "
LIMITS = Limits(seconds=5, memory_bytes=256 << 20)
CAPABILITIES = {event: Capability(name) for event, name, _ in table("events.tsv") if name}
# A path is reported by the place where it leads or by what it holds.
LIKE = {Capability.SCOPE: frozenset({Capability.SECRETS, Capability.FILES})}


@dataclass(frozen=True)
class Observed:
    """What one run showed: the sensitive events that the program raised, and how it ended."""

    events: frozenset[str]  # "open /etc/passwd", "os.remove"
    outcome: str


@contextmanager
def place(image: str) -> Iterator[Sandbox]:
    """A sandbox on an empty project that any user may read."""
    with tempfile.TemporaryDirectory() as project:
        Path(project).chmod(0o755)
        with Sandbox(project, image=image, limits=LIMITS) as box:
            yield box


def observe(box: Sandbox, text: str) -> Observed:
    """Run ``text`` in ``box``, whatever the analysis says of it."""
    places = sorted(event for event, capability in CAPABILITIES.items() if capability is Capability.SCOPE)
    given = {"PROGRAM": text, "EVENTS": sorted(CAPABILITIES), "PLACES": places}
    source = re.sub(r'"([A-Z]+)"', lambda found: repr(given[found[1]]), WITNESS)
    result = box._run_clean(unchecked.program(source), Wires())
    events = frozenset(
        line.removeprefix(MARK) for line in result.stderr.splitlines() if line.startswith(MARK)
    )
    return Observed(events, result.outcome.name)


def missed(text: str, observed: Observed) -> list[str]:
    """Return the events that no finding of ``text`` foretells."""
    found = {finding.capability for finding in analyze(text)}
    if found & UNBOUNDED:
        return []
    return sorted(event for event in observed.events if not found & _capabilities(event))


def _capabilities(event: str) -> frozenset[Capability]:
    capability = CAPABILITIES[event.partition(" ")[0]]
    return frozenset({capability}) | LIKE.get(capability, frozenset())


def programs(path: Path) -> Iterator[tuple[str, str]]:
    """Yield names and texts of the programs in a file."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".jsonl":
        yield path.name, text
        return
    for row in map(json.loads, text.splitlines()):
        yield f"{row['id']} ({row.get('label', '')})", row["code"]


def main() -> int:
    """Run the programs of the files named and print what was missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--image", default="python:3.11-slim")
    options = parser.parse_args()
    runs = events = misses = 0
    with place(options.image) as box:
        for path in options.files:
            for name, text in programs(path):
                observed = observe(box, text)
                runs, events = runs + 1, events + len(observed.events)
                if unforetold := missed(text, observed):
                    misses += 1
                    print(f"{name}: {', '.join(unforetold)}", flush=True)
    print(
        f"{runs} programs, {events} sensitive events, {misses} programs with an event that nothing foretells"
    )
    return bool(misses)


if __name__ == "__main__":
    sys.exit(main())
