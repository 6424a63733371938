"""Where supervisors in containers have sockets of their own, through which this user's processes come to them."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from typing import TYPE_CHECKING

from llm_sandbox_run.project import state

if TYPE_CHECKING:
    from pathlib import Path

_SECONDS = 2.0


def folder_for(root: Path) -> Path | None:
    """Return the folder for all doors to the project at ``root``; None if supervisors could not write there."""
    return state.folder_of_owner("doors", root)


def connect(door: Path) -> socket.socket:
    """Return a connection to the supervisor behind a door.

    Raises:
        OSError: there is none.
    """
    folder = os.open(door, os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    link = socket.socket(socket.AF_UNIX)
    try:
        link.settimeout(_SECONDS)
        link.connect(f"/proc/self/fd/{folder}/socket")  # an address has no room for a long path
    except BaseException:
        link.close()
        raise
    finally:
        os.close(folder)
    return link


def remove(door: Path | None) -> None:
    """Remove the folder of a supervisor that has gone, and has taken its socket away; any other stays."""
    with suppress(OSError):
        if door:
            door.rmdir()
            door.parent.rmdir()
