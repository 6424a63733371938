"""The logical lines of a cell, found as IPython finds them: before anything is known to be Python."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flake8_llm_sandbox.notebooks.magics import BODIES, Magic, cell_magic, is_magic, line_magic

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN = re.compile(
    r"#[^\n]*"
    r'|"""(?:\\.|[^\\])*?"""' r"|'''(?:\\.|[^\\])*?'''"
    r'|"(?:\\.|[^"\\\n])*"' r"|'(?:\\.|[^'\\\n])*'"
    r"|\\\n|[()\[\]{}\n]",
    re.DOTALL,
)  # fmt: skip
CONTINUED = re.compile(r"(?:[^\n]*\\\n)*[^\n]*\n")


def logical_lines(text: str) -> Iterator[tuple[str, Magic | None]]:
    """Yield the logical lines of a cell, each with its line ends, and what they come to if they are not Python."""
    place = 0
    while place < len(text):
        end = text.index("\n", place) + 1
        line = text[place:end]
        if not line.strip():
            magic = None
        elif line.lstrip().startswith("%%") and not text[:place].strip():
            yield from _cell_magic(line, text[end:])
            return
        elif is_magic(line):
            end = _match_end(CONTINUED, text, place)
            magic = line_magic(text[place:end].replace("\\\n", " ").strip())
        else:
            magic, end = None, _logical_end(text, place)
        yield text[place:end], magic
        place = end


def _cell_magic(first: str, body: str) -> Iterator[tuple[str, Magic | None]]:
    magic = cell_magic(first.strip(), body)
    if magic.code or first.strip()[2:].split()[0] not in BODIES:
        yield first + body, magic
    else:
        yield first, magic
        yield from logical_lines(body)


def _logical_end(text: str, place: int) -> int:
    depth = 0
    for token in TOKEN.finditer(text, place):
        depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(token[0], 0)
        if token[0] == "\n" and depth <= 0:
            return token.end()
    return len(text)


def _match_end(pattern: re.Pattern[str], text: str, place: int) -> int:
    match = pattern.match(text, place)
    return match.end() if match else len(text)
