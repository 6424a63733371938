"""The command line of ``llm-sandbox-run``."""

from __future__ import annotations

import argparse
import re
import sys
from typing import TYPE_CHECKING, Any, NoReturn

from llm_sandbox_run.backends import BACKENDS
from llm_sandbox_run.errors import UsageError
from llm_sandbox_run.policy.policy import PROFILES
from llm_sandbox_run.sandbox import DEFAULT_IMAGE, DEFAULT_LIMITS

if TYPE_CHECKING:
    from collections.abc import Sequence

_USAGE = """\
llm-sandbox-run [OPTION ...] script.py [ARG ...]
       llm-sandbox-run [OPTION ...] -c CODE [ARG ...]
       llm-sandbox-run [OPTION ...] -m MODULE [ARG ...]
       llm-sandbox-run [OPTION ...] - [ARG ...]
       llm-sandbox-run [OPTION ...] --check PATH ...
       llm-sandbox-run [--project DIR] --stop
       llm-sandbox-run doctor [--backend NAME] [--image NAME] [--json]"""
_EPILOG = """\
Exit codes: the program's own; 124 timeout; 125 the sandbox itself failed; 126 blocked by the gate;
122 over the limit of disk space; 130 interrupted; 137 killed for memory; 153 killed for printing too much.
"""
_UNITS = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30}


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}; see llm-sandbox-run --help")


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> NoReturn:
        from importlib.metadata import version  # slow to load

        print(version("flake8-llm-sandbox"))
        parser.exit()


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Return the options; ``job`` says what for: "run", "check", "stop" or "doctor".

    Raises:
        UsageError: they make no sense.
    """
    words = sys.argv[1:] if arguments is None else list(arguments)
    if words[:1] == ["doctor"]:
        return _doctor_parser().parse_args(words[1:], argparse.Namespace(job="doctor"))
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


def _doctor_parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="llm-sandbox-run doctor",
        description="Try on this machine what the sandbox promises: what holds, what does not, and how to get it.",
        epilog="Exit codes: 0 all that is essential holds; 1 some of it does not; 125 nothing could be checked. A "
        "script of the name doctor is run as ./doctor.",
        allow_abbrev=False,
    )
    parser.add_argument("--backend", choices=list(BACKENDS), help="default: each")
    _add_image(parser)
    parser.add_argument("--json", action="store_true", help="print all that was found as JSON")
    return parser


def _add_image(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--image", default=DEFAULT_IMAGE, help=f"has Python 3.8 or newer; default: {DEFAULT_IMAGE}"
    )
    parser.add_argument(
        "--runtime", default="", metavar="NAME", help="of the Docker engine, such as runsc (gVisor) or kata"
    )


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="llm-sandbox-run",
        usage=_USAGE,
        description="Check a Python program and the modules it imports and, if they are clean, run it in a sandbox.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _add_program(parser)
    _add_place(parser)
    _add_project(parser)
    _add_policy(parser)
    parser.add_argument(
        "--fenced",
        action="store_true",
        help="of the program, which is Markdown, run what is between the fences",
    )
    parser.add_argument("--json", action="store_true", help="print the whole result as JSON")
    parser.add_argument(
        "--no-step-summary",
        dest="step_summary",
        action="store_false",
        help="add nothing to the page of $GITHUB_STEP_SUMMARY",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version")
    return parser


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
    parser.add_argument("--stop", action="store_true", help="end the project's containers")


def _add_place(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--backend", choices=list(BACKENDS), default="docker", help="default: docker")
    _add_image(parser)
    parser.add_argument(
        "--timeout",
        type=_seconds,
        metavar="SECONDS",
        default=DEFAULT_LIMITS.seconds,
        help="of wall time; default: 5",
    )
    parser.add_argument(
        "--memory",
        type=_size,
        metavar="SIZE",
        default=DEFAULT_LIMITS.memory_bytes,
        help="such as 512m, the default, or 2g",
    )
    parser.add_argument(
        "--disk",
        type=_size,
        metavar="SIZE",
        default=DEFAULT_LIMITS.disk_bytes,
        help="what a run may add to the project; default: 1g",
    )
    parser.add_argument(
        "--disk-files",
        type=int,
        metavar="NUMBER",
        default=DEFAULT_LIMITS.disk_files,
        help=f"the same, files and folders; default: {DEFAULT_LIMITS.disk_files}",
    )
    parser.add_argument(
        "--file-size",
        type=_size,
        metavar="SIZE",
        default=DEFAULT_LIMITS.file_bytes,
        help="of one file, at most; default: 256m",
    )
    for name, kind, default, metavar, text in (
        ("--temp", _size, DEFAULT_LIMITS.temp_bytes, "SIZE", "what /tmp holds, at most; default: 64m"),
        (
            "--processes",
            int,
            DEFAULT_LIMITS.processes,
            "NUMBER",
            "and threads, at most at a time; default: 64",
        ),
        ("--open-files", int, DEFAULT_LIMITS.open_files, "NUMBER", "of each process, at most; default: 512"),
        ("--cpus", float, DEFAULT_LIMITS.cpus, "NUMBER", "of processors, such as 0.5; default: 1"),
        (
            "--output",
            _size,
            DEFAULT_LIMITS.output_bytes,
            "SIZE",
            "kept of each stream for --json; default: 1m",
        ),
        ("--output-cap", _size, DEFAULT_LIMITS.output_cap_bytes, "SIZE", "printed, at most; default: 64m"),
    ):
        parser.add_argument(name, type=kind, metavar=metavar, default=default, help=text)
    parser.add_argument(
        "--parallel",
        action="store_true",
        help="take a place that no other command has, and do not wait for programs that run on this project",
    )
    parser.add_argument(
        "--require-isolation",
        action="store_true",
        help="run nothing where the kernel does not keep files and network of the host out of reach",
    )
    parser.add_argument(
        "--preload",
        metavar="NAME",
        action="append",
        default=[],
        help="have the sandbox import this installed module once for all runs",
    )


def _add_project(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--project", metavar="DIR", help="what the program may see; default: the current folder"
    )
    parser.add_argument(
        "--writable",
        metavar="DIR",
        action="append",
        default=[],
        help="make this folder of the project writable",
    )
    parser.add_argument(
        "--path",
        metavar="DIR",
        action="append",
        default=[],
        help="import from this folder of the project, too, as from those that an editable installation would have",
    )
    parser.add_argument(
        "--read-only", action="store_true", help="let the program write nothing in the project"
    )
    parser.add_argument(
        "--live",
        action="store_true",
        help="let the program write to the project itself, and not only when it has ended",
    )
    parser.add_argument(
        "--changes",
        choices=("apply", "discard", "review"),
        default="apply",
        help="what becomes of what the program has written, when it has ended; review asks on the terminal; default: apply",
    )


def _add_policy(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--allow",
        metavar="WHAT",
        action="extend",
        type=lambda text: text.split(","),
        default=[],
        help="capabilities such as network; for some files CAPABILITY:PATTERN or CODE:PATTERN, such as process:tests/**",
    )
    parser.add_argument(
        "--place",
        metavar="WHAT",
        action="extend",
        type=lambda text: text.split(","),
        default=[],
        help="capabilities that only the place gives: for what --base approves",
    )
    parser.add_argument(
        "--network",
        metavar="NAME",
        help="the network to join if network is allowed; none: the gate passes its code, the place has no network",
    )
    parser.add_argument(
        "--env",
        metavar="NAME",
        action="append",
        default=[],
        help="pass on an environment variable, if secrets are allowed",
    )
    parser.add_argument(
        "--set",
        metavar="NAME=VALUE",
        action="append",
        type=_assignment,
        default=[],
        help="have an environment variable with this value, such as TZ=Europe/Berlin",
    )
    parser.add_argument(
        "--readable",
        metavar="PATH",
        action="append",
        default=[],
        help="show a path of the host, if scope is allowed",
    )
    parser.add_argument(
        "--base",
        metavar="REF",
        help="a commit that is trusted: approve what stands in it as it is, judge what has changed since",
    )
    parser.add_argument(
        "--runner",
        metavar="MODULE",
        action="append",
        default=[],
        help="let this installed module be run with -m, since it only runs tests",
    )
    parser.add_argument("--profile", choices=PROFILES, help="strict: only imports of harmless modules")
    parser.add_argument(
        "--write-policy",
        metavar="FILE",
        help="run nothing; write a policy that grants what the program needs, for a person to read and to cut",
    )
    parser.add_argument(
        "--policy", metavar="FILE", help="TOML with a table [tool.llm-sandbox]; not in the project"
    )


def _assignment(text: str) -> tuple[str, str]:
    name, separator, value = text.partition("=")
    if not separator:
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=VALUE")
    return name, value


def _seconds(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds") from None


def _size(text: str) -> int:
    match = re.fullmatch(r"(\d{1,18})([kmg]?)b?", text.lower())
    if not match:
        raise argparse.ArgumentTypeError(f"{text!r} is not a size such as 512m or 2g")
    return int(match[1]) * _UNITS[match[2]]
