"""Deleting, moving and changing files."""

from __future__ import annotations

from flake8_llm_sandbox.rule import Rule


class Delete(Rule):
    """`{name}` deletes files for good; leave them in place, or work in a `tempfile.TemporaryDirectory`, which cleans up.

    Bad:
        import os
        os.remove("notes.txt")

    Good:
        items = [1, 2]
        items.remove(1)
    """

    code = "LLS301"
    names = frozenset({"os.remove", "os.unlink", "os.rmdir", "os.removedirs", "shutil.rmtree", "pathlib.Path.unlink", "pathlib.Path.rmdir"})
