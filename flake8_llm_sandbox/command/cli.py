"""`flake8-llm-sandbox`: what it was asked to do, and its exit code."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from flake8_llm_sandbox.command.options import parse

# All else is imported where it is used: what has not changed needs none of it, and it takes longer than all the rest.

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code: 0 clean, 1 findings, 2 something could not be read or understood, 130 Ctrl-C."""
    try:
        return _run(parse(argv))
    except KeyboardInterrupt:
        return 130


def _run(options: argparse.Namespace) -> int:
    if options.docs:
        return _document()
    if options.explain:
        return _explain(options.explain)
    if options.model:
        return _model(options.model)
    if options.diff or options.fix:
        from flake8_llm_sandbox.command.mend import mend

        return mend(options)
    from flake8_llm_sandbox.command.lint import lint

    return lint(options)


def _document() -> int:
    from flake8_llm_sandbox import catalog

    sys.stdout.write(catalog.markdown())
    return 0


def _model(package: str) -> int:
    from flake8_llm_sandbox.model.package import NoSourceError, model

    try:
        sys.stdout.write(model(package))
    except NoSourceError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def _explain(code: str) -> int:
    from flake8_llm_sandbox import catalog

    try:
        sys.stdout.write(catalog.explain(code))
    except KeyError:
        sys.stderr.write(
            f"no rule {code}; docs/rules.md lists them all, and LLS99x come from the runner, whose message says all\n"
        )
        return 2
    return 0
