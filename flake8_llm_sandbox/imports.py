"""Which modules a program names in its import statements."""

from __future__ import annotations

import ast
import re
from itertools import pairwise
from typing import TYPE_CHECKING

from flake8_llm_sandbox.examples import runs_examples, with_examples
from flake8_llm_sandbox.parser import parse
from flake8_llm_sandbox.walk import given, imported_from, last_name

if TYPE_CHECKING:
    from collections.abc import Iterator

TAKE_NAMES = frozenset("DocTestSuite get_data import_module import_plugin importorskip patch".split())
OF_RESOURCES = frozenset(  # of `importlib.resources`
    "contents files is_resource open_binary open_text path read_binary read_text".split()
)
RUN_TEXT = frozenset({"Timer", "eval", "exec", "repeat", "run", "timeit"})
SETTERS = frozenset({"delattr", "setattr"})  # of pytest's `monkeypatch`, if the first argument is text
MODULE = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*", re.ASCII)


def imported_modules(source: str | bytes, *, doctests: bool = False) -> tuple[str, ...]:
    """Return every module that an import statement of ``source`` may load, sorted.

    Relative imports keep their dots. ``from a import b`` may load a submodule, so it gives ``a`` and ``a.b``.
    Functions that are given the names of modules count as far as they are written out, and pytest's plugins too.
    Where the program runs its own examples, or ``doctests`` says that others do, theirs count too.

    Raises:
        SyntaxError: ``source`` is not Python.
    """
    tree = parse(source)
    if doctests or runs_examples(source if isinstance(source, str) else source.decode("latin-1")):
        tree = with_examples(tree)
    return tuple(sorted({name for node in ast.walk(tree) for name in imports_of(node)}))


def imports_of(node: ast.AST) -> Iterator[str]:
    """Yield the modules that one statement or call may load."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        module = imported_from(node)
        yield module
        joint = "" if module.endswith(".") else "."
        yield from (module + joint + alias.name for alias in node.names if alias.name != "*")
    elif isinstance(node, ast.Call):
        yield from filter(MODULE.fullmatch, _taken(node))
    elif isinstance(node, ast.Assign) and "pytest_plugins" in map(last_name, node.targets):
        yield from filter(MODULE.fullmatch, _texts(node.value))


def _taken(call: ast.Call) -> Iterator[str]:
    """Yield the names of modules among the arguments: of `importorskip("a")`, `patch("a.b")`, `main(["-p", "a"])`."""
    name = last_name(call.func)
    texts = [text for argument in given(call) for text in _texts(argument)]
    if name in TAKE_NAMES or _is_of_resources(call.func) or (name in SETTERS and "." in "".join(texts[:1])):
        yield from texts[:1]
    elif name in RUN_TEXT:
        yield from (each for text in texts for each in _in_text(text))
    elif name == "main":
        options = ((text, following) for text, following in pairwise([*texts, ""]) if text.startswith("-p"))
        yield from (text.removeprefix("-p") or following for text, following in options)


def _is_of_resources(function: ast.expr) -> bool:
    if isinstance(function, ast.Name):
        return function.id == "files"
    return (
        isinstance(function, ast.Attribute)
        and function.attr in OF_RESOURCES
        and last_name(function.value).endswith("resources")
    )


def _in_text(text: str) -> tuple[str, ...]:
    """Return what a text imports where it is run as code."""
    try:
        return imported_modules(text) if "import" in text else ()
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ()


def _texts(node: ast.AST) -> Iterator[str]:
    parts = node.elts if isinstance(node, (ast.List, ast.Tuple)) else [node]
    values = (part.value for part in parts if isinstance(part, ast.Constant))
    yield from (value for value in values if isinstance(value, str))
