"""The containers that a user has, whoever started them, and their end."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from llm_sandbox_run.backends.container import LABEL

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any


class Kept(NamedTuple):
    """A container, as its engine tells of it."""

    project: str
    image: str
    engine: str
    name: str
    state: str  # such as "running" or "paused"
    since: str  # when it was made, in ISO 8601

    @classmethod
    def of(cls, said: dict[str, Any], engine: str) -> Kept:
        """Return it from what the engine has listed."""
        labels = said["Labels"]
        since = datetime.fromtimestamp(said["Created"]).astimezone()
        project, image = labels[f"{LABEL}.project"], labels[f"{LABEL}.image"]
        return cls(project, image, engine, said["Names"][0].lstrip("/"), said["State"], since.isoformat())


def containers() -> list[Kept]:
    """Return the containers that this user has, by project.

    Raises:
        EngineError: no Docker engine answers.
    """
    from llm_sandbox_run.backends.engine import Engine  # takes 100 ms that others need not wait for

    with closing(Engine()) as engine:
        return sorted(Kept.of(each, engine.address) for each in engine.containers())


def end_containers(root: Path | None) -> int:
    """Kill and remove the containers of the project at ``root``, or of all of this user's; return how many there were.

    Raises:
        EngineError: no Docker engine answers.
    """
    from llm_sandbox_run.backends.engine import Engine  # as above

    with closing(Engine()) as engine:
        found = engine.containers(root)
        for each in found:
            engine.remove(each["Id"])
    return len(found)
