"""What a call of pytest collects, and what it is called with instead of the project's own words where these go too far."""

from __future__ import annotations

import glob
import os
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from llm_sandbox_run.errors import UsageError
from llm_sandbox_run.gate import pytest_settings, search, words
from llm_sandbox_run.gate.closure import read as read_text
from llm_sandbox_run.gate.roots import table, toml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from llm_sandbox_run.gate.pytest_settings import Settings
    from llm_sandbox_run.gate.words import Word

_TESTS = ("test_*.py", "*_test.py")
_SKIPPED = ("*.egg", ".*", "_darcs", "build", "CVS", "dist", "node_modules", "venv", "{arch}")
_NO_MODULES = ("__main__.py", "setup.py")  # which it does not import for their examples
_WORKERS = ("-d", "-n", "--dist", "--numprocesses", "--tx")  # of pytest-xdist
_NEUTRALISED = {
    "--basetemp": "deletes a folder",
    **dict.fromkeys(("--pdb", "--pdbcls", "--trace"), "opens a prompt"),
    **dict.fromkeys(
        """--co --collect-only --cache-show --fixtures --fixtures-per-test --funcargs --help --markers --setup-only --setup-plan
        --version -V -h""".split(),
        "runs no tests",
    ),
}
# Plugins that run text as code without the machinery of doctest, so that nothing of the sandbox sees what it is.
_RUN_TEXT = ("codeblocks", "nbmake", "nbval", "pytest_markdown_docs", "xdoctest")
_OURS = ("addopts", "cache_dir")  # settings that are given here


@dataclass(frozen=True)
class PytestCall:
    """One call, in the folder ``cwd`` of the project at ``root``."""

    root: Path
    cwd: Path
    own: tuple[Word, ...]  # what the caller said
    settings: Settings
    kept: tuple[Word, ...]  # what the settings add to it
    dropped: tuple[str, ...]  # what they would have added, and why they may not
    execute: bool  # other programs may be started

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """All that it is called with, in pytest's order."""
        return self.kept + self.own

    @cached_property
    def targets(self) -> tuple[Path, ...]:
        """The files and folders in the project that it looks for tests in."""
        named = list(_named(self.own, self.cwd, self.root))
        if named and not any(word.doubtful for word in self.own):
            return tuple(named)
        usual = self.settings.words("testpaths") if self.cwd == self.settings.folder else []
        found = [self._place(each) for pattern in usual for each in _glob(pattern, self.cwd)]
        inside = [each for each in found if each.is_relative_to(self.root)]
        return (*named, *(inside or [self.cwd]))

    @property
    def paths(self) -> list[Path]:
        """What the settings add to sys.path."""
        return [self.settings.folder / each for each in self.settings.words("pythonpath")]

    @cached_property
    def args(self) -> tuple[str, ...]:
        """The arguments that say the same to a pytest that reads no addopts, and keeps its cache outside of the project."""
        plugins = words.values(self.words, "-p")
        cache = () if "no:cacheprovider" in plugins else ("-o", "cache_dir=~/.pytest_cache")
        added = chain.from_iterable(("-p", each) for each in self.plugins_of_project)
        blocked = () if self.execute else chain.from_iterable(("-p", f"no:{each}") for each in _RUN_TEXT)
        written = list(chain.from_iterable(word.written for word in self.words))
        if self._alone:  # after what it overrides, and before what is no option
            written.insert(written.index("--") if "--" in written else len(written), "-n0")
        return ("-o", "addopts=", *cache, *blocked, *added, *written)

    @property
    def notes(self) -> Iterator[str]:
        """What people should know of that."""
        for each in self.dropped:
            yield f"left out of the project's addopts: {each}"
        if self._alone:
            yield "the tests ran in one process (-n 0): other programs cannot be started here, unless the policy allows process"

    @cached_property
    def _alone(self) -> bool:
        return not self.execute and any(word.option in _WORKERS for word in self.words)

    @cached_property
    def plugins_of_project(self) -> tuple[str, ...]:
        """The modules that the project would install as plugins."""
        points = table(toml(self.root / "pyproject.toml"), "project", "entry-points", "pytest11")
        names = points.values() if isinstance(points, dict) else ()
        return tuple(each for each in names if isinstance(each, str) and each.replace(".", "").isidentifier())

    @property
    def plugins(self) -> list[str]:
        """The modules that it loads as plugins by their names, if they are modules."""
        names = [*self.plugins_of_project, *words.values(self.words, "-p")]
        return [name for name in names if not name.startswith("no:")]

    @property
    def installed_plugins(self) -> list[str]:
        """Those that only the project's settings name, and that are not its own."""
        names = (name for name in words.values(self.kept, "-p") if not name.startswith("no:"))
        return [name for name in names if name.replace(".", "").isidentifier()]

    @cached_property
    def examples_of_modules(self) -> bool:
        """Whether it runs the examples in docstrings."""
        return any(word.option == "--doctest-modules" for word in self.words)

    def collects(self, path: Path) -> bool:
        """Tell whether it loads a Python file."""
        if path.name == "conftest.py" and any(each.is_relative_to(path.parent) for each in self.targets):
            return True
        if path in self.targets:
            return True
        if not self._reaches(path):
            return False
        if path.name == "conftest.py" or self._matches(path, self._patterns):
            return True
        return self.examples_of_modules and path.name not in _NO_MODULES

    def runs_text(self, path: Path) -> bool:
        """Tell whether it runs the examples in a file that is not Python."""
        globs = words.values(self.words, "--doctest-glob") or ["test*.txt"]
        return path in self.targets or (self._reaches(path) and self._matches(path, globs))

    @cached_property
    def _patterns(self) -> Sequence[str]:
        return self._given("python_files", _TESTS)

    def _given(self, name: str, default: Sequence[str]) -> Sequence[str]:
        given = [
            each.partition("=")[2]
            for each in words.values(self.words, "-o", "--override-ini")
            if each.startswith(f"{name}=")
        ]
        return given[-1].split() if given else self.settings.words(name, default)

    def _matches(self, path: Path, patterns: Sequence[str]) -> bool:
        return any(
            fnmatch(str(path) if "/" in each else path.name, f"*{each}" if "/" in each else each)
            for each in patterns
        )

    def _reaches(self, path: Path) -> bool:
        ignored = [self._place(each) for each in words.values(self.words, "--ignore")]
        if any(path.is_relative_to(each) for each in ignored):
            return False
        if any(
            fnmatch(str(path), str(self.cwd / each)) for each in words.values(self.words, "--ignore-glob")
        ):
            return False
        return any(self._visits(folder, path) for folder in self.targets if path.is_relative_to(folder))

    @cached_property
    def _of_conftests(self) -> dict[Path, tuple[str, ...]]:
        return {}

    def _visits(self, folder: Path, path: Path) -> bool:
        skipped = self._given("norecursedirs", _SKIPPED)
        way = [path, *(each for each in path.parents if each != folder and each.is_relative_to(folder))]
        if any(fnmatch(each.name, pattern) for each in way[1:] for pattern in skipped):
            return False
        return not any(fnmatch(str(each), pattern) for each in way for pattern in self._ignored(path))

    def _ignored(self, path: Path) -> Iterator[str]:
        """Yield what the conftests above a file keep from being collected."""
        for folder in path.parents:
            if folder.is_relative_to(self.root):
                if folder not in self._of_conftests:
                    self._of_conftests[folder] = _ignored_in(folder)
                yield from self._of_conftests[folder]

    def _place(self, name: str) -> Path:
        return Path(os.path.normpath(self.cwd / name))


