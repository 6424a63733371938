"""Has what programs have made lie on the disk so that no tool acts on it: everything gets a name that means nothing to any."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_END = "~"  # as of copies that editors leave
_DEEPEST = 50
_LONGEST_NAME, _LONGEST_PATH = 255, 2000  # in bytes; Linux takes 4096 of a path


def inert(name: str) -> str:
    """Return a name like this one that no tool acts on."""
    if len(os.fsencode(name)) < _LONGEST_NAME:
        return name + _END
    return f"{os.fsdecode(os.fsencode(name)[:200])}-{os.urandom(8).hex()}{_END}"


def disarm(top: Path) -> None:
    """Give all in a folder such names, however deep it is and whatever is locked in it; what is very deep is put beside it.

    Nobody else may change anything in there.

    Raises:
        OSError: something cannot be renamed.
    """
    pending = [(top, 0)] if stat.S_ISDIR(os.lstat(top).st_mode) else []
    while pending:
        folder, depth = pending.pop()
        folder.chmod(stat.S_IMODE(folder.stat().st_mode) | stat.S_IRWXU)
        if depth > _DEEPEST or len(os.fsencode(folder)) > _LONGEST_PATH:
            depth = 0
            folder = folder.rename(top.with_name(f"{top.name[:100]}-{os.urandom(8).hex()}{_END}"))
        with os.scandir(folder) as found:
            entries = [(entry.name, entry.is_dir(follow_symlinks=False)) for entry in found]
        # The longest first, so that no name is taken by one that is still to be renamed.
        for name, is_folder in sorted(entries, key=lambda each: -len(each[0])):
            new = (folder / name).rename(folder / inert(name))
            if is_folder:
                pending.append((new, depth + 1))
