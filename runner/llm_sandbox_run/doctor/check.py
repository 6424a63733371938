"""What a check is: a claim about the place where programs run, and a program that puts it to the test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from llm_sandbox_run.backends import BACKENDS
from llm_sandbox_run.model import Limits, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from llm_sandbox_run.doctor.scene import Scene
    from llm_sandbox_run.model import RunResult

LIMITS = Limits(
    seconds=10, memory_bytes=128 << 20, processes=32, file_bytes=4 << 20, temp_bytes=8 << 20, disk_bytes=16 << 20, output_cap_bytes=4 << 20
)  # fmt: skip
WITH_WALLS = ("docker",)  # beyond what a process without namespaces can hold


class Trial(NamedTuple):
    """What came of a check's program."""

    scene: Scene
    seconds: list[float]  # that each run took, as its caller saw it
    result: RunResult  # of the last run


def _nothing(_: Trial) -> str:
    return ""


@dataclass(frozen=True)
class Check:
    """The claim holds if the program ends as it should, says nothing, and the host has no objection.

    The program finds ``scene``, a dictionary of what the host has set up, and ``could``, to say what it must not be able
    to do. It bounds itself, in case that nothing else does.
    """

    claim: str
    program: str
    advice: str
    outcome: Outcome = Outcome.PASS
    seconds: float = LIMITS.seconds  # the time limit
    runs: int = 1
    objection: Callable[[Trial], str] = _nothing  # what the host has seen that must not be
    measured: Callable[[Trial], str] = _nothing
    essential_on: tuple[str, ...] = tuple(BACKENDS)
    protection: str = ""  # by which results claim the same
