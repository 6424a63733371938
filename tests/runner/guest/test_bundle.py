"""The supervisor as one argument."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

from llm_sandbox_run import guest
from llm_sandbox_run.backends import bundle


def test_bundle_fits_into_one_argument_with_room_to_grow() -> None:
    assert len(bundle.program().encode()) < 64 * 1024


def test_what_is_left_out_is_only_for_people() -> None:
    for path in Path(guest.__file__).parent.glob("*.py"):
        text = path.read_text()
        assert _code(bundle._without_words(text)) == _code(text)


def _code(text: str) -> str:
    """Return the tree of a module, with the lines of its statements and without what its docstrings say."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if (
            isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
            and ast.get_docstring(node) is not None
        ):
            del node.body[0]
    lines = [getattr(node, "lineno", 0) for node in ast.walk(tree)]
    return ast.dump(tree) + str(lines)


def test_guest_imports_the_standard_library_and_itself() -> None:
    for path in Path(guest.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(), feature_version=(3, 8))):
            if isinstance(node, ast.Import):
                assert {alias.name.partition(".")[0] for alias in node.names} <= sys.stdlib_module_names
            elif isinstance(node, ast.ImportFrom) and not node.level and node.module != "typing_extensions":
                assert node.module.partition(".")[0] in sys.stdlib_module_names
