"""A run as a transaction: what it writes is the project's when it has ended, or never."""

from __future__ import annotations

import fcntl
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from llm_sandbox_run import Limits, Outcome, Sandbox, SandboxPool, UsageError
from llm_sandbox_run.command import cli
from llm_sandbox_run.guest.identity import Identity
from llm_sandbox_run.guest.layer import Layer
from llm_sandbox_run.project import state

from tests.image import IMAGE
from tests.runner.conftest import own
from tests.runner.waiting import wait_until

if TYPE_CHECKING:
    from llm_sandbox_run import RunResult


def paths(result: RunResult) -> dict[str, str]:
    return {change.path: change.kind for change in result.changes}


def test_host_sees_nothing_until_the_program_has_ended(make_box, backend, project: Path) -> None:
    box = make_box(backend=backend)
    seen = []
    program = "open('a', 'w').write('1')\nprint('written', flush=True)\nimport time; time.sleep(0.3)"
    assert box.run_code("pass").protections.count("copy-on-write") == 1
    result = box.run(_code(program), on_output=lambda *_: seen.append((project / "a").exists()))
    assert (seen, (project / "a").read_text(), paths(result)) == ([False], "1", {"a": "created"})


def _code(text: str) -> object:
    from llm_sandbox_run.model import Code

    return Code(text.encode())


def test_next_run_sees_what_the_host_has_done_meanwhile(make_box, backend, project: Path) -> None:
    box = make_box(backend=backend)
    look = "import os\nprint(sorted(os.listdir('.')), [open(n).read() for n in sorted(os.listdir('.')) if n < 'c'])"
    (project / "a").write_text("1")
    (project / "sub").mkdir()
    assert box.run_code(look).stdout == "['a', 'sub'] ['1']\n"
    (project / "a").write_text("2")
    (project / "new").write_text("3")
    (project / "new").rename(project / "b")
    (project / "sub").rmdir()
    assert box.run_code(look).stdout == "['a', 'b'] ['2', '3']\n"
    (project / "a").unlink()
    (project / "b").unlink()
    (project / "b").mkdir()
    assert box.run_code("import os; print(os.listdir('.'), os.listdir('b'))").stdout == "['b'] []\n"


def test_folders_that_hold_something_protected_stay_usable(
    make_box, backend, project: Path, run_unchecked
) -> None:
    for name in ("back/.env", "back/deep/.git/config", "back/deep/er/.env", "back/data.txt"):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text("secret\n")
    own(*sorted(project.rglob("*")))
    box = make_box(backend=backend)
    for number in range(3):
        result = run_unchecked(
            box,
            "import os\n"
            "for folder in ('back', 'back/deep', 'back/deep/er'):\n"
            "    print(sorted(os.listdir(folder)), os.stat(folder).st_mode & 0o777)\n"
            f"    open(f'{{folder}}/new{number}', 'w').write('x')\n"
            "print(repr(open('back/.env').read() + open('back/deep/er/.env').read()))",
        )
        made = [f"new{each}" for each in range(number)]
        mode = (project / "back").stat().st_mode & 0o777
        lines = [
            f"{sorted(['.env', 'data.txt', 'deep', *made, *['host'] * bool(number)])} {mode}",
            f"{sorted(['.git', 'er', *made])} {(project / 'back/deep').stat().st_mode & 0o777}",
            f"{sorted(['.env', *made])} {(project / 'back/deep/er').stat().st_mode & 0o777}",
            "''",
        ]
        assert result.stdout.splitlines() == lines, result
        assert {"covered-names", "copy-on-write"} <= set(result.protections)
        (project / "back/host").write_text("x")
        (project / "back").chmod(0o750 if number else 0o711)


