"""Files that a caller gives to a program, and patterns for those that it wants to have."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from llm_sandbox_run.arguments import require, several
from llm_sandbox_run.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_BYTES = 10 << 20  # of all files together


class Files(NamedTuple):
    """What is there before the program, and what of what it has written is handed over."""

    given: Mapping[str, bytes] = MappingProxyType({})  # by path in the folder in which it runs
    wanted: tuple[str, ...] = ()  # patterns for paths in the project


def files(given: object, wanted: Iterable[str]) -> Files:
    """Look at what was handed over.

    Raises:
        UsageError: a path is not one in the folder in which the program runs, or it is all too much.
    """
    require("files", given, Mapping)
    assert isinstance(given, Mapping)
    for path, content in given.items():
        require("the path of a file", path, str)
        require(f"the content of {path}", content, bytes)
        if not path or "\0" in path or path.startswith("/") or ".." in PurePosixPath(path).parts:
            raise UsageError(f"{path!r} is no path in the folder in which the program runs")
    if sum(map(len, given.values())) > MOST_BYTES:
        raise UsageError(f"files can have {MOST_BYTES >> 20} MiB together: put larger ones into the project")
    return Files(dict(given), several("collect", wanted, str))
