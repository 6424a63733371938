"""What can be granted at all, and what the gate makes of it; nothing runs here."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from llm_sandbox_run import Policy, Sandbox, UsageError
from llm_sandbox_run.command import cli
from llm_sandbox_run.gate.gate import check
from llm_sandbox_run.gate.steps import History
from llm_sandbox_run.model import CleanCode, Code, Module, Refused, Script
from llm_sandbox_run.policy import grants, packages, policy_file

from flake8_llm_sandbox import Capability, Finding, Severity

NETWORK = "import socket\nsocket.create_connection(('127.0.0.1', 1))\n"
FRAMES = "import sys\nprint(sys._getframe())\n"
SILENCED = "print(1)  # no" + "qa\n"
GRANTABLE = ["code", "files", "native", "network", "process", "scope", "secrets"]


def codes(verdict: CleanCode | Refused) -> list[str]:
    assert isinstance(verdict, Refused)
    return [problem.finding.code for problem in verdict.problems]


def verdict(text: str, project: Path, *allow: str, profile: str = "default") -> CleanCode | Refused:
    return check(Code(text.encode()), project, policy=Policy(allow, profile))


@pytest.mark.parametrize("name", GRANTABLE)
def test_capability_can_be_granted_by_name_or_as_itself(name: str) -> None:
    for policy in (Policy({name}), Policy([Capability(name)])):
        assert [each.value for each in Capability if policy.opens(each)] == [name]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"allow": ["introspection"]}, "name one code and one file"),
        ({"allow": ["unverifiable"]}, "name one code and one file"),
        ({"allow": ["LLS804"]}, "name one code and one file"),
        ({"allow": ["everything"]}, "no capability 'everything'.*choose from code, process"),
        ({"allow": [""]}, "no capability"),
        ({"allow": "network"}, "list of texts"),
        ({"allow": [1]}, "list of texts"),
        ({"allow": None}, "list of texts"),
        ({"allow": ["networks:x.py"]}, "no code such as"),
        ({"allow": ["introspection:x.py"]}, "no code such as"),
        ({"allow": ["LLS804:**"]}, "all files"),
        ({"allow": ["LLS804:*/load.py"]}, "all files"),
        ({"allow": ["LLS906:?/load.py"]}, "all files"),
        ({"allow": ["process:../x"]}, "no file of the project"),
        ({"allow": ["process:."]}, "no file of the project"),
        ({"paths": ["tests"]}, "table of patterns"),
        ({"paths": {"tests": "process"}}, "list of texts"),
        ({"paths": {"tests": ["LLS901"]}}, "has not been analysed"),
        ({"paths": {"/tests": ["process"]}}, "no file of the project"),
        ({"place": ["LLS201"]}, "of a place"),
        ({"place": ["introspection"]}, "of a place"),
        ({"allow": ["LLS804:"]}, "no file of the project"),
        ({"allow": ["LLS804:/etc/x.py"]}, "no file of the project"),
        ({"allow": ["LLS804:a/../../x.py"]}, "no file of the project"),
        ({"allow": ["LLS804:<string>"]}, "no file of the project"),
        ({"profile": "relaxed"}, "no profile 'relaxed'"),
        ({"profile": ["strict"]}, "no profile"),
        ({"environment": ["TOKEN"]}, "add that to allow"),
        ({"allow": ["network"], "environment": ["TOKEN"]}, "does not allow 'secrets'"),
        ({"readable": ["/usr/share"]}, "does not allow 'scope'"),
        ({"network": "proxied"}, "does not allow 'network'"),
        ({"network": 1}, "has to be a text"),
    ],
)
def test_what_cannot_be_granted_says_what_to_do(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        Policy(**arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "code",
    [
        *(f"LLS90{number}" for number in range(1, 6)),
        "LLS990",
        "LLS991",
        "LLS992",
        "LLS993",
        "LLS996",
        "LLS999",
    ],
)
def test_what_was_not_analysed_cannot_be_granted_at_all(code: str) -> None:
    with pytest.raises(UsageError, match="has not been analysed"):
        Policy([f"{code}:x.py"])


@pytest.mark.parametrize(
    ("pattern", "path", "fitting"),
    [
        ("tests/**", "tests/a.py", True),
        ("tests/**", "tests/deep/er/a.py", True),
        ("tests", "tests/deep/a.py", True),
        ("tests/", "tests/a.py", True),
        ("tests", "tests2/a.py", False),
        ("tests", "src/tests/a.py", False),
        ("tests/*.py", "tests/a.py", True),
        ("tests/*.py", "tests/deep/a.py", False),
        ("tests/*", "tests/deep/a.py", True),  # the folder
        ("**/conftest.py", "conftest.py", True),
        ("**/conftest.py", "a/b/conftest.py", True),
        ("**/conftest.py", "a/my_conftest.py", False),
        ("a/**/b.py", "a/b.py", True),
        ("a/**/b.py", "a/c/d/b.py", True),
        ("test_?.py", "test_a.py", True),
        ("test_?.py", "test_ab.py", False),
        ("a.py", "a_py", False),
        ("[ab].py", "a.py", False),
        ("**", "any/thing.py", True),
        ("A.py", "a.py", False),
    ],
)
def test_pattern_stands_for_files(pattern: str, path: str, fitting: bool) -> None:
    policy = Policy(paths={pattern: ["process"]})
    found = Finding(1, 0, "LLS201", "", Capability.PROCESS, Severity.STOP)
    assert policy.grants(found, path) is fitting
    assert Policy([f"process:{pattern}"]).grants(found, path) is fitting
    assert Policy([f"LLS202:{pattern}"]).grants(found, path) is False


def test_every_pattern_that_fits_counts(project: Path) -> None:
    (project / "tests").mkdir()
    (project / "tests/test_a.py").write_text(NETWORK + "import os\nos.remove('x')\n")
    for paths in ({"tests": ["network"]}, {"tests/test_a.py": ["files"]}, {"src": ["network", "files"]}):
        assert isinstance(check(Module("pytest"), project, policy=Policy(paths=paths)), Refused)
    paths = {"tests": ["network"], "tests/test_a.py": ["LLS301"]}
    verdict = check(Module("pytest"), project, policy=Policy(paths=paths))
    assert isinstance(verdict, CleanCode)
    assert len(verdict.granted) == 2


def test_grants_that_nothing_needed_are_told(project: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(project)
    (project / "a.py").write_text(NETWORK)
    allow = "network,files,process:tests/**,LLS501:a.py,LLS804:b.py"
    assert cli.main(["--allow", allow, "--check", "a.py"]) == 0
    assert "nothing needed: LLS804:b.py, files, process:tests/**" in capsys.readouterr().err
    assert cli.main(["--allow", allow, "--json", "--check", "a.py"]) == 0
    assert json.loads(capsys.readouterr().out)["unused"] == ["LLS804:b.py", "files", "process:tests/**"]
    verdict = check(
        Script(Path("a.py")), project, policy=Policy(["network", "scope"], readable=["/usr/share"])
    )
    assert isinstance(verdict, CleanCode)
    assert verdict.unused == ()


def test_place_is_granted_apart(project: Path) -> None:
    closed = Policy(["network"], network="none")
    assert isinstance(check(Code(NETWORK.encode()), project, policy=closed), CleanCode)
    assert grants.network(closed, "docker") == grants.network(closed, "subprocess") == ""
    opened = Policy(place=["network", "process"], network="mine")
    assert isinstance(check(Code(NETWORK.encode()), project, policy=opened), Refused)
    assert grants.network(opened, "docker") == "mine"
    assert grants.execute(opened)


def test_grant_lets_its_capability_pass_and_says_so(project: Path) -> None:
    assert codes(verdict(NETWORK, project)) == ["LLS501"]
    passed = verdict(NETWORK, project, "network")
    assert isinstance(passed, CleanCode)
    assert [problem.finding.capability for problem in passed.granted] == [Capability.NETWORK]


def test_grant_lets_nothing_else_pass(project: Path) -> None:
    both = verdict(NETWORK + "import os\nos.remove('x')\n", project, "network")
    assert codes(both) == ["LLS301"]
    assert isinstance(both, Refused)
    assert [problem.finding.code for problem in both.granted] == ["LLS501"]
    everything = verdict(FRAMES, project, *GRANTABLE)
    assert {code[:4] for code in codes(everything)} == {"LLS8"}
    assert codes(verdict("x = (", project, *GRANTABLE)) == ["LLS901"]


def test_single_code_counts_for_its_file_alone(project: Path) -> None:
    (project / "tools").mkdir()
    for name in ("tools/load.py", "tools/other.py"):
        (project / name).write_text(FRAMES)
    (code,) = set(codes(verdict(FRAMES, project)))
    policy = Policy([f"{code}:./tools/load.py"])
    assert isinstance(check(Script(Path("tools/load.py")), project, policy=policy), CleanCode)
    assert codes(check(Script(Path("tools/other.py")), project, policy=policy)) == [code]
    assert codes(check(Code(FRAMES.encode()), project, policy=policy)) == [code]


def test_single_code_opens_the_place_as_its_capability_does() -> None:
    policy = Policy(["LLS501:a.py"], network="proxied")
    assert [each for each in Capability if policy.opens(each)] == [Capability.NETWORK]


def test_single_code_for_a_comment_passes_since_the_rest_was_analysed(project: Path) -> None:
    (project / "x.py").write_text(SILENCED + "import os\nos.remove('x')\n")
    refused = check(Script(Path("x.py")), project, policy=Policy(["LLS906:x.py"]))
    assert codes(refused) == ["LLS301"]


def test_grant_counts_for_what_a_suite_loads_by_other_ways(project: Path) -> None:
    (project / "test_a.py").write_text("")
    (project / "rest.py").write_text(NETWORK)
    without, granted = (
        check(Module("pytest"), project, policy=Policy(allow)) for allow in ((), ("network",))
    )
    assert isinstance(without, CleanCode)
    assert isinstance(granted, CleanCode)
    assert "rest.py" in without.refused
    assert not granted.refused
    assert [problem.path for problem in granted.granted] == ["rest.py"]


@pytest.mark.parametrize(
    "text",
    [
        "import math, json\nfrom collections import abc\nfrom urllib.parse import quote\nimport re as r\n",
        "from __future__ import annotations\nfrom datetime import datetime\nprint(sum([1]))\n",
        "import mine\nfrom mine import x\nimport pkg.part\n",
    ],
)
def test_strict_passes_pure_modules_and_the_project_s_own(project: Path, text: str) -> None:
    (project / "mine.py").write_text("x = 1\n")
    (project / "pkg").mkdir()
    (project / "pkg/__init__.py").write_text("from . import part\n")
    (project / "pkg/part.py").write_text("")
    assert isinstance(verdict(text, project, profile="strict"), CleanCode)


@pytest.mark.parametrize(
    ("text", "line", "module"),
    [
        ("import math\nimport numpy\n", 2, "numpy"),
        ("def late():\n    from pathlib import Path\n", 2, "pathlib"),
        ("import math, threading\n", 1, "threading"),
        ("import urllib.robotparser\n", 1, "urllib.robotparser"),
        ("import folder.thing\n", 1, "folder.thing"),
        ("import missing\n", 1, "missing"),
    ],
)
def test_strict_refuses_every_other_import_where_it_stands(
    project: Path, text: str, line: int, module: str
) -> None:
    (project / "folder").mkdir()  # a namespace package gives way to an installed one
    (project / "folder/thing.py").write_text("")
    assert isinstance(verdict(text, project), CleanCode)
    refused = verdict(text, project, profile="strict")
    assert isinstance(refused, Refused)
    (problem,) = refused.problems
    assert (problem.finding.code, problem.finding.line, problem.text) == (
        "LLS994",
        line,
        text.splitlines()[line - 1],
    )
    assert f"`{module}`" in problem.finding.message


def test_strict_looks_at_imported_files_too(project: Path) -> None:
    (project / "mine.py").write_text("import threading\n")
    refused = verdict("import mine\n", project, profile="strict")
    assert isinstance(refused, Refused)
    assert [(each.path, each.finding.code) for each in refused.problems] == [("mine.py", "LLS994")]
    assert isinstance(verdict("import mine\n", project, "LLS994:mine.py", profile="strict"), CleanCode)


def test_strict_knows_the_runner_of_a_suite_and_no_more(project: Path) -> None:
    (project / "test_a.py").write_text("import pytest\n")
    (project / "rest.py").write_text("import threading\n")
    passed = check(Module("pytest"), project, policy=Policy(profile="strict"))
    assert isinstance(passed, CleanCode)
    assert "threading" in passed.refused["rest.py"]
    (project / "test_a.py").write_text("import unittest\n")
    assert codes(check(Module("pytest"), project, policy=Policy(profile="strict"))) == ["LLS994"]


def test_file_names_a_policy(tmp_path: Path, project: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text(
        '[tool.llm-sandbox]\nallow = ["network", "LLS804:a.py"]\nprofile = "strict"\n[tool.other]\n'
    )
    assert policy_file.load(file, project) == Policy({"network", "LLS804:a.py"}, "strict")
    file.write_text(
        '[tool.llm-sandbox]\nnetwork = "none"\n[tool.llm-sandbox.paths]\n"tests/**" = ["network"]\n'
    )
    assert policy_file.load(file, project).paths == {"tests/**": ("network",)}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[tool.llm-sandbox]\nalow = []\n", "and no other"),
        ("[tool.llm-sandbox]\n_grants = []\n", "and no other"),
        ("[tool.llm-sandbox]\nallow = 'network'\n", "list of texts"),
        ("[tool.llm-sandbox]\nallow = ['introspection']\n", "one file"),
        ("[llm-sandbox]\nallow = []\n", "no table"),
        ("tool = 1\n", "no table"),
        ("[tool]\nllm-sandbox = 1\n", "and no other"),
        ("[tool.llm-sandbox\n", "cannot read"),
        ("", "no table"),
    ],
)
def test_file_that_says_something_else_is_an_error(
    tmp_path: Path, project: Path, text: str, message: str
) -> None:
    (tmp_path / "policy.toml").write_text(text)
    with pytest.raises(UsageError, match=message):
        policy_file.load(tmp_path / "policy.toml", project)


def test_file_in_the_project_is_refused_by_any_name(tmp_path: Path, project: Path) -> None:
    inside = project / "pyproject.toml"
    inside.write_text("[tool.llm-sandbox]\nallow = ['network']\n")
    (tmp_path / "to-file.toml").symlink_to(inside)
    (tmp_path / "to-folder").symlink_to(project)
    (tmp_path / "real.toml").write_text("[tool.llm-sandbox]\n")
    (project / "out.toml").symlink_to(tmp_path / "real.toml")
    for name in (
        inside,
        tmp_path / "to-file.toml",
        tmp_path / "to-folder/pyproject.toml",
        project / "out.toml",
    ):
        with pytest.raises(UsageError, match="lies in the project"):
            policy_file.load(name, project)


def test_policy_of_the_project_is_not_read_by_itself(project: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(project)
    for name in ("pyproject.toml", "llm-sandbox.toml", ".llm-sandbox.toml", "policy.toml"):
        (project / name).write_text("[tool.llm-sandbox]\nallow = ['network']\n")
    (project / "x.py").write_text(NETWORK)
    assert cli.main(["--check", "x.py"]) == 126
    assert "LLS501" in capsys.readouterr().err


def test_command_adds_to_the_file(tmp_path: Path, project: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(project)
    (tmp_path / "policy.toml").write_text("[tool.llm-sandbox]\nallow = ['network']\n")
    (project / "x.py").write_text(NETWORK + "import os\nos.remove('x')\n")
    assert cli.main(["--policy", "../policy.toml", "--check", "x.py"]) == 126
    assert cli.main(["--policy", "../policy.toml", "--allow", "files,code", "--check", "x.py"]) == 0
    assert cli.main(["--allow", "files", "--allow", "network", "--check", "x.py"]) == 0
    assert cli.main(["--allow", "files,network", "--profile", "strict", "--check", "x.py"]) == 126
    assert "LLS994" in capsys.readouterr().err


def test_check_tells_what_programs_want_before_they_do_it(project: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(project)
    (project / "a.py").write_text("import b\n")
    (project / "b.py").write_text(NETWORK + "import os\nos.remove('x')\n")
    assert cli.main(["--allow", "network", "--json", "--check", "a.py"]) == 126
    value = json.loads(capsys.readouterr().out)
    assert (value["outcome"], value["capabilities"]) == ("blocked", ["files", "network"])
    assert value["files"] == {"b.py": ["files", "network"]}
    assert [each["code"] for each in value["granted"]] == ["LLS501"]
    (finding,) = value["findings"]
    assert {key: finding[key] for key in ("path", "line", "column", "code", "capability", "source")} == {
        "path": "b.py",
        "line": 4,
        "column": 1,
        "code": "LLS301",
        "capability": "files",
        "source": "os.remove('x')",
    }
    assert "deletes files" in finding["why"]
    assert "tempfile" in finding["instead"]
    assert isinstance(check(Code(finding["example"].encode()), project), CleanCode)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"environment": ["NOT_SET_HERE"]}, "is not set here"),
        ({"environment": ["PYTHONPATH"]}, "sets such itself"),
        ({"environment": ["PATH"]}, "sets such itself"),
        ({"environment": ["LD_PRELOAD"]}, "sets such itself"),
        ({"environment": ["A=B"]}, "sets such itself"),
        ({"readable": ["relative"]}, "has to be absolute"),
        ({"readable": ["/no/such/path"]}, "to exist"),
        ({"readable": ["/"]}, "as a whole"),
        ({"readable": ["/etc"]}, "as a whole"),
        ({"readable": ["/proc/1"]}, "has its own there"),
        ({"readable": ["/dev/null"]}, "has its own there"),
        ({"readable": ["/usr/../etc/hostname"]}, "not the real one"),
        ({"network": "host"}, "no network of the Docker engine's own"),
        ({"network": "container:x"}, "no network of the Docker engine's own"),
        ({"network": ""}, "no network of the Docker engine's own"),
    ],
)
def test_grant_that_would_give_more_than_it_says_is_refused(project: Path, arguments, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        Sandbox(project, policy=Policy(GRANTABLE, **arguments))


def test_project_and_what_holds_it_cannot_be_shown_again(project: Path) -> None:
    (project / ".env").write_text("TOKEN=1\n")
    for path in (project.parent, project, project / ".env"):
        with pytest.raises(UsageError, match="overlaps with the project"):
            Sandbox(project, policy=Policy(["scope"], readable=[str(path)]))


def test_own_network_needs_docker(project: Path) -> None:
    with pytest.raises(UsageError, match="only Docker can join"):
        Sandbox(project, "subprocess", policy=Policy(["network"], network="proxied"))


@pytest.mark.skipif(sys.version_info >= (3, 11), reason="has tomllib")
def test_backport_stands_in_for_tomllib() -> None:
    assert policy_file.tomllib.__name__ == "tomli"


MINE = "# mine 1.5\nmine load=unpickle:0path\n"


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """The model of a package, outside of the project."""
    (tmp_path / "mine.txt").write_text(MINE)
    return tmp_path / "mine.txt"


def test_packages_are_known_by_models_of_the_policy(project: Path, model: Path) -> None:
    code = Code(b"import mine\nmine.load('x')\n")
    assert isinstance(check(code, project), CleanCode)
    assert codes(check(code, project, policy=Policy(models=[str(model)]))) == ["LLS711"]


def test_the_strict_profile_lets_in_what_a_person_has_named_a_model_of(project: Path, model: Path) -> None:
    strict = Policy(profile="strict", models=[str(model)])
    assert isinstance(check(Code(b"import mine.parts\nmine.save()\n"), project, policy=strict), CleanCode)
    refused = check(Code(b"import numpy.random\n"), project, policy=strict)
    assert codes(refused) == ["LLS994"]
    assert "--model numpy`" in refused.problems[0].finding.message
    refused = check(Code(b"import difflib, os\n"), project, policy=strict)
    assert "--model" not in refused.problems[0].finding.message


@pytest.mark.parametrize(
    ("text", "message"),
    [("os remove=path:0path\n", "package's model"), ("\N{SNOWMAN}", "model"), (None, "cannot read")],
)
def test_what_is_no_model_is_told_at_once(project: Path, model: Path, text: str | None, message: str) -> None:
    model.unlink()
    if text:
        model.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=message):
        Sandbox(project, backend="subprocess", policy=Policy(models=[str(model)]))


def test_no_model_comes_from_where_the_code_under_check_could_write_it(project: Path, model: Path) -> None:
    (project / "mine.txt").write_text(MINE)
    (model.parent / "link.txt").symlink_to(project / "mine.txt")
    others = model.parent / "others.txt"
    others.write_text(MINE)
    others.chmod(0o666)
    for name in (project / "mine.txt", model.parent / "link.txt", others, "mine.txt"):
        with pytest.raises(
            UsageError, match=r"(the|cannot read the) model .*(in the project|by others|absolute)"
        ):
            check(Code(b"print(1)"), project, policy=Policy(models=[str(name)]))


def test_steps_of_a_session_are_judged_by_models(project: Path, model: Path) -> None:
    policy = Policy(models=[str(model)])
    history = History(
        lambda program: check(program, project, policy=policy), 10, packages.known(policy, project)
    )
    assert codes(history.check("<step 1>", "import mine\nmine.load('x')\n")) == ["LLS711"]