def test_everything_that_can_be_done_to_a_project_is_done(make_box, backend, project, run_unchecked) -> None:
    for name in (
        "kept",
        "gone",
        "changed",
        "touched",
        "opened",
        "moved",
        "replaced",
        "folder/inner",
        "emptied/inner",
    ):
        (project / name).parent.mkdir(exist_ok=True)
        (project / name).write_text("old")
        own((project / name).parent if "/" in name else project / name, project / name)
    program = """
import os, shutil
os.remove("gone")
open("changed", "a").write("er")
os.utime("touched", ns=(0, 10**9))
open("opened", "r+").close()
os.rename("moved", "elsewhere")
open("new", "w").write("new"); os.replace("new", "replaced")
shutil.rmtree("folder"); open("folder", "w").write("a file now")
shutil.rmtree("emptied"); os.mkdir("emptied"); open("emptied/fresh", "w").close()
os.makedirs("deep/er"); open("deep/er/file", "w").write("x"); os.link("deep/er/file", "hard"); os.symlink("hard", "soft")
os.chmod("kept", 0o600); os.mkdir("closed", 0o700)
"""
    result = run_unchecked(make_box(backend=backend), program)
    assert result.outcome is Outcome.PASS, result.stderr
    assert result.log == ()
    assert paths(result) == {
        "gone": "deleted", "changed": "modified", "touched": "modified", "moved": "deleted", "elsewhere": "created",
        "replaced": "modified", "folder": "created", "folder/inner": "deleted", "emptied/inner": "deleted",
        "emptied/fresh": "created", "deep": "created", "deep/er": "created", "deep/er/file": "created", "hard": "created",
        "soft": "created", "kept": "modified", "closed": "created",
    }  # fmt: skip
    assert {path.name for path in project.iterdir()} == {
        "kept", "changed", "touched", "opened", "elsewhere", "replaced", "folder", "emptied", "deep", "hard", "soft",
        "closed",
    }  # fmt: skip
    assert (project / "changed").read_text() == "older"
    assert (project / "touched").stat().st_mtime == 1
    assert (project / "replaced").read_text() == "new"
    assert (project / "folder").read_text() == "a file now"
    assert (project / "hard").stat().st_ino == (project / "deep/er/file").stat().st_ino
    assert (project / "kept").stat().st_mode & 0o777 == 0o600
    assert not [name for path in project.rglob("*") if not path.is_symlink() for name in os.listxattr(path)]


def test_attributes_of_folders_are_changes(make_box, backend, live, project: Path, run_unchecked) -> None:
    for name in ("mode", "time", "attribute", "same"):
        (project / name).mkdir()
        own(project / name)
    program = """
import os
os.chmod("mode", 0o700); os.utime("time", ns=(1, 1)); os.setxattr("attribute", "user.hidden", b"message")
os.chmod("same", os.stat("same").st_mode)
"""
    result = run_unchecked(make_box(backend=backend, live=live), program)
    assert result.outcome is Outcome.PASS, result.stderr
    assert paths(result).keys() == {"mode", "time", "attribute"}
    assert (project / "mode").stat().st_mode & 0o777 == 0o700
    assert os.getxattr(project / "attribute", "user.hidden") == b"message"


def test_folders_that_were_swapped_are_changes(make_box, backend, project: Path, run_unchecked) -> None:
    for name in "ab":
        (project / name).mkdir()
        (project / name / "x.py").write_text(name)
        own(project / name, project / name / "x.py")
    program = "import os\nos.rename('a', 't'); os.rename('b', 'a'); os.rename('t', 'b')"
    result = run_unchecked(make_box(backend=backend, live=True), program)
    assert (project / "a/x.py").read_text() == "b"
    assert {"a/x.py", "b/x.py"} <= paths(result).keys()


def test_file_is_only_a_change_if_the_run_changed_it(make_box, backend, live, project: Path) -> None:
    box = make_box(backend=backend, live=live)
    for number in range(20):
        (project / "input").write_text(str(number))
        assert box.run_code("print(open('input').read())").changes == ()
    (project / "input").write_text("x")
    own(project / "input")
    assert paths(box.run_code("open('input', 'r+').write('y')")) == {"input": "modified"}


def test_what_is_written_through_memory_is_a_change(make_box, backend, live, project, run_unchecked) -> None:
    (project / "data").write_bytes(b"old" + bytes(4096))
    own(project / "data")
    program = "import mmap\nfile = open('data', 'r+b')\nheld = mmap.mmap(file.fileno(), 0)\nprint(held[:3])\nheld[:3] = b'new'"
    result = run_unchecked(make_box(backend=backend, live=live), program)
    assert paths(result) == {"data": "modified"}
    assert (project / "data").read_bytes()[:3] == b"new"


