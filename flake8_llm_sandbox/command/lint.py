"""The findings of each text, in the form that was asked for."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from flake8_llm_sandbox import cache
from flake8_llm_sandbox.command.deliver import deliver
from flake8_llm_sandbox.command.inputs import complain, inputs
from flake8_llm_sandbox.command.progress import shown
from flake8_llm_sandbox.command.spread import judged
from flake8_llm_sandbox.findings import Severity
from flake8_llm_sandbox.formats.report import Failure, Report
from flake8_llm_sandbox.models import SHIPPED

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from flake8_llm_sandbox.formats.report import Checked
    from flake8_llm_sandbox.models import Models


def lint(options: argparse.Namespace) -> int:
    """Check what the options name, report it and return the exit code."""
    report = check(options)
    if options.write_baseline:
        return _write_baseline(report, options.write_baseline)
    if options.fail_on == "stop":
        report = replace(report, failing=frozenset({Severity.STOP}))
    exit_code = int(any(map(report.fails, report.programs)))
    for failure in report.failures:
        exit_code = complain(failure.path, failure.error)
    for output in options.outputs:
        try:
            deliver(report, output)
        except OSError as error:
            exit_code = complain(output.file or "standard output", error)
    page = os.environ.get("GITHUB_STEP_SUMMARY")
    if page and options.step_summary:
        _summarize(report, page)
    return exit_code


def _summarize(report: Report, page: str) -> None:
    """Add a summary to the page of a step of GitHub's."""
    from flake8_llm_sandbox.formats.page import render

    try:
        with Path(page).open("a", encoding="utf-8") as file:
            file.write(render(report))
    except OSError as error:  # the verdict is the same
        complain(page, error)


def check(options: argparse.Namespace) -> Report:
    """Return what is to be said about everything that the options name, but for what has been accepted."""
    if not options.changes and not options.baseline and not options.models:
        return _files(options, SHIPPED)
    from flake8_llm_sandbox.command.trusted import named_models
    from flake8_llm_sandbox.history.git import GitError

    name = options.baseline or ", ".join(options.models) or "git"
    try:
        models = named_models(options)
        report = _changes(options, models) if options.changes else _files(options, models)
        if options.baseline:
            from flake8_llm_sandbox.command.accepted import without_accepted

            report = without_accepted(report, options)
    except (GitError, ValueError) as error:
        return Report((), (Failure(name, OSError(str(error))),))
    except OSError as error:
        return Report((), (Failure(error.filename or name, error),))
    return report


def _changes(options: argparse.Namespace, models: Models) -> Report:
    from flake8_llm_sandbox.command.changes import changed

    programs = changed(options, models)
    if options.hook and not programs and not options.agent and options.paths != ["."]:
        return _files(options, models)  # `pre-commit run --all-files`, where nothing is about to be committed
    return Report(programs)


def _files(options: argparse.Namespace, models: Models) -> Report:
    place = None if options.no_cache else cache.folder([Path.cwd(), *map(Path, options.paths)])
    texts = inputs(options.paths, options.exclude)
    found = list(shown(judged(texts, place, options.jobs, models)))
    programs = (_selected(each, options.select) for each in found if not isinstance(each, Failure))
    return Report(tuple(programs), tuple(each for each in found if isinstance(each, Failure)))


def _selected(program: Checked, codes: Sequence[str] | None) -> Checked:
    """Leave out findings of other codes, but what could not be analysed is never clean."""
    if codes is None:
        return program
    wanted = (*codes, "LLS9")
    return replace(program, findings=tuple(each for each in program.findings if each.code.startswith(wanted)))


def _write_baseline(report: Report, path: str) -> int:
    from flake8_llm_sandbox.command.accepted import write

    for failure in report.failures:
        complain(failure.path, failure.error)
    if report.failures:
        return 2
    try:
        write(report, path)
    except OSError as error:
        return complain(path, error)
    return 0
