"""The supervisor as one argument."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

from llm_sandbox_run import guest
from llm_sandbox_run.backends import bundle


def test_bundle_fits_into_one_argument_with_room_to_grow() -> None:
    assert len(bundle.program().encode()) < 64 * 1024


def test_guest_imports_the_standard_library_and_itself() -> None:
    for path in Path(guest.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(), feature_version=(3, 8))):
            if isinstance(node, ast.Import):
                assert {alias.name.partition(".")[0] for alias in node.names} <= sys.stdlib_module_names
            elif isinstance(node, ast.ImportFrom) and not node.level and node.module != "typing_extensions":
                assert node.module.partition(".")[0] in sys.stdlib_module_names
