"""What a result says about the project's files."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from llm_sandbox_run import Outcome
from llm_sandbox_run.model import Change

PROGRAM = """
import os
with open("made.txt", "w") as file: file.write("new")
with open("old.txt", "r+") as file: file.write("O")
os.utime("old.txt", ns=(0, 0))
os.remove("gone.txt")
os.makedirs("folder/inner")
os.symlink("/etc/passwd", "folder/link")
os.mkfifo("folder/fifo")
with open("folder/sparse", "wb") as file: file.truncate(200 << 20)
open("folder/two\\nlines", "w").close()
"""


def sha256(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()


def give_away(project: Path, *names: str) -> None:
    for name in names:
        (project / name).write_text(name[:3])
        os.utime(project / name, (1, 1))
        if os.getuid() == 0:
            os.chown(project / name, project.stat().st_uid, -1)


def test_what_a_run_did_to_the_project_is_listed(make_box, backend, live, project, run_unchecked) -> None:
    box = make_box(backend=backend, live=live)
    give_away(project, "old.txt", "gone.txt", "same.txt")
    assert box.run_code("pass").outcome is Outcome.PASS  # by now the files are older than any run
    result = run_unchecked(box, PROGRAM)
    assert result.outcome is Outcome.PASS, result.stderr
    assert result.changes == (
        Change("folder", "created", "folder", (project / "folder").stat().st_size),
        Change("folder/fifo", "created", "other", withheld="it is a pipe, a socket or a device"),
        Change("folder/inner", "created", "folder", (project / "folder/inner").stat().st_size),
        Change("folder/link", "created", "link", 11, sha256(b"/etc/passwd")),
        Change("folder/sparse", "created", "file", 200 << 20),
        Change("folder/two\nlines", "created", "file", 0, sha256(b"")),
        Change("gone.txt", "deleted", "file"),
        Change("made.txt", "created", "file", 3, sha256(b"new")),
        Change("old.txt", "modified", "file", 3, sha256(b"Old")),
    )
    assert box.run_code("pass").changes == ()


def test_file_that_takes_the_place_of_another_is_modified(
    make_box, backend, live, project, run_unchecked
) -> None:
    box = make_box(backend=backend, live=live)
    give_away(project, "old.txt", "new.txt")
    box.run_code("pass")
    result = run_unchecked(box, "import os\nos.replace('new.txt', 'old.txt')")
    assert [(each.path, each.kind) for each in result.changes] == [
        ("new.txt", "deleted"),
        ("old.txt", "modified"),
    ]


@pytest.mark.parametrize("name", ["module.pyc", "__pycache__/module.cpython-311.pyc", "helper.so", "x.pth"])
def test_what_python_would_import_unread_is_withheld(
    make_box, backend, live, project, run_unchecked, name
) -> None:
    program = (
        f"import os\nos.makedirs('__pycache__')\nopen('plain', 'wb').close()\nos.rename('plain', {name!r})"
    )
    result = run_unchecked(make_box(backend=backend, live=live), program)
    assert not (project / name).exists()
    (change,) = (each for each in result.changes if each.path == name)
    assert change.withheld
    (kept,) = (line.rpartition(" ")[2] for line in result.log)
    assert Path(kept).is_file()
