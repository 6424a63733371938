"""A policy that is kept in a TOML file."""

from __future__ import annotations

import sys
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from llm_sandbox_run.errors import UsageError
from llm_sandbox_run.policy.origin import read
from llm_sandbox_run.policy.policy import Policy

if TYPE_CHECKING:
    import os
    from pathlib import Path

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_TABLE = "tool.llm-sandbox"
_KEYS = tuple(each.name for each in fields(Policy) if each.init)


def load(name: str | os.PathLike[str], root: Path) -> Policy:
    """Return the policy in the table ``[tool.llm-sandbox]`` of a file.

    The file must not lie in the project at ``root``, where those for whom it is meant could write it themselves.

    Raises:
        UsageError: it does, cannot be read, or says something else.
    """
    try:
        table = tomllib.loads(read(name, root, "policy"))
    except UsageError:
        raise
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
