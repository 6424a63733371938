"""Modules that the supervisor imports, so that no run has to."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from importlib.util import find_spec
from typing import Iterable, Sequence

from .packages import is_below

# What small programs use most, but for ``random``, which would draw a new seed in each fork.
COMMON = ("bisect", "collections", "copy", "csv", "datetime", "decimal", "fractions", "functools", "heapq", "io",
          "itertools", "json", "math", "operator", "pathlib", "re", "string", "textwrap",
          "typing")  # fmt: skip


def load(names: Iterable[str], trusted: Sequence[str]) -> str:
    """Import the common modules of the standard library, and these as well; return what went wrong."""
    for name in COMMON:
        import_module(name)
    for name in names:
        try:
            _check_origin(name.partition(".")[0], trusted)
            import_module(name)
        except BaseException as error:  # noqa: BLE001 - a module may fail in any way
            return f"cannot preload {name}: {type(error).__name__}: {error}"
    return ""


def draw_anew() -> None:
    """Seed the generators that do not see to it themselves after a fork; each run would draw the same numbers."""
    for name in ("numpy.random", "torch"):
        module = sys.modules.get(name)
        if module:
            module.seed()


def _check_origin(name: str, trusted: Sequence[str]) -> None:
    spec = find_spec(name)
    if not spec:
        raise ImportError("the Python of the sandbox does not have it")
    if spec.origin not in ("built-in", "frozen") and not is_below(
        os.path.realpath(spec.origin or "/"), trusted
    ):
        raise ImportError("it is not installed with the Python of the sandbox")
