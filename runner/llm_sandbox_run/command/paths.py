"""Keeps code of the project out of this process, which may have been started in an environment that has the project."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from llm_sandbox_run.command import show
from llm_sandbox_run.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

_PACKAGES = {"site-packages", "dist-packages"}
_ADVICE = "install this tool on its own, as `pipx install flake8-llm-sandbox` does"


def leave_out(root: Path) -> None:
    """Import nothing from the project at ``root`` from here on: its modules could stand in for those that libraries look for.

    Raises:
        UsageError: some of it has run already, when the interpreter started.
    """
    for name in ("sitecustomize", "usercustomize"):
        file = getattr(sys.modules.get(name), "__file__", None)
        if file and Path(file).resolve().is_relative_to(root):
            raise UsageError(
                f"{file} of the project has run in this process before anything was checked: {_ADVICE}"
            )
    inside = list(_inside(root))
    unasked = {*inside} - {
        *sys.path[:1]
    }  # the first one is the current folder, where Python is told to look there
    sys.path[:] = [path for path in sys.path if path not in inside]
    if unasked:
        show.say(f"not importing from the project, though it is on the path of this command: {_ADVICE}")
    sys.meta_path[:] = [finder for finder in sys.meta_path if not _is_of_editables(finder)]


def _inside(root: Path) -> Iterator[str]:
    ours = Path(__file__).resolve().parents[2]  # runs already; an environment holds what else we need
    for path in sys.path:
        place = Path(path or ".").resolve()
        if place.is_relative_to(root) and (place != ours or place.name not in _PACKAGES):
            yield path


def _is_of_editables(finder: object) -> bool:
    """Tell whether a finder belongs to an editable install of setuptools, which need not put anything on sys.path."""
    return getattr(finder, "__module__", "").startswith("__editable__")
