"""What the parsers of all commands share: how they fail, and what words stand for."""

from __future__ import annotations

import argparse
import re
from typing import NoReturn

from llm_sandbox_run.errors import UsageError
from llm_sandbox_run.sandbox import DEFAULT_IMAGE

_UNITS = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30}


class Parser(argparse.ArgumentParser):
    """Raises UsageError for what makes no sense."""

    def error(self, message: str) -> NoReturn:
        """Say it in one line."""
        raise UsageError(f"{message}; see {self.prog} --help")


def add_image(parser: argparse.ArgumentParser) -> None:
    """Take an image, and what runs it."""
    parser.add_argument(
        "--image", default=DEFAULT_IMAGE, help=f"has Python 3.8 or newer; default: {DEFAULT_IMAGE}"
    )
    parser.add_argument(
        "--runtime", default="", metavar="NAME", help="of the Docker engine, such as runsc (gVisor) or kata"
    )


def add_project(parser: argparse.ArgumentParser) -> None:
    """Take a project."""
    parser.add_argument(
        "--project", metavar="DIR", help="what the program may see; default: the current folder"
    )


def add_json(parser: argparse.ArgumentParser, what: str) -> None:
    """Take the wish for JSON."""
    parser.add_argument("--json", action="store_true", help=f"print {what} as JSON")


def assignment(text: str) -> tuple[str, str]:
    """Return a name and a value."""
    name, separator, value = text.partition("=")
    if not separator:
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=VALUE")
    return name, value


def seconds(text: str) -> float:
    """Return a number of seconds."""
    try:
        return float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds") from None


def size(text: str) -> int:
    """Return a number of bytes."""
    match = re.fullmatch(r"(\d{1,18})([kmg]?)b?", text.lower())
    if not match:
        raise argparse.ArgumentTypeError(f"{text!r} is not a size such as 512m or 2g")
    return int(match[1]) * _UNITS[match[2]]
