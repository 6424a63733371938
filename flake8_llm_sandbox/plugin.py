"""The flake8 adapter."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from flake8.exceptions import ExecutionError
from flake8.style_guide import Decision, DecisionEngine

from flake8_llm_sandbox import cache
from flake8_llm_sandbox.guards.codes import TOLD
from flake8_llm_sandbox.guards.namesakes import shadows
from flake8_llm_sandbox.history.whereabouts import place_of
from flake8_llm_sandbox.models import SHIPPED, Models
from flake8_llm_sandbox.rules import all_rules

if TYPE_CHECKING:
    import argparse
    import ast
    from collections.abc import Iterable, Iterator

    from flake8.options.manager import OptionManager


class Plugin:
    """Reports findings of enabled codes; flake8 makes one instance per file."""

    name = "flake8-llm-sandbox"
    version = version("flake8-llm-sandbox")
    enabled: frozenset[str] = frozenset()
    verdicts: Path | None = None  # the folder of earlier ones, if there is one to trust
    models = SHIPPED

    def __init__(self, tree: ast.Module, lines: list[str], filename: str) -> None:
        self._tree, self._lines, self._filename = tree, lines, filename

    def run(self) -> Iterator[tuple[int, int, str, type[Plugin]]]:
        """Yield line, column and message of each finding; no work at all where no code of ours is enabled."""
        if not self.enabled:
            return
        source = _source("".join(self._lines), Path(self._filename))
        at = place_of(Path(self._filename))
        found = cache.verdict(source, self._filename, self.verdicts, self._tree, at=at, models=self.models)
        for finding in (*shadows(at), *found):
            if finding.code in self.enabled:
                yield finding.line, finding.column, f"{finding.code} {finding.message}", type(self)

    @classmethod
    def add_options(cls, manager: OptionManager) -> None:
        """Add an option for the command line alone: configuration comes with the code that is judged."""
        manager.add_option(
            "--llm-sandbox-models",
            type=Path,
            action="append",
            default=[],
            metavar="FILE",
            help="know a package by what flake8-llm-sandbox --model has printed of it; may be repeated",
        )

    @classmethod
    def parse_options(cls, manager: OptionManager, options: argparse.Namespace, args: list[str]) -> None:
        """Find out which codes are enabled, and keep files that do not parse from passing.

        flake8 calls no plugin on a file that it cannot parse, and `--select=LLS` would hide its E999 and E902: the
        run would end with 0 on a file that nobody has read. So whoever asks for our codes is shown those two as well.
        """
        engine = DecisionEngine(options)
        codes = (TOLD, *(rule.code for rule in all_rules()))
        cls.models = _models(options.llm_sandbox_models, options.filenames)
        cls.enabled = frozenset(code for code in codes if engine.decision_for(code) is Decision.Selected)
        if cls.enabled:
            cls.verdicts = cache.folder([Path.cwd(), *map(Path, options.filenames)])
            options.extend_select = [*(options.extend_select or ()), "E902", "E999"]


def _models(files: list[Path], judged: Iterable[str]) -> Models:
    """Return what the files say of packages, if they do not lie among what is judged."""
    folders = [Path.cwd(), *(Path(each).resolve() for each in judged)]
    for file in files:
        if any(file.resolve().is_relative_to(each) for each in folders):
            raise ExecutionError(f"{file} lies among what is judged: keep it elsewhere")
    try:
        return Models(each.read_text(encoding="utf-8") for each in files)
    except (OSError, ValueError) as error:
        raise ExecutionError(f"--llm-sandbox-models: {error}") from None


def _source(text: str, path: Path) -> bytes:
    """Return what flake8 read: it takes for Latin-1 what is not UTF-8, and CPython would not compile that."""
    if not text.isascii() and path.is_file():
        raw = path.read_text(encoding="latin-1").removeprefix("\xef\xbb\xbf")
        if raw == text:
            return raw.encode("latin-1")
    return text.encode("utf-8", "surrogatepass")
