"""Installed test runners: what they load without an import statement that could be followed."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatch
from typing import TYPE_CHECKING

from llm_sandbox_run.errors import UsageError
from llm_sandbox_run.gate.checked import TOO_SLOW, Checked
from llm_sandbox_run.gate.closure import MAX_FILES, Tree, add, files_below, read

if TYPE_CHECKING:
    from pathlib import Path

    from llm_sandbox_run.model import Module

# Runner -> arguments that keep it to what the gate has seen. The cache would write into the project; doctests are code
# that no analysis has seen; addopts lets a config file, which the code's author may have written, load plugins.
RUNNERS = {
    "pytest": ("-p", "no:cacheprovider", "-p", "no:doctest", "-o", "addopts="),
    "unittest": (),
}
_TEST_FILES = ("test*.py", "*_test.py", "conftest.py")


@dataclass(frozen=True)
class Suite:
    """The tests of a project, and the files beside them."""

    tree: Tree
    tests: tuple[Path, ...]
    rest: tuple[Path, ...]


def find(program: Module, root: Path, cwd: Path) -> Suite:
    """Return the suite of the project at ``root``, with the files that the arguments name as tests."""
    every = files_below(root, root)
    named = {cwd / argument.partition("::")[0] for argument in program.args}
    tests = [path for path in every if path in named or any(fnmatch(path.name, each) for each in _TEST_FILES)]
    bases = [cwd, *map(_base, tests), root, root / "src"]
    tree = Tree(root, tuple(dict.fromkeys(bases)), given=program.name)
    return Suite(tree, tuple(tests), tuple(path for path in every if path not in set(tests)))


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
        alone = Checked(checked.policy, checked.verdicts, checked.deadline, checked.base)
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
