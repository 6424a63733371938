"""What a hundred runs of other clients carried is nowhere where a program could look for it."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from llm_sandbox_run import Limits, Outcome
from llm_sandbox_run.conversation.wires import Wires
from llm_sandbox_run.gate.checked import digest

from tests import unchecked
from tests.attacks.attack import Attack
from tests.runner.conftest import own

if TYPE_CHECKING:
    from pathlib import Path

    from llm_sandbox_run import Sandbox

MARK = "srehto-yb-deirrac"[::-1]  # what the attack looks for, also in the texts of tests
CARRY = f"""
import os, sys, tempfile
name = "{MARK}"
os.environ["NAME"] = name
for folder in (tempfile.gettempdir(), "/dev/shm", "/var/tmp"):
    try:
        os.makedirs(folder + "/" + name + "/.inner")
        open(folder + "/" + name + "/.inner/" + name, "w").write(name)
    except OSError: pass
print(name, sys.argv, sys.stdin.read(), flush=True)
print(name, file=sys.stderr, flush=True)
held = [name + str(number) for number in range(1000)]
"""
SUITE = f"""
import sys
def test_that_fails(tmp_path):
    (tmp_path / "{MARK}").write_text("{MARK}")
    print("{MARK}")
    assert "{MARK}" == sys.argv
"""
ENDINGS = {
    "pass": "",
    "fail": f"raise SystemExit('{MARK}')",
    "timeout": "import time; time.sleep(60)",
    "output": "while True: print(name * 1000)",
}


def carry(box: Sandbox, ending: str) -> Outcome:
    """Run a program, or a suite of tests, with the mark in all that it is given, prints and makes."""
    if ending == "suite":
        texts = {"test_carried.py": digest(SUITE.encode())}
        return box._run_clean(unchecked.suite("pytest", (*texts, "-k", "that"), texts), Wires()).outcome
    program = unchecked.program(CARRY + ENDINGS[ending], (MARK,))
    return box._run_clean(program, Wires(f"{MARK} {os.urandom(4).hex()}".encode())).outcome


@pytest.mark.parametrize("preload", [(), ("json", "unittest")], ids=["", "preload"])
def test_nothing_of_earlier_runs_is_found(make_box, backend, project: Path, preload) -> None:
    (project / "test_carried.py").write_text(SUITE)
    own(project / "test_carried.py")
    options = {"backend": backend, "preload": preload, "limits": Limits(seconds=2, output_cap_bytes=1 << 20)}
    mine = make_box(**options)
    others = make_box(**options) if backend == "docker" else mine  # else each has a place of its own
    mine.run_code("pass")
    endings = ["suite", "timeout", "output", *["pass", "fail", "pass", "pass"] * 9] * 3
    came = Counter(carry(others, each).value for each in endings[:100])
    assert came.keys() == {"pass", "fail", "timeout", "output"}
    (project / "test_carried.py").unlink()
    search = Attack("traces/memory_of_earlier_runs").text
    patient = Wires(limits=Limits(seconds=20))
    for _ in range(5):  # those whose processes were made before, too
        result = mine._run_clean(unchecked.program(search), patient)
        assert (result.outcome, result.stdout) == (Outcome.PASS, "searched\n"), result
    assert "found in memory" in mine._run_clean(unchecked.program(search, (MARK,)), patient).stdout
