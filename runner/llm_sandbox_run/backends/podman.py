"""Where Podman's idea of the engine's API is another one."""

from __future__ import annotations

import re
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PROFILE = "seccomp="
_PROCESSES = {
    "Name": "nproc",
    "Soft": 32768,
    "Hard": 32768,
}  # as it has itself: to raise that, it may lack the right
_UNKNOWN = re.compile(r",nr_inodes=\d+")  # memory bounds the number of files there, too


def is_podman(version: Mapping[str, Any]) -> bool:
    """Tell by its answer about its version whether an engine is Podman's."""
    return any(each.get("Name") == "Podman Engine" for each in version.get("Components") or ())


@contextmanager
def adapted(config: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield how to ask for the same container; while the block lasts, Podman finds its filter of system calls in a file."""
    host = config["HostConfig"]
    with tempfile.NamedTemporaryFile("w", prefix="llm-sandbox-", suffix=".json") as file:
        options = []
        for each in host["SecurityOpt"]:
            if each.startswith(_PROFILE):
                file.write(each.removeprefix(_PROFILE))
                file.flush()
            options.append(f"{_PROFILE}{file.name}" if each.startswith(_PROFILE) else each)
        tmpfs = {path: _UNKNOWN.sub("", each) for path, each in host.get("Tmpfs", {}).items()}
        ulimits = [*host.get("Ulimits", ()), _PROCESSES]
        yield {**config, "HostConfig": {**host, "SecurityOpt": options, "Tmpfs": tmpfs, "Ulimits": ulimits}}
