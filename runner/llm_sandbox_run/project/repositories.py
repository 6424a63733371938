"""Where version control runs or reads something of a project because its settings say so.

Settings are those of each repository in the project or around it, of the main one of a linked work tree, of those who work
there, of the machine, and whatever these include, on any condition.
"""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from llm_sandbox_run.project.folder import open_file
from llm_sandbox_run.project.leads import Lead, leads_of
from llm_sandbox_run.project.settings import Value, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MOST_BYTES = 1 << 20  # of one file
_MOST_FILES = 100
_SETTLED_NS = 50_000_000  # a file that changed this recently may change again without a new time stamp


class _Read(NamedTuple):
    """What settings lead to, as long as their files look like this."""

    stamps: dict[str, tuple[int, ...]]
    leads: frozenset[Lead]
    secrets: frozenset[str]  # files in which passwords stand


class Repositories:
    """What the settings of a project's repositories lead to; files that have not changed are not read again."""

    def __init__(self, root: Path) -> None:
        self._root = str(root)
        self._around = [f"{folder}/{name}" for folder in map(str, root.parents) for name in (".git", ".hg")]
        self._users = {".git": tuple(_of_git(root)), ".hg": tuple(_of_mercurial(root))}
        self._known: dict[str, _Read] = {}

    def leads(self, protected: Iterable[str]) -> tuple[str, ...]:
        """Return the paths to which settings lead, as they name them: links in them are still to be followed.

        ``protected`` are the protected paths of the project; some of these make a folder a repository.
        """
        found = {_repository(f"{self._root}/{path}") for path in protected}
        found |= {path for path in self._around if os.path.lexists(path)}
        self._known = {path: self._read(path) for path in found if path}
        leads = frozenset[Lead]().union(*(read.leads for read in self._known.values()))
        return tuple(sorted(lead.path[len(self._root) + 1 :] for lead in leads if lead.counts()))

    def secrets(self) -> tuple[str, ...]:
        """Return which files of the project hold passwords, as was found with the leads."""
        found = frozenset[str]().union(*(read.secrets for read in self._known.values()))
        return tuple(
            sorted(each.removeprefix(f"{self._root}/") for each in found if each.startswith(f"{self._root}/"))
        )

    def _read(self, repository: str) -> _Read:
        known = self._known.get(repository)
        if known and all(_stamp(path) == stamp for path, stamp in known.stamps.items()):
            return known
        stamps: dict[str, tuple[int, ...]] = {}
        secrets: set[str] = set()
        if repository.endswith("/.hg"):
            values = list(self._of_mercurial(repository, stamps))
            folder = os.path.dirname(repository)
        else:
            values = list(self._of_git(repository, stamps, secrets))
            folder = _work_tree(repository, values)
        leads = {lead for value in values for lead in leads_of(value.name, value.text, folder, self._root)}
        return _Read(stamps, frozenset(leads), frozenset(secrets))

    def _of_git(
        self, repository: str, stamps: dict[str, tuple[int, ...]], secrets: set[str]
    ) -> Iterator[Value]:
        folder = _pointed(repository, repository, "gitdir:", stamps)
        common = _pointed(folder, f"{folder}/commondir", "", stamps)
        yield from (Value("gitdir.path", each) for each in {folder, common} - {repository})
        pending = [f"{folder}/config.worktree", f"{common}/config", *self._users[".git"]]
        while pending and len(stamps) < _MOST_FILES:
            path = pending.pop()
            if path in stamps:
                continue
            for value in parse(_text(path, stamps)):
                if value.is_secret:
                    secrets.add(os.path.normpath(path))
                if value.includes:
                    included = os.path.join(os.path.dirname(path), os.path.expanduser(value.text))
                    pending.append(included)
                    yield value._replace(text=included)
                else:
                    yield value

    def _of_mercurial(self, repository: str, stamps: dict[str, tuple[int, ...]]) -> Iterator[Value]:
        for path in (f"{repository}/hgrc", f"{repository}/hgrc-not-shared", *self._users[".hg"]):
            lines = _text(path, stamps).splitlines()
            yield from (Value("", line.partition("=")[2] or line) for line in lines if line[:1] not in "#;")


def _repository(path: str) -> str:
    """Return the repository that has this protected path; "" if none has."""
    folder, _, name = path.rpartition("/")
    if name.casefold() in (".git", ".hg"):
        return f"{folder}/{name}"
    return folder if name.casefold() == "head" else ""  # known by what is in it


def _work_tree(repository: str, values: Iterable[Value]) -> str:
    folder, _, name = repository.rpartition("/")
    for value in values:
        if value.name == "core.worktree" and os.path.isdir(repository):
            return os.path.join(repository, value.text)
    return folder if name.casefold() == ".git" else repository


def _pointed(folder: str, pointer: str, prefix: str, stamps: dict[str, tuple[int, ...]]) -> str:
    """Return the folder that a file names, seen from the folder it is in; or ``folder`` if there is no such file."""
    text = _text(pointer, stamps).strip()
    if not text.startswith(prefix) or not text:
        return folder
    return os.path.normpath(os.path.join(os.path.dirname(pointer), text.removeprefix(prefix).strip()))


def _of_git(root: Path) -> Iterator[str]:
    environment = os.environ.get
    yield from filter(None, map(environment, ("GIT_CONFIG_SYSTEM", "GIT_CONFIG_GLOBAL")))
    program = shutil.which("git")
    yield "/etc/gitconfig"
    if program:
        yield f"{Path(program).resolve().parents[1]}/etc/gitconfig"
    yield f"{environment('XDG_CONFIG_HOME') or Path.home() / '.config'}/git/config"
    for home in _homes(root):
        yield from (f"{home}/.gitconfig", f"{home}/.config/git/config")


def _of_mercurial(root: Path) -> Iterator[str]:
    yield "/etc/mercurial/hgrc"
    for home in _homes(root):
        yield from (f"{home}/.hgrc", f"{home}/.config/hg/hgrc")


def _homes(root: Path) -> Iterator[str]:
    """Yield the homes of whoever calls, and of the project's owner, who will work on it."""
    yield str(Path.home())
    with suppress(KeyError):
        yield pwd.getpwuid(root.stat().st_uid).pw_dir


def _text(path: str, stamps: dict[str, tuple[int, ...]]) -> str:
    """Return what is in a file, "" if there is none, and remember what it looked like."""
    stamps[path] = _stamp(path)
    with suppress(OSError), open_file(path, follow=True) as file:
        status = os.fstat(file.fileno())
        if stat.S_ISREG(status.st_mode):
            return os.fsdecode(file.read(_MOST_BYTES))
    return ""


def _stamp(path: str) -> tuple[int, ...]:
    """Return what tells a file from what it was; never the same of one that may be changing right now."""
    try:
        status = os.stat(path)
    except OSError:
        return ()
    settled = time.time_ns() - status.st_ctime_ns > _SETTLED_NS
    return status.st_dev, status.st_ino, status.st_size, status.st_ctime_ns, 0 if settled else time.time_ns()
