"""A policy that is kept in a TOML file."""

from __future__ import annotations

import os
import stat
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

from llm_sandbox_run.errors import UsageError
from llm_sandbox_run.policy.origin import is_of_the_user, lies_in
from llm_sandbox_run.policy.policy import Policy

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_MOST_LINKS = 40  # as many as Linux follows
_TABLE = "tool.llm-sandbox"
_KEYS = tuple(each.name for each in fields(Policy) if each.init)


def load(name: str | os.PathLike[str], root: Path) -> Policy:
    """Return the policy in the table ``[tool.llm-sandbox]`` of a file.

    The file must not lie in the project at ``root``, where those for whom it is meant could write it themselves.

    Raises:
        UsageError: it does, cannot be read, or says something else.
    """
    try:
        path = _trusted(Path(name).absolute(), name, root)
        table = tomllib.loads(_text(path, name))
    except UsageError:
        raise
    except (OSError, ValueError) as error:
        raise UsageError(f"cannot read the policy {name}: {error}") from None
    return Policy(**_known(name, table))


def _trusted(path: Path, name: str | os.PathLike[str], root: Path) -> Path:
    """Return where ``path`` leads, if on all of the way nobody could have put something else but the user.

    Raises:
        UsageError: somebody could.
        OSError: it leads nowhere.
    """
    for _ in range(_MOST_LINKS):
        place = path.parent.resolve() / path.name
        if lies_in(place, root):
            raise UsageError(
                f"the policy {name} lies in the project, or leads through it, where the code under check may have changed "
                "it: keep it elsewhere, or take it from a revision that you trust (git show main:policy.toml > /tmp/policy.toml)"
            )
        if not is_of_the_user(place):
            raise UsageError(
                f"the policy {name} could have been written by others ({place}): it and each folder above it have to belong "
                "to you or to root, and nobody else may write to them"
            )
        link = next((each for each in (path, *path.parents) if each.is_symlink()), None)
        if not link:
            return path
        path = link.parent / link.readlink() / path.relative_to(link)
    raise UsageError(f"the policy {name} leads through too many links")


def _text(path: Path, name: str | os.PathLike[str]) -> str:
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(handle, encoding="utf-8") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode) or status.st_nlink != 1:
            raise UsageError(
                f"the policy {name} has to be a file of one name: by another one it could be written elsewhere ({path})"
            )
        return file.read()


def _known(name: str | os.PathLike[str], table: Any) -> dict[str, Any]:
    for key in _TABLE.split("."):
        if not isinstance(table, dict) or key not in table:
            raise UsageError(f"the policy {name} has no table [{_TABLE}]")
        table = table[key]
    if not isinstance(table, dict) or set(table) - set(_KEYS):
        raise UsageError(f"[{_TABLE}] of {name} may have the keys {', '.join(_KEYS)} and no other")
    return table
