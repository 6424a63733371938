"""The command, as people and programs call it."""

from __future__ import annotations

import hashlib
import json
import os
import pty
import re
import shlex
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from llm_sandbox_run.command import cli

from tests.image import IMAGE
from tests.runner.command import COMMAND

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def run(project: Path, backend: str):
    """Run the command in the project."""

    def call(
        *arguments: str, stdin: bytes | None = b"", **options: object
    ) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [*COMMAND, "--backend", backend, "--image", IMAGE, *arguments],
            input=stdin,
            capture_output=True,
            cwd=project,
            timeout=60,
            check=False,
            **options,  # type: ignore[call-overload]
        )

    yield call
    if backend == "docker":
        subprocess.run([*COMMAND, "--project", str(project), "--stop"], capture_output=True, check=True)


def test_script_gets_everything_after_its_name(run, project: Path) -> None:
    (project / "x.py").write_text("import sys\nprint(sys.argv)\nsys.exit(3)\n")
    done = run("x.py", "-x", "--json", "--", "a")
    assert (done.returncode, done.stdout) == (3, b"['x.py', '-x', '--json', '--', 'a']\n"), done.stderr


def test_snippet_module_and_standard_input(run, project: Path) -> None:
    (project / "mod.py").write_text("import sys\nprint(__name__, sys.argv[1:])\n")
    assert run("-c", "import sys; print(sys.argv)", "-c").stdout == b"['-c', '-c']\n"
    assert run("-m", "mod", "-q").stdout == b"__main__ ['-q']\n"
    assert run("-", "a", stdin=b"import sys; print(sys.argv)").stdout == b"['-', 'a']\n"


def test_standard_input_is_forwarded(run) -> None:
    assert run("-c", "print(input())", stdin=b"hello\n").stdout == b"hello\n"


def test_open_standard_input_is_not_waited_for(run, project: Path, backend: str) -> None:
    reader, writer = os.pipe()
    with os.fdopen(reader), os.fdopen(writer, "w"):
        done = subprocess.run(
            [*COMMAND, "--backend", backend, "--image", IMAGE, "-c", "print(1)"],
            stdin=reader,
            capture_output=True,
            cwd=project,
            timeout=30,
            check=False,
        )
    assert done.stdout == b"1\n"


def test_closed_standard_streams_are_no_error(project: Path, backend: str, run) -> None:
    line = shlex.join([*COMMAND, "--backend", backend, "--image", IMAGE, "-c", "print(1)"])
    for closed in ("<&-", ">&-", "<&- >&- 2>&-"):
        assert (
            subprocess.run(["sh", "-c", f"{line} {closed}"], cwd=project, check=False, timeout=30).returncode
            == 0
        )


def test_too_much_standard_input_is_an_error(run) -> None:
    done = run("-c", "import time; time.sleep(4)", stdin=b"x" * (17 << 20))
    assert done.returncode == 125
    assert b"over 16 MiB" in done.stderr


def test_blocked_program_shows_its_findings(run, project: Path) -> None:
    (project / "x.py").write_text("import os\n\nos.remove('y')\n")
    done = run("x.py")
    assert done.returncode == 126
    assert done.stderr.startswith(b"x.py:3:1: LLS301 ")
    assert b"    os.remove('y')\n" in done.stderr
    assert done.stdout == b""


def test_json_has_the_whole_result(run) -> None:
    done = run("--json", "-c", "import sys; sys.stdout.buffer.write(bytes([255])); sys.exit(2)")
    value = json.loads(done.stdout)
    assert done.returncode == 2
    assert (value["outcome"], value["exit_code"], value["stdout"], value["started"]) == (
        "fail",
        2,
        "\\xff",
        True,
    )
    blocked = json.loads(run("--json", "-c", "import os; os.remove('y')").stdout)
    assert (blocked["outcome"], blocked["findings"][0]["code"]) == ("blocked", "LLS301")
    assert json.loads(run("--json", "missing.py").stdout)["outcome"] == "error"


def test_json_has_changes_and_tests(run, project: Path) -> None:
    (project / "test_it.py").write_text(
        "import unittest\n\nclass T(unittest.TestCase):\n    def test(self): pass\n"
    )
    value = json.loads(run("--json", "-m", "unittest").stdout)
    assert (value["tests"]["passed"], value["tests"]["finished"], value["changes"]) == (1, True, [])
    value = json.loads(run("--json", "-c", "open('made', 'w').write('x')").stdout)
    (change,) = value["changes"]
    assert (change["path"], change["kind"], change["type"], change["size"]) == ("made", "created", "file", 1)
    assert change["sha256"] == hashlib.sha256(b"x").hexdigest()
    assert value["tests"] is None


def test_isolation_can_be_required_and_modules_preloaded(run) -> None:
    done = run(
        "--require-isolation", "--preload", "colorsys", "-c", "import sys; print('colorsys' in sys.modules)"
    )
    assert done.stdout == b"True\n", done.stderr
    assert run("--preload", "missing_module", "-c", "pass").returncode == 125


