"""Which files of a project a program may import, each read once and analysed."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flake8_llm_sandbox import python_files
from flake8_llm_sandbox.source import MAX_BYTES as MOST_ANALYSED
from llm_sandbox_run.errors import UsageError
from llm_sandbox_run.gate import examples, search
from llm_sandbox_run.gate.checked import TOO_SLOW, lines_of
from llm_sandbox_run.gate.strict import foreign_imports, message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
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
    roots: tuple[Path, ...] = ()  # those that an installation would put behind the standard library
    given: str = ""  # an installed module that programs may import whatever the profile: the test runner

    def owns(self, module: str) -> bool:
        """Tell whether a top-level module is the project's: a namespace package would give way to an installed one."""
        return any(any(files_of(folder, [module], self.root)) for folder in (*self.search, *self.roots))

    def widened(self, source: bytes, file: Path, cwd: Path) -> Tree:
        """Return this with the folders of the project that ``source``, the text of ``file``, adds to sys.path."""
        try:
            found = search.folders(source, file, cwd)
        except _UNPARSED:
            return self
        inside = [each for each in found if each.is_relative_to(self.root) and each not in self.search]
        return replace(self, search=(*self.search, *inside)) if inside else self


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


def follow(
    files: Iterable[Path], tree: Tree, checked: Checked, cwd: Path, main: tuple[Path, bytes] | None = None
) -> None:
    """Analyse ``files`` and every file of the project that importing them, or running ``main`` in ``cwd``, may load."""
    texts = {main[0]: _followed(main[1])} if main else {}
    pending = list(files)
    for path, source in texts.items():
        tree = tree.widened(source, path, cwd)
        pending += imported_files(source, path, tree, checked)
    tree = _load(pending, texts, tree, checked, cwd)
    if examples.runs_any(texts):
        for path, source in list(texts.items()):
            pending += imported_files(source, path, tree, checked, doctests=True)
        _add_examples(texts, _load(pending, texts, tree, checked, cwd), checked, cwd)


def _load(pending: list[Path], texts: dict[Path, bytes], tree: Tree, checked: Checked, cwd: Path) -> Tree:
    """Add to ``texts`` what is ``pending``, and what that imports; return where imports lead by then."""
    while pending:
        path = pending.pop()
        if path in texts:
            continue
        name = path.relative_to(tree.root).as_posix()
        if checked.late:
            checked.refuse(name, "LLS996", TOO_SLOW)
            pending.clear()
        elif len(texts) >= MAX_FILES:
            checked.refuse(
                name, "LLS993", f"the program imports over {MAX_FILES} files; name a smaller --project"
            )
            pending.clear()
        elif not path.resolve().is_relative_to(tree.root):
            checked.refuse(
                name, "LLS990", "a link that leaves the project cannot be imported; copy the file into it"
            )
        else:
            source = read(path)
            add(source, name, tree, checked)
            texts[path] = source = _followed(source)
            wider = tree.widened(source, path, cwd)  # which holds for what was imported before as well
            news = [(path, source)] if wider is tree else [*texts.items()]
            tree = wider
            for each, text in news:
                pending += imported_files(text, each, tree, checked)
    return tree


def _followed(source: bytes) -> bytes:
    """Return what is looked through for imports: nothing of a text that is refused for its length, which would take long."""
    return b"" if len(source) > MOST_ANALYSED else source


def _add_examples(texts: Mapping[Path, bytes], tree: Tree, checked: Checked, cwd: Path) -> None:
    """Look at the examples that the texts may have doctest run."""
    for path, source in texts.items():
        examples.of_module(source, path.relative_to(tree.root).as_posix(), checked)
        for each in examples.named_files(source, path, cwd):
            if each.resolve().is_relative_to(tree.root):
                examples.of_text(read(each), each.relative_to(tree.root).as_posix(), checked)


def add(source: bytes, name: str, tree: Tree, checked: Checked, keep: bool = True) -> None:
    """Analyse one file, and look at its imports as the profile demands."""
    checked.add(source, name, keep)
    if not checked.policy.strict or checked.is_old(name):
        return
    with suppress(*_UNPARSED):  # the analysis has refused it
        lines = lines_of(source)
        for line, column, module in foreign_imports(
            source, lambda each: each == tree.given or each in checked.models.packages or tree.owns(each)
        ):
            checked.refuse(name, "LLS994", message(module), line, column, lines[line - 1])


def imported_files(
    source: bytes, importer: Path, tree: Tree, checked: Checked, doctests: bool = False
) -> Iterator[Path]:
    """Yield the files of the project that the import statements of ``source`` may load, and of its examples if ``doctests``."""
    try:
        modules = search.modules(source, doctests)
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
        for folder in tree.roots if names[0] not in sys.stdlib_module_names else ():
            yield from files_of(folder, names, tree.root)


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


def files_below(folder: Path, root: Path, suffixes: tuple[str, ...] = (".py",)) -> list[Path]:
    """Return the Python files, or those with other suffixes, of a folder in the project at ``root``.

    Raises:
        UsageError: a part of it cannot be looked into.
    """
    try:
        return list(python_files(folder, root, suffixes))
    except OSError as error:
        raise UsageError(f"cannot look into {error.filename}: {error.strerror}") from None
