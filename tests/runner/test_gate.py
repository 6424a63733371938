"""What the gate lets pass; nothing runs here."""

from __future__ import annotations

import ast
import os
from pathlib import Path

import llm_sandbox_run
import pytest
from llm_sandbox_run import Policy, UsageError
from llm_sandbox_run.gate import search
from llm_sandbox_run.gate.checked import TOGETHER_BYTES, digest
from llm_sandbox_run.gate.gate import check
from llm_sandbox_run.model import CleanCode, Code, Module, Refused, Script

DIRTY = "import os\nos.system('x')\n"


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def refusals(verdict: CleanCode | Refused) -> set[tuple[str, str]]:
    assert isinstance(verdict, Refused)
    return {(problem.path, problem.finding.code[:4]) for problem in verdict.problems}


def test_only_the_gate_makes_clean_code() -> None:
    package = Path(llm_sandbox_run.__file__).parent
    makers = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "CleanCode"
    }
    assert makers == {
        "gate/gate.py",
        "doctor/unchecked.py",
    }  # the second for the programs of this tool itself


def test_clean_text_is_passed_on_as_it_is(project: Path) -> None:
    verdict = check(Code(b"print(1)", ("a",)), project)
    assert isinstance(verdict, CleanCode)
    assert verdict.source == b"print(1)"
    assert verdict.sha256 == digest(b"print(1)")
    assert verdict.args == ("a",)


def test_noqa_and_config_files_do_not_count(project: Path) -> None:
    write(
        project,
        {
            "x.py": "import os\nos.system('x')  # noqa\n# flake8: noqa\n",
            ".flake8": "[flake8]\nignore = LLS\n",
        },
    )
    assert ("x.py", "LLS2") in refusals(check(Script(Path("x.py")), project))


@pytest.mark.parametrize(
    "statement",
    [
        "import pkg.bad",
        "from pkg import bad",
        "from pkg.bad import x",
        "import pkg.bad as fine",
        "def late():\n    from pkg import bad",
        "import good",
        "import pkg.over",
    ],
)
def test_every_module_on_the_way_is_checked(project: Path, statement: str) -> None:
    write(
        project,
        {
            "pkg/__init__.py": "",
            "pkg/bad.py": DIRTY,
            "pkg/over.py": "from .bad import x\n",
            "good.py": "from pkg import bad\n",
            "unrelated.py": DIRTY,
        },
    )
    assert refusals(check(Code(statement.encode()), project)) == {("pkg/bad.py", "LLS2")}


def test_package_is_checked_when_its_module_is_imported(project: Path) -> None:
    write(project, {"pkg/__init__.py": DIRTY, "pkg/fine.py": ""})
    assert refusals(check(Code(b"import pkg.fine"), project)) == {("pkg/__init__.py", "LLS2")}


def test_imports_in_a_circle_end(project: Path) -> None:
    write(project, {"a.py": "import b\n", "b.py": "import a\n"})
    verdict = check(Script(Path("a.py")), project)
    assert isinstance(verdict, CleanCode)
    assert set(verdict.approved.values()) == {digest(b"import b\n"), digest(b"import a\n")}


def test_module_of_the_project_may_not_shadow_the_standard_library(project: Path) -> None:
    write(project, {"json.py": "", "pkg/json.py": ""})
    assert refusals(check(Code(b"import json"), project)) == {("json.py", "LLS9")}
    assert isinstance(check(Code(b"import pkg.json"), project), CleanCode)


def test_link_out_of_the_project_is_not_followed(project: Path, tmp_path: Path) -> None:
    (tmp_path / "outside.py").write_text("x = 1\n")
    (project / "link.py").symlink_to(tmp_path / "outside.py")
    assert refusals(check(Code(b"import link"), project)) == {("link.py", "LLS9")}
    with pytest.raises(UsageError, match="not in the project"):
        check(Script(Path("link.py")), project)


