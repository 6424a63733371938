"""Reports to where they were asked to go."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from flake8_llm_sandbox.formats import renderer

if TYPE_CHECKING:
    from typing import TextIO

    from flake8_llm_sandbox.command.options import Output
    from flake8_llm_sandbox.formats.report import Report

FLAGS = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)


def deliver(report: Report, output: Output) -> None:
    """Write a report in one format.

    Raises:
        OSError: the file cannot be written, or is a link, which who made the checked files may have put there.
    """
    if output.file is None:
        show(
            _painted(report)
            if output.format == "text" and _has_colour(sys.stdout)
            else _plain(report, output)
        )
        return
    if Path(output.file).is_symlink():
        raise OSError("not written: this is a link; name the file that it leads to")
    with os.fdopen(os.open(output.file, FLAGS, 0o666), "w", encoding="utf-8", newline="") as file:
        file.write(_plain(report, output))


def show(text: str, stream: TextIO | None = None) -> None:
    """Print ``text``; what the stream cannot encode is spelt out."""
    stream = stream or sys.stdout
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding))


def _plain(report: Report, output: Output) -> str:
    return renderer(output.format)(report)


def _painted(report: Report) -> str:
    from flake8_llm_sandbox.formats import text

    return text.render(report, text.coloured)


def _has_colour(stream: TextIO) -> bool:
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