@pytest.mark.skipif(os.getuid() != 0, reason="mounts")
def test_where_times_do_not_tell_content_does(backend, tmp_path: Path, run_unchecked) -> None:
    root = tmp_path / "project"
    root.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", root], check=True)
    try:
        os.chown(root, 4321, 4321)
        (root / "data").write_bytes(bytes(4096))
        os.chown(root / "data", 4321, 4321)
        program = "import mmap\nfile = open('data', 'r+b')\nheld = mmap.mmap(file.fileno(), 0)\nheld[:3]\nheld[:3] = b'new'"
        for live in (False, True):
            with Sandbox(root, backend, IMAGE, live=live) as box:
                assert paths(run_unchecked(box, program.replace("new", f"ne{live:d}"))) == {
                    "data": "modified"
                }
    finally:
        subprocess.run(["umount", root], check=True)


def test_database_in_the_project_works(make_box, backend, project: Path, run_unchecked) -> None:
    with sqlite3.connect(project / "base") as base:
        base.execute("create table t (n)")
    base.close()
    own(project / "base")
    box = make_box(backend=backend)
    program = """
import sqlite3
with sqlite3.connect("base") as base:
    base.execute("pragma journal_mode=wal")
    base.execute("insert into t values (1)")
print(base.execute("select count(*) from t").fetchone()[0])
base.close()
"""
    assert [run_unchecked(box, program).stdout for _ in range(3)] == ["1\n", "2\n", "3\n"]


def test_what_the_host_has_changed_meanwhile_is_not_overwritten(make_box, backend, project: Path) -> None:
    for name in ("both", "removed"):
        (project / name).write_text("old")
        own(project / name)
    box = make_box(backend=backend)

    def meddle(*_: object) -> None:
        (project / "both").write_text("the host's")
        (project / "fresh").write_text("the host's")
        (project / "removed").unlink()

    program = """
for name in ("both", "fresh", "removed", "mine"): open(name, "w").write("the program's")
print("done", flush=True)
import time; time.sleep(0.2)
"""
    time.sleep(0.05)
    result = box.run_code(program, on_output=meddle)
    withheld = {change.path for change in result.changes if change.withheld}
    assert withheld == {"both", "fresh", "removed"}
    assert (project / "both").read_text() == (project / "fresh").read_text() == "the host's"
    assert (project / "mine").read_text() == "the program's"
    kept = [Path(line.rpartition(" ")[2]) for line in result.log]
    assert [path.read_text() for path in kept] == ["the program's"] * 3