@pytest.mark.parametrize(
    "name", ["pip", "runpy", "pdb", "json.tool", "nothing", "timeit", "pytest.x", "a-b", ""]
)
def test_modules_outside_of_the_project_are_refused(project: Path, name: str) -> None:
    assert refusals(check(Module(name), project)) == {(name, "LLS9")}


def test_module_named_like_the_standard_library_is_refused(project: Path) -> None:
    write(project, {"pdb.py": ""})
    assert ("pdb", "LLS9") in refusals(check(Module("pdb"), project))


def test_suite_is_refused_for_any_finding_in_what_the_runner_loads(project: Path) -> None:
    write(
        project,
        {
            "tests/test_a.py": "import helper\n",
            "tests/helper.py": DIRTY,
            "conftest.py": DIRTY,
            "unrelated.py": DIRTY,
            ".venv/lib/test_foreign.py": DIRTY,
            "env/pyvenv.cfg": "",
            "env/lib/python3.11/site-packages/test_foreign.py": DIRTY,
        },
    )
    found = refusals(check(Module("pytest"), project))
    assert found == {("tests/helper.py", "LLS2"), ("conftest.py", "LLS2")}


def test_file_named_to_the_suite_is_checked(project: Path) -> None:
    write(project, {"check_x.py": DIRTY})
    assert isinstance(check(Module("pytest"), project), CleanCode)
    assert refusals(check(Module("pytest", ("check_x.py::test_y",)), project)) == {("check_x.py", "LLS2")}


def test_suite_approves_the_clean_rest_and_says_why_not_the_other(project: Path) -> None:
    write(project, {"src/lib.py": "x = 1\n", "src/evil.py": DIRTY, "test_a.py": ""})
    verdict = check(Module("pytest"), project)
    assert isinstance(verdict, CleanCode)
    assert digest(b"x = 1\n") in verdict.approved.values()
    assert digest(DIRTY.encode()) not in verdict.approved.values()
    assert "line 2" in verdict.refused["src/evil.py"]


@pytest.mark.parametrize(
    "source",
    [b"\xff\xfe", b"# coding: utf-7\n+AGE-", b"a" * (9 << 20), b"x = (\n", b"\0", b"(" * 5000],
    ids=["not-utf-8", "utf-7", "9-megabytes", "syntax-error", "nul", "deep"],
)
def test_what_cannot_be_analysed_is_refused(project: Path, source: bytes) -> None:
    (project / "x.py").write_bytes(source)
    assert {code for _, code in refusals(check(Script(Path("x.py")), project))} == {"LLS9"}


SLOW = "\n".join(f"print([f'{{a}}{{b}}{n}' for a, b in zip(range(4000), range(4000))])" for n in range(200))


@pytest.mark.parametrize("program", ["main.py", "import long"])
def test_text_that_is_refused_for_its_length_is_not_looked_through(
    project: Path, monkeypatch, program: str
) -> None:
    (project / "main.py").write_text("x = 1\n" * 200_000)
    (project / "long.py").write_text("x = 1\n" * 200_000)
    seen = []
    monkeypatch.setattr(search, "modules", lambda source, _: seen.append(source) or ["long"])
    script = Script(project / program) if program.endswith(".py") else Code(program.encode())
    verdict = check(script, project)
    assert isinstance(verdict, Refused)
    assert {each.finding.code for each in verdict.problems} == {"LLS902"}
    assert max(map(len, seen)) < 100


def test_what_takes_longer_to_analyse_than_the_run_may_is_refused(project: Path) -> None:
    write(project, {"slow.py": SLOW, "main.py": "import slow\n"})
    refused = check(Script(Path("main.py")), project, seconds=1)
    assert isinstance(refused, Refused)
    assert [each.finding.code for each in refused.problems] == ["LLS996"]
    assert "time limit" in str(refused.problems[0])


