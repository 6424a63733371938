"""What stands at a commit that is trusted is approved as it is, and what is new is judged."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from llm_sandbox_run import Policy, Sandbox, UsageError
from llm_sandbox_run.command import cli
from llm_sandbox_run.gate.base import Base
from llm_sandbox_run.gate.gate import check
from llm_sandbox_run.model import CleanCode, Code, Module, Refused, Script

from tests.image import IMAGE
from tests.lint.repository import Repository

SH = """\
import subprocess


def sh(command):
    return subprocess.run(command)


def version():
    return subprocess.run(["git", "--version"])
"""
FILES = {
    "app/__init__.py": "",
    "app/shell.py": SH,
    "app/config.py": "COMMAND = ['make']\nNAME = 'app'\n",
    "app/build.py": "import subprocess\nfrom app import config\n\n\ndef build():\n    subprocess.run(config.COMMAND)\n",
    "app/job.py": (
        "import subprocess\n\n\nclass Job:\n    def __init__(self, command):\n        self.command = command\n\n"
        "    def go(self):\n        subprocess.run(self.command)\n\n    def name(self):\n        return 'job'\n"
    ),
    "app/wrap.py": "from app.shell import sh\n\n\ndef twice(command):\n    sh(command)\n    sh(command)\n",
    "app/table.py": (
        "import subprocess\n\nTOOLS = {'a': ['make']}\nWAYS = {'a': lambda command: subprocess.run(command)}\n\n\n"
        "def made():\n    return ['make']\n\n\ndef use(name='a'):\n    subprocess.run(TOOLS['a'])\n    subprocess.run(made())\n"
    ),
    "app/client.py": (
        "import subprocess\n\n\nclass Client:\n    def get(self, command):\n        subprocess.run(command)\n\n\nCLIENT = Client()\n"
    ),
    "main.py": "import app.shell\n\napp.shell.version()\n",
    "conftest.py": (
        "import subprocess\nimport pytest\n\n\n@pytest.fixture\ndef runs():\n    def run(command):\n"
        "        return subprocess.run(command)\n    return run\n\n\n"
        "@pytest.fixture\ndef place(tmp_path):\n    subprocess.run(['ls', tmp_path])\n    return tmp_path\n"
    ),
    "tests/test_app.py": "from app.shell import version\n\n\ndef test_version(runs):\n    assert version\n    runs(['true'])\n",
}


@pytest.fixture
def work(tmp_path: Path) -> Repository:
    repository = Repository.make(tmp_path / "work")
    for path, text in FILES.items():
        repository.write(path, text)
    repository.commit()
    return repository


def judged(
    work: Repository, program: Code | Script | Module, *allow: str, base: str = "main"
) -> CleanCode | Refused:
    return check(program, work.root, policy=Policy(allow), base=Base.of(work.root, base))


def places(verdict: CleanCode | Refused) -> list[str]:
    assert isinstance(verdict, Refused)
    return [f"{each.path}:{each.finding.line} {each.finding.code[:4]}" for each in verdict.problems]


def test_what_stands_at_the_base_is_approved_and_named(work: Repository) -> None:
    assert isinstance(check(Script(Path("main.py")), work.root), Refused)
    verdict = judged(work, Script(Path("main.py")))
    assert isinstance(verdict, CleanCode)
    assert verdict.accepted
    assert verdict.accepted.commit == work.git("rev-parse", "main")
    assert verdict.accepted.unchanged == ("app/__init__.py", "app/shell.py", "main.py")
    assert {each.path for each in verdict.accepted.findings} == {"app/shell.py"}
    assert not verdict.granted
    assert isinstance(judged(work, Module("pytest")), CleanCode)


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        ("new.py", "import os\nos.remove('a')\n", ["new.py:2 LLS3"]),
        ("app/copy.py", SH, ["app/copy.py:5 LLS2", "app/copy.py:9 LLS2"]),  # old bytes in a new place
        ("app/shell.py", SH + "\n\nsubprocess.run(input())\n", ["app/shell.py:12 LLS2"]),
        ("app/shell.py", SH.replace('["git", "--version"]', '["rm"]'), ["app/shell.py:9 LLS2"]),
        ("app/shell.py", SH + "\n\nsh(input())\n", ["app/shell.py:5 LLS2"]),
        ("app/shell.py", SH.replace("run(command)", "run(command)  # noqa"), ["app/shell.py:5 LLS9"]),
        ("app/shell.py", SH + "def broken(:\n", ["app/shell.py:10 LLS9"]),
        # An old function is called in a new way.
        ("new.py", "from app.shell import sh\nsh(['rm'])\n", ["new.py:2 LLS2"]),
        ("new.py", "import app.shell\napp.shell.sh(['rm'])\n", ["new.py:2 LLS2"]),
        ("new.py", "import app.shell as s\nrun = s.sh\n", ["new.py:2 LLS2"]),
        ("new.py", "from app import shell\nlist(map(shell.sh, ['rm']))\n", ["new.py:2 LLS2"]),
        ("new.py", "from app.shell import *\nsh(['rm'])\n", ["new.py:2 LLS2"]),
        ("new.py", "from app.shell import sh as harmless\nharmless(['rm'])\n", ["new.py:2 LLS2"]),
        ("new.py", "from app.wrap import twice\ntwice(['rm'])\n", ["new.py:2 LLS2"]),
        ("new.py", "from app.wrap import sh\nsh(['rm'])\n", ["new.py:2 LLS2"]),
        ("app/new.py", "from .shell import sh\nsh(['rm'])\n", ["app/new.py:2 LLS2"]),
        ("app/new.py", "from . import shell\nshell.sh(['rm'])\n", ["app/new.py:2 LLS2"]),
        ("new.py", "from app.job import Job\nJob(['rm']).go()\n", ["new.py:2 LLS2"]),
        (
            "new.py",
            "from app.job import Job\n\n\nclass Evil(Job):\n    command = ['rm']\n",
            ["new.py:4 LLS2", "new.py:5 LLS2"],
        ),
        ("new.py", "from app.job import Job\n\n\ndef f(job):\n    job.command = ['rm']\n", ["new.py:5 LLS2"]),
        ("tests/test_new.py", "def test_it(runs):\n    runs(['rm'])\n", ["tests/test_new.py:2 LLS2"]),
        ("new.py", "import app.shell as s\n\n\ndef f(m):\n    m.sh(['rm'])\n\n\nf(s)\n", ["new.py:8 LLS2"]),
        ("new.py", "from app import shell\nother = shell\nother.sh(['rm'])\n", ["new.py:2 LLS2"]),
        (
            "new.py",
            "import functools\nfrom app.shell import sh\nfunctools.partial(sh, ['rm'])()\n",
            ["new.py:3 LLS2"],
        ),
        ("new.py", "from app import shell\ngetattr(shell, 'sh')(['rm'])\n", ["new.py:2 LLS2"]),
        ("new.py", "from app.shell import sh\nTOOLS = {'a': sh}\nTOOLS['a'](['rm'])\n", ["new.py:2 LLS2"]),
        ("new.py", "from app.table import WAYS\nWAYS['a'](['rm'])\n", ["new.py:2 LLS2"]),
        (
            "new.py",
            "from app.client import CLIENT\nfrom app.client import Client\nCLIENT.get(['rm'])\n",
            ["new.py:3 LLS2"],
        ),
        (
            "tests/test_new.py",
            "def test_it(runs):\n    list(map(runs, [['rm']]))\n",
            ["tests/test_new.py:2 LLS2"],
        ),
        # What an old call is given is new.
        ("new.py", "from app import table\ntable.made = lambda: ['rm']\n", ["new.py:2 LLS2"]),
        (
            "tests/test_new.py",
            "from app import table\n\n\ndef test_it(monkeypatch):\n    monkeypatch.setattr(table, 'made', list)\n",
            ["tests/test_new.py:5 LLS2"],
        ),
        ("app/config.py", "COMMAND = ['rm']\nNAME = 'app'\n", ["app/build.py:6 LLS2"]),
        ("app/config.py", "NAME = 'app'\nTOOL = ['rm']\nCOMMAND = TOOL\n", ["app/build.py:6 LLS2"]),
        ("new.py", "from app import config\nconfig.COMMAND = ['rm']\n", ["new.py:2 LLS2"]),
        ("new.py", "from app import table\ntable.TOOLS['a'] = ['rm']\n", ["new.py:2 LLS2"]),
        ("new.py", "from app.table import TOOLS\nTOOLS.update(a=['rm'])\n", ["new.py:2 LLS2"]),
        (
            "tests/test_new.py",
            "def test_it(monkeypatch):\n    monkeypatch.setattr('app.table.TOOLS', 1)\n",
            ["tests/test_new.py:2 LLS2"],
        ),
    ],
)
def test_what_is_new_is_judged(work: Repository, path: str, text: str, found: list[str]) -> None:
    (work.root / path).write_text(text)
    main = "import app.build, app.job, app.wrap, app.table, app.client\n"
    module = path.removesuffix(".py").replace("/", ".")
    program = Module("pytest") if "tests/" in path else Code(f"{main}import {module}\n".encode())
    assert sorted(set(places(judged(work, program)))) == found


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("new.py", "from app.shell import version\nversion()\n"),
        ("new.py", "from app.config import NAME\nprint(NAME)\n"),
        (
            "new.py",
            "from app.job import Job\n\n\ndef f(job: Job) -> bool:\n    return isinstance(job, Job)\n",
        ),
        ("new.py", "class Shell:\n    def sh(self, x):\n        return x\n\n\nShell().sh(1)\n"),
        ("new.py", "from app.table import TOOLS\nprint(TOOLS['a'])\n"),
        ("app/config.py", "COMMAND = ['make']\nNAME = 'other'\n"),
        ("new.py", "import app.shell\nprint(hasattr(app.shell, 'sh'))\n"),
        ("tests/test_new.py", "def test_it(place):\n    print(place)\n    assert place.exists()\n"),
        ("new.py", "TABLE = {'a': 1}\nprint(TABLE.get('a'))\n"),
        (
            "tests/test_new.py",
            "from app import shell\n\n\ndef test_it(monkeypatch):\n    monkeypatch.setattr(shell, 'sh', print)\n",
        ),
        (
            "tests/test_new.py",
            "from unittest import mock\n\n\n@mock.patch('app.shell.sh')\ndef test_it(sh):\n    sh(['a'])\n    assert sh.called\n",
        ),
        ("app/shell.py", SH + "\n\ndef more():\n    return 1\n"),
        ("app/shell.py", "# a comment\n" + SH),
        ("app/shell.py", SH.replace("\n", "\r\n")),
        ("app/job.py", FILES["app/job.py"].replace("'job'", "'task'")),
        ("tests/test_new.py", "def test_it():\n    assert True\n"),
    ],
)
def test_what_reaches_nothing_is_no_news(work: Repository, path: str, text: str) -> None:
    (work.root / path).write_bytes(text.encode())
    main = "import app.build, app.job, app.wrap, app.table, app.client\n"
    module = path.removesuffix(".py").replace("/", ".")
    program = Module("pytest") if "tests/" in path else Code(f"{main}import {module}\n".encode())
    verdict = judged(work, program)
    assert isinstance(verdict, CleanCode), places(verdict)


def test_what_is_new_can_be_granted_where_it_is(work: Repository) -> None:
    (work.root / "new.py").write_text("from app.shell import sh\nsh(['make'])\n")
    verdict = judged(work, Script(Path("new.py")))
    code = verdict.problems[0].finding.code if isinstance(verdict, Refused) else ""
    verdict = judged(work, Script(Path("new.py")), f"{code}:new.py")
    assert isinstance(verdict, CleanCode)
    assert [each.path for each in verdict.granted] == ["new.py"]


def test_rest_of_a_suite_that_uses_old_code_anew_is_not_importable(work: Repository) -> None:
    (work.root / "spare.py").write_text("from app.shell import sh\nsh(['rm'])\n")
    verdict = judged(work, Module("pytest"))
    assert isinstance(verdict, CleanCode)
    assert "spare.py" not in verdict.approved
    assert "is reached from here" in verdict.refused["spare.py"]


def test_comment_that_silences_is_not_heeded(work: Repository) -> None:
    silenced = SH.replace("run(command)", "run(command)  # noqa")
    work.write("app/shell.py", silenced)
    work.commit()
    assert isinstance(judged(work, Code(b"import app.shell")), CleanCode)
    (work.root / "app/shell.py").write_text(f"{silenced}\n\nsh(['rm'])\n")
    assert places(judged(work, Code(b"import app.shell"))) == ["app/shell.py:5 LLS2"]


def test_links_and_other_repositories_are_judged(work: Repository) -> None:
    work.git("rm", "--quiet", "--cached", "main.py")
    (work.root / "main.py").unlink()
    (work.root / "main.py").symlink_to("app/shell.py")
    work.git("add", "main.py")
    work.commit()
    assert places(judged(work, Code(b"import main"))) == ["main.py:5 LLS2", "main.py:9 LLS2"]
    Repository.make(work.root / "inner").write("bad.py", SH)
    Repository(work.root / "inner").commit()
    assert places(judged(work, Code(b"import inner.bad"))) == ["inner/bad.py:5 LLS2", "inner/bad.py:9 LLS2"]


@pytest.mark.parametrize("folder", ["app", ".dev"])
def test_project_may_be_a_folder_of_the_repository(work: Repository, folder: str) -> None:
    work.write(".dev/shell.py", SH)
    work.write("dev/other.py", SH)
    work.commit()
    project = work.root / folder
    verdict = check(Code(b"import shell"), project, base=Base.of(project, "HEAD"))
    assert isinstance(verdict, CleanCode)
    assert "other.py" not in Base.of(project, "HEAD").files


def test_base_is_where_the_current_commit_left_it(work: Repository) -> None:
    work.git("checkout", "--quiet", "-b", "topic")
    work.git("checkout", "--quiet", "main")
    work.write("bad.py", SH)
    work.commit()
    work.git("checkout", "--quiet", "topic")
    work.write("bad.py", SH)
    work.commit("The same")
    assert places(judged(work, Code(b"import bad"))) == ["bad.py:5 LLS2", "bad.py:9 LLS2"]


def test_base_stays_what_it_was_when_it_was_named(work: Repository) -> None:
    base = Base.of(work.root, "main")
    work.write("bad.py", SH)
    work.commit()
    assert isinstance(check(Code(b"import bad"), work.root, base=base), Refused)


@pytest.mark.parametrize("name", ["missing", "--upload-pack=touch x", "", "main:app"])
def test_what_is_no_commit_is_an_error(work: Repository, name: str) -> None:
    with pytest.raises(UsageError, match="for a base"):
        Base.of(work.root, name)


def test_repository_that_others_could_write_is_no_base(work: Repository) -> None:
    for path in (".git", ".git/refs/heads/main", ".git/objects", ".git/objects/pack", ".git/config"):
        place = work.root / path
        mode = place.stat().st_mode
        place.chmod(mode | 0o002)
        with pytest.raises(UsageError, match="others could have written"):
            Base.of(work.root, "main")
        place.chmod(mode)
    assert Base.of(work.root, "main")


def test_objects_that_lie_in_the_project_are_no_base(work: Repository, tmp_path: Path) -> None:
    work.git("clone", "--quiet", "--shared", str(work.root), str(tmp_path / "shared"))
    assert Base.of(tmp_path / "shared", "main")
    (work.root / ".git" / "objects").rename(tmp_path / "shared" / "objects")
    (tmp_path / "shared/.git/objects/info/alternates").write_text("../../objects\n")
    with pytest.raises(UsageError, match="where programs could write them"):
        Base.of(tmp_path / "shared", "main")
    (tmp_path / "shared" / "objects").rename(tmp_path / "objects")
    (tmp_path / "shared/.git/objects/info/alternates").write_text(f"{tmp_path}/objects\n")
    assert Base.of(tmp_path / "shared", "main")
    (tmp_path / "objects").chmod(0o777)
    with pytest.raises(UsageError, match="others could have written"):
        Base.of(tmp_path / "shared", "main")


@pytest.mark.skipif(os.geteuid() != 0, reason="takes root to give something to another user")
def test_repository_of_the_programs_user_is_no_base(
    work: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.chown(work.root / ".git", 12345, 12345)
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "safe.directory")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "*")
    with pytest.raises(UsageError, match="for a base"):
        Base.of(work.root, "main")


def test_folder_that_only_looks_like_a_repository_is_no_base(tmp_path: Path) -> None:
    bare = Repository.make(tmp_path / "source")
    bare.commit()
    bare.git("clone", "--quiet", "--bare", str(bare.root), str(tmp_path / "project"))
    with pytest.raises(UsageError, match="work tree"):
        Base.of(tmp_path / "project", "main")


def test_damaged_objects_approve_nothing(work: Repository) -> None:
    base = Base.of(work.root, "main")
    name = work.git("rev-parse", "main:app/shell.py")
    other = work.git("rev-parse", "main:app/job.py")
    (work.root / "app/shell.py").write_text(f"{SH}\n\nprint(1)\n")
    place = work.root / ".git/objects" / name[:2] / name[2:]
    place.chmod(0o644)
    place.write_bytes((work.root / ".git/objects" / other[:2] / other[2:]).read_bytes())
    with pytest.raises(UsageError, match=r"damaged|cannot read"):
        check(Code(b"import app.shell"), work.root, base=base)


def test_strict_profile_does_not_look_at_what_stands(work: Repository) -> None:
    policy = Policy(profile="strict")
    base = Base.of(work.root, "main")
    assert isinstance(check(Script(Path("main.py")), work.root, policy=policy, base=base), CleanCode)
    (work.root / "new.py").write_text("import requests\n")
    assert isinstance(check(Script(Path("new.py")), work.root, policy=policy, base=base), Refused)


def test_command_says_what_was_approved_by_what(work: Repository, backend: str, monkeypatch, capfd) -> None:
    monkeypatch.chdir(work.root)
    (work.root / "hello.py").write_text("import app.config\nprint(app.config.NAME)\n")
    common = ["--backend", backend, "--image", IMAGE, "--base", "main"]
    assert cli.main([*common, "hello.py"]) == 0
    said = capfd.readouterr()
    assert said.out == "app\n"
    assert "2 of 3 files are as they are at main" in said.err
    assert cli.main([*common, "--json", "main.py"]) != 126
    told = json.loads(capfd.readouterr().out)
    assert told["accepted"]["unchanged"] == ["app/__init__.py", "app/shell.py", "main.py"]
    assert {each["path"] for each in told["accepted"]["findings"]} == {"app/shell.py"}
    assert cli.main(["--stop"]) == 0


STARTS = "import subprocess\nprint(subprocess.run(['true']).returncode)\n"
HIDDEN = "import logging\nname = input()\ngetattr(getattr(logging, name), 'execv')('/bin/true', ['true'])\n"


def test_run_may_start_programs_if_what_stands_at_the_base_does(work: Repository, backend: str) -> None:
    work.write("tool.py", STARTS)
    work.write("ask.py", "import socket\nsocket.create_connection(('127.0.0.1', 1))\n")
    work.commit()
    (work.root / "hidden.py").write_text(HIDDEN)
    with Sandbox(work.root, backend, IMAGE, base="main", policy=Policy(["LLS804:hidden.py"])) as box:
        ended = box.run_file("tool.py")
        assert (ended.stdout, ended.exit_code) == ("0\n", 0)
        assert any("so the program may start others" in line for line in ended.log)
        for program in ("ask.py", "hidden.py"):
            ended = box.run_file(program, stdin="os\n")
            assert (ended.started, ended.exit_code) == (True, 1)
            assert "PermissionError" in ended.stderr
            assert not any("may start others" in line for line in ended.log)


def test_what_two_files_do_together_stands_as_it_stood(work: Repository) -> None:
    work.write("app/where.py", "from pathlib import Path as P\nhome = P('work')\n")
    work.write("app/clean.py", "from app.where import home\n\n(home / 'x').replace('y')\n")
    work.write("app/use.py", "import app.clean\n")
    work.commit()
    work.write("app/use.py", "import app.clean\nprint(1)\n")
    assert isinstance(judged(work, Module("app.use")), CleanCode)
    work.write("app/clean.py", "from app.where import home\nprint(1)\n\n(home / 'x').replace('y')\n")
    assert isinstance(judged(work, Module("app.use")), CleanCode)
    work.write("app/clean.py", "from app.where import home\n\n" + "(home / 'x').replace('y')\n" * 2)
    assert places(judged(work, Module("app.use"))) == ["app/clean.py:4 LLS3"]


def test_what_becomes_of_an_old_line_by_a_new_value_elsewhere_is_told(work: Repository) -> None:
    work.write("app/where.py", "class Home:\n    def replace(self, x):\n        pass\n\n\nhome = Home()\n")
    work.write("app/clean.py", "from app.where import home\n\nhome.replace('y')\n")
    work.commit()
    work.write("app/where.py", "from pathlib import Path as P\nhome = P('work')\n")
    assert "app/clean.py:3 LLS3" in places(judged(work, Module("app.clean")))
