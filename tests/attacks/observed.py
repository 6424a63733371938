"""What is seen of an attack: in its result, and by the next program in the same sandbox."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from llm_sandbox_run import Sandbox, SandboxError
from llm_sandbox_run.conversation.wires import Wires

from tests import unchecked

if TYPE_CHECKING:
    from llm_sandbox_run.model import CleanCode

NO_NEXT_RUN = "the next run did not work"
# What one run could leave for the next, as the next one sees it.
LOOK = """
import os, tempfile

def own(folder):
    for name in os.listdir(folder) if os.access(folder, os.R_OK) else ():
        if os.lstat(folder + "/" + name).st_uid == os.getuid(): print(folder + "/" + name)

def entries(path):
    try: return open(path).read().splitlines()[1:]
    except OSError: return ()

print("next")
for folder in ("..", tempfile.gettempdir(), "/dev/shm", "/dev/mqueue", "/var/tmp"):
    try: own(folder)
    except OSError: pass
for kind in ("shm", "msg", "sem"):
    for line in entries("/proc/sysvipc/" + kind):
        if str(os.getuid()) in line.split(): print("System V", kind, line.split()[1])
"""


@dataclass(frozen=True)
class Observed:
    """What an attack came to. Times are in milliseconds."""

    outcome: str  # of the result; "lost: why" if there was none
    exit_code: int = -1
    stdout: str = ""
    stderr: str = ""
    log: list[str] = field(default_factory=list)
    wall_ms: float = 0.0  # as the result says
    host_ms: float = 0.0  # as the caller's clock says
    tests: list[int] = field(default_factory=list)  # passed, failed, and 1 if the suite came to its end
    changes: dict[str, str] = field(default_factory=dict)  # path -> kind and type, as the result lists them
    left: int = 0  # processes
    next: list[str] = field(
        default_factory=list
    )  # what the next run finds that was not there before, or why there was none
    names: list[str] = field(default_factory=list)  # in the project
    damage: list[str] = field(default_factory=list)  # to what is no business of the program


def observe(box: Sandbox, code: CleanCode, stdin: int) -> Observed:
    """Run ``code`` with that many bytes to read, and return what its result says."""
    began = time.perf_counter()
    try:
        result = box._run_clean(code, Wires(b"x" * stdin or None))
    except SandboxError as error:
        return Observed(f"lost: {error}")
    host_ms = (time.perf_counter() - began) * 1000
    return Observed(
        outcome=result.outcome.value,
        exit_code=result.exit_code,
        stdout=result.stdout[-20_000:],
        stderr=result.stderr[-20_000:],
        log=list(result.log),
        tests=[result.tests.passed, result.tests.failed, int(result.tests.finished)] if result.tests else [],
        changes={change.path: f"{change.kind} {change.type}" for change in result.changes},
        wall_ms=result.wall_ms,
        host_ms=host_ms,
    )


def carry(box: Sandbox) -> None:
    """Run a program with something in it that no later program must find: in its text, arguments, input, output, files."""
    marked = "srehto-yb-deirrac"[::-1]  # so that no search finds it in this text
    text = f"import sys\nname = '{marked}'\nprint(name, sys.argv, sys.stdin.read())\nopen('/tmp/' + name, 'w').write(name)\n"
    box._run_clean(unchecked.program(text, (marked,)), Wires(f"{marked} {os.urandom(4).hex()}".encode()))


def look(box: Sandbox) -> set[str]:
    """Return what a program finds where it could find something of earlier ones."""
    try:
        result = box._run_clean(unchecked.program(LOOK), Wires())
    except SandboxError as error:
        return {f"{NO_NEXT_RUN}: {error}"}
    found = set(result.stdout.splitlines())
    return found - {"next"} if "next" in found else {f"{NO_NEXT_RUN}: {result}"}
