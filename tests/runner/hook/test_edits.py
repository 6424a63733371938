"""Files that a call writes: judged is the text that will be there, and only what is new in it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from llm_sandbox_run.hook.decide import Settings, decide

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def edit(repository: Path) -> Any:
    def asked(name: str, **given: Any) -> str:
        path = {"notebook_path" if name.endswith(".ipynb") else "file_path": str(repository / name)}
        call = {
            "hook_event_name": "PreToolUse",
            "tool_name": "Edit",
            "tool_input": {**path, **given},
            "cwd": str(repository),
        }
        said = decide(json.dumps(call).encode(), Settings(seconds=60))
        return json.loads(said.out)["hookSpecificOutput"]["permissionDecisionReason"] if said.out else ""

    return asked


def test_two_halves_of_a_finding(repository: Path, edit: Any) -> None:
    (repository / "a.py").write_text("from os import remove as f\n\nX\n")
    assert "LLS301" in edit("a.py", old_string="X", new_string='f("x")')
    assert edit("a.py", old_string="X", new_string="print(1)") == ""


def test_what_stood_there_before_does_not_count(edit: Any) -> None:
    assert edit("bad.py", old_string="import os\n", new_string="import os\nimport sys\n") == ""
    assert "LLS301" in edit("bad.py", old_string="import os\n", new_string='import os\nos.remove("y")\n')


def test_all_of_several(repository: Path, edit: Any) -> None:
    (repository / "a.py").write_text("A\nA\n")
    both = edit("a.py", old_string="A", new_string='import os; os.remove("x")', replace_all=True)
    assert "2 findings" in both
    steps = [
        {"old_string": "A\nA", "new_string": "import os\nB"},
        {"old_string": "B", "new_string": 'os.remove("x")'},
    ]
    assert "LLS301" in edit("a.py", edits=steps)


def test_edit_that_cannot_be_followed(edit: Any) -> None:
    assert "read the file again" in edit("ok.py", old_string="nothing of it", new_string="print(2)")
    assert edit("notes.md", old_string="a", new_string="python -c") == ""


def test_several_ways_to_say_it_at_once(repository: Path, edit: Any) -> None:
    bad = 'import os\nos.remove("x")\n'
    assert "LLS301" in edit("ok.py", content="print(1)\n", old_string="print(1)", new_string=bad)
    assert "LLS301" in edit("ok.txt", path=str(repository / "new.py"), content=bad)
    assert "LLS301" in edit("ok.py", content="print(1)\n", command="python bad.py")
    assert "LLS301" in edit("ok.py", path="x", cmd="ls", command="python bad.py")
    (repository / "link.txt").symlink_to(repository / "new.py")
    assert "LLS301" in edit("link.txt", content=bad)


@pytest.mark.parametrize("name", ["a.py", "a.pyw", "sub/a.py"])
def test_new_file(edit: Any, name: str) -> None:
    assert "LLS301" in edit(name, content='import os\nos.remove("x")\n')
    assert edit(name, content="print(1)\n") == ""


def test_files_that_python_runs_though_their_names_do_not_say_so(edit: Any) -> None:
    assert "LLS" in edit("a.pth", content='import os; os.remove("x")\n')
    assert edit("a.pth", content="src\n") == ""
    assert "LLS301" in edit("another", content='#!/usr/bin/env python3\nimport os\nos.remove("x")\n')
    assert edit("notes.txt", content='import os\nos.remove("x")\n') == ""


def test_cell_of_a_notebook(repository: Path, edit: Any) -> None:
    cells = [{"cell_type": "code", "id": "a", "metadata": {}, "source": "import os", "outputs": []}]
    (repository / "n.ipynb").write_text(
        json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells})
    )
    assert "LLS301" in edit(
        "n.ipynb", new_source='os.remove("x")', edit_mode="insert", cell_id="a", cell_type="code"
    )
    assert "LLS202" in edit("n.ipynb", new_source="!rm x", cell_id="a")
    assert edit("n.ipynb", new_source="print(1)", cell_id="a") == ""
    assert "cannot be found" in edit("missing.ipynb", new_source="print(1)", cell_id="a")


PATCH = """*** Begin Patch
*** Update File: ok.py
@@
 print(1)
+import os
+os.remove("x")
*** End Patch
"""


def test_patch(repository: Path) -> None:
    def asked(patch: str) -> str:
        call = {"hook_event_name": "PreToolUse", "tool_name": "apply_patch", "tool_input": {"command": patch}}
        return decide(json.dumps({**call, "cwd": str(repository)}).encode(), Settings(seconds=60)).out

    assert "LLS301" in asked(PATCH)
    assert "read the file again" in asked(PATCH.replace("print(1)", "print(2)"))
    assert asked(PATCH.replace('os.remove("x")', "print(os.sep)")) == ""
    assert "two calls" in asked(PATCH.replace("@@\n", "*** Move to: other.py\n@@\n"))
    assert asked(PATCH.replace("Update", "Delete")) == ""
