"""The findings of each text, in the form that was asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from flake8_llm_sandbox import cache
from flake8_llm_sandbox.command.deliver import deliver
from flake8_llm_sandbox.command.inputs import complain, inputs
from flake8_llm_sandbox.command.judge import judge
from flake8_llm_sandbox.formats.report import Failure, Report

if TYPE_CHECKING:
    import argparse


def lint(options: argparse.Namespace) -> int:
    """Check what the options name, report it and return the exit code."""
    report = check(options)
    exit_code = int(any(checked.findings for checked in report.programs))
    for failure in report.failures:
        exit_code = complain(failure.path, failure.error)
    for output in options.outputs:
        try:
            deliver(report, output)
        except OSError as error:
            exit_code = complain(output.file or "standard output", error)
    return exit_code


def check(options: argparse.Namespace) -> Report:
    """Return what is to be said about everything that the options name."""
    place = None if options.no_cache else cache.folder([Path.cwd(), *map(Path, options.paths)])
    programs, failures = [], []
    for path, source in inputs(options.paths):
        if isinstance(source, OSError):
            failures.append(Failure(path, source))
        else:
            programs.append(judge(path, source, place))
    return Report(tuple(programs), tuple(failures))
