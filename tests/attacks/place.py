"""One kind of sandbox, the world around it, and what is seen when an attack runs there."""

from __future__ import annotations

import json
import time
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

from llm_sandbox_run import Limits, Outcome, Policy, Sandbox
from llm_sandbox_run.backends.subprocess import SubprocessBackend
from llm_sandbox_run.gate.checked import digest

from tests import unchecked
from tests.attacks.observed import carry, look, observe
from tests.attacks.world import World
from tests.image import IMAGE

if TYPE_CHECKING:
    from pathlib import Path

    from llm_sandbox_run.model import CleanCode
    from typing_extensions import Self

    from tests.attacks.attack import Attack
    from tests.attacks.observed import Observed

LIMITS = Limits(
    seconds=1,
    memory_bytes=128 << 20,
    processes=64,
    open_files=256,
    file_bytes=8 << 20,
    temp_bytes=16 << 20,
    disk_bytes=128 << 20,
    disk_files=10_000,
    output_cap_bytes=4 << 20,
)
SECONDS = (1.0, 10.0)  # the time limits to choose from
SUITE = "def test_right():\n    assert True\n\n\ndef test_wrong():\n    assert False\n"


class Place:
    """A sandbox that stays warm from attack to attack."""

    def __init__(self, kind: str, base: Path, uid: int, python: str) -> None:
        self.world = World(base, uid)
        self._kind, self._python = kind, python
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self._stack.enter_context(self.world)
        kinds = [(seconds, "") for seconds in SECONDS] + [(SECONDS[0], "process")]
        self._boxes = {kind: self._stack.enter_context(self._box(*kind)) for kind in kinds}
        self._furniture = {kind: look(box) for kind, box in self._boxes.items()}
        self._quiet = self._most_processes()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def missing(self) -> list[str]:
        """Return the protections that the place itself says it does not have."""
        return list(self._boxes[SECONDS[0], ""].run_code("pass").missing)

    def has_pytest(self) -> bool:
        """Tell whether the programs' interpreter has pytest."""
        return self._boxes[SECONDS[-1], ""].run_code("import pytest").outcome is Outcome.PASS

    def attempt(self, attack: Attack) -> Observed:
        """Run an attack and look at what it left; afterwards the place is as before."""
        kind = attack.seconds, attack.headers.get("allow", "")
        box = self._boxes[kind]
        for _ in range(int(attack.headers.get("after", 0))):
            carry(box)
        try:
            seen = observe(box, self._code(attack), int(attack.headers.get("stdin", 0)))
            left, names = self._leftovers(), self.world.project.names()
            fresh = look(box) - self._furniture[kind]
            self._furniture[kind] |= fresh  # what cannot be removed is told once
            seen = replace(seen, left=left or self._leftovers(), names=names, next=sorted(fresh))
            return replace(seen, damage=self.world.damage())
        finally:
            self.world.repair()

    def _box(self, seconds: float, allow: str) -> Sandbox:
        backend = "docker" if self._kind == "docker" else "subprocess"
        limits, policy = replace(LIMITS, seconds=seconds), Policy({allow} if allow else ())
        box = Sandbox(self.world.project.root, backend, IMAGE, limits, policy=policy)
        if backend == "subprocess":
            box._backend = SubprocessBackend(self._python, namespaces=not self._kind.endswith("bare"))
        return box

    def _code(self, attack: Attack) -> CleanCode:
        if not attack.suite:
            return unchecked.program(attack.text, (json.dumps(self.world.described()),))
        runner, name = attack.suite.split()
        texts = {"test_honest.py": SUITE, name: attack.text}
        for file, text in texts.items():
            (self.world.project.root / file).write_text(text)
        files = tuple(file for file in texts if runner == "pytest" and file.startswith("test_"))
        return unchecked.suite(runner, files, {file: digest(text.encode()) for file, text in texts.items()})

    def _most_processes(self) -> int:
        """Return how many processes there are once supervisors have forked the ones that wait for the next run."""
        most, until = 0, time.monotonic() + 0.5
        while time.monotonic() < until:
            if (now := self.world.processes()) > most:
                most, until = now, time.monotonic() + 0.5
            time.sleep(0.01)
        return most

    def _leftovers(self) -> int:
        """Return how many processes more than at the beginning there are, once those that were killed are gone."""
        deadline = time.monotonic() + 2
        while True:
            more = max(0, self.world.processes() - self._quiet)
            if not more or time.monotonic() > deadline:
                return more
            time.sleep(0.005)
