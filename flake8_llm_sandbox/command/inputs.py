"""The texts to check: files by name, files of folders, standard input."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from flake8_llm_sandbox.command.deliver import show
from flake8_llm_sandbox.files import NOTEBOOK, python_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Input = tuple[str, bytes | OSError]  # a path, and what is there or why it cannot be read

STANDARD_INPUT = "-"


def inputs(names: Iterable[str]) -> Iterator[Input]:
    """Yield every text that ``names`` stand for."""
    for name in names:
        try:
            for path in (
                python_files(Path(name), suffixes=(".py", NOTEBOOK)) if Path(name).is_dir() else [name]
            ):
                yield str(path), _read(str(path))
        except OSError as error:  # of the folder
            yield name, error


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