def read(args: Sequence[str], root: Path, cwd: Path, execute: bool) -> PytestCall:
    """Return what pytest would make of ``args`` in ``cwd``.

    Raises:
        UsageError: they are in a file of the project.
    """
    if any(each.startswith("@") for each in args):
        raise UsageError("write the arguments of pytest out: a file of them could be the program's own")
    own = tuple(words.read(args))
    named = list(_named(own, cwd, root)) or [cwd]
    start = Path(os.path.commonpath(named))
    settings = pytest_settings.find(
        root,
        start if start.is_dir() else start.parent,
        "".join(words.values(own, "-c", "--config-file")[-1:]),
        cwd,
    )
    added = list(words.read(settings.words("addopts")))
    dropped = {word: why for word in added if (why := _why_not(word))}
    kept = tuple(word for word in added if word not in dropped)
    said = tuple(f"{' '.join(word.written)}, which {why}" for word, why in dropped.items())
    return PytestCall(root, cwd, own, settings, kept, said, execute)


def _ignored_in(folder: Path) -> tuple[str, ...]:
    """Return what the conftest of a folder keeps from being collected; if it cannot be read, whoever judges it will say so."""
    try:
        return search.ignored(read_text(folder / "conftest.py"), folder)
    except (UsageError, SyntaxError, ValueError, RecursionError, MemoryError):
        return ()


def _glob(pattern: str, folder: Path) -> list[str]:
    try:
        return glob.glob(pattern, root_dir=folder, recursive=True)  # noqa: PTH207 - takes "." and "/a", as pytest does
    except ValueError:
        return []


def _why_not(word: Word) -> str:
    if word.option in _NEUTRALISED:
        return _NEUTRALISED[word.option]
    if word.option in ("-o", "--override-ini") and word.value.partition("=")[0].strip() in _OURS:
        return "is set for the sandbox"
    return "reads more of them from a file" if word.value.startswith("@") and not word.option else ""


def _named(own: Sequence[Word], cwd: Path, root: Path) -> Iterator[Path]:
    """Yield the files and folders of the project that are named as tests."""
    for word in own:
        path = Path(os.path.normpath(cwd / word.value.partition("::")[0]))
        if not word.option and word.value and path.exists() and path.is_relative_to(root):
            yield path
