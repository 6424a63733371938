"""The command line of ``llm-sandbox-run``."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any, NoReturn

from llm_sandbox_run.backends import BACKENDS
from llm_sandbox_run.command import jobs
from llm_sandbox_run.command.arguments import (
    Parser,
    add_image,
    add_json,
    add_project,
    assignment,
    seconds,
    size,
)
from llm_sandbox_run.policy.policy import PROFILES
from llm_sandbox_run.sandbox import DEFAULT_LIMITS

if TYPE_CHECKING:
    from collections.abc import Sequence

_USAGE = """\
llm-sandbox-run [OPTION ...] script.py [ARG ...]
       llm-sandbox-run [OPTION ...] -c CODE [ARG ...]
       llm-sandbox-run [OPTION ...] -m MODULE [ARG ...]
       llm-sandbox-run [OPTION ...] - [ARG ...]
       llm-sandbox-run [OPTION ...] --check PATH ...
       llm-sandbox-run hook [OPTION ...] [install AGENT]
       llm-sandbox-run mcp [OPTION ...] [--http PORT]
       llm-sandbox-run list [--json]
       llm-sandbox-run stop [--project DIR] [--all]
       llm-sandbox-run withheld [--remove]
       llm-sandbox-run doctor [--backend NAME] [--image NAME] [--json]"""
_EPILOG = """\
Exit codes: the program's own; 124 timeout; 125 the sandbox itself failed; 126 blocked by the gate;
122 over the limit of disk space; 130 interrupted; 137 killed for memory; 153 killed for printing too much.
"""
_LIMITS = (
    ("timeout", seconds, "seconds", "SECONDS", "of wall time; default: 5"),
    ("memory", size, "memory_bytes", "SIZE", "such as 512m, the default, or 2g"),
    ("disk", size, "disk_bytes", "SIZE", "what a run may add to the project; default: 1g"),
    ("disk-files", int, "disk_files", "NUMBER", "the same, files and folders; default: 50000"),
    ("file-size", size, "file_bytes", "SIZE", "of one file, at most; default: 256m"),
    ("temp", size, "temp_bytes", "SIZE", "what /tmp holds, at most; default: 64m"),
    ("processes", int, "processes", "NUMBER", "and threads, at most at a time; default: 64"),
    ("open-files", int, "open_files", "NUMBER", "of each process, at most; default: 512"),
    ("cpus", float, "cpus", "NUMBER", "of processors, such as 0.5; default: 1"),
    ("output", size, "output_bytes", "SIZE", "kept of each stream for --json; default: 1m"),
    ("output-cap", size, "output_cap_bytes", "SIZE", "printed, at most; default: 64m"),
)
_SWITCHES = (
    ("parallel", "take a place that no other command has, and do not wait for programs that run on this project"),
    ("require-isolation", "run nothing where the kernel does not keep files and network of the host out of reach"),
    ("read-only", "let the program write nothing in the project"),
    ("live", "let the program write to the project itself, and not only when it has ended"),
    ("fenced", "of the program, which is Markdown, run what is between the fences"),
)  # fmt: skip
_LISTS = (
    ("preload", "NAME", "have the sandbox import this installed module once for all runs"),
    ("writable", "DIR", "make this folder of the project writable"),
    ("path", "DIR", "import from this folder of the project, too, as from those that an editable installation would have"),
    ("env", "NAME", "pass on an environment variable, if secrets are allowed"),
    ("readable", "PATH", "show a path of the host, if scope is allowed"),
    ("runner", "MODULE", "let this installed module be run with -m, since it only runs tests"),
)  # fmt: skip
_CAPABILITIES = (
    ("allow", "capabilities such as network; for some files CAPABILITY:PATTERN or CODE:PATTERN, such as process:tests/**"),
    ("place", "capabilities that only the place gives: for what --base approves"),
)  # fmt: skip


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> NoReturn:
        from importlib.metadata import version  # slow to load

        print(version("flake8-llm-sandbox"))
        parser.exit()


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Return the options; ``job`` says what for: "run", "check", "draft", or one of ``jobs.JOBS``.

    Raises:
        UsageError: they make no sense.
    """
    words = sys.argv[1:] if arguments is None else list(arguments)
    if words and words[0] in jobs.JOBS:
        return jobs.parse(words)
    if words[:1] == ["mcp"]:
        return _server().parse_args(words[1:], argparse.Namespace(job="mcp"))
    options = _parser().parse_args(words)
    _require_one_program(options)
    options.job = "stop" if options.stop else "check" if options.check else "run"
    if options.write_policy and not options.stop:
        options.job = "draft"
    return options


