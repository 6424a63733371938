"""Where the command prints: the program's own streams, what people should know, JSON for programs."""

from __future__ import annotations

import codecs
import json
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from llm_sandbox_run.command import report
from llm_sandbox_run.errors import SandboxError
from llm_sandbox_run.model import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from llm_sandbox_run.conversation.wires import Stream
    from llm_sandbox_run.model import Problem, RunResult

_Decoder = codecs.getincrementaldecoder("utf-8")


class Output:
    """Passes on what a program prints: bytes as they are, but to a terminal, which would obey some, spelt out."""

    def __init__(self) -> None:
        self._decoders = {name: _Decoder("backslashreplace") for name in ("stdout", "stderr")}

    def __call__(self, name: Stream, data: bytes, final: bool = False) -> None:
        """Print the next piece of a stream; a character may be cut in two between pieces.

        Raises:
            SandboxError: it cannot be printed, though somebody may be waiting for it.
        """
        stream: TextIO | None = getattr(sys, name)
        if stream is None:
            return
        if stream.isatty():
            data = report.harmless(self._decoders[name].decode(data, final)).encode()
        _write(stream, data)

    def end(self) -> None:
        """Print what is left of characters that were cut off."""
        self("stdout", b"", final=True)
        self("stderr", b"", final=True)


def result(run: RunResult) -> None:
    """Tell people what came of a program, but not what it has printed."""
    problems(run.findings)
    if run.outcome is Outcome.BLOCKED:
        count = len(run.findings)
        say(f"not run: {count} finding{'s' * (count != 1)}")
    for line in run.log:
        say(line)


def problems(found: Iterable[Problem]) -> None:
    """Tell people what was found."""
    for line in report.problem_lines(found):
        _print(line)


def say(text: str) -> None:
    """Tell people something."""
    _print(f"llm-sandbox-run: {report.harmless(text)}")


def line(text: str) -> None:
    """Print what was asked for."""
    if sys.stdout:
        _write(sys.stdout, f"{report.harmless(text)}\n".encode())


def as_json(value: object) -> None:
    """Tell programs."""
    print(json.dumps(value, indent=2), flush=True)


def _write(stream: TextIO, data: bytes) -> None:
    try:
        stream.buffer.write(data)
        stream.buffer.flush()
    except OSError as error:
        _divert(stream)
        if not isinstance(error, BrokenPipeError):  # where nobody reads, nobody minds
            raise SandboxError(f"cannot print: {error.strerror}") from error


def _divert(stream: TextIO) -> None:
    # What the stream still holds, and what is still to come, may go nowhere now.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def _print(line: str) -> None:
    with suppress(OSError, AttributeError):
        print(line, file=sys.stderr, flush=True)
