"""The user's folder for what outlives a run: see the XDG Base Directory Specification."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path


def folder_for(kind: str, root: Path) -> Path | None:
    """Return the folder, made if need be, for what is kept of one ``kind`` about the project at ``root``.

    None if it would lie in the project, or cannot be made.
    """
    try:
        every = _of(kind)
        folder = every / hashlib.sha256(os.fsencode(root)).hexdigest()[:16]
        if not every.is_absolute() or folder.resolve().is_relative_to(root):
            return None
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except (OSError, RuntimeError):
        return None
    return folder


def folder_of(kind: str) -> Path | None:
    """Return the folder for all projects, if something has been kept."""
    try:
        every = _of(kind)
    except RuntimeError:  # nobody's home is known
        return None
    return every if every.is_absolute() and every.is_dir() else None


def _of(kind: str) -> Path:
    state = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local/state")
    return state / "llm-sandbox" / kind