def test_version_is_told_and_loaded_only_then() -> None:
    assert subprocess.run([*COMMAND, "--version"], capture_output=True, check=True).stdout.strip()
    slow = {"asyncio", "ctypes", "docker", "email", "importlib.metadata", "libcst", "requests", "tomllib"}
    look = f"import sys, llm_sandbox_run.command.cli; print({slow} & {{*sys.modules}} or '')"
    assert subprocess.run([sys.executable, "-c", look], capture_output=True, check=True).stdout == b"\n"


def test_time_limit_and_memory_limit(run) -> None:
    began = time.monotonic()
    done = run("--timeout", "0.5", "-c", "while True: pass")
    assert done.returncode == 124
    assert time.monotonic() - began < 10
    assert run("--memory", "64m", "-c", "x = [b'x' * 1048576 for _ in range(900)]").returncode == 137


def test_binary_output_goes_to_a_pipe_as_it_is(run) -> None:
    assert run("-c", "import sys; sys.stdout.buffer.write(bytes(range(256)))").stdout == bytes(range(256))


def test_terminal_gets_no_control_characters(project: Path, backend: str, run) -> None:
    ours, theirs = pty.openpty()
    subprocess.run(
        [*COMMAND, "--backend", backend, "--image", IMAGE, "-c", r"print('\x1b]0;title\x07\x1b[2Jplain')"],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        cwd=project,
        timeout=30,
        check=True,
    )
    os.close(theirs)
    seen = os.read(ours, 4096)
    os.close(ours)
    assert seen == rb"\x1b]0;title\x07\x1b[2Jplain" + b"\r\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "name one program"),
        (["-c"], "-c needs a value"),
        (["--check", "x.py", "--stop"], "name one program"),
        (["--timeout", "soon", "-c", "1"], "not a number of seconds"),
        (["--timeout", "-1", "-c", "1"], "has to be positive"),
        (["--timeout", "nan", "-c", "1"], "has to be positive"),
        (["--memory", "lots", "-c", "1"], "is not a size"),
        (["--memory", "1k", "-c", "1"], "at least 32 MiB"),
        (["--backend", "hope", "-c", "1"], "invalid choice"),
        (["--nonsense", "-c", "1"], "name one program|unrecognized"),
        (["--project", "/", "-c", "1"], "cannot be the project"),
        (["--project", "missing", "-c", "1"], "is not a folder"),
        (["missing.py"], "No such file"),
        (["."], "is a folder"),
        (["/etc/hostname"], "is not in the project"),
        (["--backend", "subprocess", "--writable", "..", "-c", "1"], "--writable|not in the project"),
    ],
)
def test_what_makes_no_sense_is_one_line_and_125(arguments, message, project, monkeypatch, capsys) -> None:
    monkeypatch.chdir(project)
    assert cli.main(arguments) == 125
    error = capsys.readouterr().err
    assert re.search(message, error), error
    assert error.count("\n") == 1


def test_check_runs_nothing_and_needs_no_engine(project: Path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere.sock")
    monkeypatch.chdir(project)
    (project / "good.py").write_text("print(1)\n")
    (project / "bad.py").write_text("import os\nos.remove('x')\n")
    assert cli.main(["--check", "good.py"]) == 0
    assert cli.main(["--check", "good.py", "bad.py"]) == 126
    assert "bad.py:2:1: LLS301" in capsys.readouterr().err
    assert cli.main(["--check", ".", "--json"]) == 126
    value = json.loads(capsys.readouterr().out)
    assert [each["path"] for each in value["findings"]] == ["bad.py"]


def test_internal_error_is_never_a_pass(monkeypatch, project, capsys) -> None:
    monkeypatch.chdir(project)
    monkeypatch.setattr("llm_sandbox_run.gate.gate.check", lambda *_: 1 / 0)
    assert cli.main(["-c", "print(1)"]) == 125
    assert "internal error" in capsys.readouterr().err


def test_finding_cannot_write_to_the_terminal(monkeypatch, project, capsys) -> None:
    monkeypatch.chdir(project)
    assert cli.main(["-c", "import os; os.remove('\x1b]0;x\x07')"]) == 126
    assert "\x1b" not in capsys.readouterr().err


def test_folder_below_the_project_is_the_working_folder(run, project: Path, backend: str) -> None:
    (project / "sub").mkdir()
    (project / "sub/x.py").write_text("import os\nprint(os.path.basename(os.getcwd()))\n")
    done = subprocess.run(
        [*COMMAND, "--backend", backend, "--image", IMAGE, "--project", "..", "x.py"],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        cwd=project / "sub",
        timeout=30,
        check=False,
    )
    assert done.stdout == b"sub\n", done.stderr
