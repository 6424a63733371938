"""Names in a project that a program must not write, because the host acts on them, or not even read."""

from __future__ import annotations

import os
import time
from fnmatch import fnmatch
from typing import TYPE_CHECKING, NamedTuple

from llm_sandbox_run.errors import UsageError
from llm_sandbox_run.model import Cover
from llm_sandbox_run.project import open_folder

if TYPE_CHECKING:
    from pathlib import Path

# What tools of the host execute or obey without being asked: hooks, environments, tasks, settings of agents.
READ_ONLY = frozenset(
    {
        ".circleci", ".claude", ".cursor", ".devcontainer", ".envrc", ".git", ".gitattributes", ".github",
        ".gitlab-ci.yml", ".gitmodules", ".husky", ".idea", ".mcp.json", ".nox", ".pre-commit-config.yaml", ".tox",
        ".venv", ".vscode", "venv",
    }
)  # fmt: skip
# Secrets.
HIDDEN = (
    ".aws", ".azure", ".docker", ".env", ".env.*", ".git-credentials", ".gnupg", ".kube", ".netrc", ".pgpass", ".pypirc",
    ".ssh", "_netrc", "id_dsa", "id_ecdsa", "id_ed25519", "id_rsa",
)  # fmt: skip
_BORING = frozenset({"__pycache__", "node_modules"})
_SETTLED_NS = 50_000_000  # a folder that changed this recently may change again without a new time stamp
QUARANTINE = "quarantined-by-llm-sandbox"


class Sighting(NamedTuple):
    """The protected names of a project at one moment."""

    covers: tuple[Cover, ...]  # what to put covers on; sorted
    names: frozenset[_Name]  # the names themselves, which may be links to that


class _Name(NamedTuple):
    path: str
    inode: int  # 0 for a secret, which the host's own editor may replace at any time
    is_folder: bool


class _Folder(NamedTuple):
    changed_ns: int
    covers: tuple[Cover, ...]
    names: tuple[_Name, ...]
    folders: tuple[str, ...]


class Guard:
    """Knows the protected names of a project, and looks again only where something has changed."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._seen: dict[str, _Folder] = {}

    def look(self) -> Sighting:
        """Return every protected name that exists now.

        Raises:
            UsageError: a part of the project cannot be looked into.
        """
        fresh: dict[str, _Folder] = {}
        pending = [""]
        while pending:
            path = pending.pop()
            try:
                fresh[path] = self._look(path)
            except (FileNotFoundError, NotADirectoryError):
                continue  # gone since it was listed
            except OSError as error:
                raise UsageError(
                    f"cannot look for secrets in {self._root / path}: {error.strerror}"
                ) from None
            pending += fresh[path].folders
        self._seen = fresh
        covers = {cover for folder in fresh.values() for cover in folder.covers}
        return Sighting(
            tuple(sorted(covers)), frozenset(name for folder in fresh.values() for name in folder.names)
        )

    def undo(self, before: Sighting) -> tuple[str, ...]:
        """Rename every protected name that has appeared since ``before``; return what was done, in words.

        A folder that has only been moved, with one above it, is not new; what stands in its place now is.
        """
        known = {name.inode for name in before.names if name.is_folder and name.inode}
        new = sorted(self.look().names - before.names)
        made = (name.path for name in new if not (name.is_folder and name.inode in known))
        return tuple(filter(None, (_quarantine(self._root, path) for path in made)))

    def _look(self, path: str) -> _Folder:
        folder = self._root / path
        changed = folder.stat(follow_symlinks=False).st_ctime_ns
        known = self._seen.get(path)
        if known and known.changed_ns == changed:
            return known
        settled = time.time_ns() - changed > _SETTLED_NS
        with os.scandir(folder) as entries:
            every = list(entries)
        protected = [entry for entry in every if is_protected(entry.name)]
        below = (entry for entry in every if entry not in protected and entry.name not in _BORING)
        return _Folder(
            changed if settled else -1,
            tuple(filter(None, (_cover(_join(path, entry.name), self._root) for entry in protected))),
            tuple(
                _Name(
                    _join(path, entry.name),
                    entry.inode() if _is_read_only(entry.name) else 0,
                    entry.is_dir(follow_symlinks=False),
                )
                for entry in protected
            ),
            tuple(_join(path, entry.name) for entry in below if entry.is_dir(follow_symlinks=False)),
        )


def is_protected(name: str) -> bool:
    """Tell whether a name, at any depth of a project, is one that programs must not write."""
    return _is_read_only(name) or _is_hidden(name)


def _is_read_only(name: str) -> bool:
    return name.casefold() in READ_ONLY


def _is_hidden(name: str) -> bool:
    return not _is_read_only(name) and any(fnmatch(name.casefold(), pattern) for pattern in HIDDEN)


def _cover(path: str, root: Path) -> Cover | None:
    # Of a link, what it leads to gets the cover, if that is in the project; elsewhere it leads nowhere in the sandbox.
    try:
        target = (root / path).resolve()
    except RuntimeError:  # links that lead to each other, before Python 3.13
        return None
    if not target.is_relative_to(root) or target == root or not target.exists():
        return None
    return Cover(target.relative_to(root).as_posix(), _is_hidden(path.rpartition("/")[2]), target.is_dir())


def _quarantine(root: Path, path: str) -> str:
    *parents, name = path.split("/")
    new = f"{QUARANTINE}-{time.time_ns():x}-{name.lstrip('.')}"
    try:
        with open_folder(root, parents) as handle:
            os.rename(name, new, src_dir_fd=handle, dst_dir_fd=handle)
    except FileNotFoundError:
        return ""  # somebody else's run on the same project has come to its end, too
    except OSError as error:
        return (
            f"a program made {path}, which the host may act on, and it could not be renamed: {error.strerror}"
        )
    return (
        f"a program made {path}, which the host may act on; it was renamed to {_join('/'.join(parents), new)}"
    )


def _join(parent: str, name: str) -> str:
    return f"{parent}/{name}" if parent else name
