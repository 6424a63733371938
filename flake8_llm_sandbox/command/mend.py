"""`--fix` and `--diff`: programs with everything repaired that has one right answer."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from flake8_llm_sandbox.command.deliver import show
from flake8_llm_sandbox.command.inputs import STANDARD_INPUT, complain, inputs
from flake8_llm_sandbox.command.judge import judge
from flake8_llm_sandbox.files import is_notebook
from flake8_llm_sandbox.fixes.repair import Repair, repair
from flake8_llm_sandbox.fixes.store import store
from flake8_llm_sandbox.formats import diff, text
from flake8_llm_sandbox.formats.report import Checked

if TYPE_CHECKING:
    import argparse


def mend(options: argparse.Namespace) -> int:
    """Repair what the options name, or show what would be repaired, and return the exit code."""
    exit_code, fixed, remaining = 0, 0, 0
    for path, source in inputs(options.paths, options.exclude):
        try:
            if isinstance(source, OSError):
                raise source
            repaired, checked = _repaired(path, source)
            _deliver(path, source, repaired.source, options)
        except OSError as error:
            exit_code = complain(path, error)
            continue
        fixed += repaired.fixed
        remaining += len(repaired.remaining)
        if options.fix:
            show(text.findings(checked), sys.stderr if path == STANDARD_INPUT else sys.stdout)
    sys.stdout.flush()
    sys.stderr.write(f"{'fixed' if options.fix else 'to be fixed'}: {fixed}, remaining: {remaining}\n")
    return max(exit_code, bool(remaining or (fixed and options.diff)))


def _repaired(path: str, source: bytes) -> tuple[Repair, Checked]:
    """Return what repairs make of a text, and what there is to say of it then; notebooks stay as they are."""
    if is_notebook(path):
        checked = judge(path, source, None)
        return Repair(source, 0, checked.findings), checked
    repaired = repair(source, path)
    return repaired, Checked(path, repaired.source, repaired.remaining)


def _deliver(path: str, old: bytes, new: bytes, options: argparse.Namespace) -> None:
    if options.diff:
        sys.stdout.buffer.write(diff.render(path, old, new))
    elif path == STANDARD_INPUT:
        sys.stdout.buffer.write(new)
    elif old != new:
        store(Path(path), new)
