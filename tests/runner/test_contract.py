"""What every backend does for an ordinary program."""

from __future__ import annotations

import hashlib
import os
import time
from typing import TYPE_CHECKING

import pytest
from llm_sandbox_run import Limits, Outcome

if TYPE_CHECKING:
    from pathlib import Path

    from llm_sandbox_run import Sandbox


def test_output_and_success(box: Sandbox) -> None:
    result = box.run_code("import sys; print('out'); print('err', file=sys.stderr)")
    assert (result.outcome, result.exit_code, result.stdout, result.stderr) == (
        Outcome.PASS,
        0,
        "out\n",
        "err\n",
    )
    assert result.started
    assert result.signal is None


@pytest.mark.parametrize(
    ("text", "code", "stderr"),
    [
        ("import sys; sys.exit(3)", 3, ""),
        ("import sys; sys.exit('why')", 1, "why\n"),
        ("raise SystemExit", 0, ""),
        ("raise SystemExit(256)", 0, ""),
        ("raise KeyboardInterrupt", 130, "KeyboardInterrupt"),
        ("import sys; sys.excepthook = lambda *_: sys.exit(3); raise OSError", 3, ""),
        ("import sys; sys.excepthook = lambda *_: 1 / 0; raise OSError(5)", 1, "Original exception was:"),
        ("import sys; sys.stderr.close(); raise OSError", 1, ""),
    ],
)
def test_exit_status_is_that_of_the_interpreter(box: Sandbox, text: str, code: int, stderr: str) -> None:
    result = box.run_code(text)
    assert result.exit_code == code
    assert stderr in result.stderr


def test_traceback_shows_the_program_and_nothing_of_the_supervisor(box: Sandbox) -> None:
    result = box.run_code("def f():\n    return 1 / 0\nf()")
    assert result.outcome is Outcome.FAIL
    assert "return 1 / 0" in result.stderr
    assert "guest" not in result.stderr


def test_hook_that_fails_is_no_business_of_the_supervisor(box: Sandbox) -> None:
    result = box.run_code(
        "import atexit, sys\natexit.register(print, 'end')\nsys.excepthook = 1\nraise OSError"
    )
    assert (result.exit_code, result.stdout) == (1, "end\n")
    assert "guest" not in result.stderr


def test_threads_and_exit_handlers_finish(box: Sandbox) -> None:
    result = box.run_code(
        "import atexit, threading, time\n"
        "atexit.register(print, 'handler')\n"
        "threading.Thread(target=lambda: (time.sleep(0.05), print('thread'))).start()\n"
    )
    assert result.stdout == "thread\nhandler\n"


def test_stdin_arrives_whole(box: Sandbox) -> None:
    data = os.urandom(3_000_000)
    result = box.run_code(
        "import sys, hashlib; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())", stdin=data
    )
    assert result.stdout.strip() == hashlib.sha256(data).hexdigest()


def test_stdin_is_empty_when_there_is_none(box: Sandbox) -> None:
    assert box.run_code("import sys; print(repr(sys.stdin.read()))").stdout == "''\n"


def test_arguments_arrive(box: Sandbox) -> None:
    assert box.run_code("import sys; print(sys.argv)", args=["-x", "a b"]).stdout == "['-c', '-x', 'a b']\n"


def test_binary_output_is_kept_as_it_is(box: Sandbox) -> None:
    result = box.run_code("import sys; sys.stdout.buffer.write(bytes(range(256)))")
    assert result.stdout_bytes == bytes(range(256))
    assert "\\xff" in result.stdout


def test_long_output_keeps_beginning_and_end(box: Sandbox) -> None:
    result = box.run_code("print('begin'); print('x' * 5_000_000); print('end')")
    assert result.outcome is Outcome.PASS
    assert result.stdout_truncated
    assert result.stdout_size == 5_000_001 + len("begin\nend\n")
    assert result.stdout.startswith("begin\n")
    assert result.stdout.endswith("end\n")
    assert len(result.stdout_bytes) < (1 << 20) + 100
    assert "bytes left out" in result.stdout


