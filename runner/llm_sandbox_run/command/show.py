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
from flake8_llm_sandbox.shown import line as one_line
from llm_sandbox_run.command import report
from llm_sandbox_run.errors import SandboxError
from llm_sandbox_run.model import Outcome
from llm_sandbox_run.project.names import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
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

    Lines that look like this command's get another beginning: of its standard error, and of all that goes to a terminal.
    """

    def __init__(self) -> None:
        self._decoders = {name: _Decoder("backslashreplace") for name in ("stdout", "stderr")}
        self._lines: dict[str, _Line] = {}  # by the stream, or one for all that goes to the terminal

    def __call__(self, name: Stream, data: bytes, final: bool = False) -> None:
        """Print the next piece of a stream; a character may be cut in two between pieces.

        Raises:
            SandboxError: it cannot be printed, though somebody may be waiting for it.
        """
        stream: TextIO | None = getattr(sys, name)
        if stream is None:
            return
        is_terminal = stream.isatty()
        if is_terminal or name == "stderr":
            line = self._lines.setdefault("terminal" if is_terminal else name, _Line())
            data = line.disowned(name, data, final)
        if is_terminal:
            data = harmless(self._decoders[name].decode(data, final)).encode()
        _write(stream, data)

    def end(self, more: bool) -> None:
        """Print what is left of characters that were cut off; if there is ``more`` to be said, on a line of its own."""
        self("stdout", b"", final=True)
        self("stderr", b"", final=True)
        if more and sys.stderr and any(line.is_open for line in self._lines.values()):
            _write(sys.stderr, b"\n")


class _Line:
    """The line that a program is printing. What may come to look like ours is held back, as far as it goes."""

    def __init__(self) -> None:
        self.is_open = False  # something has been printed since the last line ended
        self._held, self._holder = b"", ""
        self._in_line = False  # behind what could be held

    def disowned(self, name: Stream, data: bytes, final: bool) -> bytes:
        """Return what may be printed of this, and of what was held."""
        shown = b""
        if self._held and data and name != self._holder:
            shown = _MARK + self._released()  # else two streams could share the beginning
        for piece in _LINES.findall(data):
            self._held, self._holder = self._held + piece, name
            if self._in_line or not _OURS.startswith(self._held):
                shown += self._released()
            if piece.endswith((b"\n", b"\r")):
                self._in_line = False
        shown += self._released() if final else b""
        self.is_open = not shown.endswith(b"\n") if shown else self.is_open
        return shown

    def _released(self) -> bytes:
        line, self._held = self._held, b""
        strange = not self._in_line and line.startswith(_OURS)
        self._in_line = self._in_line or bool(line)
        return _MARK * strange + line


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
    import termios  # for few runs

    try:
        with _TERMINAL.open("w", encoding="utf-8") as screen, _TERMINAL.open(encoding="utf-8") as keyboard:
            termios.tcflush(keyboard, termios.TCIFLUSH)  # what was typed before answers something else
            print(_ours(f"llm-sandbox-run: {question} [y/N] ", screen), end="", file=screen, flush=True)
            return keyboard.readline().strip().lower() in ("y", "yes")
    except (OSError, termios.error):
        return False


def problems(found: Iterable[Problem]) -> None:
    """Tell people what was found."""
    for line in report.problem_lines(found):
        _print(line)


def say(text: str) -> None:
    """Tell people something."""
    _print(f"llm-sandbox-run: {one_line(text)}")


def line(text: str) -> None:
    """Print what was asked for, on one line."""
    if sys.stdout:
        _write(sys.stdout, f"{one_line(text)}\n".encode())


def table(rows: Sequence[Mapping[str, object]]) -> None:
    """Print rows with the same keys below each other."""
    cells = [[one_line(str(each)) for each in row.values()] for row in rows]
    if rows:
        cells.insert(0, [name.upper() for name in rows[0]])
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        line("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


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
        print(_ours(line, sys.stderr), file=sys.stderr, flush=True)


def _ours(text: str, stream: TextIO) -> str:
    """Return a line of this command as it is shown: on a terminal bold, which no program's text can be."""
    plain = "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb" or not stream.isatty()
    return text if plain else f"\x1b[1m{text}\x1b[0m"
