"""The command's output while a program runs, and the end of a program that is interrupted."""

from __future__ import annotations

import contextlib
import io
import json
import os
import pty
import re
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from llm_sandbox_run.command import show

from tests.image import IMAGE
from tests.runner.command import COMMAND

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def start(project: Path, backend: str) -> Iterator[object]:
    """Start the command in the project, with its streams at hand."""

    def call(*arguments: str, **options: object) -> subprocess.Popen[bytes]:
        streams = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen(
            [*COMMAND, "--backend", backend, "--image", IMAGE, "--timeout", "30", *arguments],
            cwd=project,
            **{**streams, **options},  # type: ignore[call-overload]
        )

    yield call
    if backend == "docker":
        subprocess.run([*COMMAND, "--project", str(project), "--stop"], capture_output=True, check=True)


def test_output_comes_while_the_program_runs(start) -> None:
    with start("-c", "import sys\nprint('first')\nprint(input(), file=sys.stderr)") as run:
        assert run.stdout.readline() == b"first\n"
        output, errors = run.communicate(b"last\n", timeout=30)
    assert (run.returncode, output, errors) == (0, b"", b"last\n")


def test_long_output_is_whole_and_comes_once(start) -> None:
    output, _ = start("-c", "print('x' * 5_000_000)").communicate(timeout=30)
    assert output == b"x" * 5_000_000 + b"\n"


def test_json_is_alone(start) -> None:
    output, _ = start("--json", "-c", "print('said')").communicate(timeout=30)
    assert json.loads(output)["stdout"] == "said\n"


def test_reader_that_goes_away_changes_nothing(start) -> None:
    with start("-c", "print('x')\ninput()\nfor _ in range(9999): print('x' * 99)\nexit(3)") as run:
        run.stdout.readline()
        run.stdout.close()
        run.stdin.write(b"\n")
        run.stdin.close()
        assert run.wait(30) == 3
        assert run.stderr.read() == b""


def test_output_that_cannot_be_written_is_no_success(start) -> None:
    with open("/dev/full", "wb") as full, start("-c", "print(1)", stdout=full) as run:  # noqa: PTH123
        _, errors = run.communicate(timeout=30)
    assert (run.returncode, errors) == (125, b"llm-sandbox-run: cannot print: No space left on device\n")


def test_terminal_gets_no_control_characters_while_the_program_runs(start) -> None:
    ours, theirs = pty.openpty()
    program = (
        "import os\n"
        "for piece in (b'\\xc3', b'\\xa9', b'\\xc2', b'\\x9b', b'\\x1b[2J', b'\\xc3'):\n"
        "    input()\n"
        "    os.write(1, piece)\n"
        "    os.write(2, b'.')\n"
    )
    with start("-c", program, stdout=theirs, stderr=subprocess.PIPE) as run:
        for _ in range(6):
            run.stdin.write(b"\n")
            run.stdin.flush()
            run.stderr.read(1)  # so that each piece travels alone
        assert run.wait(30) == 0
    os.close(theirs)
    seen = os.read(ours, 4096)
    os.close(ours)
    assert seen == "é\\x9b\\x1b[2J\\xc3".encode()


class Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


def test_pieces_of_a_character_are_put_together_for_each_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal(io.BytesIO())
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setattr(sys, "stderr", screen)
    output = show.Output()
    for name, piece in [
        ("stdout", b"\xe2\x80"),
        ("stderr", b"\xc3"),
        ("stdout", b"\xae!"),
        ("stderr", b"\xa9"),
    ]:
        output(name, piece)
    output.end(more=False)
    assert screen.buffer.getvalue().decode() == "\\x202e!é"


@pytest.mark.parametrize("json_wanted", [False, True])
def test_interrupt_ends_the_run(start, project: Path, json_wanted: bool) -> None:
    arguments = ["--live", *["--json"] * json_wanted]
    with start(
        *arguments, "-c", "import time\nprint(1)\nwhile True: open('alive', 'a').write('.'); time.sleep(0.01)"
    ) as run:
        while not (project / "alive").exists():
            assert run.poll() is None, run.stderr.read()
        run.send_signal(signal.SIGINT)
        output, errors = run.communicate(timeout=30)
    assert run.returncode == 130
    beats = (project / "alive").stat().st_size
    if json_wanted:
        assert json.loads(output)["outcome"] == "cancelled"
    else:
        assert (output, errors.count(b"\n")) == (b"1\n", 1)
        assert b"cancelled" in errors
    assert (project / "alive").stat().st_size == beats


