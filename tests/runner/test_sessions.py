"""Sessions: one process and one namespace, step after step."""

from __future__ import annotations

import os
import threading
import time
from typing import TYPE_CHECKING

import pytest
from llm_sandbox_run import Limits, Outcome, Sandbox, SandboxError, UsageError

from tests.image import IMAGE
from tests.runner.conftest import make_project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from llm_sandbox_run.session.session import Session


@pytest.fixture(scope="module")
def shared() -> Iterator[dict[str, Sandbox]]:
    boxes: dict[str, Sandbox] = {}
    yield boxes
    for box in boxes.values():
        box.close()


@pytest.fixture
def box(backend: str, shared: dict[str, Sandbox], tmp_path_factory: pytest.TempPathFactory) -> Sandbox:
    """A sandbox on either backend, shared by tests that leave nothing in its project."""
    if backend not in shared:
        root = make_project(tmp_path_factory.mktemp(backend))
        shared[backend] = Sandbox(root, backend, IMAGE, Limits(seconds=10, memory_bytes=128 << 20))
    return shared[backend]


@pytest.fixture
def session(box: Sandbox) -> Iterator[Session]:
    with box.session() as session:
        yield session


def test_steps_share_what_they_have(session) -> None:
    assert session.run("import math\nx = 2\ndef f(y): return x * y").outcome is Outcome.PASS
    assert session.run("x = 3\nprint('three')\nf(7)").value == "21"
    step = session.run("x; None")
    assert (step.value, step.stdout, step.error) == (None, "", None)
    assert session.run("math.floor(2.5)").value == "2"


def test_each_step_has_its_own_output(session) -> None:
    first = session.run("import sys\nprint('a')\nprint('b', file=sys.stderr)")
    second = session.run("sys.stdout.write('no line end')")
    assert (first.stdout, first.stderr) == ("a\n", "b\n")
    assert (second.stdout, second.stderr, second.value) == ("no line end", "", "11")


def test_exception_keeps_the_state_and_shows_the_lines_of_the_steps(session) -> None:
    session.run("def half(x):\n    return x / 0  # the fault")
    step = session.run("y = 5\nhalf(1)\ny = 6")
    assert step.outcome is Outcome.FAIL
    assert step.error.splitlines()[0] == "Traceback (most recent call last):"
    assert 'File "<step 2>", line 2, in <module>' in step.error
    assert "return x / 0  # the fault" in step.error
    assert "guest" not in step.error
    assert session.run("y").value == "5"


@pytest.mark.parametrize("text", ["raise SystemExit(3)", "exit()", "raise KeyboardInterrupt", "return 1", "raise BaseException"])  # fmt: skip
def test_nothing_that_is_raised_ends_the_session(session, text: str) -> None:
    step = session.run(text)
    assert (step.outcome, step.lost) == (Outcome.FAIL, False)
    assert session.run("1").value == "1"


def test_refused_step_has_touched_nothing(session) -> None:
    session.run("x = [1]\nimport os")
    step = session.run("x.append(2)\nos.remove('y')")
    assert step.outcome is Outcome.BLOCKED
    assert step.findings[0].finding.code == "LLS301"
    assert session.run("x").value == "[1]"


def test_top_level_await_goes_on_in_one_loop(session) -> None:
    session.run(
        "import asyncio\nevent = asyncio.Event()\nwaits = asyncio.ensure_future(event.wait()) if 0 else None"
    )
    step = session.run(
        "await asyncio.sleep(0)\nloop = asyncio.get_running_loop()\nawait asyncio.sleep(0, 'done')"
    )
    assert step.value == "'done'"
    assert (
        session.run("asyncio.get_running_loop() is loop" + " and await asyncio.sleep(0, True)").value
        == "True"
    )
    step = session.run("async for x in asyncio.sleep(0): pass")
    assert (step.outcome, "TypeError" in step.error) == (Outcome.FAIL, True)


def test_step_out_of_time_is_interrupted_and_the_state_stays(session) -> None:
    session.run("import time, asyncio\nx = 1")
    for text in ("while True: x += 1", "time.sleep(60)", "await asyncio.sleep(60)"):
        step = session.run(text, seconds=0.3)
        assert (step.outcome, step.lost) == (Outcome.TIMEOUT, False)
        assert "KeyboardInterrupt" in step.error or "Cancelled" in step.error
    assert session.run("x > 1").value == "True"


def test_step_that_cannot_be_interrupted_loses_the_session_and_says_so(box) -> None:
    with box.session() as session:
        session.run("x = 1")
        began = time.monotonic()
        step = session.run("sum(range(10**13))", seconds=0.3)  # looks at no signal
        assert time.monotonic() - began < 8
        assert (step.outcome, step.lost) == (Outcome.TIMEOUT, True)
        assert "the session is lost" in step.log[-1]
        step = session.run("x")
        assert (step.outcome, step.lost, step.value) == (Outcome.ERROR, True, None)
        assert "the session is lost" in step.log[-1]
    with box.session() as another:
        assert another.run("'x' in globals()").value == "False"


def test_process_that_ends_loses_the_session(run_in) -> None:
    session = run_in()
    step = session.run("import os\nprint('last words', flush=True)\nos._exit(0)")
    assert (step.outcome, step.lost, step.stdout) == (Outcome.ERROR, True, "last words\n")
    assert session.lost


