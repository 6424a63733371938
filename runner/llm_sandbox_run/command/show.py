"""Where the command prints: the program's own streams, what people should know, JSON for programs."""

from __future__ import annotations

import codecs
import json
import os
import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from flake8_llm_sandbox.shown import harmless
from llm_sandbox_run.command import report
from llm_sandbox_run.errors import SandboxError
from llm_sandbox_run.model import Outcome
from llm_sandbox_run.project.names import printable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from llm_sandbox_run.conversation.wires import Stream
    from llm_sandbox_run.model import Problem, RunResult

_Decoder = codecs.getincrementaldecoder("utf-8")
_OURS = b"llm-sandbox-run:"
_TERMINAL = Path("/dev/tty")
_MARK = b"(program) "
_LINES = re.compile(rb"[^\r\n]*[\r\n]|[^\r\n]+")


class Output:
    """Passes on what a program prints: bytes as they are, but to a terminal, which would obey some, spelt out.

    Lines of its standard error that look like this command's get another beginning.
    """

    def __init__(self) -> None:
        self._decoders = {name: _Decoder("backslashreplace") for name in ("stdout", "stderr")}
        self._held = b""  # the beginning of a line that may come to look like ours
        self._in_line = False  # behind that

    def __call__(self, name: Stream, data: bytes, final: bool = False) -> None:
        """Print the next piece of a stream; a character may be cut in two between pieces.

        Raises:
            SandboxError: it cannot be printed, though somebody may be waiting for it.
        """
        stream: TextIO | None = getattr(sys, name)
        if stream is None:
            return
        if name == "stderr":
            data = self._disown(data, final)
        if stream.isatty():
            data = harmless(self._decoders[name].decode(data, final)).encode()
        _write(stream, data)

    def _disown(self, data: bytes, final: bool) -> bytes:
        shown = b""
        for piece in _LINES.findall(data):
            self._held += piece
            if self._in_line or not _OURS.startswith(self._held):
                shown += self._released()
            if piece.endswith((b"\n", b"\r")):
                self._in_line = False
        return shown + (self._released() if final else b"")

    def _released(self) -> bytes:
        line, self._held = self._held, b""
        strange = not self._in_line and line.startswith(_OURS)
        self._in_line = True
        return _MARK * strange + line

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


def changes(run: RunResult) -> None:
    """Tell people what a program wants to make of the project, and where to look at it."""
    for change in run.changes:
        _print(f"  {change.kind} {printable(change.path) or '.'}")
    if run.pending:
        say(f"the new files are in {run.pending.folder}")


def asked(question: str) -> bool:
    """Ask on the terminal; without one the answer is no."""
    try:
        with _TERMINAL.open("w", encoding="utf-8") as screen, _TERMINAL.open(encoding="utf-8") as keyboard:
            print(f"llm-sandbox-run: {question} [y/N] ", end="", file=screen, flush=True)
            return keyboard.readline().strip().lower() in ("y", "yes")
    except OSError:
        return False


def problems(found: Iterable[Problem]) -> None:
    """Tell people what was found."""
    for line in report.problem_lines(found):
        _print(line)


def say(text: str) -> None:
    """Tell people something."""
    _print(f"llm-sandbox-run: {harmless(text)}")


def line(text: str) -> None:
    """Print what was asked for."""
    if sys.stdout:
        _write(sys.stdout, f"{harmless(text)}\n".encode())


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
