"""Modules that runs find imported already."""

from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from llm_sandbox_run import Outcome, SandboxError, UsageError
from llm_sandbox_run.guest import preload

if TYPE_CHECKING:
    from pathlib import Path

LOOK = "import sys; print(sorted({'_pytest', 'pytest', 'sqlite3', 'json'} & set(sys.modules)))"


def test_modules_are_there_before_the_program(make_box, backend: str, run_unchecked) -> None:
    assert run_unchecked(make_box(backend=backend), LOOK).stdout == "['json']\n"
    loaded = make_box(backend=backend, preload=["pytest", "sqlite3"])
    assert run_unchecked(loaded, LOOK).stdout == "['_pytest', 'json', 'pytest', 'sqlite3']\n"


def test_tests_run_with_pytest_preloaded(make_box, backend: str, project: Path) -> None:
    (project / "test_it.py").write_text("def test_it():\n    assert 1 + 1 == 2\n")
    box = make_box(backend=backend, preload=["pytest"])
    for _ in range(2):
        result = box.run_module("pytest", ["-q", "-p", "no:cacheprovider"])
        assert result.outcome is Outcome.PASS, result.stdout
        assert result.tests
        assert (result.tests.collected, result.tests.passed, result.tests.finished) == (1, 1, True)


def test_what_one_run_does_to_a_module_no_other_sees(make_box, backend: str, run_unchecked) -> None:
    box = make_box(backend=backend)
    assert run_unchecked(box, "import json\njson.dumps = None").outcome is Outcome.PASS
    assert box.run_code("import json\nprint(json.dumps([1]))").stdout == "[1]\n"


def test_runs_do_not_share_their_chances(make_box, backend: str) -> None:
    box = make_box(backend=backend)
    drawn = {box.run_code("import random\nprint(random.random())").stdout for _ in range(5)}
    assert len(drawn) == 5


@pytest.mark.parametrize("name", ["no_such_module", "mine"])
def test_only_what_is_installed_is_preloaded(make_box, backend: str, project: Path, name: str) -> None:
    (project / "mine.py").write_text("open('preloaded', 'w').close()")
    with pytest.raises(SandboxError, match=f"cannot preload {name}"):
        make_box(backend=backend, preload=[name]).run_code("pass")
    assert not (project / "preloaded").exists()


@pytest.mark.parametrize("name", ["", "a b", "os;", "../x", "a..b"])
def test_what_is_no_name_of_a_module_is_refused(make_box, name: str) -> None:
    with pytest.raises(UsageError, match="preload"):
        make_box(preload=[name])


def test_exit_handlers_of_preloaded_modules_run_in_no_run() -> None:
    program = """
import atexit, logging, logging.handlers, sys, weakref
from llm_sandbox_run.guest import ending
class A: pass
a = A()
atexit.register(print, "file of the supervisor")
weakref.finalize(a, print, "folder of the supervisor")
ending.forget_exit_handlers()
weakref.finalize(a, print, "of the program")
end = logging.StreamHandler(sys.stdout)
logging.getLogger().addHandler(logging.handlers.MemoryHandler(9, target=end))
logging.warning("logged")
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert sorted(done.stdout.splitlines()) == ["logged", "of the program"]


def test_what_a_run_logs_is_written_with_logging_preloaded(make_box, backend: str) -> None:
    program = """
import logging, logging.handlers, sys
logging.getLogger().addHandler(logging.handlers.MemoryHandler(9, target=logging.StreamHandler(sys.stdout)))
logging.warning("logged")
"""
    box = make_box(backend=backend, preload=["logging.handlers", "tempfile", "concurrent.futures.thread"])
    result = box.run_code(program)
    assert (result.stdout, result.stderr) == ("logged\n", "")


def test_generators_without_a_hook_of_their_own_are_seeded(monkeypatch: pytest.MonkeyPatch) -> None:
    seeded: list[str] = []
    for name in ("numpy.random", "torch"):
        monkeypatch.setitem(sys.modules, name, SimpleNamespace(seed=lambda name=name: seeded.append(name)))  # type: ignore[misc, arg-type]
    preload.draw_anew()
    assert seeded == ["numpy.random", "torch"]


def test_runs_do_not_share_the_chances_of_a_preloaded_module(make_box, backend: str) -> None:
    box = make_box(backend=backend, preload=["random", "tempfile", "uuid"])
    drawn = [
        box.run_code("import random, uuid\nprint(random.random(), uuid.uuid4())").stdout for _ in range(5)
    ]
    assert len(set(drawn)) == 5