def _require_one_program(options: argparse.Namespace) -> None:
    chosen = [options.code, options.module, options.program or None, options.check, options.stop or None]
    if sum(each is not None for each in chosen) != 1:
        _parser().error("name one program: script.py, -c CODE, -m MODULE or -")
    for name in ("code", "module"):
        if getattr(options, name) == []:
            _parser().error(f"-{name[0]} needs a value")


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="llm-sandbox-run",
        usage=_USAGE,
        description="Check a Python program and the modules it imports and, if they are clean, run it in a sandbox.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _add_program(parser)
    _add_place(parser, "apply", "discard", "review")
    parser.add_argument(
        "--write-policy",
        metavar="FILE",
        help="run nothing; write a policy that grants what the program needs, for a person to read and to cut",
    )
    add_json(parser, "the whole result")
    parser.add_argument(
        "--no-step-summary",
        dest="step_summary",
        action="store_false",
        help="add nothing to the page of $GITHUB_STEP_SUMMARY",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version")
    return parser


def _server() -> argparse.ArgumentParser:
    parser = Parser(
        prog="llm-sandbox-run mcp",
        description="Serve the sandbox to agents by the Model Context Protocol, on standard input and output.",
        epilog="What programs may do is said here alone: no tool takes a policy. A script of the name mcp is run as ./mcp.",
        allow_abbrev=False,
    )
    parser.add_argument("--http", type=int, metavar="PORT", help="serve http://127.0.0.1:PORT/mcp instead")
    parser.add_argument(
        "--size", type=int, default=2, metavar="N", help="how many programs run at a time; default: 2"
    )
    _add_place(parser, "apply", "discard")
    return parser


def _add_place(parser: argparse.ArgumentParser, *changes: str) -> None:
    parser.add_argument("--backend", choices=list(BACKENDS), default="docker", help="default: docker")
    add_image(parser)
    add_project(parser)
    _add_tables(parser)
    _add_policy(parser)
    asks = "; review asks on the terminal" * ("review" in changes)
    parser.add_argument(
        "--changes",
        choices=changes,
        default="apply",
        help=f"what becomes of what the program has written, when it has ended{asks}; default: apply",
    )


def _add_program(parser: argparse.ArgumentParser) -> None:
    # What follows the program belongs to the program, as with python itself.
    parser.add_argument("program", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    parser.add_argument("-c", dest="code", nargs=argparse.REMAINDER, help="run a program given as text")
    parser.add_argument(
        "-m",
        dest="module",
        nargs=argparse.REMAINDER,
        help="run a module of the project, or pytest or unittest",
    )
    parser.add_argument("--check", nargs="+", metavar="PATH", help="only say whether these would run")
    parser.add_argument("--stop", action="store_true", help="the same as stop: end the project's containers")
    parser.set_defaults(all=False)


def _add_tables(parser: argparse.ArgumentParser) -> None:
    for name, kind, limit, metavar, text in _LIMITS:
        usual = getattr(DEFAULT_LIMITS, limit)
        parser.add_argument(f"--{name}", dest=limit, type=kind, metavar=metavar, default=usual, help=text)
    for name, text in _SWITCHES:
        parser.add_argument(f"--{name}", action="store_true", help=text)
    for name, metavar, text in _LISTS:
        parser.add_argument(f"--{name}", metavar=metavar, action="append", default=[], help=text)
    for name, text in _CAPABILITIES:
        parser.add_argument(
            f"--{name}", metavar="WHAT", action="extend", type=_capabilities, default=[], help=text
        )


def _capabilities(text: str) -> list[str]:
    return text.split(",")


def _add_policy(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--network",
        metavar="NAME",
        help="the network to join if network is allowed; none: the gate passes its code, the place has no network",
    )
    parser.add_argument(
        "--set",
        metavar="NAME=VALUE",
        action="append",
        type=assignment,
        default=[],
        help="have an environment variable with this value, such as TZ=Europe/Berlin",
    )
    parser.add_argument(
        "--base",
        metavar="REF",
        help="a commit that is trusted: approve what stands in it as it is, judge what has changed since",
    )
    parser.add_argument("--profile", choices=PROFILES, help="strict: only imports of harmless modules")
    parser.add_argument(
        "--policy", metavar="FILE", help="TOML with a table [tool.llm-sandbox]; not in the project"
    )
