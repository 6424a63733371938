"""The command line of ``llm-sandbox-run hook``."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from llm_sandbox_run.hook.decide import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

AGENTS = ("claude", "codex", "copilot", "cursor", "gemini")


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Return the options; ``agent`` is whose settings are asked for.

    Raises:
        SystemExit: with code 2 if they make no sense, which has agents stop.
    """
    parser = argparse.ArgumentParser(
        prog="llm-sandbox-run hook",
        description="Judge the tool call of a coding agent, given as JSON on standard input, before it is done.",
        epilog="Exit codes: 0 with an answer, or without one where there is nothing to say; 2 not done, and why.",
        allow_abbrev=False,
    )
    parser.add_argument("--rewrite", action="store_true", help="have the agent run Python by llm-sandbox-run")
    parser.add_argument(
        "--policy", metavar="FILE", default="", help="what a person allows; see llm-sandbox-run --policy"
    )
    parser.add_argument(
        "--base", metavar="REF", default="", help="a commit that is trusted; see llm-sandbox-run --base"
    )
    parser.add_argument(
        "--project", metavar="DIR", default="", help="default: the repository in which the agent works"
    )
    parser.add_argument(
        "--seconds",
        type=float,
        default=0.8,
        metavar="SECONDS",
        help="of processor time; what takes longer is denied; default: 0.8",
    )
    actions = parser.add_subparsers(metavar="ACTION")
    install = actions.add_parser("install", help="print what to put into an agent's settings")
    install.add_argument("agent", choices=AGENTS)
    parser.set_defaults(agent="")
    return parser.parse_args(arguments)


def settings(options: argparse.Namespace) -> Settings:
    """Return what the options say."""
    return Settings(options.policy, options.base, options.project, options.rewrite, options.seconds)
