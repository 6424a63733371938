"""Programs in Markdown: what models answer when they are asked for one."""

from __future__ import annotations

import re

_FENCE = re.compile(r"( *)(`{3,}|~{3,})[ \t]*([\w+.-]*)[^`]*")
_PYTHON = ("", "py", "python", "python3", "ipython", "ipython3")


def of_bytes(text: bytes) -> bytes:
    """Return the same of UTF-8; what is not stays as it is."""
    return code(text.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")


def code(text: str) -> str:
    """Return the Python between the fences of a text, each line with its number; all of a text without fences."""
    lines: list[str] = []
    opened: re.Match[str] | None = None
    found = False
    for line in text.split("\n"):
        fence = _FENCE.fullmatch(line)
        kept = ""
        if opened and fence and not fence[3] and fence[2].startswith(opened[2]):
            opened = None
        elif opened:
            kept = line.removeprefix(opened[1]) if opened[3].lower() in _PYTHON else ""
        elif fence:
            opened, found = fence, True
        lines.append(kept)
    return "\n".join(lines).rstrip("\n") + "\n" if found else text
