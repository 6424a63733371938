"""What others do at the same time holds nobody up: programs that take all there is, and a host that changes its secrets."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from llm_sandbox_run import EngineError, Limits, Outcome
from llm_sandbox_run.backends import direct, start
from llm_sandbox_run.backends.engine import Engine
from llm_sandbox_run.command import cli

from tests.runner.conftest import own
from tests.runner.waiting import containers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

FORKS = """
import os, time
made = 0
until = time.monotonic() + 2
while time.monotonic() < until:
    try:
        if os.fork() == 0:
            time.sleep(10)
            os._exit(0)
        made += 1
    except OSError:
        time.sleep(0.001)
print(made)
"""


@contextmanager
def meanwhile(do: Callable[[], None]) -> Iterator[None]:
    """Do something again and again."""
    over = threading.Event()

    def again() -> None:
        while not over.is_set():
            do()

    thread = threading.Thread(target=again)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def test_runs_start_while_the_host_makes_and_removes_secrets(make_box, backend, live, project: Path) -> None:
    (project / "inner").mkdir()
    own(project / "inner")
    rounds = iter(range(10**9))

    def churn() -> None:
        for name in (".env", "inner/.env"):
            (project / f"{name}.new").write_text(f"secret {next(rounds)}")
            (project / f"{name}.new").rename(project / name)
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str((project / "inner/listens").relative_to(project.parent)))
        (project / "inner/listens").unlink()
        (project / "inner/.env").unlink()

    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(project.parent)
        box = make_box(backend=backend, live=live, limits=Limits(seconds=10))
        box.run_code("pass")
        with meanwhile(churn):
            for _ in range(10):
                result = box.run_code("print(1)")
                assert (result.outcome, result.stdout) == (Outcome.PASS, "1\n"), result


def test_secret_that_is_there_again_is_covered_again(make_box, backend, live, project, run_unchecked) -> None:
    secret = project / ".env"
    box = make_box(backend=backend, live=live)
    look = "import os\nprint(os.path.exists('.env') and open('.env').read())"
    for text in ("one", None, "two", None, "three"):
        secret.write_text(text) if text else secret.unlink()
        if text:
            own(secret)
        assert run_unchecked(box, look).stdout == ("\n" if text else "False\n")


def test_program_that_takes_all_processes_keeps_nobody_from_coming(make_box, run_unchecked, engine) -> None:
    limits = Limits(seconds=20, processes=16)
    first, second = make_box(limits=limits), make_box(limits=limits)
    first.run_code("pass")
    results = []
    taking = threading.Thread(target=lambda: results.append(run_unchecked(first, FORKS)))
    taking.start()
    time.sleep(1)
    assert second.run_code("print(2)").stdout == "2\n"
    taking.join()
    assert 8 <= int(results[0].stdout) <= 16


def test_container_in_which_nobody_answers_is_named(make_box, engine, monkeypatch) -> None:
    class Silent:
        complaints = b"RuntimeError: can't start new thread"

        def send(self, data: bytes) -> None: ...
        def close(self) -> None: ...
        def quiet(self) -> bool:
            return True

        def receive(self, deadline: float) -> bytes:
            return b""

    monkeypatch.setattr(direct, "local_engine", lambda: None)
    monkeypatch.setattr(start, "_START_SECONDS", 0.2)
    monkeypatch.setattr(Engine, "connect", lambda *_: Silent())
    monkeypatch.setattr(Engine, "start", lambda *_: None)
    with pytest.raises(EngineError, match=r"has taken all processes: .*--stop.*can't start new thread"):
        make_box().run_code("pass")


def test_file_beyond_the_limit_is_named_with_the_option(
    make_box, backend, live, project, run_unchecked
) -> None:
    big = project / "big"
    big.write_bytes(bytes(2 << 20))
    own(big)
    box = make_box(backend=backend, live=live, limits=Limits(seconds=10, file_bytes=1 << 20))
    for text in ("open('big', 'ab', 0).write(b'x')", "open('new', 'wb').write(bytes(2 << 20))"):
        result = run_unchecked(box, text)
        assert result.outcome is Outcome.FAIL
        said = [line for line in result.log if "1 MiB (file_bytes, --file-size)" in line]
        assert len(said) == 1
        assert ("layer" in said[0]) is not live


def test_report_does_not_wait_until_everything_is_wiped(make_box, backend, run_unchecked) -> None:
    many = "import tempfile\nfor n in range(30_000): open(f'{tempfile.gettempdir()}/{n}', 'w').close()"
    look = "import os, tempfile\nprint([n for n in os.listdir(tempfile.gettempdir()) if n.isdigit()])"
    box = make_box(backend=backend, limits=Limits(seconds=30))
    run_unchecked(box, "pass")
    began = time.monotonic()
    result = run_unchecked(box, many)
    waited = time.monotonic() - began - result.wall_ms / 1000
    again = time.monotonic()
    assert run_unchecked(box, look).stdout == "[]\n"
    assert waited < max(0.1, time.monotonic() - again)


def test_paused_container_is_named_within_seconds(make_box, engine, project: Path) -> None:
    kept = make_box()
    kept.run_code("pass")
    (place,) = containers(engine, project)
    engine.pause(place["Id"])
    time.sleep(1.1)  # or the last sign of life is fresh
    for box in (kept, make_box()):
        began = time.monotonic()
        with pytest.raises(EngineError, match="is paused: `docker unpause llm-sandbox-project-"):
            box.run_code("print(1)")
        assert time.monotonic() - began < 10
    engine.unpause(place["Id"])
    assert [box.run_code("print(1)").stdout for box in (kept, make_box())] == ["1\n"] * 2


def test_silent_engine_is_the_reason_within_seconds(make_box, tmp_path: Path, monkeypatch, capsys) -> None:
    box = make_box()
    with socket.socket(socket.AF_UNIX) as listener:  # takes connections, as one that is stopped
        listener.bind(str(tmp_path / "docker.sock"))
        listener.listen(16)
        monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/docker.sock")
        used, began = time.process_time(), time.monotonic()
        with pytest.raises(EngineError, match="does not answer: is it about to start, stopped or overloaded"):
            box.run_code("pass")
        assert time.monotonic() - began < 10
        assert cli.main(["stop", "--all"]) == 125
        assert "does not answer" in capsys.readouterr().err
        assert time.monotonic() - began < 20
        assert time.process_time() - used < 2
