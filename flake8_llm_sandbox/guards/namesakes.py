"""Packages that are named like a library."""

from __future__ import annotations

import sys
from functools import cache
from typing import TYPE_CHECKING

from flake8_llm_sandbox.findings import Capability, Finding
from flake8_llm_sandbox.guards.codes import SEVERITIES, TOLD
from flake8_llm_sandbox.place import package_of

if TYPE_CHECKING:
    from flake8_llm_sandbox.guards.edit import Edit
    from flake8_llm_sandbox.place import Place


def namesake(edit: Edit) -> str | None:
    """Return the library after which the package is named that an edit makes."""
    if not edit.new or (edit.old and edit.old.path == edit.path):
        return None
    return _library(edit.path)


def shadows(place: Place | None) -> tuple[Finding, ...]:
    """Return what is to be said of a file, judged as a whole, that makes a package which is named like a library.

    What uses that name anywhere in the repository is judged as the repository's own.
    """
    library = _library(place.path) if place else None
    return (told(place.path, library),) if place and library in place.packages and library else ()


def told(path: str, library: str) -> Finding:
    """Return the finding that a package is named like a library."""
    message = f"`{path}` has the name of the library {library}; look at which of the two is meant"
    return Finding(1, 0, TOLD, message, Capability.of(TOLD), SEVERITIES[TOLD])


def _library(path: str) -> str | None:
    package = package_of(path)
    return package[1] if package and package[1] in _libraries() else None


@cache
def _libraries() -> frozenset[str]:
    """Return the libraries that rules know, beside Python's own."""
    from flake8_llm_sandbox.rules import all_rules

    names = {name.partition(".")[0] for rule in all_rules() for name in rule.named()}
    return frozenset(names - sys.stdlib_module_names)
