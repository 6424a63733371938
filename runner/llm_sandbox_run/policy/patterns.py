"""Which files of a project a pattern stands for."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import PurePosixPath

from llm_sandbox_run.errors import UsageError

_WILD = {"*": "[^/]*", "?": "[^/]"}


def plain(pattern: str) -> str:
    """Return a pattern as all are compared.

    It leads from the project to a file, or to a folder with all in it; `*` and `?` stay in a folder, `**` stands for any
    number of them.

    Raises:
        UsageError: it leads out of the project, or nowhere.
    """
    path = PurePosixPath(pattern)
    if not path.parts or path.is_absolute() or ".." in path.parts or pattern.startswith("<"):
        raise UsageError(
            f"{pattern!r} is no file of the project: write it as findings do, relative to the project"
        )
    return path.as_posix()


def fits(pattern: str, path: str) -> bool:
    """Tell whether a path, relative to the project, is one of those that a plain pattern stands for."""
    return _expression(pattern).match(f"{path}/") is not None


@lru_cache(maxsize=256)
def _expression(pattern: str) -> re.Pattern[str]:
    parts = ("(?:[^/]+/)*" if part == "**" else _part(part) for part in pattern.split("/"))
    return re.compile("".join(parts), re.DOTALL)


def _part(name: str) -> str:
    return "".join(_WILD.get(each) or re.escape(each) for each in name) + "/"
