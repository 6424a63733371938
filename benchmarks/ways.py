"""Ways to run a small program, with and without a gate and a sandbox, each as a function that returns milliseconds."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import docker
import peers
from llm_sandbox_run import Outcome, Sandbox
from llm_sandbox_run.backends.container import LABEL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from llm_sandbox_run import SandboxPool

IMAGE = os.environ.get("LLM_SANDBOX_TEST_IMAGE", "llm-sandbox-test")
SESSION = peers.Peer("llm-sandbox", ("llm-sandbox[docker]==0.3.46",), ())
_COMMAND = str(Path(sys.executable).with_name("llm-sandbox-run"))


def program() -> str:
    """Return a text that no one has seen before, so that nothing that was kept helps."""
    return f"print(1) # {time.perf_counter_ns()}"


def milliseconds(do: Callable[[], object]) -> float:
    """Return how long it takes."""
    began = time.perf_counter()
    do()
    return (time.perf_counter() - began) * 1000


def gated(box: Sandbox | SandboxPool) -> float:
    """Run a new program through the gate."""
    return milliseconds(lambda: _check(box.run_code(program())))


def plain(*command: str) -> float:
    """Run a command that prints 1."""
    return milliseconds(lambda: _expect_one(command))


def processor(box: Sandbox, project: Path, runs: int) -> tuple[float, float]:
    """Return how many milliseconds of a processor a run takes, here and in the container: noise touches these less."""
    engine = docker.from_env().api
    (found,) = engine.containers(filters={"label": f"{LABEL}.project={project}"})

    def used() -> float:
        said = engine.stats(found["Id"], stream=False, one_shot=True)  # type: ignore[no-untyped-call]
        return float(said["cpu_stats"]["cpu_usage"]["total_usage"]) / 1e6

    gated(box)
    inside, here = used(), time.process_time()
    for _ in range(runs):
        gated(box)
    here = (time.process_time() - here) * 1000
    return here / runs, (used() - inside) / runs


def processor_of_python(runs: int) -> float:
    """Return the same of a plain Python that prints 1."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for _ in range(runs):
        plain(sys.executable, "-c", "print(1)")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / runs * 1000


def command(project: Path, text: str) -> float:
    """Run a program by the command line."""
    return plain(_COMMAND, "--image", IMAGE, "--project", str(project), "-c", text)


def command_cold(project: Path) -> float:
    """Do so where no container is there yet; ending the last one does not count."""
    command_end(project)
    return command(project, program())


def command_end(project: Path) -> None:
    """End the containers that commands have left for later."""
    subprocess.run([_COMMAND, "--project", str(project), "--stop"], stderr=subprocess.DEVNULL, check=True)


def closing(project: Path) -> float:
    """Close a box that has run something; only that counts."""
    box = Sandbox(project, image=IMAGE)
    _check(box.run_code(program()))
    return milliseconds(box.close)


def runs_a_second(pool: SandboxPool, callers: int, runs: int) -> float:
    """Let several threads run programs at the same time; return how many ended in a second."""
    threads = [threading.Thread(target=lambda: [gated(pool) for _ in range(runs)]) for _ in range(callers)]

    def work() -> None:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    return callers * runs / milliseconds(work) * 1000


@contextmanager
def container() -> Iterator[str]:
    """Have a container that does nothing, to execute commands in."""
    start = ["docker", "run", "--detach", "--rm", "--network=none", IMAGE, "sleep", "3600"]
    name = subprocess.check_output(start, text=True).strip()
    try:
        yield name
    finally:
        subprocess.run(["docker", "kill", name], stdout=subprocess.DEVNULL, check=True)


@contextmanager
def project() -> Iterator[Path]:
    """Have a folder that programs can read."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


class Session:
    """An llm-sandbox session in a process of its own, open until it is closed."""

    def __init__(self) -> None:
        script = Path(__file__).with_name("session.py")
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(
            [peers.python(SESSION), script, IMAGE], stdin=pipe, stdout=pipe, text=True, bufsize=1
        )

    def run(self) -> float:
        """Run a new program, without a gate."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{program()}\n")
        return float(self._process.stdout.readline())

    def close(self) -> float:
        """Close the session, and the process with it."""
        return float(self._process.communicate()[0])


def _check(result: object) -> None:
    outcome, stdout = getattr(result, "outcome", None), getattr(result, "stdout", None)
    assert (outcome, stdout) == (Outcome.PASS, "1\n"), result


def _expect_one(command: tuple[str, ...]) -> None:
    assert subprocess.check_output(command, stdin=subprocess.DEVNULL) == b"1\n"
