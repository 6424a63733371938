"""Names in a project that a program must not write, because the host acts on them, or not even read."""

from __future__ import annotations

import os
import re
import time
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from llm_sandbox_run.model import Cover
from llm_sandbox_run.project.folder import open_folder
from llm_sandbox_run.project.survey import join, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from llm_sandbox_run.project.survey import Entry, Tree

# What tools of the host execute or obey without being asked: hooks, environments, tasks, settings of agents.
READ_ONLY = frozenset(
    {
        ".circleci", ".claude", ".cursor", ".devcontainer", ".envrc", ".git", ".gitattributes", ".github",
        ".gitlab-ci.yml", ".gitmodules", ".husky", ".idea", ".mcp.json", ".nox", ".pre-commit-config.yaml", ".tox",
        ".venv", ".vscode", "node_modules", "venv",
    }
)  # fmt: skip
# Secrets.
HIDDEN = (
    ".aws", ".azure", ".docker", ".env", ".env.*", ".git-credentials", ".gnupg", ".kube", ".netrc", ".pgpass", ".pypirc",
    ".ssh", "_netrc", "id_dsa", "id_ecdsa", "id_ed25519", "id_rsa",
)  # fmt: skip
_BYTECODE = (".pyc", ".pyo")  # which Python outside of the sandbox would take for that of approved text
QUARANTINE = "quarantined-by-llm-sandbox"


@dataclass(frozen=True)
class Names:
    """The protected names: those above, and patterns that a policy adds."""

    read_only: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()

    def protects(self, name: str) -> bool:
        """Tell whether a name, at any depth of a project, is one that programs must not write."""
        return _kind(name, self) != ""

    def hides(self, name: str) -> bool:
        """Tell whether they must not read it either."""
        return _kind(name, self) == "hidden"


class _Name(NamedTuple):
    path: str
    inode: int  # 0 for a secret, which the host's own editor may replace at any time
    is_folder: bool


def covers(tree: Tree, root: Path, names: Names) -> tuple[Cover, ...]:
    """Return the covers to put on the protected names in ``tree``, and on what leads to the host's processes; sorted."""
    paths = (*(name.path for name in _names(tree, names)), *_settings(tree))
    found = (_cover(path, root, names) for path in paths)
    special = (
        Cover(join(folder, entry.name), hidden=True, folder=False)
        for folder, entries in tree.items()
        for entry in entries
        if entry.is_special
    )
    return tuple(sorted({*filter(None, found), *special}))


def undo(root: Path, before: Tree, after: Tree, names: Names) -> tuple[str, ...]:
    """Rename every protected name that has appeared in between; return for each, in words, what was done, if anything.

    A folder that has only been moved, with one above it, is not new; what stands in its place now is.
    """
    if after == before:
        return ()
    old = _names(before, names)
    known = {name.inode for name in old if name.is_folder and name.inode}
    new = sorted(_names(after, names) - old)
    made = (
        name.path
        for name in new
        if not (name.is_folder and name.inode in known) and not _is_quarantined(name.path)
    )
    return tuple(_quarantine(root, path) for path in made)


def quarantine(root: Path, paths: Iterable[str]) -> tuple[str, ...]:
    """Rename these in the project at ``root``; return what was done, in words."""
    return tuple(filter(None, (_quarantine(root, path) for path in paths)))


def is_bytecode(path: str) -> bool:
    """Tell whether the host's own Python could take a file for the compiled form of another."""
    return path.endswith(_BYTECODE)


def _names(tree: Tree, names: Names) -> frozenset[_Name]:
    return frozenset(
        _Name(join(folder, entry.name), 0 if names.hides(entry.name) else entry.inode, entry.is_folder)
        for folder, entries in tree.items()
        for entry in entries
        if names.protects(entry.name) or (entry.name == "HEAD" and _is_repository(entries))
    )


def _settings(tree: Tree) -> Iterator[str]:
    """Yield what git obeys of repositories that are not called .git."""
    for folder, entries in tree.items():
        if _is_repository(entries):
            yield from (join(folder, entry.name) for entry in entries if entry.name in ("config", "hooks"))


def _is_repository(entries: Iterable[Entry]) -> bool:
    return {"HEAD", "objects", "refs"} <= {entry.name for entry in entries}


@lru_cache(maxsize=4096)
def _kind(name: str, names: Names) -> str:
    plain = name.casefold()
    if plain in READ_ONLY or name.startswith(QUARANTINE):
        return "read-only"
    if any(fnmatch(plain, pattern.casefold()) for pattern in (*HIDDEN, *names.hidden)):
        return "hidden"
    return "read-only" if any(fnmatch(plain, pattern.casefold()) for pattern in names.read_only) else ""


def _is_quarantined(path: str) -> bool:
    return path.rpartition("/")[2].startswith(QUARANTINE)  # by the end of another run on the same project


def _cover(path: str, root: Path, names: Names) -> Cover | None:
    # Of a link, what it leads to gets the cover, if that is in the project; elsewhere it leads nowhere in the sandbox.
    try:
        target = (root / path).resolve()
    except RuntimeError:  # links that lead to each other, before Python 3.13
        return None
    if not target.is_relative_to(root) or target == root or not target.exists():
        return None
    return Cover(target.relative_to(root).as_posix(), names.hides(path.rpartition("/")[2]), target.is_dir())


def _quarantine(root: Path, path: str) -> str:
    *parents, name = path.split("/")
    new = f"{QUARANTINE}-{time.time_ns():x}-{re.sub(r'[^a-zA-Z0-9_.-]', '_', name).lstrip('.')}"[:255]
    shown = printable(path)
    try:
        with open_folder(root, parents) as handle:
            os.rename(name, new, src_dir_fd=handle, dst_dir_fd=handle)
    except FileNotFoundError:
        return ""  # somebody else's run on the same project has come to its end, too
    except OSError as error:
        return f"a program made {shown}, which the host may act on, and it could not be renamed: {error.strerror}"
    moved = printable(join("/".join(parents), new))
    return f"a program made {shown}, which the host may act on; it was renamed to {moved}"