def test_output_before_the_time_limit_is_kept(box: Sandbox) -> None:
    result = box.run_code("print('before')\nwhile True: pass")
    assert result.outcome is Outcome.TIMEOUT
    assert result.exit_code == 124
    assert result.stdout == "before\n"
    assert 2000 <= result.wall_ms < 3000


def test_runs_do_not_share_modules_files_or_random_numbers(box: Sandbox) -> None:
    leave = "import random, tempfile, pathlib\nprint(random.random())\npathlib.Path(tempfile.gettempdir(), 'x').write_text('x')"
    first, second = box.run_code(leave), box.run_code(leave)
    assert first.outcome is Outcome.PASS
    assert first.stdout != second.stdout
    look = box.run_code("import tempfile, pathlib; print(pathlib.Path(tempfile.gettempdir(), 'x').exists())")
    assert look.stdout == "False\n"


def test_result_measures(box: Sandbox) -> None:
    result = box.run_code("x = 'a' * 40_000_000\nfor _ in range(2_000_000): pass")
    assert result.max_rss_bytes > 40_000_000
    assert result.cpu_ms > 0
    assert 0 < result.wall_ms < 2000


def test_result_says_what_protects(box: Sandbox, backend: str) -> None:
    result = box.run_code("pass")
    assert {"no-new-privileges", "no-capabilities", "file-size-limit"} <= set(result.protections)
    assert not set(result.protections) & set(result.missing)
    if backend == "docker":
        assert result.missing == ()
    else:
        assert "memory-cgroup" in result.missing


def test_blocked_program_does_not_start(box: Sandbox) -> None:
    result = box.run_code("import os\nos.remove('x')")
    assert (result.outcome, result.exit_code, result.started) == (Outcome.BLOCKED, 126, False)
    assert result.findings[0].finding.line == 2


def test_time_limit_covers_the_analysis(make_box, backend: str) -> None:
    box = make_box(backend=backend, limits=Limits(seconds=1))
    began = time.monotonic()
    line = "print([f'{a}{b}' for a, b in zip(range(4000), range(4000))])\n"
    result = box.run_code(line * 200)
    assert [each.finding.code for each in result.findings] == ["LLS996"]
    assert time.monotonic() - began < 10  # it would take longer


def test_script_runs_with_its_sibling_modules(make_box, project: Path, backend: str) -> None:
    (project / "tools").mkdir()
    (project / "tools/main.py").write_text("import sys, helper\nprint(helper.NAME, sys.argv[0], __name__)\n")
    (project / "tools/helper.py").write_text("NAME = __name__\n")
    result = make_box(backend=backend).run_file("tools/main.py")
    assert result.stdout == "helper tools/main.py __main__\n"


def test_module_of_the_project_runs(make_box, project: Path, backend: str) -> None:
    (project / "pkg").mkdir()
    (project / "pkg/__init__.py").write_text("")
    (project / "pkg/__main__.py").write_text("from . import part\nprint(part.NAME)\n")
    (project / "pkg/part.py").write_text("NAME = __name__\n")
    assert make_box(backend=backend).run_module("pkg").stdout == "pkg.part\n"


def test_files_of_a_run_belong_to_the_owner_of_the_project(make_box, project: Path, backend: str) -> None:
    result = make_box(backend=backend).run_code("open('made.txt', 'w').write('x')")
    assert result.outcome is Outcome.PASS, result.stderr
    assert (project / "made.txt").stat().st_uid == project.stat().st_uid


def test_read_only_project_cannot_be_written_and_says_so(make_box, project: Path, backend: str) -> None:
    result = make_box(backend=backend, read_only=True).run_code("open('made.txt', 'w')")
    assert result.outcome is Outcome.FAIL
    assert "--read-only" in result.log[-1]
    assert not (project / "made.txt").exists()


def test_other_limits_hold_for_another_box(make_box, backend: str) -> None:
    quick = make_box(backend=backend, limits=Limits(seconds=0.3))
    result = quick.run_code("while True: pass")
    assert result.outcome is Outcome.TIMEOUT
    assert 300 <= result.wall_ms < 1300
