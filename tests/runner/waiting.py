"""What tests of containers wait for."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from llm_sandbox_run.backends import container

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import docker


def wait_until(condition: Callable[[], bool], seconds: float = 15) -> None:
    """Return as soon as it is so; it has to be in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


def containers(engine: docker.APIClient, project: Path) -> list[dict[str, Any]]:
    """Return what the engine says of a project's containers."""
    found: list[dict[str, Any]] = engine.containers(
        all=True, filters={"label": f"{container.LABEL}.project={project}"}
    )
    return found
