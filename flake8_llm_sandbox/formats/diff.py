"""Unified diffs."""

from __future__ import annotations

import difflib
import re

NO_LINE_END = b"\n\\ No newline at end of file\n"


def render(path: str, old: bytes, new: bytes) -> bytes:
    """Return what changed in a program; nothing if nothing did."""
    name = path.encode("utf-8", "surrogateescape")
    lines = difflib.diff_bytes(difflib.unified_diff, _lines(old), _lines(new), name, name)
    return b"".join(line if line.endswith(b"\n") else line + NO_LINE_END for line in lines)


def _lines(source: bytes) -> list[bytes]:
    return re.findall(rb"[^\n]*\n|[^\n]+", source)
