"""What goes wrong during a soak, and when."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docker.errors import APIError

from soaking import traces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import docker

    from soaking.engine import OwnEngine

_AFTERMATH_SECONDS = 1.0  # in which an engine removes a container that was killed


@dataclass(frozen=True)
class Fault:
    """Something that went wrong between two moments of ``time.monotonic()``."""

    name: str
    began: float
    ended: float


def plan(runs: int, kinds: dict[str, int]) -> Iterator[tuple[int, str]]:
    """Return at which run what goes wrong: each kind once in so many runs, and at least once."""
    yield from sorted(
        (number * runs // (count + 1), name)
        for name, each in kinds.items()
        for count in [max(1, runs // each)]
        for number in range(1, count + 1)
    )


def record(name: str, fault: Callable[[], None]) -> Fault:
    """Let it happen."""
    began = time.monotonic()
    fault()
    return Fault(name, began, time.monotonic() + _AFTERMATH_SECONDS)


def kill_container(api: docker.APIClient, projects: list[Path]) -> None:
    """End one of the containers, whatever goes on in it."""
    found = traces.containers(api, projects)
    if found:
        try:
            api.kill(random.choice(found))
        except APIError as error:
            if error.status_code not in (404, 409):  # it has ended by itself
                raise


def restart(engine: OwnEngine) -> None:
    """End the engine and start it again."""
    engine.stop()
    engine.start()
