"""What stands around Python, or in its place, where people and models write about it."""

from __future__ import annotations

import re

KINDS = (
    (r"```|~~~", "a fence of Markdown: hand over what is between the fences, or run it with --fenced (fenced=True)"),
    (r"%%?[A-Za-z]", "a magic of IPython: leave it out, or use a notebook"),
    (r"!\s*[\w./]", "a shell command of IPython: leave it out; packages have to be installed before"),
    (r"(?:\$ |sudo |(?:pip3?|conda|apt|apt-get|npm) install )", "a command for a shell: leave it out"),
    (r"(?:>>>|In \[\d+\]:)", "a prompt that was copied along: leave it out"),
    (r"(?:<{7}|={7}|>{7})(?: |$)", "a conflict of a merge: choose one side"),
    (r"(?:diff --git |@@ -\d)", "a diff: hand over the program that it leads to"),
)  # fmt: skip
_FENCE = re.compile(r"^[ \t]*(?:```|~~~)", re.MULTILINE)


def what_it_is(line: str, text: str) -> str | None:
    """Return what a ``line`` that is no Python looks like, or all of its ``text``; None if it is nothing known."""
    for pattern, name in KINDS:
        if re.match(pattern, line.strip()):
            return name
    return KINDS[0][1] if _FENCE.search(text) else None
