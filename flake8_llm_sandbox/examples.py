"""The examples in docstrings, which are programs where a text runs its doctests."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from flake8_llm_sandbox.parser import parse
from flake8_llm_sandbox.walk import moved

if TYPE_CHECKING:
    import doctest
    from collections.abc import Iterator

RUNNERS = re.compile(r"DocTestSuite|testmod")
NAME = "<examples>"  # no name that a program could use


def doctest_examples(source: str | bytes) -> tuple[str, ...]:
    """Return the examples in the strings of a program, each as ``doctest`` compiles it, in order.

    Strings that are no docstrings count too: a program can make docstrings of them.

    Raises:
        SyntaxError, ValueError: ``source`` is not Python.
        RecursionError, MemoryError: it is nested too deeply.
    """
    texts = (node for node in ast.walk(parse(source)) if isinstance(node, ast.Constant))
    return tuple(example.source for text in texts for example in _examples(text))


def runs_examples(text: str) -> bool:
    """Return whether a program may run the examples in its own docstrings."""
    return bool(RUNNERS.search(text))


def with_examples(tree: ast.Module) -> ast.Module:
    """Return ``tree``, followed by a function for each string with examples."""
    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    functions = [function for node in texts for function in _function(node)]
    return ast.Module([*tree.body, *functions], tree.type_ignores)


def _function(node: ast.Constant) -> Iterator[ast.FunctionDef]:
    """Yield the examples in a string as the body of a function: they share names that no one else sees."""
    body = [statement for example in _examples(node) for statement in _statements(node, example)]
    if body:
        (function,) = parse("def examples(): pass").body
        assert isinstance(function, ast.FunctionDef)
        function.name, function.body = NAME, body
        yield ast.copy_location(function, node)


def _examples(node: ast.Constant) -> list[doctest.Example]:
    if not isinstance(node.value, str) or ">>>" not in node.value:
        return []
    from doctest import DocTestParser  # it loads the debugger, which few programs need

    try:
        return DocTestParser().get_examples(node.value)
    except ValueError:  # which ends the program that runs them
        return []


def _statements(node: ast.Constant, example: doctest.Example) -> list[ast.stmt]:
    """Return the statements of an example, placed where they stand in the program."""
    try:
        body = parse(example.source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []  # an example that fails
    return moved(body, node, example.lineno, example.indent + len(">>> "))
