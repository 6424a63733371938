"""The user's folder for what outlives a run: see the XDG Base Directory Specification."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path


def path_for(kind: str, root: Path) -> Path | None:
    """Return where it is, or would be, that is kept of one ``kind`` about the project at ``root``; None if in the project."""
    try:
        every = _of(kind)
        folder = every / hashlib.sha256(os.fsencode(root)).hexdigest()[:16]
        return folder if every.is_absolute() and not folder.resolve().is_relative_to(root) else None
    except (OSError, RuntimeError):
        return None


def folder_for(kind: str, root: Path) -> Path | None:
    """Return this folder, made if need be; None if it would lie in the project, or cannot be made."""
    folder = path_for(kind, root)
    try:
        if folder:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        return None
    return folder


def folder_of_owner(kind: str, root: Path) -> Path | None:
    """Return the same for what programs of the project, or their supervisors, write; None if we could not look at that."""
    return folder_for(kind, root) if os.geteuid() in (0, root.stat().st_uid) else None


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
