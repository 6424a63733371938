"""The command line."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

from flake8_llm_sandbox.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Sequence

DESCRIPTION = "Lint without flake8; `# noqa` and configuration files are not heeded."


class Output(NamedTuple):
    """A format, and the file to write it to; standard output if there is none."""

    format: str
    file: str | None = None


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """Return what was asked for; ``outputs`` are the reports, at least one.

    Raises:
        SystemExit: it makes no sense; a message has been printed.
    """
    parser = _parser()
    given = sys.argv[1:] if argv is None else argv
    options = parser.parse_args(given)
    _refuse_files_as_options(parser, given)
    other = next(
        (name for name in ("diff", "fix", "docs", "explain", "model") if getattr(options, name)), None
    )
    if other and options.outputs:
        parser.error(f"--{other} has an output of its own, without --format")
    if sum(output.file is None for output in options.outputs) > 1:
        parser.error("two formats for standard output: let --output FILE follow one of them")
    if options.models and (options.diff or options.fix):
        parser.error("--models is for judging: what it finds has no repair")
    _settle_changes(parser, options)
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
    modes.add_argument(
        "--model",
        metavar="PACKAGE",
        help="print what the functions of an installed package, or of a wheel, do as their arguments decide",
    )
    parser.add_argument(
        "--models",
        action="append",
        default=[],
        metavar="FILE",
        help="know a package by what --model has printed of it; may be repeated",
    )
    parser.add_argument(
        "--select",
        type=_words,
        metavar="CODES",
        help="report these alone, such as LLS2,LLS301, and LLS9 whatever is named",
    )
    parser.add_argument(
        "--exclude",
        type=_words,
        default=[],
        metavar="PATTERNS",
        help="in folders, leave out files and folders of such names or paths",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version")
    parser.add_argument("--no-cache", action="store_true", help="analyse what has not changed as well")
    parser.add_argument(
        "-j",
        "--jobs",
        type=_count,
        metavar="N",
        help="processes for many files; as a rule, one for each core",
    )
    parser.add_argument(
        "--no-step-summary",
        dest="step_summary",
        action="store_false",
        help="write no page to $GITHUB_STEP_SUMMARY",
    )
    _add_changes(parser)
    return parser


def _add_changes(parser: argparse.ArgumentParser) -> None:
    changes = parser.add_argument_group("judge what changed, and say what else tools act on")
    modes = changes.add_mutually_exclusive_group()
    modes.add_argument("--base", metavar="REF", help="judge PATHs by what they were when this left REF")
    modes.add_argument("--staged", action="store_true", help="judge what the next commit changes")
    modes.add_argument(
        "--commits", metavar="BASE..TIP", help="judge each agent's commit that TIP has and BASE has not"
    )
    modes.add_argument("--hook", action="store_true", help="judge what pre-commit or prek runs this for")
    for name, text in (
        ("--all", "with --commits: people's commits as well"),
        ("--agent", "with --staged and --hook: only what an agent commits"),
        ("--whole", "judge programs that changed as a whole"),
    ):
        changes.add_argument(name, action="store_true", help=text)
    changes.add_argument(
        "--branch",
        action="append",
        default=[],
        metavar="PATTERN",
        help="with --commits: --all on such a branch",
    )
    changes.add_argument(
        "--mark", action=_Mark, default=[], metavar="KIND=VALUE", help="an agent's: author, line or variable"
    )
    parser.add_argument(
        "--fail-on", choices=("stop", "tell"), help="what makes the exit code 1; stop for changes, else tell"
    )
    parser.add_argument("--baseline", metavar="FILE", help="leave out what this file accepts")
    parser.add_argument(
        "--write-baseline", metavar="FILE", help="write a file that accepts all that is found"
    )


def _refuse_files_as_options(parser: argparse.ArgumentParser, given: Sequence[str]) -> None:
    """Refuse what may be a file that is named like an option: hooks are passed whatever names are in a commit."""
    ambiguous = [each for each in given if each.startswith("--") and os.path.lexists(each)]
    if ambiguous:
        parser.error(f"{ambiguous[0]!r} is a file, and an option: rename the file")


def _settle_changes(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """Make of `--hook` what it stands for, and say which commit is trusted, and what makes the command fail."""
    if options.hook:
        ends = [os.environ.get(f"PRE_COMMIT_{each}_REF", "") for each in ("FROM", "TO")]
        options.staged = True
        if all(ends):
            options.commits, options.staged, options.all = "..".join(ends), False, not options.agent
    elif options.paths and (options.staged or options.commits):
        parser.error("only --base takes PATHs")
    options.changes = bool(options.base or options.staged or options.commits)
    if options.changes and (options.select or options.exclude):
        parser.error("--select and --exclude are for whole files: of changes, all counts")
    if (options.agent or options.whole) and not options.changes:
        parser.error("--agent and --whole are about changes: name some")
    base = options.commits.partition("..")[0] if options.commits else None
    options.trusted = options.base or base or ("HEAD" if options.staged else None)
    options.fail_on = options.fail_on or ("stop" if options.changes else "tell")


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _count(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes")
    return int(text)


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        from importlib.metadata import version  # slow to load

        print(version("flake8-llm-sandbox"))
        parser.exit()


class _Format(argparse.Action):
    def __call__(
        self,
        parser: argparse.ArgumentParser,
        options: argparse.Namespace,
        values: Any,
        option: str | None = None,
    ) -> None:
        options.outputs = [*options.outputs, Output(self.const or values)]


class _Mark(argparse.Action):
    def __call__(
        self,
        parser: argparse.ArgumentParser,
        options: argparse.Namespace,
        values: Any,
        option: str | None = None,
    ) -> None:
        from flake8_llm_sandbox.agents import Mark

        try:
            options.mark = [*options.mark, Mark.parse(values)]
        except ValueError as error:
            parser.error(str(error))


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
        options.outputs = [*others, last._replace(file=values)]
