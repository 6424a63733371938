"""`--baseline` and `--write-baseline`: a file of accepted findings, and where it may come from."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from flake8_llm_sandbox.changed.baseline import read, unaccepted, written
from flake8_llm_sandbox.command.deliver import FLAGS
from flake8_llm_sandbox.history.git import Git, GitError

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
    accepted = read(_trusted(Path(options.baseline), options))
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


def _trusted(path: Path, options: argparse.Namespace) -> str:
    """Return what the file says; if the author of what is judged could have written it, what it says at the base."""
    place = path.resolve()
    try:
        git = Git.around(Path.cwd())
    except GitError:
        git = None
    inside = [git.root.resolve()] if git else [Path(each).resolve() for each in options.paths]
    if not any(place.is_relative_to(each) for each in inside):
        return path.read_text(encoding="utf-8")
    if not git or not options.trusted:
        raise GitError(
            f"{path} lies among what is judged: keep it elsewhere, or name a commit to trust by --base"
        )
    name = f"{git.commit(options.trusted)}:{place.relative_to(inside[0]).as_posix()}"
    try:
        return git.run("cat-file", "blob", "--end-of-options", name).decode("utf-8", "replace")
    except GitError:
        raise GitError(f"{path} is not there at {options.trusted}, the commit to trust") from None
