"""What programs did when they ran in the sandbox is what the analysis had foretold."""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.proof.disguises import program
from tests.proof.reality import missed, observe, place
from tests.proof.sinks import SINKS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llm_sandbox_run import Sandbox

EXAMPLES = sorted((Path(__file__).parents[2] / "examples" / "dangerous").glob("*.py"))
DISGUISED = 60


@pytest.fixture(scope="module")
def box(image: str) -> Iterator[Sandbox]:
    with place(image) as box:
        yield box


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_dangerous_example_does_nothing_that_was_not_foretold(path: Path, box: Sandbox) -> None:
    text = path.read_text(encoding="utf-8")
    assert not missed(text, observe(box, text))


@pytest.mark.parametrize("sink", SINKS, ids=lambda sink: sink.module + "".join(sink.steps))
def test_sink_really_raises_its_event(sink, box: Sandbox) -> None:
    text, _ = program(sink, lambda titles: titles[0])
    observed = observe(box, text)
    assert sink.event in {event.partition(" ")[0] for event in observed.events}
    assert not missed(text, observed)


def test_disguised_programs_do_what_they_hide(box: Sandbox) -> None:
    chance = random.Random(0)
    done = 0
    for _ in range(DISGUISED):
        sink = chance.choice(SINKS)
        text, _ = program(sink, chance.choice)
        events = {event.partition(" ")[0] for event in observe(box, text).events}
        done += sink.event in events
    assert (
        done > 0.85 * DISGUISED
    )  # in the rest the event shows no sign of the program, or two disguises clash


def test_a_program_that_nothing_foretells_is_a_miss(box: Sandbox) -> None:
    blind = "import os as _\n"
    observed = observe(box, "import os\nos.system('true')\n")
    assert observed.events == {"os.system"}
    assert missed("print(1)\n", observed) == ["os.system"]
    assert not missed(blind, observe(box, blind))
