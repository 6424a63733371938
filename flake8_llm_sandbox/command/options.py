"""The command line."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from flake8_llm_sandbox.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Sequence

DESCRIPTION = "Lint without flake8; `# noqa` and configuration files are not heeded."


@dataclass(frozen=True)
class Output:
    """A format, and the file to write it to; standard output if there is none."""

    format: str
    file: str | None = None


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """Return what was asked for; ``outputs`` are the reports, at least one.

    Raises:
        SystemExit: it makes no sense; a message has been printed.
    """
    parser = _parser()
    options = parser.parse_args(argv)
    other = next((name for name in ("diff", "fix", "docs", "explain") if getattr(options, name)), None)
    if other and options.outputs:
        parser.error(f"--{other} has an output of its own, without --format")
    if sum(output.file is None for output in options.outputs) > 1:
        parser.error("two formats for standard output: let --output FILE follow one of them")
    options.outputs = options.outputs or [Output("text")]
    options.paths = options.paths or ["."]
    return options


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="flake8-llm-sandbox", description=DESCRIPTION)
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="files, or folders to search for *.py and *.ipynb; - is standard input",
    )
    parser.set_defaults(outputs=[])
    parser.add_argument("--format", action=_Format, choices=FORMATS, help="how to report; may be repeated")
    parser.add_argument("--output", action=_File, metavar="FILE", help="where to write the format before it")
    for name in ("json", "sarif"):
        parser.add_argument(
            f"--{name}", action=_Format, nargs=0, const=name, help=f"short for --format {name}"
        )
    modes = parser.add_mutually_exclusive_group()
    for name, text in (
        ("--diff", "print what --fix would change"),
        ("--fix", "repair what has one right answer, print what remains"),
        ("--docs", "print the documentation of all rules as Markdown"),
    ):
        modes.add_argument(name, action="store_true", help=text)
    modes.add_argument("--explain", metavar="CODE", help="print a rule's documentation")
    parser.add_argument("--no-cache", action="store_true", help="analyse what has not changed as well")
    return parser


class _Format(argparse.Action):
    def __call__(
        self,
        parser: argparse.ArgumentParser,
        options: argparse.Namespace,
        values: Any,
        option: str | None = None,
    ) -> None:
        options.outputs = [*options.outputs, Output(self.const or values)]


class _File(argparse.Action):
    def __call__(
        self,
        parser: argparse.ArgumentParser,
        options: argparse.Namespace,
        values: Any,
        option: str | None = None,
    ) -> None:
        *others, last = options.outputs or [None]
        if last is None or last.file:
            parser.error("--output FILE follows the --format that it is for")
        options.outputs = [*others, replace(last, file=values)]
