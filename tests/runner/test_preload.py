"""Modules that runs find imported already."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from llm_sandbox_run import Outcome, SandboxError, UsageError

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
