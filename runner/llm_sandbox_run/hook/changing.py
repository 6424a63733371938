"""Commands that may change what a later one runs."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from llm_sandbox_run.hook import tables

if TYPE_CHECKING:
    from llm_sandbox_run.hook.shell.model import Command

_IN_PLACE = re.compile(r"-[a-zA-Z]*i|--in-place|(?:.*[;}/\d$])?w\s", re.DOTALL)
_STEADY = frozenset("uv uvx poetry pdm pipenv rye pixi conda mamba micromamba source . sudo trap [[".split())


def what(command: Command) -> str:
    """Return by what a command may change code of the project; "" if by nothing."""
    for each in command.redirects:
        if each.writes and each.target and not is_data(each.target.text):
            return f"`{each.operator}`"
    name = command.name.rpartition("/")[2]
    words = [word.text for word in command.words[1:]]
    if name in tables.WRAPPERS:
        name = next((each for each in words if _is_steady(each.rpartition("/")[2])), name)
    steady = (
        _is_steady(name)
        or (name == "git" and any(each in tables.GIT_OF_READERS for each in words[:1]))
        or (name == "sed" and not any(map(_IN_PLACE.match, words)))
        or (
            name == "curl"
            and not any(each.startswith(("-o", "-O", "--output", "--remote")) for each in words)
        )
        or (name == "tee" and all(map(is_data, words)))
    )
    return "" if steady else f"`{name}`"


def _is_steady(name: str) -> bool:
    if not name or name in tables.READERS or name in _STEADY or name in tables.TESTS:
        return True
    return bool(tables.PYTHON.fullmatch(name))  # which is looked at by itself


def is_data(path: str) -> bool:
    """Tell whether what is written there is no code."""
    return path.startswith("/dev/") or PurePosixPath(path).suffix in tables.DATA_SUFFIXES
