"""The subprocess backend where the kernel gives it no namespaces, and on other interpreters."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from llm_sandbox_run import EngineError, Limits, Outcome, Sandbox
from llm_sandbox_run.backends.subprocess import SubprocessBackend

if TYPE_CHECKING:
    from collections.abc import Iterator

SYSTEM_PYTHON = "/usr/bin/python3"
OLD_PYTHONS = sorted(map(str, Path("~/.pyenv/versions").expanduser().glob("3.[89].*/bin/python3")))


@pytest.fixture
def bare(make_box) -> Sandbox:
    """A sandbox that has to do without namespaces."""
    python = SYSTEM_PYTHON if os.getuid() == 0 else sys.executable
    if not shutil.which(python):
        pytest.skip("no interpreter that another user can read")
    box: Sandbox = make_box(backend="subprocess", limits=Limits(seconds=2, memory_bytes=128 << 20))
    box._runs.backend = SubprocessBackend(python, namespaces=False)
    return box


@pytest.fixture(autouse=True)
def open_to_all(project: Path) -> Iterator[None]:
    """Without a file system of its own the code can only reach what its user can."""
    folders = [folder for folder in project.parents if folder.is_relative_to(tempfile.gettempdir())]
    for folder in folders:
        if folder != Path(tempfile.gettempdir()):
            folder.chmod(0o755)
    return


def test_result_says_what_is_missing(bare: Sandbox) -> None:
    result = bare.run_code("print(1)")
    assert result.stdout == "1\n"
    assert {"pid-namespace", "read-only-root", "covered-names"} <= set(result.missing)
    assert {"no-new-privileges", "no-capabilities", "process-limit"} <= set(result.protections)


def test_time_limit_ends_all_descendants(bare: Sandbox, run_unchecked) -> None:
    result = run_unchecked(
        bare,
        "import os, signal, time\n"
        "for number in range(1, 32):\n"
        "    try: signal.signal(number, signal.SIG_IGN)\n"
        "    except OSError: pass\n"
        "for _ in range(5):\n"
        "    if os.fork() == 0:\n"
        "        os.setsid()\n"
        "        if os.fork(): os._exit(0)\n"
        "        break\n"
        "time.sleep(60)\n",
    )
    assert result.outcome is Outcome.TIMEOUT
    assert result.wall_ms < 3000
    assert bare.run_code("print('next')").stdout == "next\n"


def test_fork_bomb_ends(bare: Sandbox, run_unchecked) -> None:
    bomb = "import os, time\nend = time.monotonic() + 15\nwhile time.monotonic() < end:\n    try: os.fork()\n    except OSError: time.sleep(0.01)\n"
    result = run_unchecked(bare, bomb)
    assert result.outcome is Outcome.TIMEOUT
    assert bare.run_code("print('next')").stdout == "next\n"


def test_memory_bomb_ends(bare: Sandbox, run_unchecked) -> None:
    result = run_unchecked(bare, "held = []\nwhile len(held) < 4000: held.append(b'x' * (1 << 20))")
    assert (result.outcome, result.exit_code) == (Outcome.MEMORY, 137)


def test_kill_of_everything_spares_strangers(bare: Sandbox, run_unchecked, project: Path) -> None:
    stranger = subprocess.Popen(["sleep", "60"])
    run_unchecked(bare, "import os, time\nos.fork()\ntime.sleep(60)")
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_temp_folder_is_private_and_goes_away(bare: Sandbox) -> None:
    folder = Path(bare.run_code("import tempfile; print(tempfile.gettempdir())").stdout.strip())
    assert folder.is_dir()
    assert folder.name.startswith("llm-sandbox-")
    bare.close()
    assert not folder.exists()


def test_unreadable_interpreter_is_named(make_box) -> None:
    if os.getuid() != 0 or not sys.base_prefix.startswith("/root"):
        pytest.skip("needs root, and an interpreter in root's own folder")
    box = make_box(backend="subprocess")
    box._runs.backend = SubprocessBackend(namespaces=False)
    with pytest.raises(Exception, match=r"may not read .*chmod"):
        box.run_code("print(1)")


def test_interpreter_that_does_not_start_is_an_error(make_box) -> None:
    box = make_box(backend="subprocess")
    box._runs.backend = SubprocessBackend("/bin/false")
    with pytest.raises(EngineError, match="did not start"):
        box.run_code("print(1)")


@pytest.mark.parametrize("python", OLD_PYTHONS or [pytest.param("", marks=pytest.mark.skip("no old Python"))])
def test_guest_runs_on_old_pythons(make_box, project: Path, python: str, run_unchecked) -> None:
    (project / "helper.py").write_text("NAME = 'helper'\n")
    box = make_box(backend="subprocess", limits=Limits(seconds=1))
    box._runs.backend = SubprocessBackend(python)
    result = box.run_code("import sys, helper; print(sys.version_info[:2], helper.NAME)")
    version = Path(python).parents[1].name.split(".")
    assert result.stdout == f"({version[0]}, {version[1]}) helper\n", result.stderr
    assert "ZeroDivisionError" in box.run_code("1/0").stderr
    assert box.run_code("while True: pass").outcome is Outcome.TIMEOUT
    (project / "other.py").write_text("")
    assert "not approved" in run_unchecked(box, "import other").stderr


def test_nothing_outlives_a_killed_client(project: Path) -> None:
    program = (
        "from llm_sandbox_run import Limits, Sandbox\n"
        f"box = Sandbox({str(project)!r}, 'subprocess', limits=Limits(seconds=60), live=True)\n"
        "box.run_code(\"open('alive', 'w').close()\\nwhile True: pass\")\n"
    )
    client = subprocess.Popen([sys.executable, "-c", program])
    deadline = time.monotonic() + 20
    while not (project / "alive").exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    client.send_signal(signal.SIGKILL)
    client.wait()
    while mentions(str(project)):
        assert time.monotonic() < deadline, mentions(str(project))
        time.sleep(0.02)


def mentions(text: str) -> list[str]:
    """Return the processes whose command line has ``text``: supervisors name their project there."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if text in path.read_text(errors="replace"):
                found.append(path.parent.name)
        except OSError:
            continue
    return found


def test_project_right_below_the_temp_folder_survives_the_cleaning(run_unchecked) -> None:
    with tempfile.TemporaryDirectory() as folder, Sandbox(folder, "subprocess") as box:
        Path(folder).chmod(0o755)
        if os.getuid() == 0:
            os.chown(folder, 4321, 4321)
        (Path(folder) / "deep").mkdir()
        (Path(folder) / "deep/kept").write_text("kept")
        assert run_unchecked(box, "open('made', 'w').close()").outcome is Outcome.PASS
        supervisor = box._runs.backend._guest
        assert run_unchecked(box, "print(open('deep/kept').read())").stdout == "kept\n"
        assert (
            box._runs.backend._guest is supervisor
        )  # which would have given up, had it come upon the project
        assert (Path(folder) / "made").exists()
        assert Path(folder).stat().st_mode & 0o777 == 0o755
