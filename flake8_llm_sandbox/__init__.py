"""Find what code written by a language model could do to the machine that runs it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from flake8_llm_sandbox.deadline import Deadline, OutOfTime
from flake8_llm_sandbox.examples import doctest_examples
from flake8_llm_sandbox.files import python_files
from flake8_llm_sandbox.findings import Capability, Finding, Severity
from flake8_llm_sandbox.imports import imported_modules
from flake8_llm_sandbox.place import Place
from flake8_llm_sandbox.pure import is_pure
from flake8_llm_sandbox.shared import renamed_modules, taken_names

if TYPE_CHECKING:
    from flake8_llm_sandbox.catalog import Remedy, remedy
    from flake8_llm_sandbox.engine import analyze
    from flake8_llm_sandbox.history.whereabouts import place_of

__all__ = [
    "Capability",
    "Deadline",
    "Finding",
    "OutOfTime",
    "Place",
    "Remedy",
    "Severity",
    "analyze",
    "doctest_examples",
    "imported_modules",
    "is_pure",
    "place_of",
    "python_files",
    "remedy",
    "renamed_modules",
    "taken_names",
]
_LATER = {"Remedy": "catalog", "analyze": "engine", "place_of": "history.whereabouts", "remedy": "catalog"}


def __getattr__(name: str) -> Any:
    """Import what knows the rules when it is first asked for: verdicts from the cache do without."""
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
