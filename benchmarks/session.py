"""Runs programs in an llm-sandbox session, and prints how many milliseconds each took.

    python session.py IMAGE

A process of its own, with the Python of that package, because its imports shall not count. A line of standard input is a
program, which has to print 1; at the end of the input the session is closed, and what that took is printed as well.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from llm_sandbox import SandboxSession  # type: ignore[import-not-found,unused-ignore]

if TYPE_CHECKING:
    from collections.abc import Callable


def milliseconds(do: Callable[[], object]) -> float:
    """Return how long it takes."""
    began = time.perf_counter()
    do()
    return (time.perf_counter() - began) * 1000


def run(session: SandboxSession, program: str) -> None:
    """Run a program."""
    result = session.run(program)
    assert (result.exit_code, result.stdout) == (0, "1\n"), result


session = SandboxSession(
    image=sys.argv[1],
    keep_template=True,  # or the image would be removed at the end
    skip_environment_setup=True,  # or pip would upgrade itself first
    runtime_configs={"network_mode": "none", "command": ["sleep", "3600"]},  # not every image has a command
)
session.open()
session.execute_command("ln -s python3 /usr/bin/python")  # which it calls, and not every image has
for line in sys.stdin:
    print(milliseconds(lambda program=line: run(session, program)), flush=True)  # type: ignore[misc]
print(milliseconds(session.close), flush=True)
