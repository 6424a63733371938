"""New packages that are named like a library."""

from __future__ import annotations

import re
import sys
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flake8_llm_sandbox.guards.edit import Edit

_PACKAGE = re.compile(r"(?:src/)?([^/]+)/__init__\.py")


def namesake(edit: Edit) -> str | None:
    """Return the library after which the package is named that an edit makes at the top of a repository."""
    found = _PACKAGE.fullmatch(edit.path)
    if not found or not edit.new or (edit.old and edit.old.path == edit.path):
        return None
    return found[1] if found[1] in _libraries() else None


@cache
def _libraries() -> frozenset[str]:
    """Return the libraries that rules know, beside Python's own."""
    from flake8_llm_sandbox.rules import all_rules

    names = {name.partition(".")[0] for rule in all_rules() for name in rule.names}
    return frozenset(names - sys.stdlib_module_names)
