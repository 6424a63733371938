"""What people have accepted, in a file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from flake8_llm_sandbox.changed.baseline import BaselineError, read
from flake8_llm_sandbox.command.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    from tests.lint.conftest import Judge

PROGRAM = "import os\n\n\ndef f(x):\n    eval(x)\n    eval(x)\n    os.system(x)\n"


@pytest.fixture
def baseline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The baseline of a folder without git, which is the current one."""
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "b.py").write_text(PROGRAM, encoding="utf-8")
    (folder / "a.py").write_text("eval(x)\n", encoding="utf-8")
    monkeypatch.chdir(folder)
    assert main(["--write-baseline", str(tmp_path / "baseline.json"), "."]) == 0
    return tmp_path / "baseline.json"


def test_one_line_for_each_finding_in_a_stable_order(baseline: Path) -> None:
    head, *lines, tail = baseline.read_text(encoding="utf-8").splitlines()
    assert (head, tail) == ('{"flake8-llm-sandbox baseline": 1, "findings": [', "]}")
    entries = [json.loads(line.rstrip(",")) for line in lines]
    assert [entry[:2] for entry in entries] == [
        ["a.py", "LLS101"],
        ["b.py", "LLS101"],
        ["b.py", "LLS101"],
        ["b.py", "LLS202"],
    ]


@pytest.mark.parametrize(
    ("program", "codes"),
    [
        (PROGRAM, []),
        (f"'''Documentation.'''\n{PROGRAM}", []),
        (PROGRAM.replace("def f(x)", "def g(x)").replace("    ", "\t"), []),
        (PROGRAM + "    eval(x)\n", ["LLS101"]),
        (PROGRAM.replace("os.system(x)", "os.system(y)"), ["LLS202"]),
        (PROGRAM + "print(\n", ["LLS901"]),
    ],
)
def test_what_is_accepted_survives_moves_and_no_more(
    baseline: Path, judge: Judge, tmp_path: Path, program: str, codes: list[str]
) -> None:
    (tmp_path / "project" / "b.py").write_text(program, encoding="utf-8")
    assert [each["code"] for each in judge("--baseline", str(baseline), ".").findings] == codes


def test_a_renamed_file_is_accepted(baseline: Path, judge: Judge, tmp_path: Path) -> None:
    (tmp_path / "project" / "b.py").rename(tmp_path / "project" / "c.py")
    assert judge("--baseline", str(baseline), ".").exit_code == 0


def test_what_was_not_understood_is_not_accepted(baseline: Path, judge: Judge, tmp_path: Path) -> None:
    (tmp_path / "project" / "b.py").write_text("print 1\n", encoding="utf-8")
    assert main(["--write-baseline", str(baseline), "."]) == 0
    assert judge("--baseline", str(baseline), ".").places == ["b.py:1 LLS901"]


def test_a_baseline_beside_the_code_is_refused(baseline: Path, judge: Judge, tmp_path: Path) -> None:
    own = tmp_path / "project" / "baseline.json"
    own.write_bytes(baseline.read_bytes())
    verdict = judge("--baseline", "baseline.json", ".")
    assert verdict.exit_code == 2
    assert "lies among what is judged" in verdict.errors


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "null",
        "{" * 9999,
        '{"flake8-llm-sandbox baseline": 2}',
        '{"flake8-llm-sandbox baseline": 1, "findings": [1]}',
    ],
)
def test_what_is_no_baseline_is_refused(text: str) -> None:
    with pytest.raises(BaselineError, match="baseline"):
        read(text)
