"""Programs that the gate would refuse, run all the same: what the place itself holds."""

from __future__ import annotations

import os
import socket
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from llm_sandbox_run import Limits, Outcome

if TYPE_CHECKING:
    from llm_sandbox_run import Sandbox


def processes_of(uid: int) -> list[str]:
    """Return the command lines of a user's processes, wherever on the machine they run."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"Uid:\t{uid}\t" in (folder / "status").read_text():
                found.append((folder / "cmdline").read_text())
        except OSError:
            continue
    return found


@pytest.fixture(autouse=True)
def nothing_is_left_and_the_next_run_works(box: Sandbox):
    """After each of these programs."""
    yield
    assert box.run_code("print('next')").stdout == "next\n"
    owner = box._root.stat().st_uid
    if owner != os.getuid():
        deadline = (
            time.monotonic() + 2
        )  # the supervisor takes that identity itself, to clean up after the run above
        while processes_of(owner):
            assert time.monotonic() < deadline, processes_of(owner)
            time.sleep(0.01)


def test_ignored_sigterm_does_not_outlive_the_time_limit(box, run_unchecked) -> None:
    began = time.monotonic()
    result = run_unchecked(
        box,
        "import signal, time\n"
        "for number in range(1, 32):\n"
        "    try: signal.signal(number, signal.SIG_IGN)\n"
        "    except OSError: pass\n"
        "while True: time.sleep(1)\n",
    )
    assert result.outcome is Outcome.TIMEOUT
    assert time.monotonic() - began < 3


def test_double_fork_with_setsid_ends_with_the_run(box, run_unchecked) -> None:
    result = run_unchecked(
        box,
        "import os, time\n"
        "if os.fork() == 0:\n"
        "    os.setsid()\n"
        "    if os.fork() == 0:\n"
        "        time.sleep(60)\n"
        "    os._exit(0)\n"
        "os.wait()\n"
        "print('main ends')\n",
    )
    assert result.outcome is Outcome.PASS
    assert result.wall_ms < 1000
    assert "left running" in result.log[0]


def test_fork_bomb_ends_at_the_time_limit(box, run_unchecked) -> None:
    began = time.monotonic()
    result = run_unchecked(
        box,
        "import os, time\n"
        "end = time.monotonic() + 20\n"
        "while time.monotonic() < end:\n"
        "    try: os.fork()\n"
        "    except OSError: time.sleep(0.01)\n",
    )
    assert result.outcome is Outcome.TIMEOUT
    assert time.monotonic() - began < 4


def test_memory_bomb_is_ended_and_named(box, run_unchecked) -> None:
    result = run_unchecked(box, "held = []\nwhile len(held) < 4000: held.append(b'x' * (1 << 20))")
    assert (result.outcome, result.exit_code) == (Outcome.MEMORY, 137)


def test_memory_of_all_processes_counts(box, run_unchecked) -> None:
    result = run_unchecked(
        box,
        "import os, time\n"
        "for _ in range(8):\n"
        "    if os.fork() == 0:\n"
        "        held = b'x' * (60 << 20)\n"
        "        time.sleep(20)\n"
        "        os._exit(0)\n"
        "held = b'x' * (60 << 20)\n"
        "time.sleep(20)\n",
    )
    # In a container the kernel chooses the victim, which need not be the first process; the run then goes on without it.
    assert result.outcome in (Outcome.MEMORY, Outcome.TIMEOUT)


def test_output_flood_is_ended(box, make_box, backend, project, run_unchecked) -> None:
    flooded = make_box(backend=backend, limits=Limits(seconds=10, output_cap_bytes=4 << 20))
    result = run_unchecked(flooded, "import os\nwhile True: os.write(1, b'x' * 65536)")
    assert (result.outcome, result.exit_code) == (Outcome.OUTPUT, 153)
    assert result.stdout_truncated
    assert result.wall_ms < 5000


def test_nothing_outside_of_project_and_temp_can_be_written(box, run_unchecked, tmp_path) -> None:
    outside = [
        "/",
        "/etc",
        "/usr",
        "/usr/local",
        "/var",
        "/root",
        "/home",
        "/opt",
        "/run",
        "/dev",
        "/sys",
        str(tmp_path.parent),
    ]
    result = run_unchecked(
        box,
        "import os\n"
        f"for folder in {outside!r}:\n"
        "    try:\n"
        "        os.close(os.open(os.path.join(folder, 'escaped'), os.O_CREAT | os.O_WRONLY))\n"
        "        print('wrote to', folder)\n"
        "    except OSError: pass\n",
    )
    assert result.stdout == ""
    assert not any(os.path.exists(f"{folder}/escaped") for folder in outside)  # noqa: PTH110 - may not look everywhere


def test_there_is_no_network(box, run_unchecked) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        result = run_unchecked(
            box,
            "import socket\n"
            f"try: socket.create_connection(('127.0.0.1', {server.getsockname()[1]}), 1); print('connected')\n"
            "except OSError as error: print('refused')\n",
        )
        assert result.stdout == "refused\n"
        with pytest.raises(BlockingIOError):
            server.accept()
    assert "network-off" in result.protections


def test_environment_of_the_host_cannot_be_read(make_box, backend, box, run_unchecked, monkeypatch) -> None:
    monkeypatch.setenv("LLM_SANDBOX_TEST_SECRET", "very-secret")
    result = run_unchecked(
        make_box(backend=backend),
        "import os, glob\n"
        "print(dict(os.environ))\n"
        "for path in glob.glob('/proc/[0-9]*/environ'):\n"
        "    try: print(open(path).read())\n"
        "    except OSError: pass\n",
    )
    assert "PATH" in result.stdout
    assert "very-secret" not in result.stdout


def test_grandchild_that_holds_stdout_does_not_delay_the_result(box, run_unchecked) -> None:
    result = run_unchecked(box, "import os, time\nif os.fork() == 0: time.sleep(60)\nprint('done')")
    assert result.stdout == "done\n"
    assert result.wall_ms < 1000


def test_kill_of_everything_reaches_only_the_own_processes(box, run_unchecked) -> None:
    result = run_unchecked(
        box,
        "import os, signal\n"
        "for target in (-1, 1, os.getppid()):\n"
        "    try: os.kill(target, signal.SIGKILL)\n"
        "    except OSError: pass\n"
        "print('tried')\n",
    )
    assert result.stdout == "tried\n"


def test_supervisor_cannot_be_looked_into(box, run_unchecked) -> None:
    result = run_unchecked(
        box,
        "import os\n"
        "for name in ('mem', 'maps', 'environ', 'fd', 'root'):\n"
        "    path = f'/proc/{os.getppid()}/{name}'\n"
        "    try:\n"
        "        os.listdir(path) if os.path.isdir(path) else open(path, 'rb').read(1)\n"
        "        print('read', name)\n"
        "    except OSError: pass\n",
    )
    assert result.stdout == ""


def test_program_holds_no_descriptor_but_the_three_streams(box, run_unchecked) -> None:
    result = run_unchecked(
        box,
        "import os\n"
        "def is_open(number):\n"
        "    try: os.fstat(number)\n"
        "    except OSError: return False\n"
        "    return True\n"
        "print([number for number in range(1024) if is_open(number)])\n",
    )
    assert result.stdout == "[0, 1, 2]\n"


def test_closing_every_descriptor_does_not_hide_the_end(box, run_unchecked) -> None:
    result = run_unchecked(box, "import os\nos.closerange(0, 1024)\nos._exit(7)")
    assert (result.outcome, result.exit_code) == (Outcome.FAIL, 7)


def test_closed_streams_still_give_the_exit_status(box, run_unchecked) -> None:
    assert run_unchecked(box, "import os\nos.closerange(0, 3)\nraise SystemExit(4)").exit_code == 4


def test_unread_and_closed_stdin_do_not_block(box, run_unchecked) -> None:
    for text in ("print('deaf')", "import os; os.close(0); print('deaf')"):
        result = run_unchecked(box, text, stdin=b"x" * 5_000_000)
        assert (result.outcome, result.stdout) == (Outcome.PASS, "deaf\n")


def test_stopped_process_is_ended(box, run_unchecked) -> None:
    result = run_unchecked(box, "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)")
    assert result.outcome is Outcome.TIMEOUT


def test_signal_is_reported(box, run_unchecked) -> None:
    result = run_unchecked(box, "import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)")
    assert (result.outcome, result.signal, result.exit_code) == (Outcome.FAIL, 11, 139)


def test_own_sigkill_is_not_taken_for_a_memory_kill(box, run_unchecked) -> None:
    result = run_unchecked(box, "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)")
    assert (result.outcome, result.signal, result.exit_code) == (Outcome.FAIL, 9, 137)


def test_disk_is_bounded(make_box, backend, box, run_unchecked) -> None:
    tight = make_box(backend=backend, limits=Limits(seconds=20, file_bytes=1 << 20, temp_bytes=4 << 20))
    result = run_unchecked(
        tight,
        "import tempfile, os\n"
        "def fill(folder, count):\n"
        "    written = 0\n"
        "    try:\n"
        "        for number in range(count):\n"
        "            with open(os.path.join(folder, f'big{number}'), 'wb') as file:\n"
        "                for _ in range(64): written += file.write(b'x' * 65536); file.flush()\n"
        "    except OSError: pass\n"
        "    return written\n"
        "print(fill('.', 1) <= 1 << 20, sum(fill(tempfile.gettempdir(), 1) for _ in range(3)) <= 4 << 20)\n",
    )
    assert result.stdout == "True True\n"


def test_what_a_run_leaves_in_temp_is_gone_however_it_was_made(box, run_unchecked) -> None:
    result = run_unchecked(
        box,
        "import os, tempfile\n"
        "top = tempfile.gettempdir()\n"
        "os.symlink('/etc', os.path.join(top, 'link'))\n"
        "os.mkfifo(os.path.join(top, 'fifo'))\n"
        "os.mkdir(os.path.join(top, 'locked')); open(os.path.join(top, 'locked', 'x'), 'w').close()\n"
        "os.chmod(os.path.join(top, 'locked'), 0)\n"
        "os.chdir(top)\n"
        "for _ in range(3000): os.mkdir('d' * 100); os.chdir('d' * 100)\n"
        "print('made')\n",
    )
    assert result.stdout == "made\n", result.stderr
    look = box.run_code(
        "import tempfile, pathlib; print([p.name for p in pathlib.Path(tempfile.gettempdir()).iterdir()])"
    )
    assert "link" not in look.stdout
    assert "ddd" not in look.stdout
    assert "locked" not in look.stdout
