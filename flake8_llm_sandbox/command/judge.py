"""The verdict on one text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from flake8_llm_sandbox import cache
from flake8_llm_sandbox.files import is_notebook
from flake8_llm_sandbox.formats.report import Checked
from flake8_llm_sandbox.guards.namesakes import shadows
from flake8_llm_sandbox.history.whereabouts import place_of
from flake8_llm_sandbox.models import SHIPPED

if TYPE_CHECKING:
    from flake8_llm_sandbox.models import Models


def judge(path: str, source: bytes, verdicts: Path | None, models: Models = SHIPPED) -> Checked:
    """Return what is found in the program or notebook ``source``; ``verdicts`` is the folder of earlier ones, if any.

    ``models`` are what is known of packages.
    """
    at = place_of(Path(path))
    if not is_notebook(path):
        found = cache.verdict(source, path, verdicts, at=at, models=models)
        return Checked(path, source, (*shadows(at), *found))
    from flake8_llm_sandbox.notebooks.notebook import NAME, read

    notebook = read(source, lambda program: cache.verdict(program, NAME, verdicts, at=at, models=models))
    return Checked(path, notebook.program, notebook.findings, notebook)
