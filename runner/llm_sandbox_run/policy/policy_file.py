"""A policy that is kept in a TOML file."""

from __future__ import annotations

import sys
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from llm_sandbox_run.errors import UsageError
from llm_sandbox_run.policy.policy import Policy

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

if TYPE_CHECKING:
    import os

_TABLE = "tool.llm-sandbox"
_KEYS = tuple(each.name for each in fields(Policy) if each.init)


def load(name: str | os.PathLike[str], root: Path) -> Policy:
    """Return the policy in the table ``[tool.llm-sandbox]`` of a file.

    The file must not lie in the project at ``root``, where those for whom it is meant could write it themselves.

    Raises:
        UsageError: it does, cannot be read, or says something else.
    """
    path = Path(name).absolute()
    if any(each.is_relative_to(root) for each in (path.resolve(), path.parent.resolve() / path.name)):
        raise UsageError(
            f"the policy {name} lies in the project, where the code under check may have changed it: keep it elsewhere, "
            "or take it from a revision that you trust (git show main:policy.toml > /tmp/policy.toml)"
        )
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"cannot read the policy {name}: {error}") from None
    return Policy(**_known(name, table))


def _known(name: str | os.PathLike[str], table: Any) -> dict[str, Any]:
    for key in _TABLE.split("."):
        if not isinstance(table, dict) or key not in table:
            raise UsageError(f"the policy {name} has no table [{_TABLE}]")
        table = table[key]
    if not isinstance(table, dict) or set(table) - set(_KEYS):
        raise UsageError(f"[{_TABLE}] of {name} may have the keys {', '.join(_KEYS)} and no other")
    return table
