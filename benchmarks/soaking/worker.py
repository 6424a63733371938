"""A host process of the soak: runs the programs whose numbers it reads, some at a time, and prints what came of each.

    python -m soaking.worker PROJECT BACKEND SIZE live|layered

Both ways a line is a JSON value. A number asks for a run, anything else for the traces of this process.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from llm_sandbox_run import Sandbox, SandboxError, SandboxPool
from llm_sandbox_run.conversation.wires import Wires
from llm_sandbox_run.doctor import unchecked

from soaking import programs, traces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llm_sandbox_run import Limits, RunResult

IMAGE = os.environ.get("LLM_SANDBOX_TEST_IMAGE", "llm-sandbox-test")
IDLE_SECONDS = 5.0
_CANCEL_SECONDS = 0.1
_PAUSE_SECONDS = 0.2  # after a run that could not start, since the next one would fare the same


class Worker:
    """Pools for patient and for hasty runs, which share their containers."""

    def __init__(self, project: str, backend: str, size: int, live: bool) -> None:
        self._size = size
        self._pools = {
            limits: _pool(project, backend, size, live, limits)
            for limits in (programs.PATIENT, programs.HASTY)
        }
        self._reading, self._writing = threading.Lock(), threading.Lock()

    def work(self) -> None:
        """Do what each line asks for, until there are no more."""
        while True:
            with self._reading:
                line = sys.stdin.readline()
            if not line:
                return
            number = json.loads(line)
            self._say(self._run(number) if isinstance(number, int) else {"traces": self.traces()})

    def traces(self) -> dict[str, int]:
        """Return what this process holds on to when every place is connected and nothing runs."""
        for pool in self._pools.values():
            with ExitStack() as places:
                for _ in range(self._size):
                    places.enter_context(pool.place()).run_code("pass")
        return traces.of_process(os.getpid())

    def close(self) -> None:
        """End all that was started."""
        for pool in self._pools.values():
            pool.close()

    def _run(self, number: int) -> dict[str, object]:
        kind = programs.kind(number)
        try:
            with self._pools[programs.HASTY if kind.hasty else programs.PATIENT].place() as box:
                return programs.as_json(number, _run(box, number))
        except SandboxError as error:
            time.sleep(_PAUSE_SECONDS)
            return {"run": number, "error": f"{type(error).__name__}: {error}"}

    def _say(self, answer: dict[str, object]) -> None:
        with self._writing:
            print(json.dumps(answer), flush=True)


def _pool(project: str, backend: str, size: int, live: bool, limits: Limits) -> SandboxPool:
    return SandboxPool(
        project, size, backend=backend, live=live, image=IMAGE, limits=limits, idle_seconds=IDLE_SECONDS
    )


def _run(box: Sandbox, number: int) -> RunResult:
    kind, text = programs.kind(number), programs.text(number)
    if kind.hostile:
        return box._run_clean(unchecked.program(text), Wires())  # the place is ours alone
    if kind.cancelled:
        with _cancelling(box):
            return box.run_code(text)
    return box.run_code(text)


@contextmanager
def _cancelling(box: Sandbox) -> Iterator[None]:
    over = threading.Event()

    def cancel() -> None:
        while not over.wait(_CANCEL_SECONDS):
            box.cancel()

    thread = threading.Thread(target=cancel)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def at_once(size: int) -> int:
    """Return with how many threads a process works: more than there are places, so that some have to wait."""
    return size + 1 if size > 1 else 1


def main(project: str, backend: str, size: int, live: bool) -> None:
    """Work until there is nothing more to read."""
    worker = Worker(project, backend, size, live)
    threads = [threading.Thread(target=worker.work) for _ in range(at_once(size))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    worker.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4] == "live")
