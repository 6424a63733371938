"""`python -m flake8_llm_sandbox`."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from flake8_llm_sandbox import Capability, Finding, Severity, analyze, catalog
from flake8_llm_sandbox.command import progress
from flake8_llm_sandbox.command.cli import main
from flake8_llm_sandbox.rule import examples
from flake8_llm_sandbox.rules import all_rules

if TYPE_CHECKING:
    from flake8_llm_sandbox.rule import Rule

DOCS = Path(__file__).parents[2] / "docs" / "rules.md"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "clean.py").write_text("print(1)\n")
    (tmp_path / "notes.txt").write_text("not a program")
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "library.py").write_text("import os; os.remove('x')\n")
    return tmp_path


def test_a_clean_folder_exits_0_and_says_what_was_judged(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([]) == 0
    assert capsys.readouterr() == ("1 file judged: nothing found\n", "")


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


def test_json_says_why_and_what_to_write_instead(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "bad.py").write_text("import yaml\nyaml.load(open('a.yaml'))\n")
    assert main(["--json"]) == 1
    (finding,) = json.loads(capsys.readouterr().out)
    assert finding["why"] == "`yaml.load` builds any Python object that the text names."
    assert finding["instead"] == "use `yaml.safe_load`."
    assert "yaml.safe_load" in finding["example"]
    assert finding["fixable"] is True


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_every_message_is_a_reason_and_a_remedy(rule: type[Rule]) -> None:
    finding = analyze(examples(rule, "Bad")[0])[0]
    remedy = catalog.remedy(finding)
    assert finding.message.startswith(remedy.why.partition(". ")[0].removesuffix("."))
    assert finding.message.endswith("; " + remedy.instead)
    assert remedy.example is not None
    assert analyze(remedy.example) == ()


def test_a_finding_of_the_runner_has_its_message() -> None:
    finding = Finding(1, 0, "LLS991", "shadows json; rename it", Capability.UNVERIFIABLE, Severity.STOP)
    assert catalog.remedy(finding) == catalog.Remedy("shadows json", "rename it", None, fixable=False)


def test_sarif_has_each_rule_once_and_each_finding(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "odd name.py").write_text("import os\nos.remove('é'), os.system('x')\nos.remove('y')\n")
    assert main(["--sarif"]) == 1
    log = json.loads(capsys.readouterr().out)
    (run,) = log["runs"]
    assert log["version"] == "2.1.0"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["LLS301", "LLS202"]
    assert [result["ruleId"] for result in run["results"]] == ["LLS301", "LLS202", "LLS301"]
    assert run["results"][1]["level"] == "error"
    assert run["results"][1]["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "odd%20name.py"},
                "region": {"startLine": 2, "startColumn": 17, "endLine": 2, "endColumn": 31},
            }
        }
    ]


def test_sarif_of_a_clean_folder_has_no_results(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--sarif"]) == 0
    assert json.loads(capsys.readouterr().out)["runs"][0]["results"] == []


LOADS = b"import os, yaml\r\nyaml.load(f)\r\nos.remove('x')"
REPAIRED = LOADS.replace(b".load", b".safe_load")


def test_diff_shows_what_fix_then_writes(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    (folder / "bad.py").write_bytes(LOADS)
    assert main(["--diff"]) == 1
    assert (folder / "bad.py").read_bytes() == LOADS
    (folder / "a.diff").write_bytes(capfdbinary.readouterr().out)
    subprocess.run(["git", "apply", "-p0", "a.diff"], check=True, capture_output=True)
    assert (folder / "bad.py").read_bytes() == REPAIRED
    (folder / "bad.py").write_bytes(LOADS)
    assert main(["--fix"]) == 1
    assert (folder / "bad.py").read_bytes() == REPAIRED
    output = capfdbinary.readouterr()
    assert output.out.startswith(b"bad.py:3:1: LLS301 ")
    assert output.err == b"fixed: 1, remaining: 1\n"


def test_fix_exits_0_once_all_is_well(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "bad.py").write_text("x = eval('1')\n")
    assert main(["--diff"]) == 1
    assert main(["--fix"]) == 0
    assert main(["--diff"]) == 0
    assert capsys.readouterr().err.splitlines()[-1] == "to be fixed: 0, remaining: 0"


def test_standard_input_is_repaired_to_standard_output(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(LOADS)))
    assert main(["--fix", "-"]) == 1
    output = capfdbinary.readouterr()
    assert output.out == REPAIRED
    assert output.err.startswith(b"-:3:1: LLS301 ")


def test_a_link_is_reported_and_not_written_through(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "real.txt").write_text("x = eval('1')\n")
    (folder / "link.py").symlink_to("real.txt")
    assert main(["--fix"]) == 2
    assert (folder / "real.txt").read_text() == "x = eval('1')\n"
    assert capsys.readouterr().err.startswith("link.py: not repaired: this is a link")


@pytest.mark.parametrize(
    "source", [b"x = eval('1') # \xff", b"# coding: latin-1\nx = eval('\xe9')", b"x = eval('1'"]
)
def test_what_cannot_be_analysed_is_not_repaired(folder: Path, source: bytes) -> None:
    (folder / "odd.py").write_bytes(source)
    assert main(["--fix"]) == 1
    assert (folder / "odd.py").read_bytes() == source


def test_the_lint_alone_does_not_wait_for_libcst() -> None:
    program = "import sys, flake8_llm_sandbox.__main__; sys.exit('libcst' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


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


def test_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--version"])
    assert capsys.readouterr().out == f"{version('flake8-llm-sandbox')}\n"


@pytest.mark.parametrize(
    ("codes", "found"),
    [
        ("LLS3", ["LLS301"]),
        ("LLS202,LLS301", ["LLS301", "LLS202"]),
        ("LLS5", []),
        ("E,W", []),
        ("LLS202", ["LLS202"]),
    ],
)
def test_selected_codes_are_reported_alone(
    folder: Path, capsys: pytest.CaptureFixture[str], codes: str, found: list[str]
) -> None:
    (folder / "bad.py").write_text("import os\nos.remove('x')\nos.system('x')\n")
    assert main(["--select", codes, "--format", "json"]) == int(bool(found))
    assert [each["code"] for each in json.loads(capsys.readouterr().out)] == found


def test_what_could_not_be_analysed_is_never_clean(folder: Path) -> None:
    (folder / "bad.py").write_text("print(\n")
    assert main(["--select", "LLS3"]) == 1


@pytest.mark.parametrize(
    ("patterns", "clean"),
    [
        ("bad.py", True),
        ("gen*", True),
        ("sub", True),
        ("sub/gen", True),
        ("./sub/gen/", False),
        ("other,b*.py", True),
        ("gen.py", False),
        ("", False),
    ],
)
def test_what_is_excluded_is_looked_for_in_no_folder(folder: Path, patterns: str, clean: bool) -> None:
    bad = folder / "sub" / "gen" / "bad.py"
    bad.parent.mkdir(parents=True)
    bad.write_text("import os\nos.remove('x')\n")
    assert main(["--exclude", patterns]) == int(not clean)
    assert main(["--exclude", patterns, "sub/gen/bad.py"]) == 1  # named, it is meant


def test_changes_are_judged_as_a_whole(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["--select", "LLS3"], ["--exclude", "x"]):
        with pytest.raises(SystemExit, match="2"):
            main(["--staged", *words])
    assert "of changes, all counts" in capsys.readouterr().err


def test_progress_shows_on_a_terminal_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "_FIRST_SECONDS", -1)
    monkeypatch.setattr(progress, "_STEP_SECONDS", -1)
    assert list(progress.shown("ab")) == ["a", "b"]
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert list(progress.shown("ab")) == ["a", "b"]
    clear = "\r\x1b[K"
    assert capsys.readouterr().err == f"{clear}1 files judged{clear}2 files judged{clear}"
