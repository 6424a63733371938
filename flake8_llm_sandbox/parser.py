"""CPython's own parser, for any number of threads and without its warnings."""

from __future__ import annotations

import ast
import threading
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Two that make trees at once count one depth together, and fail with a SystemError (CPython's issue 106905, mended in 3.11.8
# and 3.12.2). The filters of warnings are one for all threads, too.
_ONE_AT_A_TIME = threading.RLock()


def parse(text: str | bytes) -> ast.Module:
    """Return the tree of a program.

    Raises:
        SyntaxError, ValueError: it is not Python.
        RecursionError, MemoryError: it is nested too deeply.
    """
    with _alone_and_silent():
        return ast.parse(text)


def parse_expression(text: str) -> ast.expr:
    """Return the tree of an expression; fails as ``parse`` does."""
    with _alone_and_silent():
        return ast.parse(text, mode="eval").body


@contextmanager
def _alone_and_silent() -> Iterator[None]:
    with _ONE_AT_A_TIME, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
