"""The folder that a program may see."""

from __future__ import annotations

import os
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from llm_sandbox_run.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def locate(folder: str | os.PathLike[str]) -> Path:
    """Return the real path of a project.

    Raises:
        UsageError: it is no folder, or the whole machine.
    """
    root = Path(folder).resolve()
    if not root.is_dir():
        raise UsageError(f"the project {folder} is not a folder")
    if root == Path(root.anchor):
        raise UsageError(
            "the root of the file system cannot be the project: choose the folder that the code is about"
        )
    return root


def relative(path: Path, root: Path) -> str:
    """Return ``path`` as the project sees it, "" for the project itself.

    Raises:
        UsageError: it is not in the project.
    """
    try:
        inside = path.relative_to(root).as_posix()
    except ValueError:
        raise UsageError(f"{path} is not in the project {root}: name another one with --project") from None
    return "" if inside == "." else inside


@contextmanager
def open_folder(root: Path, parts: Iterable[str], create: bool = False) -> Iterator[int]:
    """Open a folder below ``root`` without following any link, and yield its descriptor.

    Raises:
        OSError: there is no such folder, or a link in the way.
    """
    with ExitStack() as handles:
        handle = _open(handles, os.fspath(root), None)
        for part in parts:
            if create:
                with suppress(FileExistsError):
                    os.mkdir(part, 0o755, dir_fd=handle)
            handle = _open(handles, part, handle)
        yield handle


def _open(handles: ExitStack, path: str, parent: int | None) -> int:
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=parent)
    handles.callback(os.close, handle)
    return handle
