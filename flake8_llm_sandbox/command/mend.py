"""`--fix` and `--diff`: programs with everything repaired that has one right answer."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from flake8_llm_sandbox.command.deliver import show
from flake8_llm_sandbox.command.inputs import STANDARD_INPUT, complain, inputs
from flake8_llm_sandbox.fixes.repair import repair
from flake8_llm_sandbox.fixes.store import store
from flake8_llm_sandbox.formats import diff, text
from flake8_llm_sandbox.formats.report import Checked

if TYPE_CHECKING:
    import argparse


def mend(options: argparse.Namespace) -> int:
    """Repair what the options name, or show what would be repaired, and return the exit code."""
    exit_code, fixed, remaining = 0, 0, 0
    for path, source in inputs(options.paths):
        try:
            if isinstance(source, OSError):
                raise source
            repaired = repair(source, path)
            _deliver(path, source, repaired.source, options)
        except OSError as error:
            exit_code = complain(path, error)
            continue
        fixed += repaired.fixed
        remaining += len(repaired.remaining)
        if options.fix:
            report = text.findings(Checked(path, repaired.source, repaired.remaining))
            show(report, sys.stderr if path == STANDARD_INPUT else sys.stdout)
    sys.stdout.flush()
    sys.stderr.write(f"{'fixed' if options.fix else 'to be fixed'}: {fixed}, remaining: {remaining}\n")
    return max(exit_code, bool(remaining or (fixed and options.diff)))


def _deliver(path: str, old: bytes, new: bytes, options: argparse.Namespace) -> None:
    if options.diff:
        sys.stdout.buffer.write(diff.render(path, old, new))
    elif path == STANDARD_INPUT:
        sys.stdout.buffer.write(new)
    elif old != new:
        store(Path(path), new)
