"""Which files of a project a program may import, each read once and analysed."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from flake8_llm_sandbox import imported_modules, python_files
from llm_sandbox_run.errors import UsageError
from llm_sandbox_run.gate.checked import TOO_SLOW
from llm_sandbox_run.gate.strict import MESSAGE, foreign_imports

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from llm_sandbox_run.gate.checked import Checked

MAX_FILES = 2000
_UNPARSED = (SyntaxError, ValueError, RecursionError, MemoryError)
MAX_BYTES = 10 << 20  # of one file; the analysis has its own, smaller idea of what can be analysed


@dataclass(frozen=True)
class Tree:
    """A project, and the folders in it that a program's absolute imports go through."""

    root: Path
    search: tuple[Path, ...]
    given: str = ""  # an installed module that programs may import whatever the profile: the test runner

    def owns(self, module: str) -> bool:
        """Tell whether a top-level module is the project's: a namespace package would give way to an installed one."""
        return any(any(files_of(folder, [module], self.root)) for folder in self.search)


def read(path: Path) -> bytes:
    """Return the text of a program, read once.

    Raises:
        UsageError: it is missing, unreadable, not a regular file, or over MAX_BYTES.
    """
    try:
        with open(path, "rb", opener=_open_without_waiting) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise UsageError(f"{path} is not a regular file: use - to read a program from standard input")
            text = file.read(MAX_BYTES + 1)
    except IsADirectoryError:
        raise UsageError(f"{path} is a folder: name a file in it, or use -m for a package") from None
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from None
    if len(text) > MAX_BYTES:
        raise UsageError(
            f"{path} is over {MAX_BYTES >> 20} MiB, too long for a program that is to be checked"
        )
    return text


def _open_without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NONBLOCK)  # a pipe without a writer would wait for ever


def follow(files: Iterable[Path], tree: Tree, checked: Checked) -> None:
    """Analyse ``files`` and every file of the project that importing them may load."""
    pending = list(files)
    seen: set[Path] = set()
    while pending:
        path = pending.pop()
        if path in seen:
            continue
        seen.add(path)
        name = path.relative_to(tree.root).as_posix()
        if checked.late:
            checked.refuse(name, "LLS996", TOO_SLOW)
            return
        if len(seen) > MAX_FILES:
            checked.refuse(
                name, "LLS993", f"the program imports over {MAX_FILES} files; name a smaller --project"
            )
            return
        if not path.resolve().is_relative_to(tree.root):
            checked.refuse(
                name, "LLS990", "a link that leaves the project cannot be imported; copy the file into it"
            )
            continue
        source = read(path)
        add(source, name, tree, checked)
        pending += imported_files(source, path, tree, checked)


def add(source: bytes, name: str, tree: Tree, checked: Checked, keep: bool = True) -> None:
    """Analyse one file, and look at its imports as the profile demands."""
    checked.add(source, name, keep)
    if not checked.policy.strict or checked.is_old(name):
        return
    with suppress(*_UNPARSED):  # the analysis has refused it
        lines = source.decode("utf-8", "replace").splitlines()
        for line, column, module in foreign_imports(
            source, lambda each: each == tree.given or tree.owns(each)
        ):
            message = MESSAGE.replace("{name}", module)
            checked.refuse(name, "LLS994", message, line, column, lines[line - 1])


def imported_files(source: bytes, importer: Path, tree: Tree, checked: Checked) -> Iterator[Path]:
    """Yield the files of the project that the import statements of ``source`` may load."""
    try:
        modules = _imports(source)
    except _UNPARSED:
        return  # the analysis has refused it
    for module in modules:
        parts = module.lstrip(".")
        level = len(module) - len(parts)
        names = parts.split(".") if parts else []
        if level:
            package = _ancestor(importer, level)
            yield from files_of(package, names, tree.root)
            yield from _existing(package / "__init__.py")
            continue
        for folder in tree.search:
            found = list(files_of(folder, names, tree.root))
            if found and names[0] in sys.stdlib_module_names:
                shadow = found[0].relative_to(tree.root).as_posix()
                checked.refuse(
                    shadow, "LLS991", f"shadows the standard library's {names[0]}; give it another name"
                )
            else:
                yield from found


@lru_cache(maxsize=256)
def _imports(source: bytes) -> tuple[str, ...]:
    return imported_modules(source)


def _ancestor(importer: Path, level: int) -> Path:
    return importer.parents[min(level, len(importer.parents)) - 1]


def files_of(folder: Path, names: Iterable[str], root: Path) -> Iterator[Path]:
    """Yield the files that importing a module may load: more than Python would, where several files compete."""
    if not folder.is_relative_to(root):
        return
    for name in names:
        folder = folder / name
        yield from _existing(folder.with_name(name + ".py"), folder / "__init__.py")


def _existing(*paths: Path) -> Iterator[Path]:
    yield from (path for path in paths if path.is_file())


def files_below(folder: Path, root: Path) -> list[Path]:
    """Return the Python files of a folder in the project at ``root``.

    Raises:
        UsageError: a part of it cannot be looked into.
    """
    try:
        return list(python_files(folder, root))
    except OSError as error:
        raise UsageError(f"cannot look into {error.filename}: {error.strerror}") from None