def test_tests_run_without_the_rest_that_there_is_no_time_for(project: Path) -> None:
    write(
        project, {"a_slow.py": SLOW + "# of a suite\n", "later.py": "", "test_a.py": "def test_a(): pass\n"}
    )
    verdict = check(Module("pytest"), project, seconds=2)
    assert isinstance(verdict, CleanCode)
    assert list(verdict.approved) == ["test_a.py"]
    assert all("time limit" in verdict.refused[name] for name in ("a_slow.py", "later.py"))


def test_what_is_no_readable_file_is_an_error(project: Path) -> None:
    (project / "folder").mkdir()
    os.mkfifo(project / "fifo")
    (project / "huge.py").write_bytes(b"#" * (11 << 20))
    for name, message in {
        "missing.py": "No such file",
        "folder": "is a folder",
        "fifo": "not a regular file",
        "huge.py": "over 10 MiB",
        "../x.py": "not in the project",
    }.items():
        with pytest.raises(UsageError, match=message):
            check(Script(Path(name)), project)


@pytest.mark.parametrize(
    ("giver", "taker"),
    [
        ("import pickle as p", "from giver import p\np.loads(b'')"),
        ("import pickle as p", "import giver\ngiver.p.loads(b'')"),
        ("import pickle as p", "import giver as g\nprint(g.p.loads(b''))"),
    ],
)
def test_module_renamed_in_one_file_may_not_be_taken_from_another(
    project: Path, giver: str, taker: str
) -> None:
    (project / "giver.py").write_text(giver + "\n")
    refused = check(Code(taker.encode()), project)
    assert isinstance(refused, Refused)
    assert {problem.finding.code for problem in refused.problems} == {"LLS995"}


def test_own_names_may_be_shared_whatever_others_call_modules(project: Path) -> None:
    (project / "models.py").write_text("db = {}\n")
    (project / "store.py").write_text("import sqlite3 as db\nprint(db.sqlite_version)\n")
    program = b"import store\nfrom models import db\nprint(db, store.__name__)\n"
    assert isinstance(check(Code(program), project), CleanCode)


@pytest.mark.parametrize(
    "text",
    [
        "import pytest\npytest.importorskip('helper')\n",
        "pytest_plugins = ['helper']\n",
        "from unittest.mock import patch\nwith patch('helper.f'):\n    pass\n",
    ],
)
def test_what_is_imported_by_name_is_judged(tmp_path: Path, text: str) -> None:
    (tmp_path / "helper.py").write_text("import os\nos.system('id')\n")
    (tmp_path / "main.py").write_text(text)
    verdict = check(Script(tmp_path / "main.py"), tmp_path)
    assert isinstance(verdict, Refused)
    assert {each.path for each in verdict.problems} == {"helper.py"}


def test_what_another_file_binds_has_its_meaning(project: Path) -> None:
    (project / "places.py").write_text("from pathlib import Path as P\nhome = P('work')\n")
    refused = check(Code(b"from places import home\n(home / 'x').replace('y')\n"), project)
    assert isinstance(refused, Refused)
    assert [(each.finding.line, each.finding.code) for each in refused.problems] == [(2, "LLS302")]


def test_a_grant_holds_for_what_shows_in_two_files_together(project: Path) -> None:
    (project / "places.py").write_text("from pathlib import Path as P\nhome = P('work')\n")
    program = Code(b"from places import home\n(home / 'x').replace('y')\n")
    assert isinstance(check(program, project, policy=Policy(("files",))), CleanCode)


def test_more_text_than_is_looked_at_together_is_told_and_refused_by_the_strict_profile(
    project: Path,
) -> None:
    (project / "places.py").write_text("home = 'work'\n" + "x = 1\n" * (TOGETHER_BYTES // 6))
    program = Code(b"from places import home\nprint(home)\n")
    verdict = check(program, project)
    assert isinstance(verdict, CleanCode)
    assert [each for each in verdict.notes if "256 KiB" in each]
    verdict = check(program, project, policy=Policy(profile="strict"))
    assert isinstance(verdict, Refused)
    assert [each.finding.code for each in verdict.problems] == ["LLS902"]
