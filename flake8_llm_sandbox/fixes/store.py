"""Repaired files on disk."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path


def store(path: Path, source: bytes) -> None:
    """Give a file another content at once: whoever looks sees the old or the new one. Owner and mode stay.

    Raises:
        OSError: the file is a link, or cannot be written.
    """
    if path.is_symlink():
        raise OSError("not repaired: this is a link; name the file that it leads to")
    old = path.stat()
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        new = Path(file.name)
        try:
            file.write(source)
            file.flush()
            os.fchown(file.fileno(), old.st_uid, old.st_gid)
            os.fchmod(file.fileno(), stat.S_IMODE(old.st_mode))
            new.replace(path)
        except BaseException:
            new.unlink()
            raise
