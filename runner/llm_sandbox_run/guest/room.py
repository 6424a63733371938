"""The supervisor's own folder, which no program can enter: root's in a container, else closed to all who have no rights."""

from __future__ import annotations

import os

ROOT = "/run/llm-sandbox"
SOCKET, PROJECT, LAYERS, PYTHON = f"{ROOT}/socket", f"{ROOT}/project", f"{ROOT}/layers", f"{ROOT}/python"
DOOR = f"{ROOT}/door"  # a folder of the host's user, for another socket
DOORBELL = f"{DOOR}/socket"
_FILE, _FOLDER = "empty-file", "empty-folder"
NO_MOUNTS = "this container may not have mounts of its own"


def furnish(root: str) -> None:
    """Make what covers are made of, and the folder itself if it is not there."""
    os.makedirs(root, 0o700, exist_ok=True)
    os.close(os.open(f"{root}/{_FILE}", os.O_CREAT | os.O_WRONLY, 0o444))
    os.makedirs(f"{root}/{_FOLDER}", 0o555, exist_ok=True)


def empty() -> tuple[int, int]:
    """Open the file and the folder that covers are made of."""
    flags = os.O_PATH | os.O_CLOEXEC
    return os.open(f"{ROOT}/{_FILE}", flags), os.open(f"{ROOT}/{_FOLDER}", flags | os.O_DIRECTORY)
