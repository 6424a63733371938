"""Programs in Markdown."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from llm_sandbox_run import Outcome, Sandbox, fences

from tests.runner.command import COMMAND

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("print(1)\n", "print(1)\n"),
        ("```python\nprint(1)\n```", "\nprint(1)\n"),
        ("Here:\n```\na = 1\n```\nand\n~~~py\nprint(a)\n~~~\n", "\n\na = 1\n\n\n\nprint(a)\n"),
        ("```bash\npip install x\n```\n```Python3\nb\n```", "\n\n\n\nb\n"),
        ("1. so\n   ```python\n   if a:\n       b\n   ```", "\n\nif a:\n    b\n"),
        ("````python\nx = '''\n```\n'''\n````", "\nx = '''\n```\n'''\n"),
        ("```python\nprint(1)", "\nprint(1)\n"),
        ("```python title='x.py'\nprint(1)\n```", "\nprint(1)\n"),
        ("x = '``` no fence'\n", "x = '``` no fence'\n"),
    ],
)
def test_what_is_between_fences(text: str, expected: str) -> None:
    assert fences.code(text) == expected


@given(st.binary())
def test_any_text_is_taken(text: bytes) -> None:
    assert isinstance(fences.of_bytes(text), bytes)


def test_answer_of_a_model_runs(box: Sandbox) -> None:
    answer = "Sure:\n```python\nprint(1 + 1)\n1 / 0\n```\nIt prints 2."
    result = box.run_code(answer, fenced=True)
    assert result.stdout == "2\n"
    assert "line 4" in result.stderr
    assert box.run_code("```\nimport os\nos.system('x')\n```", fenced=True).outcome is Outcome.BLOCKED


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("```python\nprint(1)\n```", "--fenced"),
        ("Here is the code:\n```python\nprint(1)\n```", "--fenced"),
        ("%matplotlib inline\nprint(1)", "IPython"),
        ("!pip install numpy\nimport numpy", "IPython"),
        ("pip install numpy\nimport numpy", "shell"),
        ("$ python x.py", "shell"),
        (">>> print(1)", "prompt"),
        ("a = 1\n<<<<<<< HEAD\nb = 2\n=======\n", "merge"),
    ],
)
def test_what_is_no_python_is_named(text: str, said: str) -> None:
    with Sandbox(backend="subprocess") as box:
        (problem,) = box.check(text)
    assert problem.finding.code == "LLS901"
    assert said in problem.finding.message


@pytest.mark.parametrize("text", ["x = (", "print 'x'", "a % b %", "x = !", "def f(:"])
def test_what_is_just_wrong_is_not(text: str) -> None:
    with Sandbox(backend="subprocess") as box:
        (problem,) = box.check(text)
    assert "looks like" not in problem.finding.message


def test_the_command_takes_fences(project: Path) -> None:
    command = [*COMMAND, "--backend", "subprocess", "--project", str(project), "--fenced"]
    for program, text in ((["-c", "so:\n```\nprint(1)\n```"], ""), (["-"], "```\nprint(1)\n```\n")):
        done = subprocess.run([*command, *program], input=text, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout) == (0, "1\n"), done.stderr
    assert subprocess.run([*command, "x.py"], capture_output=True, check=False).returncode == 125
