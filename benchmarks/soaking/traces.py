"""What processes and containers hold on to, as the kernel of this machine tells. Containers need root."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from llm_sandbox_run.backends.container import LABEL

if TYPE_CHECKING:
    from collections.abc import Callable

    import docker

PROC = Path("/proc")


def of_process(pid: int) -> dict[str, int]:
    """Return how much memory (KiB), and how many descriptors, threads and children a process has."""
    status = (PROC / str(pid) / "status").read_text()
    return {
        "KiB": _number(r"VmRSS:\s+(\d+)", status),
        "descriptors": len(list((PROC / str(pid) / "fd").iterdir())),
        "threads": _number(r"Threads:\s+(\d+)", status),
        "children": sum(parent == pid for parent in _parents().values()),
    }


def of_container(api: docker.APIClient, name: str) -> dict[str, int]:
    """Return the same of a container's supervisor, and how many processes and files in memory there are."""
    pid = int(api.inspect_container(name)["State"]["Pid"])
    root = PROC / str(pid) / "root"
    return {
        **of_process(pid),
        "processes": len(api.top(name)["Processes"]),
        "files": sum(1 for folder in ("tmp", "dev/shm") for _ in (root / folder).rglob("*")),
    }


def settled(look: Callable[[], dict[str, int]]) -> dict[str, int]:
    """Return what ``look`` finds when it finds the same twice: a supervisor still gets ready for the next run."""
    found = look()
    while (again := look()) != found:
        found = again
    return found


def containers(api: docker.APIClient, projects: list[Path]) -> list[str]:
    """Return the ids of the containers that show these projects."""
    labels = {f"{LABEL}.project={project}" for project in projects}
    return [each["Id"] for label in labels for each in api.containers(all=True, filters={"label": label})]


def processes_of(users: set[int]) -> list[int]:
    """Return the processes of these users, wherever on this machine they run."""
    return [pid for pid in _parents() if _number(r"Uid:\s+(\d+)", _read(PROC / str(pid) / "status")) in users]


def _parents() -> dict[int, int]:
    numbers = (int(folder.name) for folder in PROC.glob("[0-9]*"))
    return {pid: _number(r"PPid:\s+(\d+)", _read(PROC / str(pid) / "status")) for pid in numbers}


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # it has just ended
        return ""


def _number(pattern: str, text: str) -> int:
    found = re.search(pattern, text)
    return int(found[1]) if found else 0