def test_programs_side_by_side_have_a_view_of_their_own(backend, project: Path) -> None:
    program = "import os, time\nopen(f'{NAME}', 'w').close()\ntime.sleep(0.3)\nprint(sorted(os.listdir('.')))\ntime.sleep(0.5)"
    with SandboxPool(project, 2, backend=backend, image=IMAGE, limits=Limits(seconds=20)) as pool:
        with pool.place() as first, pool.place() as second:
            first.run_code("pass")
            second.run_code("pass")
        results: dict[str, RunResult] = {}
        threads = [
            threading.Thread(
                target=lambda n=name: results.update({n: pool.run_code(program.replace("{NAME}", n))})
            )
            for name in "ab"
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert {name: result.stdout for name, result in results.items()} == {"a": "['a']\n", "b": "['b']\n"}
    assert {path.name for path in project.iterdir()} == {"a", "b"}


@pytest.mark.parametrize("changes", ["discard", "review"])
def test_changes_can_be_thrown_away(make_box, backend, project: Path, changes: str) -> None:
    (project / "old").write_text("old")
    own(project / "old")
    box = make_box(backend=backend, changes=changes)
    for _ in range(2):
        result = box.run_code("open('old', 'w').close()\nopen('new', 'w').write('x')")
        assert paths(result) == {"old": "modified", "new": "created"}
        assert all(change.withheld for change in result.changes)
        assert result.changes[0].sha256
        assert ((project / "old").read_text(), (project / "new").exists()) == ("old", False)
    box.close()
    with pytest.raises(UsageError):
        result.apply()


def test_changes_can_be_applied_after_a_review(make_box, backend, project: Path) -> None:
    box = make_box(backend=backend, changes="review")
    result = box.run_code("open('new', 'w').write('x')")
    assert (result.pending.folder / "new").read_text() == "x"
    assert box.run_code("import os; print(os.listdir('.'))").stdout == "[]\n"
    applied = result.apply()
    assert (applied.pending, paths(applied)) == (None, {"new": "created"})
    assert not applied.changes[0].withheld
    assert (project / "new").read_text() == "x"
    with pytest.raises(UsageError):
        result.apply()
    assert box.run_code("print(open('new').read())").stdout == "x\n"


def test_live_cannot_be_reviewed(project: Path) -> None:
    with pytest.raises(UsageError):
        Sandbox(project, "subprocess", live=True, changes="review")


def test_command_asks_nobody_without_a_terminal(project: Path, monkeypatch, capfd) -> None:
    monkeypatch.chdir(project)
    monkeypatch.setattr("llm_sandbox_run.command.show._TERMINAL", project / "none")
    arguments = ["--backend", "subprocess", "--changes", "review", "-c", "open('new', 'w').close()"]
    assert cli.main(arguments) == 0
    shown = capfd.readouterr().err
    assert "created new" in shown
    assert "the project is as it was" in shown
    assert not (project / "new").exists()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_nothing_is_left_of_a_run_whose_host_was_killed(backend, live, project, number, engine) -> None:
    program = (
        "import os, signal, sys, time\n"
        f"if {number} != signal.SIGKILL: signal.signal({number}, signal.SIG_DFL)\n"  # nohup ignores some
        "sys.path[:0] = sys.argv[1:]\n"
        "from llm_sandbox_run import Limits, Sandbox\n"
        "from llm_sandbox_run.conversation.wires import Wires\n"
        "from tests import unchecked\n"
        'text = \'import os, time\\nos.makedirs("sub/.git/hooks"); open("made", "w").close()\\n\'\n'
        "text += 'print(\"made\", flush=True); time.sleep(60)'\n"
        f"box = Sandbox({str(project)!r}, {backend!r}, {IMAGE!r}, Limits(seconds=60), live={live})\n"
        "box._run_clean(unchecked.program(text), Wires(None, lambda *_: print('made', flush=True)))\n"
    )
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", program, str(root), str(root / "runner")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as host:
        assert host.stdout.readline() == b"made\n"
        host.send_signal(number)
    with Sandbox(project, backend, IMAGE, live=live) as box:
        result = box.run_code("pass")
    assert any("sub/.git" in line if live else "thrown away" in line for line in result.log), result.log
    assert not list(project.rglob(".git"))
    assert (project / "made").exists() is live


def test_places_that_are_gone_leave_no_layers(make_box, backend, project: Path) -> None:
    box = make_box(backend=backend)
    box.run_code("open('a', 'w').close()")
    box.close()
    folder = state.folder_for("layers", project.resolve())

    def layers() -> list[Path]:
        return [layer for place in folder.iterdir() for layer in place.iterdir()]

    if backend == "subprocess":
        wait_until(lambda: not layers())
    else:
        assert len(layers()) <= 1  # the next place finds it, empty
        with Sandbox(project, "subprocess") as other:
            other.run_code("pass")
            assert len(layers()) <= 1


def test_layer_that_others_cleared_up_before_it_was_locked_is_made_anew(tmp_path: Path, monkeypatch) -> None:
    lock, tries = fcntl.flock, []

    def clear_up_first(handle: int, how: int) -> None:
        if not tries:
            tries.append(next(tmp_path.iterdir()))
            tries[0].rmdir()
        lock(handle, how)

    monkeypatch.setattr(fcntl, "flock", clear_up_first)
    made = Layer(str(tmp_path), -1, Identity(os.getuid(), os.getgid()))
    assert [path.name for path in tmp_path.iterdir()] == [made.name] != [tries[0].name]
    made.let_go()
