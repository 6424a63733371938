"""The command line."""

from __future__ import annotations

import argparse

DESCRIPTION = "Lint without flake8; `# noqa` and configuration files are not heeded."


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    made = argparse.ArgumentParser(prog="flake8-llm-sandbox", description=DESCRIPTION)
    made.add_argument(
        "paths", nargs="*", metavar="PATH", help="files, or folders to search for *.py; - is standard input"
    )
    modes = made.add_mutually_exclusive_group()
    for name, text in (
        ("--json", "print the findings as JSON, each with what to write instead"),
        ("--sarif", "print the findings as SARIF 2.1.0"),
        ("--diff", "print what --fix would change"),
        ("--fix", "repair what has one right answer, print what remains"),
        ("--docs", "print the documentation of all rules as Markdown"),
    ):
        modes.add_argument(name, action="store_true", help=text)
    modes.add_argument("--explain", metavar="CODE", help="print a rule's documentation")
    made.add_argument("--no-cache", action="store_true", help="analyse what has not changed as well")
    return made
