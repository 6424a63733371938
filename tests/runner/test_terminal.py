"""Who types on a terminal talks with the program, as under ``python``."""

from __future__ import annotations

import contextlib
import os
import pty
import shlex
import signal
import time
from typing import TYPE_CHECKING

import pytest

from tests.image import IMAGE
from tests.runner.command import COMMAND

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ECHO = """
import sys
try:
    while True:
        print('got', ascii(input('say: ')))
except EOFError:
    print('end', sys.stdin.isatty())
"""
EOF, INTERRUPT = b"\x04", b"\x03"


class Person:
    """Sits before a terminal of her own, on which a command runs."""

    def __init__(self, folder: Path, *command: str) -> None:
        self.pid, self._ours = pty.fork()
        if not self.pid:
            signal.signal(signal.SIGHUP, signal.SIG_DFL)  # nohup has it ignored
            os.chdir(folder)
            os.execv(command[0], command)
        self._seen = b""

    def types(self, text: bytes) -> None:
        os.write(self._ours, text)

    def waits_for(self, text: bytes) -> bytes:
        """Read up to this text; return what was read."""
        while text not in self._seen:
            self._seen += os.read(self._ours, 4096)
        before, _, self._seen = self._seen.partition(text)
        return before

    def waits_for_the_end(self) -> tuple[int, bytes]:
        """Return the exit code, and what was shown."""
        with contextlib.suppress(OSError):
            while piece := os.read(self._ours, 4096):
                self._seen += piece
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1]), self._seen

    def leaves(self) -> None:
        os.close(self._ours)


@pytest.fixture
def sit(project: Path, backend: str) -> Iterator[Callable[..., Person]]:
    people: list[Person] = []

    def start(*arguments: str) -> Person:
        command = [*COMMAND, "--backend", backend, "--image", IMAGE, "--timeout", "20", *arguments]
        people.append(Person(project, *command))
        return people[-1]

    yield start
    for person in people:
        with contextlib.suppress(OSError):
            person.leaves()


@pytest.fixture
def shell(project: Path, backend: str) -> Iterator[Callable[[str], Person]]:
    """A shell with jobs, and what it is to do after the command's name."""
    people: list[Person] = []

    def start(rest: str) -> Person:
        command = shlex.join([*COMMAND, "--backend", backend, "--image", IMAGE])
        people.append(Person(project, "/bin/bash", "-i", "-m", "-c", f"{command} {rest}"))
        return people[-1]

    yield start
    for person in people:
        person.leaves()


def test_lines_reach_the_program_as_typed(sit) -> None:
    person = sit("-c", ECHO)
    for line in (b"one", "zwölf  ".encode(), b""):
        person.waits_for(b"say: ")
        person.types(line + b"\n")
        person.waits_for(f"got {line.decode()!a}".encode())
    person.waits_for(b"say: ")
    person.types(EOF)
    code, rest = person.waits_for_the_end()
    assert (code, rest.split()[-2:]) == (0, [b"end", b"False"])


def test_interrupt_ends_a_program_that_waits_for_a_line(sit) -> None:
    person = sit("-c", ECHO)
    person.waits_for(b"say: ")
    person.types(INTERRUPT)
    assert person.waits_for_the_end()[0] == 130


def test_terminal_that_goes_away_takes_nothing_along_but_the_run(sit) -> None:
    person = sit("-c", ECHO)
    person.waits_for(b"say: ")
    person.leaves()
    began = time.monotonic()
    status = os.waitpid(person.pid, 0)[1]
    assert os.waitstatus_to_exitcode(status) in (-signal.SIGHUP, 0)
    assert time.monotonic() - began < 10


def test_what_is_typed_ahead_of_a_program_that_ends_at_once_stays_for_the_shell(shell) -> None:
    person = shell('-c "print(1)"; read -t 9 line; echo "read $line"')
    person.types(b"mine\n")
    assert b"read mine" in person.waits_for_the_end()[1]


def test_run_in_the_background_takes_no_lines_from_the_shell(shell) -> None:
    program = "import time; time.sleep(1.5); print(1 + 1)"
    person = shell(
        f'-c "{program}" & sleep 0.1; echo ready; read -t 9 line; echo "read $line"; wait; echo over'
    )
    person.waits_for(b"ready\r\n")
    time.sleep(1)
    person.types(b"mine\n")
    _, seen = person.waits_for_the_end()
    assert b"read mine" in seen
    assert b"2\r\n" in seen
    assert b"over" in seen, "the job was stopped"
