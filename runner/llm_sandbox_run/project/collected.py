"""Files that a program has written, and that its caller wants to have."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from llm_sandbox_run.project.folder import open_file, open_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from llm_sandbox_run.model import Change

MOST = 100
MOST_BYTES = 32 << 20  # of all together


def collected(
    folder: Path, changes: Iterable[Change], patterns: Sequence[str]
) -> tuple[dict[str, bytes], int]:
    """Return the files below ``folder`` that were written and fit a pattern, and how many there was no room for."""
    found: dict[str, bytes] = {}
    left, room = 0, MOST_BYTES
    for each in changes:
        if (
            each.kind == "deleted"
            or each.type != "file"
            or not any(fnmatchcase(each.path, one) for one in patterns)
        ):
            continue
        content = _content(folder, each.path, room) if len(found) < MOST else None
        if content is None:
            left += 1
        else:
            found[each.path], room = content, room - len(content)
    return found, left


def _content(folder: Path, path: str, most: int) -> bytes | None:
    *parts, name = path.split("/")
    with suppress(OSError), open_folder(folder, parts) as inner, open_file(name, inner) as file:
        if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            content = file.read(most + 1)
            return content if len(content) <= most else None
    return None
