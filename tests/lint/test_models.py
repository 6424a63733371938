"""Models of packages that people name: what they add, and who may not write them."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from flake8_llm_sandbox import Deadline, analyze
from flake8_llm_sandbox.models import Models
from flake8_llm_sandbox.series import Series

if TYPE_CHECKING:
    from pathlib import Path

    from tests.lint.conftest import Judge
    from tests.lint.repository import Repository

TABLE = "# mine 1.5\nmine Store=path:place load=path:0path;unpickle:0path\nmine.Store get=start:0key\n"
PROGRAM = "import mine\nmine.load('data.bin')\n"


@pytest.mark.parametrize(
    ("program", "codes"),
    [
        (PROGRAM, {"LLS711"}),
        ("from mine import load as get\nget(path='x')\n", {"LLS711"}),
        ("import mine\nprint(list(map(mine.load, ['x'])))\n", {"LLS711"}),
        ("import mine\nmine.Store(place='..')\n", {"LLS401"}),
        ("import mine\nmine.Store.get('ls')\n", {"LLS201"}),
        ("import mine\nmine.Store(place='data')\n", set()),
        ("import mine\nmine.save('x')\n", set()),
        ("def load(path):\n    return path\n\nload('x')\n", set()),
    ],
)
def test_a_package_is_known_by_the_model_that_is_named(program: str, codes: set[str]) -> None:
    assert {each.code for each in analyze(program, models=Models([TABLE]))} == codes
    assert analyze(program) == ()


@pytest.mark.parametrize(
    "call", ["pandas.read_pickle('x')", "mine.load('/opt/x')", "mine.load('~/x')", "mine.load('../x')"]
)
def test_a_model_takes_nothing_away(call: str) -> None:
    program = f"import {call.partition('.')[0]}\n{call}\n"
    found = {each.code for each in analyze(program)}
    models = Models(["# pandas 9.9\npandas read_pickle=path:1x\n# mine 2\nmine load=path:0x\n"])
    assert found
    assert {each.code for each in analyze(program, models=models)} >= found


def test_steps_are_judged_by_models() -> None:
    series = Series(Models([TABLE]))
    series.judge("import mine\n", Deadline.after(10))
    series.keep()
    assert [each.code for each in series.judge("mine.load('x')\n", Deadline.after(10))] == ["LLS711"]


@pytest.mark.parametrize(
    "text",
    [
        "os remove\n",
        "os remove=path:0path\n",
        "os.path join=path:0a\n",
        "# os 3.11\n",
        "mine\n",
        "mine load\n",
        "mine load=path\n",
        "mine load=path:0a;\n",
        "mine load?\n",
        "\n",
        "PK\x03\x04",
        "[tool.llm-sandbox]\n",
    ],
)
def test_what_is_no_model_of_a_package_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no line of a package's model"):
        Models([text])


def test_the_command_takes_models(repository: Repository, judge: Judge, tmp_path: Path) -> None:
    table = tmp_path / "mine.txt"
    table.write_text(TABLE)
    repository.write("a.py", PROGRAM)
    assert judge("a.py").places == []
    for options in ((), ("-j", "2"), ("--base", "HEAD")):
        assert judge("a.py", "--models", str(table), *options).places == ["a.py:2 LLS711"]
    assert judge("a.py").places == []  # the verdict by other models is another one


def test_a_model_among_what_is_judged_counts_as_it_is_at_the_trusted_commit(
    repository: Repository, judge: Judge
) -> None:
    repository.write("a.py", PROGRAM)
    repository.write("mine.txt", "# mine 1.5\n")
    verdict = judge("a.py", "--models", "mine.txt")
    assert (verdict.exit_code, verdict.findings) == (2, [])
    assert "lies among what is judged" in verdict.errors
    assert judge("a.py", "--models", "mine.txt", "--base", "HEAD").exit_code == 2
    repository.write("mine.txt", TABLE)
    repository.write("a.py", "import mine\n")
    repository.commit("Name a model")
    repository.write("mine.txt", "# mine 1.5\n")
    repository.write("a.py", PROGRAM)
    assert judge("--models", "mine.txt", "--base", "HEAD", "a.py").places == ["a.py:2 LLS711"]


@pytest.mark.parametrize("text", [None, "os remove\n", "\N{SNOWMAN}\n"])
def test_what_cannot_be_read_is_told(
    repository: Repository, judge: Judge, tmp_path: Path, text: str | None
) -> None:
    if text:
        (tmp_path / "mine.txt").write_text(text, encoding="utf-8")
    repository.write("a.py", PROGRAM)
    verdict = judge("a.py", "--models", str(tmp_path / "mine.txt"))
    assert verdict.exit_code == 2
    assert "mine.txt" in verdict.errors


def flake8(folder: Path, *options: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "flake8", "--select=LLS", *options, "."]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return run.returncode, run.stdout + run.stderr


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "mine.txt").write_text(TABLE)
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "a.py").write_text(PROGRAM)
    return tmp_path / "project"


def test_flake8_takes_models(project: Path) -> None:
    assert flake8(project) == (0, "")
    code, output = flake8(project, "--llm-sandbox-models=../mine.txt")
    assert (code, output[:13]) == (1, "./a.py:2:1: L")


def test_flake8_takes_no_model_from_what_it_judges(project: Path) -> None:
    (project / "mine.txt").write_text("# mine 1.5\n")
    code, output = flake8(project, "--llm-sandbox-models=mine.txt")
    assert code == 1
    assert "lies among what is judged" in output


def test_configuration_names_no_models(project: Path) -> None:
    (project / "setup.cfg").write_text("[flake8]\nllm_sandbox_models = ../mine.txt\n")
    assert flake8(project) == (0, "")
