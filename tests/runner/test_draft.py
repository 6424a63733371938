"""`--write-policy` writes what code needs today, and nothing that a person would not read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from llm_sandbox_run import Policy
from llm_sandbox_run.command import cli
from llm_sandbox_run.gate.gate import check
from llm_sandbox_run.model import CleanCode, Module
from llm_sandbox_run.policy import policy_file

from tests.lint.repository import Repository

if TYPE_CHECKING:
    from pathlib import Path

REMOVE = "import os\nos.remove('x')\n"
SHELL = "import subprocess\nsubprocess.run(['a'])\n"


@pytest.fixture
def written(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a policy is written, from the project."""
    monkeypatch.chdir(project)
    return project.parent / "policy.toml"


def write(project: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_text(text)


def loaded(written: Path, project: Path) -> Policy:
    return policy_file.load(written, project)


def test_policy_grants_what_the_suite_needs_and_no_more(project: Path, written: Path, capsys) -> None:
    write(
        project,
        {
            "conftest.py": "import helper\n",
            "helper.py": SHELL,
            **{f"tests/test_{name}.py": REMOVE for name in "abcde"},
            "tests/test_b.py": REMOVE + "import sys\nsys._getframe()\n",
        },
    )
    assert cli.main(["--write-policy", str(written), "-m", "pytest"]) == 0
    assert "7 findings" in capsys.readouterr().err
    policy = loaded(written, project)
    assert {pattern: set(wanted) for pattern, wanted in policy.paths.items()} == {
        "helper.py": {"LLS201"},
        "tests/*.py": {"LLS301"},
        "tests/test_b.py": {"LLS805"},
    }
    assert policy.allow == ()
    verdict = check(Module("pytest"), project, policy=policy)
    assert isinstance(verdict, CleanCode)
    assert verdict.unused == ()
    lines = written.read_text().splitlines()
    assert "    \"LLS201\",  # process, 1: helper.py:2  subprocess.run(['a'])" in lines
    assert lines.index('"helper.py" = [') < lines.index('"tests/*.py" = [')


def test_many_codes_become_their_capability(project: Path, written: Path) -> None:
    text = "import os\nos.remove('x')\nos.chmod('x', 0o777)\nos.symlink('a', 'b')\nopen('x', 'w')\nos.truncate('x', 0)\n"
    write(project, {"a.py": text})
    assert cli.main(["--write-policy", str(written), "a.py"]) == 0
    assert loaded(written, project).paths == {"a.py": ("files",)}


def test_what_can_never_be_granted_is_said(project: Path, written: Path, capsys) -> None:
    write(project, {"a.py": "import broken\n" + REMOVE, "broken.py": "x = (\n"})
    assert cli.main(["--write-policy", str(written), "a.py"]) == 126
    assert "broken.py:1" in capsys.readouterr().err
    assert "#   broken.py:1: LLS901" in written.read_text()
    assert loaded(written, project).paths == {"a.py": ("LLS301",)}


def test_program_that_is_no_file_needs_the_capability(project: Path, written: Path) -> None:
    assert cli.main(["--write-policy", str(written), "-c", REMOVE]) == 0
    assert loaded(written, project) == Policy(["files"])


def test_draft_says_what_the_place_opens_to(project: Path, written: Path) -> None:
    write(project, {"a.py": "import socket\nsocket.create_connection(('example.org', 1))\n" + REMOVE})
    assert cli.main(["--write-policy", str(written), "a.py"]) == 0
    text = written.read_text()
    assert "# The place opens as for all files to: files, network\n" in text
    assert '# network = "none"' in text
    assert loaded(written, project).network == "bridge"


def test_files_and_folders_by_name(project: Path, written: Path) -> None:
    write(project, {"a.py": REMOVE, "b/c.py": SHELL})
    assert cli.main(["--write-policy", str(written), "--check", "a.py", "b"]) == 0
    assert loaded(written, project).paths == {"a.py": ("LLS301",), "b/c.py": ("LLS201",)}
    again = str(written.with_name("again.toml"))
    assert cli.main(["--policy", str(written), "--write-policy", again, "--check", "a.py"]) == 0
    assert policy_file.load(again, project).paths == {"a.py": ("LLS301",)}


def test_nothing_is_written_over_nor_into_the_project(project: Path, written: Path, capsys) -> None:
    write(project, {"a.py": REMOVE})
    written.write_text("kept")
    assert cli.main(["--write-policy", str(written), "a.py"]) == 125
    assert written.read_text() == "kept"
    assert "not written over" in capsys.readouterr().err
    link = written.with_name("link.toml")
    link.symlink_to(project / "b.toml")
    assert cli.main(["--write-policy", str(link), "a.py"]) != 0
    assert cli.main(["--write-policy", "policy.toml", "a.py"]) != 0
    assert "in the project" in capsys.readouterr().err
    assert {each.name for each in project.iterdir()} == {"a.py"}


@pytest.mark.parametrize(
    "name",
    [
        'a"]\nallow = ["network"]\nx = ["b.py',
        "a\\.py",
        "a*.py",
        "a#[b].py",
        "\udcff.py",
        "a\u2028.py",
        "a\x7f\U0001f600.py",
    ],
)
def test_names_of_files_write_nothing_else(project: Path, written: Path, name: str) -> None:
    write(project, {name: REMOVE})
    cli.main(["--write-policy", str(written), "--check", name])
    policy = loaded(written, project)
    assert policy.allow == ()
    assert set(policy.paths) <= {name}


def test_lines_of_programs_write_nothing_else(project: Path, written: Path) -> None:
    write(project, {"a.py": 'import os\nos.remove("\\n")  # \x0c"]\r# allow = ["network"]\n'})
    cli.main(["--write-policy", str(written), "a.py"])
    assert loaded(written, project).allow == ()


def test_base_leaves_what_is_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work = Repository.make(tmp_path / "work")
    work.write("old.py", SHELL)
    work.commit()
    write(work.root, {"new.py": "import old\n" + REMOVE})
    monkeypatch.chdir(work.root)
    target = str(tmp_path / "policy.toml")
    assert cli.main(["--base", "main", "--write-policy", target, "new.py"]) == 0
    assert policy_file.load(target, work.root).paths == {"new.py": ("LLS301",)}


def test_what_comes_into_sight_late_is_said_too(project: Path, written: Path) -> None:
    write(
        project,
        {
            "a.py": REMOVE + "import b\n",
            "shadow.py": "import pickle as p\n",
            "b.py": "from shadow import p\nprint(p)\n",
        },
    )
    assert cli.main(["--write-policy", str(written), "a.py"]) == 126
    assert "LLS995 takes pickle under the name p" in written.read_text()
