"""`python -m flake8_llm_sandbox`."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from flake8_llm_sandbox import catalog
from flake8_llm_sandbox.__main__ import main
from flake8_llm_sandbox.rules import all_rules

DOCS = Path(__file__).parents[2] / "docs" / "rules.md"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "clean.py").write_text("print(1)\n")
    (tmp_path / "notes.txt").write_text("not a program")
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "library.py").write_text("import os; os.remove('x')\n")
    return tmp_path


def test_a_clean_folder_exits_0_and_says_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert capsys.readouterr() == ("", "")


def test_findings_exit_1(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "bad.py").write_text("import os\nos.remove('x')  # no" + "qa\n")
    assert main([]) == 1
    assert capsys.readouterr().out.startswith("bad.py:2:1: LLS301 `os.remove` deletes")


def test_a_named_file_is_linted_whatever_its_name(folder: Path) -> None:
    assert main(["notes.txt"]) == 1
    assert main([".venv/library.py"]) == 1


def test_what_cannot_be_read_exits_2_after_the_rest(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "bad.py").write_text("x = (")
    assert main(["missing.py", "bad.py"]) == 2
    output = capsys.readouterr()
    assert "LLS901" in output.out
    assert output.err == "missing.py: No such file or directory\n"


def test_standard_input_as_json(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"x = 1\nopen('../x')\n")))
    assert main(["--json", "-"]) == 1
    (finding,) = json.loads(capsys.readouterr().out)
    assert {key: finding[key] for key in ("path", "line", "column", "code", "capability", "source")} == {
        "path": "-",
        "line": 2,
        "column": 1,
        "code": "LLS401",
        "capability": "scope",
        "source": "open('../x')",
    }


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_every_rule_explains_itself(rule: type, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--explain", rule.code.lower()]) == 0  # type: ignore[attr-defined]
    assert capsys.readouterr().out.startswith(rule.code)  # type: ignore[attr-defined]


def test_an_unknown_code_is_said_to_be_unknown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--explain", "LLS000"]) == 2
    assert "docs/rules.md" in capsys.readouterr().err


def test_the_documentation_is_current() -> None:
    assert catalog.markdown() == DOCS.read_text(encoding="utf-8"), (
        "run: python -m flake8_llm_sandbox --docs > docs/rules.md"
    )
