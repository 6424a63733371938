"""Folders that a program may write to in a project whose owner it is not."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from llm_sandbox_run.errors import UsageError
from llm_sandbox_run.project.folder import open_folder, programs_user, relative

if TYPE_CHECKING:
    from llm_sandbox_run.project.names import Names


def make_writable(folder: str, root: Path, names: Names) -> None:
    """Create ``folder`` in the project, if need be, and hand it to the user as whom programs run.

    Raises:
        UsageError: it is not in the project, passes through a link, is no folder, or cannot be handed over.
    """
    inside = relative(Path(os.path.normpath(root / folder)), root)
    if not inside:
        raise UsageError(f"--writable {folder}: name a folder inside the project, not the project itself")
    if any(map(names.protects, inside.split("/"))):
        raise UsageError(f"--writable {folder}: the host acts on this name, so no program may write there")
    owner = programs_user(root)
    try:
        with open_folder(root, inside.split("/"), create=True) as handle:
            if os.fstat(handle).st_uid != owner.uid:
                os.fchown(handle, owner.uid, owner.gid)
    except OSError as error:
        raise UsageError(f"--writable {folder}: {error.strerror}") from None
