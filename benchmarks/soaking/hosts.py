"""The director's side of the host processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from soaking.worker import at_once

if TYPE_CHECKING:
    from collections.abc import Iterator

_HERE = Path(__file__).parents[1]
_END_SECONDS = 30.0


@dataclass(frozen=True)
class Record:
    """One run, between two moments of ``time.monotonic()``; without an answer if it went with its host."""

    number: int
    sent: float
    answered: float
    answer: dict[str, Any] | None


class Host:
    """A process that has programs run in ``size`` places of a project; another one takes over when it is killed."""

    def __init__(
        self, project: Path, backend: str, size: int, live: str, environment: dict[str, str]
    ) -> None:
        self.records: list[Record] = []
        self._command = [sys.executable, "-m", "soaking.worker", str(project), backend, str(size), live]
        path = os.pathsep.join(filter(None, [str(_HERE), os.environ.get("PYTHONPATH")]))
        self._environment = {**os.environ, **environment, "PYTHONPATH": path}
        self._at_once = at_once(size)
        self._sent: dict[int, float] = {}
        self._condemned = False
        self._process = self._start()

    def run(self, numbers: Iterator[int]) -> None:
        """Have programs run until there are no more numbers, and nothing runs.

        Raises:
            RuntimeError: the process ended though nobody killed it.
        """
        self._send(numbers, self._at_once)
        while self._sent:
            answer = self._read()
            if answer is None:
                self._take_over()
                self._send(numbers, self._at_once)
            else:
                self._note(answer["run"], answer)
                self._send(numbers, 1)

    def kill(self, number: int) -> None:
        """End the process by this signal."""
        self._condemned = True
        self._process.send_signal(number)

    def traces(self) -> dict[str, int]:
        """Return what the process holds on to. Only between runs."""
        self._write("traces")
        answer = self._read()
        if not answer:
            raise RuntimeError("a host process ended by itself")
        return dict(answer["traces"])

    def end(self) -> None:
        """Let the process close what it has started, and wait for its end."""
        self._process.communicate(timeout=_END_SECONDS)
        if self._process.returncode:
            raise RuntimeError(f"a host process ended with {self._process.returncode}")

    def _start(self) -> subprocess.Popen[str]:
        pipe = subprocess.PIPE
        return subprocess.Popen(
            self._command, env=self._environment, stdin=pipe, stdout=pipe, text=True, bufsize=1
        )

    def _take_over(self) -> None:
        self._process.communicate()
        if not self._condemned:
            raise RuntimeError(f"a host process ended by itself with {self._process.returncode}")
        self._condemned = False
        for number in list(self._sent):
            self._note(number, None)
        self._process = self._start()

    def _send(self, numbers: Iterator[int], count: int) -> None:
        for _, number in zip(range(count), numbers, strict=False):  # the range first: no number is lost
            self._sent[number] = time.monotonic()
            self._write(number)

    def _write(self, value: object) -> None:
        assert self._process.stdin
        with suppress(BrokenPipeError):  # reading will tell
            self._process.stdin.write(f"{json.dumps(value)}\n")

    def _read(self) -> dict[str, Any] | None:
        assert self._process.stdout
        line = self._process.stdout.readline()
        return dict(json.loads(line)) if line.endswith("\n") else None

    def _note(self, number: int, answer: dict[str, Any] | None) -> None:
        self.records.append(Record(number, self._sent.pop(number), time.monotonic(), answer))
