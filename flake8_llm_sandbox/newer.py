"""Syntax that a newer Python than this one knows."""

from __future__ import annotations

import re
import sys

# Of each version of Python 3: what stands on the line that does not parse, or what the parser says of it.
SYNTAX = (
    (11, r"\bexcept\s*\*|\[[^\]]*\*\w", "", "`except*`, or `*` in brackets"),
    (12, r"^\s*(?:async\s+)?(?:class|def)\s+\w+\s*\[", "", "type parameters"),
    (12, r"^\s*type\s+\w+\s*[\[=]", "", "statements of `type`"),
    (
        12,
        "",
        "f-string expression part cannot|f-string: (?:expecting|unmatched)",
        "quotes and backslashes inside of f-strings",
    ),
    (14, r"(?<![\w\"'])(?i:t|rt|tr)[\"']", "", "t-strings"),
    (14, r"^\s*except\s*\*?\s+[\w.]+\s*,", "", "several exceptions without brackets"),
)


def newer(line: str, said: str, version: tuple[int, int] = sys.version_info[:2]) -> str | None:
    """Return what on a ``line`` is syntax of a Python after ``version``, and of which; None if that is not known.

    ``said`` is the parser's message.
    """
    for minor, text, message, name in SYNTAX:
        is_it = re.search(text, line) if text else "f" in line and re.search(message, said)
        if minor > version[1] and is_it:
            return f"{name} need Python 3.{minor}, and this is 3.{version[1]}"
    return None
