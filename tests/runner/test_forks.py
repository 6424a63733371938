"""A sandbox in a process that forks, as servers and loaders of data do."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from llm_sandbox_run import Outcome

if TYPE_CHECKING:
    from llm_sandbox_run import Sandbox


def _in_a_child(box: Sandbox, close: bool) -> bool:
    pid = os.fork()
    if pid == 0:
        good = False
        try:
            good = box.run_code("print('child')", seconds=8).stdout == "child\n"
            if close:
                box.close()
        finally:
            os._exit(0 if good else 1)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def test_children_can_use_the_sandbox_of_their_parent(make_box, backend: str) -> None:
    box = make_box(backend=backend)
    for _ in range(2):
        assert box.run_code("print('parent')").stdout == "parent\n"
        assert _in_a_child(box, close=True)
        assert _in_a_child(box, close=False)
    assert box.run_code("print('parent')").outcome is Outcome.PASS


def test_parent_may_be_busy_when_a_child_is_made(make_box, backend: str) -> None:
    box = make_box(backend=backend)
    box.run_code("pass")
    with box._lock:
        assert _in_a_child(box, close=True)