def test_memory_is_the_sessions(box) -> None:
    with box.session() as session:
        step = session.run("kept = []\nwhile True: kept.append('x' * 1_000_000)", seconds=20)
        assert step.lost or "MemoryError" in step.error


def test_idle_session_ends(box) -> None:
    with box.session(idle_seconds=0.5) as session:
        assert session.run("import time\ntime.sleep(1)\n1").value == "1"
        time.sleep(1.5)
        step = session.run("1")
        assert (step.outcome, step.lost) == (Outcome.ERROR, True)


def test_sessions_and_runs_go_on_side_by_side(box) -> None:
    with box.session() as first, box.session() as second:
        first.run("x = 1")
        second.run("x = 2")
        assert box.run_code("print('x' in globals())").stdout == "False\n"
        assert (first.run("x").value, second.run("x").value) == ("1", "2")


def test_session_writes_to_the_project_when_it_ends(make_box, project: Path, backend: str) -> None:
    box = make_box(backend=backend)
    with box.session() as session:
        session.run("open('made.txt', 'w').write('by a session')")
        assert session.run("open('made.txt').read()").value == "'by a session'"
    assert (project / "made.txt").read_text() == "by a session"
    assert [(each.path, each.kind) for each in session.result.changes] == [("made.txt", "created")]


def test_module_that_a_session_has_written_is_not_imported(make_box, project: Path, backend: str) -> None:
    (project / "known.py").write_text("x = 5\n")
    with make_box(backend=backend).session() as session:
        assert session.run("import known\nknown.x").value == "5"
        session.run("open('made.py', 'w').write('x = 6')")
        assert "was not approved by the gate" in session.run("import made").error


def test_closed_sandbox_closes_its_sessions(make_box, backend: str) -> None:
    box = make_box(backend=backend)
    session = box.session()
    box.close()
    assert session.run("1").lost
    assert session.result.outcome is Outcome.PASS


def test_second_step_at_a_time_is_refused(session) -> None:
    session.run("import time")
    thread = threading.Thread(target=session.run, args=["time.sleep(1)"])
    thread.start()
    time.sleep(0.3)
    with pytest.raises(UsageError, match="goes on"):
        session.run("1")
    thread.join()
    assert session.run("1").value == "1"


def test_output_comes_while_the_step_runs(session) -> None:
    pieces: list[tuple[str, bytes, float]] = []
    session.run(
        "import time\nprint('a')\ntime.sleep(0.5)\nprint('b')",
        on_output=lambda *each: pieces.append((*each, time.monotonic())),
    )
    assert b"".join(each[1] for each in pieces) == b"a\nb\n"
    assert pieces[-1][2] - pieces[0][2] > 0.3


def test_listener_that_fails_ends_the_session(box) -> None:
    with box.session() as session:
        with pytest.raises(ZeroDivisionError):
            session.run("print(1)", on_output=lambda *_: 1 / 0)
        assert session.run("1").lost


def test_too_much_is_cut_and_what_prints_for_ever_is_ended(box) -> None:
    with box.session() as session:
        step = session.run("'x' * 1_000_000")
        assert len(step.value) < 70_000
        assert "characters left out" in step.value
        step = session.run("print('y' * 5_000_000)")
        assert len(step.stdout_bytes) < 1_100_000
        assert session.run("while True: print('z' * 100_000)", seconds=60).lost


def test_session_needs_a_place(tmp_path: Path) -> None:
    box = Sandbox(make_project(tmp_path), image="no-such-image-anywhere")
    with pytest.raises(SandboxError):
        box.session()


@pytest.mark.parametrize(
    "options", [{"seconds": 0}, {"idle_seconds": -1}, {"seconds": "1"}, {"idle_seconds": "x"}]
)
def test_arguments_that_make_no_sense_are_told_at_once(tmp_path: Path, options: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        Sandbox(make_project(tmp_path), "subprocess").session(**options)


def test_fork_of_the_application_has_no_session(box) -> None:
    with box.session() as session:
        session.run("x = 1")
        pid = os.fork()
        if not pid:
            step = session.run("x = 2")
            session.close()
            os._exit(0 if step.lost else 1)
        assert os.waitpid(pid, 0)[1] == 0
        assert session.run("x").value == "1"


def test_fifty_steps(box) -> None:
    with box.session(seconds=20) as session:
        session.expose("double", lambda x: 2 * x)
        session.run("total = 0\nimport os, time")
        for number in range(2, 51):
            if number == 10:
                assert session.run("total + [].missing").outcome is Outcome.FAIL
            elif number == 20:
                assert session.run("total = -1\nos.remove('x')").outcome is Outcome.BLOCKED
                session.run("pass")
            elif number == 30:
                assert session.run("time.sleep(60)", seconds=0.3).outcome is Outcome.TIMEOUT
            elif number == 40:
                assert session.run("display(total)").displays
            else:
                step = session.run("total += double(1)\ntotal")
                assert (step.number, step.outcome) == (number, Outcome.PASS), step
        assert session.run("total").value == "90"
    assert session.result.outcome is Outcome.PASS
