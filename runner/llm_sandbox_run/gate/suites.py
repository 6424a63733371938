"""Installed test runners: what they load without an import statement that could be followed."""

from __future__ import annotations

import os
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING

from llm_sandbox_run.errors import UsageError
from llm_sandbox_run.gate import coverage_call, examples, pytest_call, words
from llm_sandbox_run.gate.checked import TOO_SLOW, Checked
from llm_sandbox_run.gate.closure import MAX_FILES, Tree, add, files_below, files_of, read
from llm_sandbox_run.policy import grants

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from llm_sandbox_run.gate.pytest_call import PytestCall
    from llm_sandbox_run.model import Module
    from llm_sandbox_run.policy.policy import Policy

_TEST_FILES = ("test*.py", "*_test.py", "conftest.py")  # of runners that are not known better


@dataclass(frozen=True)
class Suite:
    """The tests that a call runs, and the other files of the project."""

    tree: Tree
    tests: tuple[Path, ...]
    rest: tuple[Path, ...]
    texts: tuple[Path, ...]  # that are not Python
    args: tuple[str, ...]  # for the runner
    call: PytestCall | None = None  # if that is pytest


def find(program: Module, root: Path, cwd: Path, roots: tuple[Path, ...], policy: Policy) -> Suite:
    """Return the suite of the project at ``root`` that the program runs in ``cwd``.

    ``roots`` are where its packages are imported from.

    Raises:
        UsageError: the arguments cannot be understood.
    """
    if program.name == "pytest":
        call = pytest_call.read(program.args, root, cwd, grants.execute(policy))
        return _suite(program.name, root, (cwd, *call.paths), roots, call.collects, call.args, call)
    loads = _LOADS.get(program.name, _is_test)
    if program.name == "unittest":
        loads = _loads(program.args, root, cwd, roots)
    return _suite(program.name, root, (cwd,), roots, loads, program.args)


def _suite(
    name: str,
    root: Path,
    places: tuple[Path, ...],
    roots: tuple[Path, ...],
    loads: Callable[[Path], bool],
    args: tuple[str, ...],
    call: PytestCall | None = None,
) -> Suite:
    every = files_below(root, root, ("",))
    modules = [path for path in every if path.suffix == ".py"]
    tests = dict.fromkeys(path for path in modules if loads(path))
    tree = Tree(root, tuple(dict.fromkeys((*places, *map(_base, tests)))), roots, name)
    for each in call.plugins if call else ():
        for place in (*tree.search, *roots):
            tests.update(dict.fromkeys(files_of(place, each.split("."), root)))
    rest = (path for path in modules if path not in tests)
    texts = (path for path in every if path.suffix != ".py")
    return Suite(tree, tuple(tests), tuple(rest), tuple(texts), args, call)


def _is_test(path: Path) -> bool:
    return any(fnmatch(path.name, each) for each in _TEST_FILES)


_LOADS: dict[str, Callable[[Path], bool]] = {coverage_call.NAME: lambda _: False}  # to make a report


def _loads(args: Sequence[str], root: Path, cwd: Path, roots: tuple[Path, ...]) -> Callable[[Path], bool]:
    """Return what tells whether unittest loads a file."""
    said = list(words.read(args, words.UNITTEST))
    names = [word.value for word in said if not word.option]
    if names and names[0] != "discover":
        named = {Path(os.path.normpath(cwd / each)) for each in names}
        for each in (each for each in names if each.replace(".", "").isidentifier()):
            named |= {file for place in (cwd, *roots) for file in files_of(place, each.split("."), root)}
        return named.__contains__
    start, pattern = (*names[1:3], *(".", "test*.py")[len(names[1:3]) :])
    start = next(reversed(words.values(said, "-s", "--start-directory")), start)
    pattern = next(reversed(words.values(said, "-p", "--pattern")), pattern)
    below = Path(os.path.normpath(cwd / start))
    return lambda path: (
        path.is_relative_to(below) and (fnmatch(path.name, pattern) or path.name == "__init__.py")
    )


def approve_named(suite: Suite, checked: Checked) -> None:
    """Look at the installed modules that the project's settings load as plugins, as if it imported them."""
    if suite.call and suite.call.installed_plugins:
        text = "".join(f"import {each}\n" for each in suite.call.installed_plugins)
        add(text.encode(), suite.call.settings.place, suite.tree, checked)


def add_examples(suite: Suite, checked: Checked) -> None:
    """Look at the examples in docstrings and texts that pytest runs as tests."""
    root = suite.tree.root
    if not suite.call:
        return
    for path in suite.tests if suite.call.examples_of_modules else ():
        name = path.relative_to(root).as_posix()
        examples.of_module(checked.sources.get(name, b""), name, checked)
    for path in suite.texts:
        if suite.call.runs_text(path):
            examples.of_text(read(path), path.relative_to(root).as_posix(), checked)


def approve_rest(suite: Suite, checked: Checked) -> None:
    """Approve what is clean of the rest, for imports that go other ways; note why the others may not be imported."""
    refused = checked.refused
    for path in suite.rest[:MAX_FILES]:
        name = path.relative_to(suite.tree.root).as_posix()
        if checked.late:
            refused[name] = TOO_SLOW
            continue
        try:
            source = read(path)
        except UsageError as error:
            refused[name] = str(error)
            continue
        alone = Checked(checked.policy, checked.models, checked.verdicts, checked.deadline, checked.base)
        add(source, name, suite.tree, alone)
        if alone.problems:
            first = alone.problems[0].finding
            count = len(alone.problems)
            refused[name] = f"{count} findings, first: line {first.line}: {first.code} {first.message}"
        else:
            checked.merge(alone)
            checked.spare.add(name)


def _base(test: Path) -> Path:
    """Return the folder that pytest puts on sys.path: the first one above that is no package."""
    return next(folder for folder in test.parents if not (folder / "__init__.py").exists())
