"""A branch that tries to disarm the gate, in each of the ways that we know, is stopped with the reason."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from flake8_llm_sandbox.command.cli import main
from flake8_llm_sandbox.guards.edit import Version
from flake8_llm_sandbox.guards.judge import guarded
from tests.lint.repository import CLAUDE, Repository

if TYPE_CHECKING:
    from pathlib import Path

    from tests.lint.conftest import Judge

HOOKS = """\
repos:
- repo: https://example.org/ruff
  rev: v1
  hooks:
  - id: ruff
- repo: https://example.org/gate
  rev: v1
  hooks:
  - id: llm-sandbox-agent
"""
WORKFLOW = """\
on: [pull_request]
jobs:
  gate:
    steps:
    - run: flake8-llm-sandbox --base origin/main
  build:
    steps:
    - run: make
"""
GITLAB = """\
stages: [test]
gate:
  script: [flake8-llm-sandbox]
  rules: !reference [.all, rules]
build:
  script: [make]
"""
HUSKY = "flake8-llm-sandbox --staged\n"
SCRIPT = "#!/bin/sh\nexec flake8-llm-sandbox --base main\n"
TOX = "[tox]\nenvlist = lint\n[testenv:lint]\ncommands = flake8 --select=LLS\n[testenv]\ncommands = pytest\n"
POLICY = '[tool.llm-sandbox]\nallow = ["network"]\n'
FLAKE8 = "[flake8]\nmax-line-length = 99\n"
BASELINE = '{"flake8-llm-sandbox baseline": 1, "findings": [\n]}\n'
ARMED = {
    ".flake8": FLAKE8,
    ".github/workflows/gate.yml": WORKFLOW,
    ".gitlab-ci.yml": GITLAB,
    ".husky/pre-commit": HUSKY,
    ".pre-commit-config.yaml": HOOKS,
    "scripts/gate": SCRIPT,
    "baseline.json": BASELINE,
    "policy.toml": POLICY,
    "pyproject.toml": '[dependency-groups]\ndev = ["flake8-llm-sandbox", "pytest"]\n',
    "requirements-dev.txt": "flake8-llm-sandbox\npytest\n",
    "tox.ini": TOX,
}

TRICKS = {
    "the hook is taken out": (
        ".pre-commit-config.yaml",
        HOOKS.partition("- repo: https://example.org/gate")[0],
    ),
    "the hook is commented out": (".pre-commit-config.yaml", HOOKS.replace("  - id: llm", "  # - id: llm")),
    "the hook is for another stage": (".pre-commit-config.yaml", HOOKS + "    stages: [manual]\n"),
    "the hook looks at no file": (".pre-commit-config.yaml", HOOKS + "    files: ^$\n"),
    "the hook runs something else": (".pre-commit-config.yaml", HOOKS + "    entry: true\n"),
    "the hook comes from elsewhere": (".pre-commit-config.yaml", HOOKS.replace("org/gate", "net/gate")),
    "the hook is an old one": (
        ".pre-commit-config.yaml",
        HOOKS.replace("gate\n  rev: v1", "gate\n  rev: v0"),
    ),
    "all hooks look at no file": (".pre-commit-config.yaml", HOOKS + "exclude: .*\n"),
    "all hooks are for another stage": (".pre-commit-config.yaml", HOOKS + "default_stages: [manual]\n"),
    "a second list of repositories": (".pre-commit-config.yaml", HOOKS + "repos: []\n"),
    "the hook is in a string": (
        ".pre-commit-config.yaml",
        HOOKS.replace("- id: ruff", "- id: ruff\n    name: '").replace("sandbox-agent", "sandbox-agent'"),
    ),
    "the hook is in another document": (".pre-commit-config.yaml", "repos: []\n---\n" + HOOKS),
    "the configuration is no YAML": (".pre-commit-config.yaml", HOOKS + "  - {\n"),
    "pre-commit.ci skips the hook": (".pre-commit-config.yaml", HOOKS + "ci:\n  skip: [llm-sandbox-agent]\n"),
    "the step is taken out": (
        ".github/workflows/gate.yml",
        WORKFLOW.replace("flake8-llm-sandbox --base origin/main", "true"),
    ),
    "the step may fail": (
        ".github/workflows/gate.yml",
        WORKFLOW.replace("origin/main", "origin/main || true"),
    ),
    "the job may fail": (
        ".github/workflows/gate.yml",
        WORKFLOW.replace("  gate:\n", "  gate:\n    continue-on-error: true\n"),
    ),
    "the job never runs": (
        ".github/workflows/gate.yml",
        WORKFLOW.replace("  gate:\n", "  gate:\n    if: false\n"),
    ),
    "nothing starts the workflow": (
        ".github/workflows/gate.yml",
        WORKFLOW.replace("pull_request", "workflow_dispatch"),
    ),
    "a step before prepares it": (
        ".github/workflows/gate.yml",
        WORKFLOW.replace("    - run: flake8", "    - run: pip install ./tools\n    - run: flake8"),
    ),
    "a job of GitLab may fail": (".gitlab-ci.yml", GITLAB.replace("build:", "  allow_failure: true\nbuild:")),
    "GitLab runs no job": (".gitlab-ci.yml", GITLAB + "workflow:\n  rules: [{when: never}]\n"),
    "something before each job of GitLab": (".gitlab-ci.yml", GITLAB + "before_script: [exit 0]\n"),
    "a script leaves early": ("scripts/gate", SCRIPT.replace("exec", "exit 0; exec")),
    "husky leaves early": (".husky/pre-commit", "exit 0\n" + HUSKY),
    "flake8 ignores our codes": (".flake8", FLAKE8 + "extend-ignore = E203, LLS\n"),
    "flake8 ignores what they begin with": (".flake8", FLAKE8 + "ignore = L\n"),
    "flake8 ignores our codes in some files": (".flake8", FLAKE8 + "per-file-ignores =\n    src/*: LLS301\n"),
    "flake8 selects others": (".flake8", FLAKE8 + "select = E,F\n"),
    "flake8 looks elsewhere": (".flake8", FLAKE8 + "extend-exclude = src\n"),
    "flake8 loads what the repository has": (
        ".flake8",
        FLAKE8 + "[flake8:local-plugins]\nextension = X = evil:Plugin\n",
    ),
    "another file with settings of flake8": ("setup.cfg", "[flake8]\nexclude = src\n"),
    "tox checks other codes": ("tox.ini", TOX.replace("LLS", "E")),
    "the policy grants more": ("policy.toml", POLICY.replace('"network"', '"network", "process"')),
    "a policy is planted": ("other.toml", POLICY),
    "the baseline accepts more": (
        "baseline.json",
        BASELINE.replace("[\n", '[\n["a.py", "LLS101", "stop", "0:1"]\n'),
    ),
    "the gate is not installed": ("requirements-dev.txt", "pytest\n"),
    "the gate is installed from elsewhere": (
        "requirements-dev.txt",
        "flake8-llm-sandbox @ ./local\npytest\n",
    ),
    "the gate is no dependency": ("pyproject.toml", '[dependency-groups]\ndev = ["pytest"]\n'),
    "tests patch the gate": (
        "tests/conftest.py",
        "import flake8_llm_sandbox\n\nflake8_llm_sandbox.analyze = print\n",
    ),
    "tests say how they ended": (
        "tests/conftest.py",
        "def pytest_sessionfinish(session):\n    session.exitstatus = 0\n",
    ),
    "a script commits without hooks": ("commit.sh", "git commit --no-verify -m done\n"),
    "a script leads hooks elsewhere": ("setup.sh", "git config core.hooksPath /dev/null\n"),
    "a script skips the hook": ("commit.sh", "SKIP=llm-sandbox-agent git commit\n"),
    "a script removes hooks": ("setup.sh", "pre-commit uninstall\n"),
    "a script commits without hooks in short": ("commit.sh", "git commit -qnm done\n"),
    "a script takes hooks away": ("setup.sh", "rm -f .git/hooks/pre-commit\n"),
    "a script overwrites a hook": ("setup.sh", "true > .git/hooks/pre-commit\n"),
    "a script lets hooks go missing": ("setup.sh", "export PRE_COMMIT_ALLOW_NO_CONFIG=1\n"),
    "a program leads hooks elsewhere": ("tool.py", "run(['git', 'config', 'core.hooksPath', '/dev/null'])\n"),
    "a program commits without hooks": ("tool.py", "run(['git', 'commit', '--no-verify'])\n"),
    "a setting leads hooks elsewhere": (".gitconfig", "[core]\n\thooksPath = /dev/null\n"),
    "an agent runs no hooks": (".claude/settings.json", '{"disableAllHooks": true}\n'),
    "an editor passes hooks": (".vscode/settings.json", '{"git.allowNoVerifyCommit": true}\n'),
    "another configuration of hooks": ("prek.toml", "repos = []\n"),
    "settings of one's own for hooks": ("lefthook-local.yml", "pre-commit:\n  skip: true\n"),
    "what husky runs first": (".husky/_/husky.sh", "exit 0\n"),
    "a filter rewrites programs": (".gitattributes", "*.py filter=evil\n"),
    "a filter rewrites a folder": (".gitattributes", "src/** filter=evil\n"),
    "programs are in another encoding": (".gitattributes", "*.py working-tree-encoding=UTF-16\n"),
    "nobody is shown how programs change": (".gitattributes", "*.py -diff\n"),
    "a code host folds programs": (".gitattributes", "*.py linguist-generated\n"),
    "pytest does without a plugin": (
        "pyproject.toml",
        '[dependency-groups]\ndev = ["flake8-llm-sandbox", "pytest"]\n[tool.pytest.ini_options]\naddopts = "-p no:guard"\n',
    ),
    "tests leave early": ("conftest.py", "import os\n\nos._exit(0)\n"),
    "tests leave with success": ("conftest.py", "import pytest\n\npytest.exit('done', returncode=0)\n"),
    "tests say by a name how they ended": (
        "conftest.py",
        "def pytest_sessionfinish(session):\n    setattr(session, 'exitstatus', 0)\n",
    ),
    "no test is collected": ("conftest.py", "collect_ignore_glob = ['*']\n"),
    "no test is left": ("conftest.py", "def pytest_collection_modifyitems(items):\n    items.clear()\n"),
    "every start of Python runs a line": ("evil.pth", "import evil\n"),
    "every start of Python runs a module": ("sitecustomize.py", "print(1)\n"),
    "a module stands in for the gate": ("flake8_llm_sandbox.py", "raise SystemExit(0)\n"),
    "bytecode stands in for a module": ("tool.pyc", "bytecode"),
    "a comment silences": ("tool.py", "import os\nos.remove('a')  # noqa: LLS301\n"),
    "a comment silences all": ("tool.py", "import os\nos.remove('a')  # noqa\n"),
    "a comment silences more": ("tool.py", "import os\nos.remove('a')  # noqa: E501 LLS3\n"),
    "a comment silences a file": ("tool.py", "# flake8: noqa\nimport os\nos.remove('a')\n"),
}


@pytest.fixture
def armed(repository: Repository) -> Repository:
    for path, text in ARMED.items():
        repository.write(path, text)
    repository.commit("Arm")
    repository.git("checkout", "--quiet", "-b", "claude/work")
    return repository


@pytest.mark.parametrize("trick", TRICKS)
def test_tricks_are_stopped_with_the_reason(armed: Repository, judge: Judge, trick: str) -> None:
    path, text = TRICKS[trick]
    armed.write(path, text)
    staged = judge("--staged")
    assert staged.exit_code == 1
    assert any(each["severity"] == "stop" and each["path"] == path for each in staged.findings)
    armed.commit(f"Tidy up{CLAUDE}")
    assert judge("--commits", "main..HEAD").exit_code == 1


@pytest.mark.parametrize("path", [path for path in ARMED if path not in (".flake8",)])
def test_what_calls_the_gate_is_not_taken_away(armed: Repository, judge: Judge, path: str) -> None:
    armed.git("rm", "--quiet", path)
    verdict = judge("--staged")
    assert verdict.places == [f"{path}:1 LLS951"]
    assert judge("--base", "main").places == [f"{path}:1 LLS951"]


@pytest.mark.parametrize("path", [path for path in ARMED if path not in (".flake8",)])
def test_nor_renamed(armed: Repository, judge: Judge, path: str) -> None:
    armed.git("mv", path, "unused.txt")
    assert f"{path}:1 LLS951" in judge("--staged").places
    assert f"{path}:1 LLS951" in judge("--base", "main").places


def test_a_hook_stays_executable(armed: Repository, judge: Judge) -> None:
    armed.git("update-index", "--chmod=+x", ".husky/pre-commit")
    armed.commit()
    armed.git("update-index", "--chmod=-x", ".husky/pre-commit")
    assert judge("--staged").places == [".husky/pre-commit:1 LLS951"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (".pre-commit-config.yaml", HOOKS.replace("ruff\n  rev: v1", "ruff\n  rev: v2")),
        (".pre-commit-config.yaml", HOOKS + "- repo: https://example.org/more\n  hooks: [{id: more}]\n"),
        (".github/workflows/gate.yml", WORKFLOW.replace("make", "make all")),
        (".gitlab-ci.yml", GITLAB.replace("make", "make all")),
        (".flake8", FLAKE8.replace("99", "120") + "extend-ignore = E203\n"),
        ("tox.ini", TOX.replace("= pytest", "= pytest -q")),
        ("pyproject.toml", '[dependency-groups]\ndev = ["flake8-llm-sandbox", "pytest", "mypy"]\n'),
        ("requirements-dev.txt", "flake8-llm-sandbox\npytest\nmypy\n"),
        ("tests/conftest.py", "import pytest\n"),
        (".gitattributes", "*.png binary\n*.bin filter=lfs diff=lfs -text\n"),
        (".gitattributes", "* text=auto\n*.py diff=python\n*.ipynb filter=nbstripout\nuv.lock -diff\n"),
        (".gitattributes", "tests/snapshots/** -diff linguist-generated\n"),
        ("scripts/check", "#!/bin/sh\n# --no-verify passes this\nmake\n"),
        ("pytest.ini", "[pytest]\naddopts = -q -p no:cacheprovider\n"),
        (
            "conftest.py",
            "collect_ignore = ['setup.py']\ndef pytest_collection_modifyitems(items):\n    items[:] = sorted(items)\n",
        ),
        ("hooks.sh", "chmod +x .git/hooks/pre-commit\ngit commit -m 'more'\n"),
        (".claude/settings.json", '{"permissions": {"allow": ["Bash(pytest:*)"]}}\n'),
        ("build.sh", "make\n"),
        ("scripts/build", "#!/bin/sh\nmake\n"),
    ],
)
def test_the_rest_is_told(armed: Repository, judge: Judge, path: str, text: str) -> None:
    armed.write(path, text)
    verdict = judge("--staged")
    assert [each["code"] for each in verdict.findings] == ["LLS953"]
    assert verdict.exit_code == 0


def test_a_comment_that_hides_nothing_is_only_told(armed: Repository, judge: Judge) -> None:
    armed.write("tool.py", "from x import *  # noqa\n")
    assert [each["severity"] for each in judge("--staged").findings] == ["tell"]


def test_programs_of_repositories_without_a_gate_may_pass_hooks(repository: Repository, judge: Judge) -> None:
    repository.write("tool.py", "print(['git', 'commit', '--no-verify'])\n")
    assert judge("--staged").findings == []


def test_a_submodule_is_judged_elsewhere(armed: Repository, judge: Judge, tmp_path: Path) -> None:
    other = Repository.make(tmp_path / "other")
    other.write("evil.py", "eval(input())\n")
    other.commit()
    armed.git("-c", "protocol.file.allow=always", "submodule", "add", "--quiet", str(other.root), "vendor")
    assert judge("--staged").places == [".gitmodules:1 LLS953", "vendor:1 LLS952"]
    armed.commit("Vendor" + CLAUDE)
    other.commit()
    armed.git("-C", "vendor", "pull", "--quiet")
    armed.git("add", "vendor")
    assert judge("--staged").places == ["vendor:1 LLS952"]


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("data", "/etc"),
        ("data", "../../secrets"),
        ("tool2.py", "notes.txt"),
        (".flake8", "notes.txt"),
        ("x", ".git/config"),
    ],
)
def test_links_are_not_followed(armed: Repository, judge: Judge, path: str, target: str) -> None:
    (armed.root / path).unlink(missing_ok=True)
    (armed.root / path).symlink_to(target)
    armed.git("add", path)
    assert f"{path}:1 LLS952" in judge("--staged").places
    assert f"{path}:1 LLS952" in judge("--base", "main").places


def test_a_link_within_is_fine(armed: Repository, judge: Judge) -> None:
    (armed.root / "latest").symlink_to("notes.txt")
    armed.git("add", "latest")
    assert judge("--staged").places == []


def merge(armed: Repository, theirs: str, ours: str, result: str) -> None:
    """Merge two versions of a file into a third."""
    armed.write("shared.py", "print(0)\n")
    armed.commit("Base")
    armed.git("checkout", "--quiet", "-b", "theirs")
    armed.write("shared.py", theirs)
    armed.commit("Theirs")
    armed.git("checkout", "--quiet", "claude/work")
    armed.write("shared.py", ours)
    armed.commit("Ours")
    armed.git("merge", "--quiet", "--no-commit", "--no-ff", "--strategy=ours", "theirs")
    armed.write("shared.py", result)
    armed.commit(f"Merge{CLAUDE}")


@pytest.mark.parametrize(
    ("theirs", "ours", "result", "found"),
    [
        ("print(1)\n", "print(0)\nprint(2)\n", "print(1)\nprint(2)\neval(input())\n", 1),
        ("eval(input())\n", "print(0)\nprint(2)\n", "print(2)\neval(input())\n", 0),
        ("print(1)\n", "print(0)\n", "print(1)\n", 0),
    ],
)
def test_a_merge_is_judged_for_what_no_parent_has(
    armed: Repository, judge: Judge, theirs: str, ours: str, result: str, found: int
) -> None:
    merge(armed, theirs, ours, result)
    assert len(judge("--commits", "HEAD~1..HEAD").findings) == found


def test_a_merge_that_takes_a_mend_back_is_news(armed: Repository, judge: Judge) -> None:
    armed.write("shared.py", "eval(input())\n")
    armed.commit("Base")
    armed.git("checkout", "--quiet", "-b", "theirs")
    armed.write("shared.py", "print(1)\n")
    armed.commit("Mend")
    armed.git("checkout", "--quiet", "claude/work")
    armed.write("other.py", "print(2)\n")
    armed.commit("Ours")
    armed.git("merge", "--quiet", "--no-commit", "--no-ff", "--strategy=ours", "theirs")
    assert judge("--staged").places == ["shared.py:1 LLS101"]
    armed.commit(f"Merge{CLAUDE}")
    assert judge("--commits", "HEAD~1..HEAD").places == ["shared.py:1 LLS101"]


def test_a_merge_that_takes_the_hook_out_is_stopped(armed: Repository, judge: Judge) -> None:
    armed.git("rm", "--quiet", ".pre-commit-config.yaml")
    armed.commit("Without")
    armed.git("checkout", "--quiet", "main")
    armed.write(".pre-commit-config.yaml", HOOKS + "# more\n")
    armed.commit("With more")
    armed.git("merge", "--quiet", "--no-commit", "--no-ff", "--strategy=ours", "claude/work")
    armed.git("rm", "--quiet", "--force", ".husky/pre-commit")
    assert judge("--staged").places == [".husky/pre-commit:1 LLS951"]


@pytest.fixture
def witness(armed: Repository, tmp_path: Path) -> Path:
    """A file that appears when git runs a program for the repository."""
    seen = tmp_path / "seen"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {seen}\ncat\n", encoding="utf-8")
    program.chmod(0o755)
    for setting in (
        "core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "diff.external", "diff.evil.textconv",
        "diff.evil.command", "filter.evil.clean", "filter.evil.smudge", "filter.evil.process", "gpg.program",
        "credential.helper", "alias.rev-parse",
    ):  # fmt: skip
        armed.git("config", setting, str(program))
    armed.git("config", "log.showSignature", "true")
    armed.git("config", "core.hooksPath", str(tmp_path))
    (tmp_path / "post-index-change").symlink_to(program)
    return seen


def test_nothing_of_the_repository_is_executed(armed: Repository, judge: Judge, witness: Path) -> None:
    (armed.root / ".gitattributes").write_text("* filter=evil diff=evil\n", encoding="utf-8")
    (armed.root / "new.py").write_text("eval(input())\n", encoding="utf-8")
    assert "new.py:1 LLS101" in judge("--base", "main").places
    assert not witness.exists()
    judge("--staged")
    assert judge("--commits", "main..HEAD").exit_code == 0
    assert not witness.exists()


def test_git_of_the_repository_is_not_called(
    armed: Repository, judge: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    armed.write("git", f"#!{sys.executable}\nopen('called', 'w')\n")
    (armed.root / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f".{os.pathsep}{armed.root}{os.pathsep}{os.environ['PATH']}")
    verdict = judge("--staged")
    assert verdict.exit_code == 2
    assert not (armed.root / "called").exists()
    monkeypatch.setenv("PATH", f".{os.pathsep}{os.environ['PATH'].split(os.pathsep, 2)[2]}")
    assert judge("--staged").exit_code == 0
    assert not (armed.root / "called").exists()


def test_replaced_objects_are_seen_as_they_are(armed: Repository, judge: Judge) -> None:
    armed.write("new.py", "eval(input())\n")
    bad = armed.commit(f"Bad{CLAUDE}")
    good = armed.git("commit-tree", "-m", "Good", "-p", "main", "main^{tree}")
    armed.git("replace", bad, good)
    assert judge("--commits", "main..HEAD").places == ["new.py:1 LLS101"]


@pytest.mark.parametrize("path", ["-rf.py", "a b.py", "ä\n.py", "\udcff.py", ":(top)x.py", "'.py"])
def test_odd_names(armed: Repository, judge: Judge, path: str) -> None:
    (armed.root / path).write_text("eval(input())\n", encoding="utf-8")
    armed.git("add", "--", f"./{path}" if not path.startswith(":") else f":(literal){path}")
    assert [each["code"] for each in judge("--staged").findings] == ["LLS101"]
    assert [each["code"] for each in judge("--base", "main").findings] == ["LLS101"]
    armed.commit(f"Odd{CLAUDE}")
    assert [each["code"] for each in judge("--commits", "main..HEAD").findings] == ["LLS101"]


def test_a_package_of_the_branch_stands_in_for_no_library(armed: Repository, judge: Judge) -> None:
    armed.write("new.py", "import docker\n\ndocker.from_env().containers.run('x')\n")
    found = judge("--staged").places
    assert found
    armed.write("docker/__init__.py", "")
    found = ["docker/__init__.py:1 LLS953", *found]
    assert sorted(judge("--staged").places) == found
    assert sorted(judge("--base", "main").places) == found
    armed.commit(f"Docker{CLAUDE}")
    assert sorted(judge("--commits", "main..HEAD").places) == found


def test_a_baseline_of_the_branch_accepts_nothing(armed: Repository, judge: Judge) -> None:
    armed.write("new.py", "eval(input())\n")
    assert main(["--write-baseline", "baseline.json", "new.py"]) == 0
    assert judge("--baseline", "baseline.json", ".").exit_code == 2
    verdict = judge("--base", "main", "--baseline", "baseline.json")
    assert "new.py:1 LLS101" in verdict.places
    armed.git("add", "baseline.json")
    assert "new.py:1 LLS101" in judge("--staged", "--baseline", "baseline.json").places
    armed.commit(f"Accept myself{CLAUDE}")
    assert "new.py:1 LLS101" in judge("--commits", "main..HEAD", "--baseline", "baseline.json").places


def test_bombs_of_aliases_are_not_followed() -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60))
    old, new = (Version(".pre-commit-config.yaml", "100644", text.encode()) for text in (HOOKS, HOOKS + bomb))
    assert [each.code for each in guarded(new, (old,), lambda: True)] == ["LLS951"]
    again = Version(".pre-commit-config.yaml", "100644", (bomb + HOOKS).encode())
    assert [each.code for each in guarded(new, (again,), lambda: True)]


@pytest.mark.parametrize("name", ["--write-baseline=x.py", "--no-cache", "--explain=LLS101", "--docs"])
def test_a_file_is_no_option_of_a_hook(armed: Repository, name: str) -> None:
    (armed.root / name).write_text("eval(input())\n", encoding="utf-8")
    with pytest.raises(SystemExit, match="2"):
        main(["--hook", name])
