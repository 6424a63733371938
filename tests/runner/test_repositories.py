"""What version control is told to run or to read in a project is not the program's."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from llm_sandbox_run.project.covers import covers
from llm_sandbox_run.project.names import Names
from llm_sandbox_run.project.settings import parse
from llm_sandbox_run.project.survey import Surveyor

from tests.runner.test_doors import plant

if TYPE_CHECKING:
    from pathlib import Path

HOOKS = "[core]\n\thooksPath = tools/hooks\n"
SCRIPTS = (
    "tools/hooks/pre-commit",
    "tools/x.sh",
    "tools/strip.py",
    "plain",
    "tests/test_it.py",
    "docs/plan.md",
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the user's settings are."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    return folder


def led(root: Path) -> set[str]:
    """Return what gets a cover and has no protected name of its own."""
    for path in SCRIPTS:
        plant(root / path, "text")
    return {each.path for each in covers(Surveyor(root, Names()).look(), root)} - {".git", ".hg"}


@pytest.mark.parametrize(
    "text",
    [
        HOOKS,
        "[core] hooksPath = tools/hooks\n",
        "[core]\n\thooksPath = tools/ho\\\noks\n",
        '[core]\n\thooksPath = "tools"/hooks # here\n',
        "[core] editor = vi ; all of it \\\nhooksPath = tools/hooks",
        "[CORE]\r\nHOOKSPATH=tools/hooks\r\n",
    ],
)
def test_spelling_of_a_setting_does_not_matter(project: Path, home: Path, text: str) -> None:
    plant(project / ".git/config", text)
    assert led(project) == {"tools/hooks"}


@pytest.mark.parametrize(
    "text",
    [
        "[core] fsmonitor = tools/x.sh",
        '[filter "f"] clean = sh ./tools/x.sh --quiet %f',
        '[diff "d"] textconv = \\"$PWD\\"/tools/x.sh',
        '[credential "https://a.b"] helper = "!f() { tools/x.sh; }; f"',
        "[core] sshCommand = env A=1 ./tools/x.sh",
        "[gpg] program = {root}/tools/x.sh",
        "[alias] lint = !$(git rev-parse --show-toplevel)/tools/x.sh",
    ],
)
def test_commands_in_settings_lead_to_files(project: Path, home: Path, text: str) -> None:
    plant(project / ".git/config", text.replace("{root}", str(project)))
    assert led(project) == {"tools/x.sh"}


def test_modules_and_bare_names_in_commands_are_found(project: Path, home: Path) -> None:
    plant(project / ".git/config", '[filter "f"]\nclean = python3 -m tools.strip\nsmudge = sh plain\n')
    assert led(project) == {"tools/strip.py", "plain"}


def test_data_and_folders_in_settings_lead_nowhere(project: Path, home: Path) -> None:
    text = '[user] name = plain\n[alias] t = !pytest tests\n[init] defaultBranch = plain\n[remote "o"] url = tools/x.sh\n'
    plant(project / ".git/config", text + '[branch "main"] description = see docs/plan.md\n')
    assert led(project) == set()


def test_program_that_is_not_there_yet_is_not_the_candidate_s_to_make(project: Path, home: Path) -> None:
    plant(project / ".git/config", "[core] fsmonitor = tools/missing.sh\nhooksPath = nowhere\n")
    assert set(Surveyor(project, Names()).look().leads) == {"tools/missing.sh", "nowhere"}


@pytest.mark.parametrize(
    "condition", ["include", 'includeIf "onbranch:other"', 'includeIf "gitdir:/nowhere/"']
)
def test_included_settings_are_followed_on_any_condition(project: Path, home: Path, condition: str) -> None:
    plant(project / ".git/config", f"[{condition}]\n\tpath = ../shared.inc\n")
    plant(project / "shared.inc", "[include] path = more.inc\n[include] path = shared.inc\n")
    plant(project / "more.inc", HOOKS)
    assert led(project) == {"shared.inc", "more.inc", "tools/hooks"}


@pytest.mark.parametrize("place", [".gitconfig", ".config/git/config"])
def test_settings_of_the_user_count(project: Path, home: Path, place: str) -> None:
    plant(home / place, HOOKS)
    assert led(project) == set()
    (project / ".git").mkdir()
    assert led(project) == {"tools/hooks"}


def test_linked_work_tree_has_the_settings_of_the_main_one(project: Path, tmp_path: Path, home: Path) -> None:
    plant(tmp_path / "main/.git/config", HOOKS)
    plant(tmp_path / "main/.git/worktrees/w/commondir", "../..\n")
    plant(tmp_path / "main/.git/worktrees/w/config.worktree", "[core] fsmonitor = tools/x.sh")
    plant(project / ".git", f"gitdir: {tmp_path}/main/.git/worktrees/w\n")
    assert led(project) == {"tools/hooks", "tools/x.sh"}


def test_submodule_and_bare_repository_are_found(project: Path, home: Path) -> None:
    plant(project / ".git/modules/s/config", "[core]\nworktree = ../../../s\nhooksPath = hooks\n")
    plant(project / "s/.git", "gitdir: ../.git/modules/s")
    plant(project / "s/hooks/pre-commit", "")
    plant(project / "bare/HEAD", "")
    (project / "bare/objects").mkdir()
    plant(project / "bare/config", "[core]\nworktree = ..\nhooksPath = tools/hooks\n")
    assert {"s/hooks", "tools/hooks"} <= led(project)


def test_repository_to_which_a_file_points_is_covered(project: Path, home: Path) -> None:
    plant(project / "s/.git", "gitdir: ../store")
    plant(project / "store/config", "")
    assert led(project) == {"s/.git", "store"}


def test_project_in_a_repository_is_part_of_it(project: Path, tmp_path: Path, home: Path) -> None:
    plant(tmp_path / ".git/config", "[core]\n\thooksPath = project/tools/hooks\n")
    assert led(project) == {"tools/hooks"}


def test_hooks_of_mercurial_are_found(project: Path, home: Path) -> None:
    plant(project / ".hg/hgrc", "[hooks]\nprecommit = python:tools/strip.py:check\n; tools/x.sh\n")
    assert led(project) == {"tools/strip.py"}


@pytest.mark.parametrize("address", ["https://me:token@host/x", "https://ghp_abc@host/x"])
def test_settings_with_a_password_are_hidden(project: Path, home: Path, address: str) -> None:
    plant(project / ".git/config", f'[remote "origin"]\nurl = {address}\n')
    seen = covers(Surveyor(project, Names()).look(), project)
    assert {(each.path, each.hidden) for each in seen} == {(".git", False), (".git/config", True)}


@pytest.mark.parametrize(
    "address", ["https://host/me/x.git", "git@host:me/x.git", "ssh://git@host:22/x", "https://me@host/x"]
)
def test_settings_without_one_are_not(project: Path, home: Path, address: str) -> None:
    plant(project / ".git/config", f'[remote "origin"]\nurl = {address}\n')
    assert not any(each.hidden for each in covers(Surveyor(project, Names()).look(), project))


def test_settings_that_change_are_read_again(project: Path, home: Path) -> None:
    plant(project / ".git/config", "")
    surveyor = Surveyor(project, Names())
    assert surveyor.look().leads == ()
    (project / ".git/config").write_text(HOOKS)
    assert surveyor.look().leads == ("tools/hooks",)


def test_settings_are_read_as_git_reads_them(tmp_path: Path) -> None:
    text = (
        '\ufeff[a]b=c\n[x "y]\\"z"] key-1 = a "b ; c" d ; e\n\tempty =\nbool\n[s.Sub]\n k = "a\\tb"\\\n  c \\n # x \\\nn = 1\n'
        '[q "A.b"]\nr = "  kept"\nt = \\\\ \\"\n;[no]\n# x = y\n[last]z=a=b'
    )
    (tmp_path / "config").write_text(text)
    command = ["git", "config", "--file", tmp_path / "config", "--list", "-z"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    theirs = [tuple(each.partition("\n")[::2]) for each in listed.split("\0") if each]
    assert [(name, value.split()) for name, value in theirs] == [
        (each.name, each.text.split()) for each in parse(text)
    ]
