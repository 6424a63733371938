"""The review of runs that write to the project itself: what is the owner's is not taken for a program's, and stays what it was."""

from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from llm_sandbox_run import Outcome, Sandbox, SandboxError
from llm_sandbox_run.project import live as live_review
from llm_sandbox_run.project import state
from llm_sandbox_run.project.origins import Origins
from llm_sandbox_run.project.removal import remove
from llm_sandbox_run.project.snapshot import Snapshot, State

from tests.image import IMAGE
from tests.runner.conftest import own

OPENED = "import os\ndef put(path, text='evil'):\n    with open(path, 'w') as file: file.write(text)\n"


def tree(root: Path, *paths: str) -> None:
    """Make files of the owner, and links where a path says ``->``."""
    for each in paths:
        name, _, target = each.partition(" -> ")
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if target:
            path.symlink_to(target)
        else:
            path.write_text("ours")
    for path in root.rglob("*"):
        if os.getuid() == 0 and not path.is_symlink():
            own(path)


def owners(root: Path) -> set[str]:
    """Return the paths of the files that are the owner's by their text."""
    files = (path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
    return {str(path.relative_to(root)) for path in files if path.read_text() == "ours"}


@pytest.fixture
def box(make_box, backend: str) -> Sandbox:
    box = make_box(backend=backend, live=True)
    box.run_code("pass")  # by now covers are known to hold
    return box


MOVED = {  # what there is, what a program does, and where the owner's files are then
    "with their folder": (
        ["sub/.git/config", "sub/.env", "sub/x"],
        "os.rename('sub', 'aside')",
        {"aside/.git/config", "aside/.env", "aside/x"},
    ),
    "twice": (
        ["a/b/.git/config"],
        "os.mkdir('c'); os.rename('a/b', 'c/d'); os.rename('c', 'e')",
        {"e/d/.git/config"},
    ),
    "exchanged": (
        ["a/.env", "b/x"],
        "os.rename('a', 't'); os.rename('b', 'a'); os.rename('t', 'b')",
        {"b/.env", "a/x"},
    ),
    "to a protected name": (
        ["notes/x"],
        "os.rename('notes', '.vscode'); put('.vscode/tasks.json')",
        {"notes/x"},
    ),
    "as a file": (["notes"], "os.rename('notes', '.envrc')", {"notes"}),
    "and the place taken": (
        ["notes/x"],
        "os.rename('notes', '.vscode'); os.mkdir('notes'); put('notes/mine')",
        {"notes/x"},
    ),
    "to where git looks": (
        ["tools/x", "evil/hooks/pre-commit", ".git/HEAD", ".git/objects/x"],
        "os.rename('tools', 't'); os.rename('evil', 'tools')",
        {"evil/hooks/pre-commit", "t/x", ".git/HEAD", ".git/objects/x"},
    ),
    "out of a folder that hides them": ([".config/gh/x"], "os.rename('.config', 'config')", {".config/gh/x"}),
    "with what a link leads to": (
        ["conf/secret", ".env -> conf/secret"],
        "os.rename('conf', 'c')",
        {"conf/secret"},
    ),
    "and something protected in there": (
        ["notes/x"],
        "put('notes/.envrc'); os.rename('notes', '.vscode')",
        {"notes/x"},
    ),
}


@pytest.mark.parametrize("case", MOVED)
def test_what_is_the_owners_is_never_taken(box, project: Path, run_unchecked, case: str) -> None:
    paths, program, expected = MOVED[case]
    tree(project, *paths)
    if case == "to where git looks":
        (project / ".git/config").write_text("[core]\n\thooksPath = tools/hooks\n")
    result = run_unchecked(box, OPENED + program)
    assert result.outcome is Outcome.PASS, result.stderr
    assert owners(project) == expected, result.log
    assert result.log
    assert not list(project.rglob(".envrc"))
    assert not any("ours" in path.read_text() for path in stored(project))


EXCHANGED = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
os.makedirs("evil/hooks")
open("evil/config", "w").write("evil")
for first, second in ((b"evil", b"deep"), (b"evil", b"conf")):
    assert libc.renameat2(-100, first, -100, second, 2) == 0
"""


def test_folders_of_the_owner_that_took_each_others_places_are_put_back(
    box, project: Path, run_unchecked
) -> None:
    tree(project, "deep/.git/config", "deep/x", "conf/envrc", ".envrc -> conf/envrc")
    result = run_unchecked(box, EXCHANGED)
    assert result.stderr == ""
    assert owners(project) == {"deep/.git/config", "deep/x", "conf/envrc"}


@pytest.mark.parametrize("way", ["os.rename('x', 'moved'); os.mkfifo('x')", "exchange(b'x', b'moved', 4)"])
def test_file_that_a_pipe_or_a_device_took_the_place_of_is_told_to_be_gone(
    box, project: Path, run_unchecked, way: str
) -> None:
    tree(project, "x")
    exchange = (
        "import ctypes, os\nexchange = lambda a, b, how: ctypes.CDLL(None).renameat2(-100, a, -100, b, how)\n"
    )
    result = run_unchecked(box, f"{exchange}{way}")
    assert ("x", "deleted", "") in [(each.path, each.kind, each.withheld) for each in result.changes]


REUSED = """
import os
wanted = os.lstat(".envrc").st_ino
os.remove(".envrc")
for number in range(200):
    os.makedirs(f"new{number}/.git")
    if os.stat(f"new{number}").st_ino == wanted: break
"""


def test_folder_that_has_the_inode_of_a_removed_link_is_looked_into(
    box, project: Path, run_unchecked
) -> None:
    tree(project, "conf/envrc", ".envrc -> conf/envrc")
    assert run_unchecked(box, REUSED).stderr == ""
    assert not list(project.glob("new*/.git"))


def stored(project: Path) -> list[Path]:
    folder = state.folder_for("withheld", project.resolve())
    return [path for path in folder.rglob("*") if path.is_file()]


def test_moved_once_more_it_does_not_act_either(box, project: Path, run_unchecked) -> None:
    """What one run prepares, the next one must not put in its place."""
    tree(project, ".git/HEAD", ".git/objects/x")
    (project / ".git/config").write_text("[core]\n\thooksPath = tools/hooks\n")
    run_unchecked(box, OPENED + "os.makedirs('evil/hooks'); put('evil/hooks/pre-commit')")
    result = run_unchecked(box, "import os\nos.rename('evil', 'tools')")
    assert not (project / "tools/hooks/pre-commit").exists(), result.log


LINKS = {
    "removed": "os.unlink('.env')",
    "renamed": "os.rename('.env', 'plain')",
    "replaced": "os.unlink('.env'); put('.env')",
    "led elsewhere": "os.unlink('.env'); os.symlink('other', '.env')",
    "cut on the way": "os.unlink('way')",
}


@pytest.mark.parametrize("case", LINKS)
def test_a_link_to_a_secret_keeps_hiding_it(box, project: Path, run_unchecked, case: str) -> None:
    tree(project, "conf/secret", "other", "way -> conf", ".env -> way/secret")
    result = run_unchecked(box, OPENED + LINKS[case])
    assert result.outcome is Outcome.PASS, result.stderr
    assert result.log
    assert str((project / ".env").readlink()) == "way/secret"
    assert run_unchecked(box, "print(open('conf/secret').read())").stdout == "\n"


def test_a_secret_known_by_its_rights_stays_hidden(
    make_box, project: Path, backend: str, live: bool, run_unchecked
) -> None:
    tree(project, "keys/key.pem")
    (project / "keys/key.pem").chmod(0o600)
    box = make_box(backend=backend, live=live)
    look = "print(open('keys/key.pem').read())"
    assert run_unchecked(box, look).stdout == "\n"
    result = run_unchecked(box, "import os\nos.chmod('keys', 0o700)")
    assert result.log
    assert run_unchecked(box, look).stdout == "\n"


def test_what_an_editor_saves_meanwhile_stays(box, project: Path, run_unchecked) -> None:
    tree(project, ".env", "sub/.netrc")
    box.run_code("pass")

    def save(*_: object) -> None:
        for name in (".env", "sub/.netrc"):
            (project / "new").write_text("saved")
            own(project / "new")
            (project / "new").rename(project / name)

    wait = "import time\nprint('on', flush=True)\ntime.sleep(0.3)"
    result = run_unchecked(box, wait, on_output=save)
    assert (project / ".env").read_text() == (project / "sub/.netrc").read_text() == "saved"
    assert sum("replaced" in line for line in result.log) == 2, result.log


def test_log_of_a_live_run_is_bounded(box, project: Path, run_unchecked) -> None:
    result = run_unchecked(box, OPENED + "for i in range(300): os.mkdir(str(i)); put(f'{i}/.envrc')")
    assert not list(project.rglob(".envrc"))
    assert len(result.log) < 120


HOST = """
import sys
sys.path[:0] = {path!r}
from llm_sandbox_run import Limits, Sandbox
from llm_sandbox_run.conversation.wires import Wires
from tests import unchecked
box = Sandbox({root!r}, {backend!r}, {image!r}, Limits(seconds=60), live=True)
box.run_code("pass")
box._run_clean(unchecked.program({text!r}), Wires(None, lambda *_: print("made", flush=True)))
"""


def killed(project: Path, backend: str, text: str) -> None:
    """Have a host run that program and die in the middle."""
    here = Path(__file__).parents[2]
    text = f"{OPENED}import time\n{text}\nprint('made', flush=True)\ntime.sleep(60)"
    program = HOST.format(
        path=[str(here), str(here / "runner")], root=str(project), backend=backend, image=IMAGE, text=text
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as host:
        assert host.stdout
        assert host.stdout.readline() == b"made\n"
        host.send_signal(signal.SIGKILL)


def test_after_the_death_of_a_host_what_is_the_owners_stays(make_box, backend: str, project: Path) -> None:
    tree(project, "sub/.git/config", "conf/secret", ".env -> conf/secret", "notes", "plans")
    killed(
        project,
        backend,
        "os.rename('sub', 'aside'); os.makedirs('n/.git'); os.unlink('.env'); put('evil.so'); "
        "os.rename('notes', '.exrc')",
    )
    time.sleep(1)
    for path in (project / "mine/.git/config", project / ".envrc"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("ours")
        own(path.parent, path) if path.parent != project else own(path)
    (project / "plans").rename(project / ".vimrc")
    log = make_box(backend=backend, live=True).run_code("pass").log
    assert owners(project) == {
        "aside/.git/config", "conf/secret", "mine/.git/config", ".envrc", "notes", ".vimrc"
    }, log  # fmt: skip
    assert str((project / ".env").readlink()) == "conf/secret"
    assert not (project / "n/.git").exists()
    assert not (project / "evil.so").exists()
    assert {"mine/.git", ".envrc", ".vimrc"} <= {line.split(" ")[0] for line in log}
    assert make_box(backend=backend, live=True).run_code("pass").log == ()


def test_a_review_that_is_interrupted_is_done_by_the_next_call(
    make_box, project: Path, run_unchecked, monkeypatch
) -> None:
    box = make_box(backend="subprocess", live=True)
    box.run_code("pass")

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(live_review, "after", interrupted)
        with pytest.raises(KeyboardInterrupt):
            run_unchecked(box, "import os\nos.makedirs('n/.git')")
    assert (project / "n/.git").exists()
    assert any("n/.git" in line for line in box.run_code("pass").log)
    assert not (project / "n/.git").exists()


def test_a_review_is_not_cut_short_by_an_interrupt(project: Path, monkeypatch) -> None:
    usual = live_review.after

    def slow(*given: object) -> object:
        signal.raise_signal(signal.SIGINT)
        return usual(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(live_review, "after", slow)
    with Sandbox(project, "subprocess", live=True) as box, pytest.raises(KeyboardInterrupt):
        box.run_code("open('x', 'w').close()")
    folder = state.folder_for("live", project.resolve())
    assert folder
    assert not list(folder.iterdir())


DEEP = {  # where no path leads to any more, and where there are more folders than files may be open
    "folders": "for _ in range(60): os.mkdir('d' * 100); os.chdir('d' * 100)",
    "many folders": "for _ in range(1300): os.mkdir('d'); os.chdir('d')",
}


@pytest.mark.parametrize("case", DEEP)
def test_what_is_the_owners_is_brought_back_from_the_deep(
    box, project: Path, run_unchecked, case: str
) -> None:
    tree(project, "sub/.git/config", "notes")
    program = (
        f"top = os.open('.', os.O_RDONLY)\nos.mkdir('new'); os.chdir('new')\n{DEEP[case]}\n"
        "put('.envrc')\nfor name in ('sub', 'notes'): os.rename(name, name, src_dir_fd=top)"
    )
    try:
        result = run_unchecked(box, OPENED + program)
        assert result.outcome is Outcome.PASS, result.stderr
        assert box.run_code("pass").log == ()
        assert not (project / "new" / ("d/" * 1300) / ".envrc").exists()
        assert (project / "sub/.git/config").read_text() == "ours", result.log
        assert not any(path.read_text() == "ours" for path in stored(project))
    finally:
        if (project / "new").exists():
            remove(project / "new")  # which is too deep for pytest to remove it


def test_where_no_record_can_be_kept_nothing_runs(project: Path, monkeypatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("llm_sandbox_run.project.record.json.dump", full)
    with Sandbox(project, "subprocess", live=True) as box, pytest.raises(SandboxError, match="record"):
        box.run_code("open('x', 'w').close()")
    assert not (project / "x").exists()
    folder = state.folder_for("live", project.resolve())
    assert folder
    assert not list(folder.iterdir())


def test_folder_that_was_renamed_while_it_was_looked_for_leads_nowhere(tmp_path: Path) -> None:
    file = State((1, 2), stat.S_IFREG, (0, 0), 0, 0, 0, "")
    old = Snapshot({"y/.env": file}, 0)  # without `y` itself
    now = Snapshot({"x/.env": file}, 0)
    origins = Origins(tmp_path, old, now, 0)
    assert (origins.is_now("y"), origins.was("x")) == (None, None)
    assert (origins.is_now("y/.env"), origins.was("x/.env")) == ("x/.env", "y/.env")
