"""A Docker engine that belongs to the soak alone, so that it may be ended and started again."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SCRIPT = Path(__file__).parents[2] / "scripts" / "docker-engine"
_NAME = "llm-sandbox-engine"


class OwnEngine:
    """A running engine with all its data in the folder ``home``.

    Raises:
        RuntimeError: another engine answers where this one should be; it is left alone.
    """

    def __init__(self, home: Path) -> None:
        self._environment = {**os.environ, "XDG_CACHE_HOME": str(home)}
        for name in ("DOCKER_HOST", "DOCKER_CONTEXT"):
            self._environment.pop(name, None)
        self.host = f"unix://{home / _NAME / 'docker.sock'}"
        self.start()

    def start(self) -> None:
        """Start it; nothing happens if it runs."""
        found = re.search(r"DOCKER_HOST=(\S+)", self._script())
        if not found or found[1] != self.host:
            raise RuntimeError(
                f"an engine answers at {found and found[1]}, so that none of the soak's own can be started"
            )

    def stop(self) -> None:
        """End it, with all its containers."""
        self._script("stop")

    def _script(self, *arguments: str) -> str:
        command = [str(SCRIPT), *arguments]
        done = subprocess.run(
            command,
            check=False,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(f"{SCRIPT.name}: {done.stderr[-1000:]}")
        return done.stdout


@contextmanager
def own_engine() -> Iterator[OwnEngine]:
    """Have an engine for the time of a ``with`` block; the image is taken from the cache of ``scripts/docker-engine``."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / _NAME / "image.tar"
    with tempfile.TemporaryDirectory(prefix="soak-", dir="/tmp") as name:  # short, for paths of sockets
        home = Path(name)
        (home / _NAME).mkdir()
        if cache.exists():
            shutil.copyfile(cache, home / _NAME / "image.tar")
        engine = OwnEngine(home)
        try:
            yield engine
        finally:
            engine.stop()
