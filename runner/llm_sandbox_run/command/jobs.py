"""The parsers of what is asked for beside running programs."""

from __future__ import annotations

from argparse import Namespace

from llm_sandbox_run.backends import BACKENDS
from llm_sandbox_run.command import arguments


def parse(words: list[str]) -> Namespace:
    """Return the options of a command that runs no program: its name is the first word."""
    name, *rest = words
    return JOBS[name]().parse_args(rest, Namespace(job=name))


def _doctor() -> arguments.Parser:
    parser = _parser(
        "doctor",
        "Try on this machine what the sandbox promises: what holds, what does not, and how to get it.",
        "Exit codes: 0 all that is essential holds; 1 some of it does not; 125 nothing could be checked.",
    )
    parser.add_argument("--backend", choices=list(BACKENDS), help="default: each")
    arguments.add_image(parser)
    arguments.add_json(parser, "all that was found")
    return parser


def _list() -> arguments.Parser:
    parser = _parser("list", "Show the containers that you have, of all projects.")
    arguments.add_json(parser, "them")
    return parser


def _stop() -> arguments.Parser:
    parser = _parser("stop", "End the containers of a project, and what runs in them.")
    arguments.add_project(parser)
    parser.add_argument("--all", action="store_true", help="of all projects that are yours")
    return parser


def _withheld() -> arguments.Parser:
    parser = _parser("withheld", "Show what is kept of that which must not be in a project, of all of them.")
    parser.add_argument("--remove", action="store_true", help="remove what is kept of projects that are gone")
    return parser


JOBS = {"doctor": _doctor, "list": _list, "stop": _stop, "withheld": _withheld}


def _parser(name: str, description: str, epilog: str = "") -> arguments.Parser:
    return arguments.Parser(
        prog=f"llm-sandbox-run {name}",
        description=description,
        epilog=f"{epilog} A script of the name {name} is run as ./{name}.".strip(),
        allow_abbrev=False,
    )
