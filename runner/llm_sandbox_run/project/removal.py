"""Removes what programs have made, however deep it is and whatever is locked in it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def remove(top: Path) -> None:
    """Remove a folder, however deep it is and whatever is locked in it."""
    # Nested folders are moved up instead of descended into: no long path, and no recursion.
    pending = [top]
    while pending:
        folder = pending[-1]
        folder.chmod(0o700)
        inner = list(without_files(folder))
        if not inner:
            pending.pop().rmdir()
        for path in inner:
            pending.append(top.with_name(f"{top.name[:100]}-{os.urandom(8).hex()}"))
            path.rename(pending[-1])


def without_files(folder: Path) -> Iterator[Path]:
    """Remove the files in a folder, and yield the folders in it, unlocked."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                Path(entry).chmod(0o700)  # to be moved it has to be writable itself
                yield Path(entry)
            else:
                os.unlink(entry)
