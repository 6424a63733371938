"""The texts to check: files by name, files of folders, standard input."""

from __future__ import annotations

import sys
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING

from flake8_llm_sandbox.command.deliver import show
from flake8_llm_sandbox.files import NOTEBOOK, python_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    Input = tuple[str, bytes | OSError]  # a path, and what is there or why it cannot be read

STANDARD_INPUT = "-"


def inputs(names: Iterable[str], excluded: Sequence[str] = ()) -> Iterator[Input]:
    """Yield every text that ``names`` stand for, but of folders none with an ``excluded`` name or path."""
    for name in names:
        try:
            paths: Iterable[str] = [name]
            if Path(name).is_dir():
                found = python_files(Path(name), suffixes=(".py", NOTEBOOK))
                paths = (str(each) for each in found if not _is_excluded(each, Path(name), excluded))
            yield from ((path, _read(path)) for path in paths)
        except OSError as error:  # of the folder
            yield name, error


def _is_excluded(path: Path, folder: Path, patterns: Sequence[str]) -> bool:
    """Tell whether a pattern is that of a file, or of a folder that it lies in below ``folder``."""
    below = path.relative_to(folder)
    parts = [each for each in (below, *below.parents) if each.name]
    return any(
        fnmatch(each.name, pattern) or fnmatch(str(folder / each), pattern.rstrip("/"))
        for pattern in patterns
        for each in parts
    )


def _read(path: str) -> bytes | OSError:
    try:
        return sys.stdin.buffer.read() if path == STANDARD_INPUT else Path(path).read_bytes()
    except OSError as error:
        return error


def complain(path: str, error: OSError) -> int:
    """Say why ``path`` cannot be read or written, and return the exit code that this makes."""
    from flake8_llm_sandbox.shown import line

    show(f"{line(path)}: {line(error.strerror or str(error))}\n", sys.stderr)
    return 2
