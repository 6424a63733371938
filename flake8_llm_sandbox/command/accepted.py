"""`--baseline` and `--write-baseline`: a file of accepted findings."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from flake8_llm_sandbox.changed.baseline import read, unaccepted, written
from flake8_llm_sandbox.command.deliver import FLAGS
from flake8_llm_sandbox.command.trusted import trusted

if TYPE_CHECKING:
    import argparse

    from flake8_llm_sandbox.formats.report import Report


def without_accepted(report: Report, options: argparse.Namespace) -> Report:
    """Return a report without what the baseline of the options accepts.

    Raises:
        BaselineError: the file is none.
        GitError: it lies among what is judged, and there is no commit to trust that has it.
        OSError: it cannot be read.
    """
    accepted = read(trusted(Path(options.baseline), options))
    programs = (
        replace(each, findings=unaccepted(each.source, each.findings, accepted)) for each in report.programs
    )
    return replace(report, programs=tuple(programs))


def write(report: Report, path: str) -> None:
    """Write a baseline that accepts all that a report tells.

    Raises:
        OSError: the file cannot be written, or is a link.
    """
    text = written((each.path, each.source, each.findings) for each in report.programs)
    with os.fdopen(os.open(path, FLAGS, 0o666), "w", encoding="utf-8", newline="") as file:
        file.write(text)