def test_interrupt_is_ignored_where_the_shell_says_so(start) -> None:
    def ignore() -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    with start("-c", "print(1)\ninput()\nprint(2)", preexec_fn=ignore) as run:
        assert run.stdout.readline() == b"1\n"
        run.send_signal(signal.SIGINT)
        assert run.communicate(b"\n", timeout=30)[0] == b"2\n"
    assert run.returncode == 0


@given(
    parts=st.lists(st.sampled_from([b"llm-sandbox-run: x", b"llm-", b"sandbox-run:", b"\n", b"\r", b"a"])),
    cuts=st.lists(st.integers(1, 9)),
)
def test_programs_do_not_speak_as_the_tool(parts: list[bytes], cuts: list[int]) -> None:
    said = rest = b"".join(parts)
    screen, output = io.BytesIO(), show.Output()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stderr", io.TextIOWrapper(screen, write_through=True))
        for cut in cuts:
            output("stderr", rest[:cut])
            rest = rest[cut:]
        output("stderr", rest)
        output.end(more=False)
        shown = screen.getvalue()
    assert shown == re.sub(rb"(^|(?<=[\r\n]))(?=llm-sandbox-run:)", b"(program) ", said)


PIECES = {
    "on standard output": [("stdout", b"llm-sandbox-run: all is well\n")],
    "begun on one stream and ended on the other": [
        ("stdout", b"llm-sand"),
        ("stderr", b"box-run: all is well\n"),
    ],
    "after the return to the beginning of a line": [("stdout", b"x\rllm-sandbox-run: all is well\n")],
}


@pytest.mark.parametrize("case", PIECES)
def test_programs_do_not_speak_as_the_tool_on_a_terminal(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal(io.BytesIO(), write_through=True)
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setattr(sys, "stderr", screen)
    output = show.Output()
    for name, piece in PIECES[case]:
        output(name, piece)
    output("stdout", b"end")
    output.end(more=True)
    show.say("ours\nand more")
    theirs, end, ours, _ = screen.buffer.getvalue().decode().split("\n")
    assert re.search("(^|\r)[(]program[)] llm-sand", theirs)
    assert (end, ours) == ("end", "\x1b[1mllm-sandbox-run: ours\\x0aand more\x1b[0m")


def test_what_the_tool_says_has_a_line_of_its_own(start) -> None:
    program = "import sys\nprint('all is well', end='', file=sys.stderr, flush=True)\nwhile True: pass"
    _, errors = start("--timeout", "1", "-c", program).communicate(timeout=30)
    assert errors.startswith(b"all is well\nllm-sandbox-run: ")


def test_findings_take_one_line_each(start, project: Path) -> None:
    name = "x\nall tests passed\n.py"
    (project / name).write_text("import os\nos.system('x')\n")
    _, errors = start(name).communicate(timeout=30)
    assert b"\nall tests passed" not in errors
    assert b"x\\nall tests passed\\n.py:2:1" in errors


def test_answers_that_were_typed_before_the_question_do_not_count(start, project: Path) -> None:
    """A program could make people believe that they have been asked already."""
    pid, ours = pty.fork()
    if not pid:
        os.chdir(project)
        command = [
            *COMMAND,
            "--backend",
            "subprocess",
            "--changes",
            "review",
            "-c",
            "open('new', 'w').close()",
        ]
        os.execv(command[0], command)
    os.write(ours, b"y\n")
    seen = b""
    while b"[y/N]" not in seen:
        seen += os.read(ours, 4096)
    os.write(ours, b"\n")
    with contextlib.suppress(OSError):
        while piece := os.read(ours, 4096):
            seen += piece
    os.waitpid(pid, 0)
    os.close(ours)
    assert b"the project is as it was" in seen
    assert not (project / "new").exists()
