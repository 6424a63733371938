"""What stands for what in $'...'."""

from __future__ import annotations

import re

from llm_sandbox_run.hook.shell.model import UNKNOWN

_ANSI = re.compile(
    r"\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|([0-7]{1,3})|(.))", re.DOTALL
)
_ESCAPES = {
    "n": "\n",
    "t": "\t",
    "r": "\r",
    "\\": "\\",
    "'": "'",
    '"': '"',
    "a": "\a",
    "b": "\b",
    "e": "\x1b",
    "E": "\x1b",
    "?": "?",
    "f": "\f",
    "v": "\v",
}


def unescaped(text: str) -> str:
    """Return what bash makes of ``text``; UNKNOWN stands where shells differ."""
    return _ANSI.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    number = match[1] or match[2] or match[3]
    code = int(number, 16) if number else int(match[4], 8) if match[4] else 0
    if number or match[4]:
        return (
            chr(code) if 0 < code < 0x80 or (not match[1] and not match[4] and code <= 0x10FFFF) else UNKNOWN
        )
    return UNKNOWN if match[5] in "cxuUCM" else _ESCAPES.get(match[5], match[0])
