"""What a hostile program in a session can do to the host, if the gate had let it pass: end itself, and lie about itself."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from llm_sandbox_run import Outcome, UsageError

if TYPE_CHECKING:
    from llm_sandbox_run.session.session import Session

SAY = """\
import json, os, struct, threading
def say(header, body=b"", sizes=None):
    text = json.dumps(header).encode() if not isinstance(header, bytes) else header
    data = struct.pack(">II", *(sizes or (len(text), len(body)))) + text + body
    for start in range(0, len(data), 60000):
        os.write(3, data[start:start + 60000])
"""


def is_whole(session: Session) -> bool:
    return session.run("40 + 2").value == "42"


def test_functions_of_the_application(run_in) -> None:
    session = run_in()
    session.expose("search", lambda text, most=2: [text] * most)
    session.set("data", {"a": [1, None, "x"]})
    assert session.run("search('q', most=3)").value == "['q', 'q', 'q']"
    assert session.run("data['a'][2]").value == "'x'"


def fail() -> None:
    raise ValueError("no luck")


def test_exceptions_cross_as_text(run_in) -> None:
    session = run_in()
    session.expose("fails", fail)
    step = session.run("fails()")
    assert step.error.rstrip().endswith("RuntimeError: ValueError: no luck")
    assert "guest" not in step.error
    assert (
        session.run("try:\n    fails()\nexcept RuntimeError as e:\n    print(e)").stdout
        == "ValueError: no luck\n"
    )


@pytest.mark.parametrize("call", ["f(object())", "f('x' * 2_000_000)", "f(open)", "f({1: 2, (1, 2): 3})"])
def test_only_data_crosses(run_in, call: str) -> None:
    session = run_in()
    session.expose("f", lambda *args: args[0])
    assert "f takes values that JSON knows" in session.run(call).error
    session.expose("g", lambda: object())
    assert "not JSON" in session.run("g()").error
    session.expose("h", lambda: "x" * 2_000_000)
    assert "too large" in session.run("h()").error
    assert is_whole(session)


def test_time_of_the_application_is_not_the_steps(run_in) -> None:
    session = run_in()
    session.expose("wait", time.sleep)
    assert session.run("wait(1.2)\nwait(0)\n'done'", seconds=0.8).value == "'done'"


def test_function_cannot_run_a_step_of_the_session_that_calls_it(run_in) -> None:
    session = run_in()
    session.expose("again", lambda: session.run("1").value)
    assert "a step of this session goes on" in session.run("again()").error
    with pytest.raises(UsageError):
        session.set("x", object())


def test_threads_may_call_at_once(run_in) -> None:
    session = run_in()
    session.expose("double", lambda x: 2 * x)
    step = session.run(
        "from concurrent.futures import ThreadPoolExecutor\n"
        "with ThreadPoolExecutor(8) as threads: found = list(threads.map(double, range(200)))\n"
        "found == [2 * x for x in range(200)]"
    )
    assert step.value == "True"


def test_call_between_steps_is_refused_in_the_program(run_in) -> None:
    calls: list[int] = []
    session = run_in()
    session.expose("f", calls.append)
    session.run(
        "import threading, time\nsaid = []\n"
        "def late():\n    time.sleep(0.3)\n    try: f(1)\n    except RuntimeError as e: said.append(str(e))\n"
        "threading.Thread(target=late).start()"
    )
    time.sleep(0.8)
    assert session.run("said").value == "['f can be called during a step only']"
    assert calls == []


def test_call_from_another_process_is_refused_in_the_program(run_in) -> None:
    calls: list[int] = []
    session = run_in()
    session.expose("f", calls.append)
    step = session.run(
        "import os\npid = os.fork()\nif not pid:\n    try: f(1)\n    except BaseException as e: print(e, flush=True)\n    os._exit(0)\nos.waitpid(pid, 0)[1]"
    )
    assert "only the process of the session itself" in step.stdout
    assert calls == []
    assert is_whole(session)


@pytest.mark.parametrize("text", [
    "say(b'nonsense')", "say([1])", "say({'display': 7})", "say({'display': [['a', -5]]})", "say({'display': [[1, 2]]})",
    "say({}, sizes=(1 << 30, 0))", "say({}, sizes=(0, 1 << 30))", "say(b'[' * 500_000)", "say(b'9' * 900_000)",
])  # fmt: skip
def test_message_that_is_none_loses_the_session_only(run_in, text: str) -> None:
    session = run_in()
    step = session.run(f"{SAY}{text}\nimport time\ntime.sleep(5)", seconds=4)
    assert (step.outcome, step.lost) == (Outcome.ERROR, True)
    assert "does not keep to the form" in step.log[-1]
    assert is_whole(run_in())


@pytest.mark.parametrize("header", [
    {"call": "absent", "args": [], "options": {}}, {"call": ["f"], "args": [], "options": {}}, {"call": "f"},
    {"call": "__class__", "args": [], "options": {}}, {"call": "f", "args": {}, "options": []}, {"call": None},
])  # fmt: skip
def test_call_of_what_is_not_there_calls_nothing(run_in, header: dict[str, object]) -> None:
    calls: list[object] = []
    session = run_in()
    session.expose("f", lambda *args, **options: calls.append((args, options)))
    session.run(f"{SAY}say({header!r})")
    assert calls == []


def test_step_that_lies_about_its_end_lies_about_itself(run_in) -> None:
    session = run_in()
    step = session.run(
        f"{SAY}say({{'done': 1, 'value': 5, 'error': {{}}, 'late': 1}})\nimport time\ntime.sleep(0.5)"
    )
    assert (step.value, step.error, step.lost) == (None, None, False)
    session.run(f"{SAY}say({{'done': 3, 'value': 'forged'}})\nsay({{'done': 99}})")
    assert is_whole(session)


def test_flood_of_messages_ends_with_the_step(run_in) -> None:
    session = run_in()
    step = session.run(
        f"{SAY}while True: say({{'display': [['text/plain', 50000]]}}, b'x' * 50000)", seconds=30
    )
    assert step.lost
    assert len(step.displays) <= 100


def test_flood_between_steps_makes_the_program_wait(run_in) -> None:
    session = run_in()
    session.run(
        f"{SAY}def flood():\n    while True: say({{}}, b'x' * 50000)\nthreading.Thread(target=flood, daemon=True).start()"
    )
    time.sleep(1)
    began = time.monotonic()
    session.close()
    assert time.monotonic() - began < 15


def test_flood_of_calls_gets_so_much_and_no_more(run_in) -> None:
    session = run_in()
    session.expose("big", lambda: "x" * 1_000_000)
    step = session.run("for number in range(100):\n    big()")
    assert "over 16 MiB together" in step.error
    assert is_whole(session)


def test_program_that_reads_its_own_orders_hurts_itself(run_in) -> None:
    session = run_in()
    text = "import os, threading\ndef steal():\n    for fd in range(4, 20):\n        try: os.read(fd, 1 << 20)\n        except OSError: pass\nthreading.Thread(target=steal, daemon=True).start()"
    session.run(text)
    step = session.run("1", seconds=1)
    assert step.lost or step.value == "1"
    assert is_whole(run_in())


def test_standard_input_is_empty(run_in) -> None:
    assert run_in().run("import sys\nsys.stdin.read()").value == "''"


@pytest.mark.parametrize("text", ["import os\nos.close(3)", "import os\nos.kill(os.getpid(), 9)", "import signal\nsignal.signal(2, signal.SIG_IGN)\nwhile True: pass"])  # fmt: skip
def test_step_that_ends_what_carries_it_is_told_as_lost(run_in, text: str) -> None:
    step = run_in().run(text, seconds=1)
    assert step.lost


def test_answer_is_not_half_read_when_a_step_is_interrupted(run_in) -> None:
    session = run_in()
    session.expose("f", lambda x: "y" * 300_000)
    step = session.run("while True: f(1)", seconds=0.4)
    assert (step.outcome, step.lost) == (Outcome.TIMEOUT, False) or "over 16 MiB" in step.error
    assert is_whole(session)
