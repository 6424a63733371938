"""A project becomes what a run has made of it, with all that does not show in names and texts."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest
from llm_sandbox_run import Outcome, Sandbox

from tests.image import IMAGE
from tests.runner.conftest import OWNER, make_project, own

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

as_root = pytest.mark.skipif(os.getuid() != 0, reason="mounts, and other users")

GROUP = OWNER + 1
# Version 2; entries of a kind, rights and a user: https://man7.org/linux/man-pages/man5/acl.5.html
EVERYBODY = bytes.fromhex("02000000 01000700ffffffff 04000500ffffffff 20000500ffffffff".replace(" ", ""))


@as_root
def test_traits_of_the_project_itself_stay(make_box, backend, project: Path, run_unchecked) -> None:
    os.chown(project, OWNER, GROUP)
    project.chmod(0o2775)
    os.setxattr(project, "user.note", b"ours")
    os.setxattr(project, "system.posix_acl_default", EVERYBODY)
    box = make_box(backend=backend)
    for _ in range(2):
        result = run_unchecked(
            box, "import os\nopen(str(len(os.listdir('.'))), 'w').close()\nprint(os.listxattr('.'))"
        )
        assert [change.kind for change in result.changes] == ["created"], result
        assert "user.note" in result.stdout
    assert project.stat().st_mode & 0o7777 == 0o2775
    assert (project / "0").stat().st_gid == GROUP
    assert sorted(os.listxattr(project)) == ["system.posix_acl_default", "user.note"]


def test_attributes_of_the_project_do_not_reach_the_next_run(
    make_box, backend, project, run_unchecked
) -> None:
    box = make_box(backend=backend, changes="discard")
    run_unchecked(box, "import os\nos.setxattr('.', 'user.message', b'x')")
    assert run_unchecked(box, "import os\nprint(os.listxattr('.'))").stdout == "[]\n"


def test_folders_are_as_they_were_left(make_box, backend, project: Path, run_unchecked) -> None:
    (project / "old").mkdir()
    os.setxattr(project / "old", "user.note", b"ours")
    own(project / "old")
    program = """
import os
os.makedirs("new/in"); open("new/in/x", "w").close(); os.chmod("new/in", 0o500); os.utime("new", (1, 1))
os.removexattr("old", "user.note"); open("old/x", "w").close(); os.utime("old", (2, 2))
"""
    result = run_unchecked(make_box(backend=backend), program)
    assert result.outcome is Outcome.PASS, result.stderr
    assert (project / "new/in").stat().st_mode & 0o777 == 0o500
    assert ((project / "new").stat().st_mtime, (project / "old").stat().st_mtime) == (1, 2)
    assert os.listxattr(project / "old") == []


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Path]:
    """A project on another file system than the layers."""
    mount = tmp_path / "mount"
    mount.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", mount], check=True)
    yield make_project(mount)
    subprocess.run(["umount", "--lazy", mount], check=True)


@as_root
def test_holes_and_names_of_one_file_take_no_room_elsewhere(backend, elsewhere: Path, run_unchecked) -> None:
    program = """
import os
with open("sparse", "wb") as file: file.truncate(100 << 20); file.seek(50 << 20); file.write(b"x")
with open("a", "wb") as file: file.write(b"a" * (10 << 20))
for number in range(20): os.link("a", f"a{number}")
"""
    with Sandbox(elsewhere, backend, IMAGE) as box:
        result = run_unchecked(box, program)
    assert (result.outcome, result.log) == (Outcome.PASS, ())
    assert (elsewhere / "sparse").stat().st_size == 100 << 20
    assert (elsewhere / "sparse").read_bytes().strip(b"\0") == b"x"
    assert (elsewhere / "sparse").stat().st_blocks * 512 < 1 << 20
    assert (elsewhere / "a7").stat().st_nlink == 21
    assert (elsewhere / "a7").read_bytes() == b"a" * (10 << 20)


@as_root
def test_files_of_others_that_a_live_run_renames_are_moved_back(
    make_box, backend, project: Path, run_unchecked
) -> None:
    for name in ("notes", "library"):
        (project / name).write_text("x")
    (project / "folder").mkdir()
    (project / "folder").chmod(0o777)
    program = "import os\nfor pair in ('notes', '.envrc'), ('library', 'lib.so'), ('folder', '.vscode'): os.rename(*pair)"
    result = run_unchecked(make_box(backend=backend, live=True), program)
    assert result.outcome is Outcome.PASS, result.stderr
    assert {path.name for path in project.iterdir()} == {"notes", "library", "folder"}
    assert len([line for line in result.log if "moved back" in line]) == 3
