"""The findings of each text, in the form that was asked for."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from flake8_llm_sandbox import cache
from flake8_llm_sandbox.command.inputs import complain, inputs
from flake8_llm_sandbox.formats import renderer
from flake8_llm_sandbox.formats.report import Checked, Failure, Report

if TYPE_CHECKING:
    import argparse


def lint(options: argparse.Namespace) -> int:
    """Check what the options name, print the report and return the exit code."""
    report = check(options)
    for failure in report.failures:
        complain(failure.path, failure.error)
    name = "json" if options.json else "sarif" if options.sarif else "text"
    sys.stdout.write(renderer(name)(report))
    return 2 if report.failures else int(any(checked.findings for checked in report.programs))


def check(options: argparse.Namespace) -> Report:
    """Return what is to be said about everything that the options name."""
    paths = options.paths or ["."]
    place = None if options.no_cache else cache.folder([Path.cwd(), *map(Path, paths)])
    programs, failures = [], []
    for path, source in inputs(paths):
        if isinstance(source, OSError):
            failures.append(Failure(path, source))
        else:
            programs.append(Checked(path, source, cache.verdict(source, path, place)))
    return Report(tuple(programs), tuple(failures))
