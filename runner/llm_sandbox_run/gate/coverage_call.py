"""What a call of coverage.py has run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from llm_sandbox_run.model import Module, Script

if TYPE_CHECKING:
    from collections.abc import Sequence

NAME = "coverage"
_REPORTS = frozenset({"combine", "erase", "html", "json", "lcov", "report", "xml"})
_WITH_VALUE = frozenset(
    "--concurrency --context --data-file --include --omit --rcfile --save-signal --source --source-dirs --source-pkgs".split()
)


class CoverageCall(NamedTuple):
    """The words in front of a program, and the program; None for reports about earlier runs."""

    words: tuple[str, ...]
    program: Module | Script | None


def read(args: Sequence[str]) -> CoverageCall | None:
    """Return what is run; None if that cannot be told."""
    if args and args[0] in _REPORTS:
        return CoverageCall(tuple(args), None)
    place, is_module = 1, False
    while place < len(args) and args[place].startswith("-"):
        is_module |= args[place] in ("-m", "--module")
        place += 1 + (args[place] in _WITH_VALUE)
    if args[:1] != ("run",) or place >= len(args):
        return None
    name, rest = args[place], tuple(args[place + 1 :])
    return CoverageCall(tuple(args[:place]), Module(name, rest) if is_module else Script(Path(name), rest))
