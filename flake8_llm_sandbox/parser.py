"""CPython's own parser, for any number of threads and without its warnings."""

from __future__ import annotations

import ast
import re
import threading
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

UNBRACKETED = "multiple exception types must be parenthesized"
EXCEPTS = re.compile(
    r"(?P<start>\s*except\s*\*?\s+)(?P<names>[\w.]+(?:[ \t]*,[ \t]*[\w.]+)+)(?P<rest>[ \t]*:.*)"
)
MAX_EXCEPTS = 200  # each takes one more parse
# Two that make trees at once count one depth together, and fail with a SystemError (CPython's issue 106905, mended in 3.11.8
# and 3.12.2). The filters of warnings are one for all threads, too.
_ONE_AT_A_TIME = threading.RLock()


def parse(text: str | bytes) -> ast.Module:
    """Return the tree of a program.

    Python 3.14 has `except A, B:` mean `except (A, B):`. Where this Python does not, and says so of a line, it is read like that.

    Raises:
        SyntaxError, ValueError: it is not Python.
        RecursionError, MemoryError: it is nested too deeply.
    """
    with _alone_and_silent():
        for _ in range(MAX_EXCEPTS):
            try:
                return ast.parse(text)
            except SyntaxError as error:
                bracketed = _with_brackets(text, error) if error.msg == UNBRACKETED else None
                if bracketed is None:
                    raise
                text = bracketed
        return ast.parse(text)


def _with_brackets(text: str | bytes, error: SyntaxError) -> str | None:
    """Return a program with brackets around the exceptions of the line that is no Python yet; None if that takes more."""
    lines = re.split("(\r\n?|\n)", text if isinstance(text, str) else text.decode("utf-8"))
    place = 2 * ((error.lineno or 1) - 1)
    found = EXCEPTS.fullmatch(lines[place]) if place < len(lines) else None
    if not found:
        return None
    lines[place] = f"{found['start']}({found['names']}){found['rest']}"
    return "".join(lines)


def parse_expression(text: str) -> ast.expr:
    """Return the tree of an expression; fails as ``parse`` does."""
    with _alone_and_silent():
        return ast.parse(text, mode="eval").body


@contextmanager
def _alone_and_silent() -> Iterator[None]:
    with _ONE_AT_A_TIME, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
