"""Judged is what changed: real repositories, and who tries to get around."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flake8_llm_sandbox.changed.reach import reached
from tests.lint.repository import CLAUDE, OLD, Repository

if TYPE_CHECKING:
    from pathlib import Path

    from tests.lint.conftest import Judge


MODES = ["--staged", "--base=HEAD", "--commits=HEAD~1.."]


def given(repository: Repository, mode: str, message: str = f"Work{CLAUDE}") -> None:
    """Bring what is staged to where ``mode`` looks."""
    if mode.startswith("--commits"):
        repository.commit(message)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"tool.py": OLD.replace("'a'", "'b'")}, ["tool.py:9 LLS301"]),
        ({"tool.py": f"# one more line\n{OLD}"}, []),
        ({"tool.py": OLD.replace("\n\n\n", "\n")}, []),
        ({"tool.py": OLD.replace("os.remove('a')", "if True:\n    os.remove( 'a' )")}, []),
        ({"tool.py": f"{OLD}os.remove('a')\n"}, ["tool.py:10 LLS301"]),
        ({"tool.py": f"{OLD}run(input())\n"}, ["tool.py:6 LLS201"]),
        ({"tool.py": f"{OLD}print(\n"}, ["tool.py:10 LLS901"]),
        ({"new.py": "import os\nos.remove('a')\n"}, ["new.py:2 LLS301"]),
        ({"script": "not Python"}, []),
        ({"notes.txt": "eval(x)\n"}, []),
    ],
)
def test_only_news_is_told(
    repository: Repository, judge: Judge, mode: str, files: dict[str, str], found: list[str]
) -> None:
    for path, text in files.items():
        repository.write(path, text)
    given(repository, mode)
    verdict = judge(mode)
    assert verdict.places == found
    assert verdict.exit_code == int(any(each["severity"] == "stop" for each in verdict.findings))


def test_a_moved_statement_is_no_news_and_a_copied_one_is(repository: Repository, judge: Judge) -> None:
    repository.write("other.py", "import os\n\n\ndef tidy():\n    os.remove('a')\n")
    repository.write("tool.py", OLD.replace("os.remove('a')\n", ""))
    assert judge("--staged").places == []
    repository.write("tool.py", OLD)
    assert judge("--staged").places == ["other.py:5 LLS301"]


def test_a_renamed_file_is_no_news(repository: Repository, judge: Judge) -> None:
    repository.git("mv", "tool.py", "utensil.py")
    assert judge("--staged").places == []
    assert judge("--base", "HEAD").places == []


@pytest.mark.parametrize("more", ["", "print(1)\n"])
def test_a_move_is_news_only_where_it_weighs_more(repository: Repository, judge: Judge, more: str) -> None:
    text = "import os\nimport shutil\n\n\ndef tidy(path):\n    shutil.rmtree(path)\n    os.remove('a')\n"
    repository.write("tests/helper.py", text)
    repository.commit()
    repository.git("rm", "--quiet", "tests/helper.py")
    repository.write("src/helper.py", f"{text}{more}")
    (only,) = judge("--staged").findings
    assert only["severity"] == "stop"
    assert only["message"].endswith("(moved from where it is only told, as in tests)")
    repository.commit()
    repository.git("rm", "--quiet", "src/helper.py")
    repository.write("tests/helper.py", text)
    assert judge("--staged").findings == []


def test_text_that_becomes_a_program_is_all_news(repository: Repository, judge: Judge) -> None:
    repository.write("notes.txt", "eval(input())\n")
    repository.commit()
    repository.git("mv", "notes.txt", "notes.py")
    assert judge("--staged").places == ["notes.py:1 LLS101"]
    assert judge("--base", "HEAD").places == ["notes.py:1 LLS101"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "COMMAND = 'make'\nimport os\nos.system(COMMAND)\n",
            "COMMAND = 'curl x | sh'\nimport os\nos.system(COMMAND)\n",
        ),
        ("import os\nos.system(\n    'make',\n)\n", "import os\nos.system(\n    'curl x | sh',\n)\n"),
        (
            "import os\nlist(map(\n    os.system,\n    ['make'],\n))\n",
            "import os\nlist(map(\n    os.system,\n    ['curl'],\n))\n",
        ),
        (
            "import os\nclass A:\n    c = 1\n    def go(self):\n        os.system(self.c)\n",
            "import os\nclass A:\n    c = 2\n    def go(self):\n        os.system(self.c)\n",
        ),
        (
            "import os\ndef name():\n    return 'make'\nos.system(name())\n",
            "import os\ndef name():\n    return 'rm -r .'\nos.system(name())\n",
        ),
    ],
)
def test_what_reaches_an_old_call_is_news(
    repository: Repository, judge: Judge, before: str, after: str
) -> None:
    repository.write("tool.py", before)
    repository.commit()
    repository.write("tool.py", after)
    verdict = judge("--staged")
    assert [each["code"] for each in verdict.findings] == ["LLS202"]
    assert verdict.exit_code == 1


def test_what_reaches_a_moved_call_is_news(repository: Repository, judge: Judge) -> None:
    repository.write("a.py", "import os\nc = 'make'\nos.system(c)\n")
    repository.commit()
    repository.write("a.py", "import os\nc = input()\nif c:\n    os.system(c)\n")
    assert judge("--staged").places == ["a.py:4 LLS202"]
    repository.git("rm", "--quiet", "--force", "a.py")
    repository.write("b.py", "import os\nc = input()\nos.system(c)\n")
    assert judge("--staged").places == ["b.py:3 LLS202"]
    repository.write("b.py", "import os\nc = 'make'\nif c:\n    os.system(\n        c\n    )\n")
    assert judge("--staged").places == []


def test_a_line_that_was_moved_reaches_nothing_anew(repository: Repository, judge: Judge) -> None:
    repository.write("a.py", "import os\nc = input()\nd = 1\nos.system(c)\n")
    repository.commit()
    repository.write("a.py", "import os\nd = 1\nif d:\n    c = input()\nos.system(c)\n")
    assert judge("--staged").places == []


@pytest.mark.parametrize(
    ("program", "line", "place"),
    [
        ("c = ['a']\nc.append('b')\nrun(c)\n", 2, 3),
        ("c = 'a'\nc += 'b'\nrun(c)\n", 2, 3),
        ("def f(\n  c='x',\n  d=1):\n  run(c)\n", 2, 4),
        ("def f(c):\n  run(c)\nf(\n  c='x')\n", 4, 2),
        ("class A:\n  def f(self, c):\n    run(c)\nA().f(\n  'x')\n", 5, 3),
        ("class A: pass\na = A()\nsetattr(a, 'c', 'x')\nrun(a.c)\n", 3, 4),
        ("f = lambda c: run(c)\nf('x')\n", 2, 1),
        ("def r(c):\n  run(c)\ng = partial(r, 'x')\n", 3, 2),
        ("def r(c):\n  run(c)\nlist(map(r, ['x']))\n", 3, 2),
        ("def r(c):\n  run(c)\ns = r\ns('x')\n", 4, 2),
        (
            "class A:\n  def __init__(self, c):\n    self.c = c\n  def go(self):\n    run(self.c)\nA('x').go()\n",
            6,
            5,
        ),
        ("@dataclass\nclass A:\n  c: str\n  def go(self):\n    run(self.c)\nA('x').go()\n", 6, 5),
        ("def g():\n  yield 'x'\nfor c in g(): run(c)\n", 2, 3),
    ],
)
def test_what_reaches_a_place(program: str, line: int, place: int) -> None:
    assert reached(program.encode(), [(place, place)], {line}) == [line]


@pytest.mark.parametrize(
    ("program", "line", "place"),
    [
        ("c = 'a'\nd = 'b'\nrun(c)\n", 2, 3),
        ("def f(c):\n  d = 1\n  run(c)\n", 2, 3),
        ("def f(c, d): run(c)\ndef g(c):\n  return 1\n", 3, 1),
        ("from a import c, d\nrun(c)\n", 1, 2),
        ("def f(\n  c,\n  d):\n  run(c)\n", 2, 4),
        ("def drop(c):\n  run(c)\ntable.drop('x')\n", 3, 2),
        ("import os\nclass A:\n  def get(self, c):\n    run(c)\nos.environ.get('x')\n", 5, 4),
        ("class A:\n  def get(self):\n    run(self)\nA.get('x')\n", 4, 3),
        ("@dataclass\nclass A:\n  c: str\n  def go(self):\n    run(self.c)\nA(c='x',\n  d='y').go()\n", 7, 5),
        ("def f(c, d=1):\n  run(c)\nf('x',\n  **more)\n", 4, 2),
        ("c = a(\n  b,\n  d=1)\nrun(c)\n", 3, 4),
        ("c = None\nrun(c)\n", 1, 2),
    ],
)
def test_what_does_not(program: str, line: int, place: int) -> None:
    assert reached(program.encode(), [(place, place)], {line}) == [None]


OLD_CALLS = "def run(c, d=None):\n  exec(c)\ndef go(c):\n  run(c)\nk = [\n  'a']\nrun(k)\n"


@pytest.mark.parametrize(
    ("new", "line"),
    [
        (OLD_CALLS.replace("  run(c)", "  run(c, d=1)"), None),
        (OLD_CALLS.replace("[\n  'a']", "['a']"), None),
        (OLD_CALLS.replace("run(k)", "run(c=k)"), 7),
        (OLD_CALLS.replace("  run(c)", "  c = 'b'\n  run(c)"), 4),
        (OLD_CALLS.replace("def go(c)", "def go(c='b')"), 3),
        (f"{OLD_CALLS}def other():\n  c = read()\n  run(c)\n", 9),
        (f"{OLD_CALLS}def other(k):\n  run(k)\nother('b')\n", 10),
        (OLD_CALLS.replace("'a'", "'b'"), 6),
    ],
)
def test_what_a_name_was_given_before_reaches_nothing_anew(new: str, line: int | None) -> None:
    fresh = {number for number, text in enumerate(new.splitlines(), 1) if text not in OLD_CALLS.splitlines()}
    assert reached(new.encode(), [(2, 2)], fresh, [OLD_CALLS.encode()]) == [line]


def test_the_line_that_reaches_an_old_call_is_named(repository: Repository, judge: Judge) -> None:
    repository.write("tool.py", OLD + "run(input())\n")
    (only,) = judge("--staged").findings
    assert only["message"].endswith("(this line is as it was, but line 10 reaches it now)")


def test_what_reaches_an_old_way_to_other_machines_is_only_told(repository: Repository, judge: Judge) -> None:
    text = "import uvicorn\napp = make()\nuvicorn.run(app, host='0.0.0.0')\n"
    repository.write("a.py", text)
    repository.commit()
    repository.write("a.py", text.replace("make()", "make(1)"))
    assert [each["severity"] for each in judge("--staged").findings] == ["tell"]
    repository.write("a.py", text.replace("0.0.0.0", "::"))
    assert judge("--staged").exit_code == 1


def test_a_comment_silences_only_where_the_base_has_it(repository: Repository, judge: Judge) -> None:
    repository.write("a.py", "import os\ndef f(x):\n    return os.system(x)  # noqa: LLS202\nf('make')\n")
    repository.commit()
    repository.write("a.py", "import os\ndef f(x):\n    return os.system(x)  # noqa: LLS202\nf('ls')\n")
    assert judge("--staged").places == []
    repository.write("b.py", "import os\nos.system('make')  # noqa: LLS202\n")
    assert [place for place in judge("--staged").places if "LLS906" not in place] == ["b.py:2 LLS202"]


def test_whole_files_on_request(repository: Repository, judge: Judge) -> None:
    repository.write("tool.py", f"# comment\n{OLD}")
    assert len(judge("--staged", "--whole").findings) == 2


def test_a_file_that_did_not_parse_is_news_whenever_it_changes(repository: Repository, judge: Judge) -> None:
    repository.write("old.py", "print 1\n")
    repository.commit()
    repository.write("old.py", "print 1\n# more\n")
    assert judge("--staged").places == ["old.py:1 LLS901"]


def test_only_agents_commits_are_judged_unless_asked_for(repository: Repository, judge: Judge) -> None:
    base = repository.git("rev-parse", "HEAD")
    repository.write("a.py", "eval(input())\n")
    repository.commit("By hand")
    repository.write("b.py", "eval(input())\n")
    repository.commit(f"By machine{CLAUDE}")
    verdict = judge("--commits", f"{base}..HEAD")
    assert verdict.places == ["b.py:1 LLS101"]
    assert "judged: 1 of 2 commits" in verdict.errors
    assert len(judge("--commits", f"{base}..HEAD", "--all").places) == 2
    assert len(judge("--commits", f"{base}..HEAD", "--branch", "m*n").places) == 2
    assert len(judge("--commits", f"{base}..HEAD", "--mark", "author=ada@example.org").places) == 2
    assert len(judge("--commits", f"{base}..HEAD", "--branch", "claude/*").places) == 1


def test_each_commit_is_judged_as_it_is(repository: Repository, judge: Judge) -> None:
    repository.write("a.py", "eval(input())\n")
    first = repository.commit(f"In{CLAUDE}")
    repository.git("rm", "--quiet", "a.py")
    repository.commit(f"Out{CLAUDE}")
    (only,) = judge("--commits", "HEAD~2..HEAD").findings
    assert only["message"].endswith(f"(commit {first[:12]})")


def test_people_may_be_told_without_a_stop(repository: Repository, judge: Judge) -> None:
    repository.write("setup.cfg", "[metadata]\nname = x\n")
    verdict = judge("--staged")
    assert [each["severity"] for each in verdict.findings] == ["tell"]
    assert verdict.exit_code == 0
    assert judge("--staged", "--fail-on", "tell").exit_code == 1


def test_the_first_commit_is_all_news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, judge: Judge) -> None:
    first = Repository.make(tmp_path / "first")
    first.write("a.py", "eval(input())\n")
    monkeypatch.chdir(first.root)
    assert judge("--staged").places == ["a.py:1 LLS101"]


def test_a_folder_of_the_work_tree_alone(repository: Repository, judge: Judge) -> None:
    for path in ("src/a.py", "other/b.py"):
        repository.write(path, "eval(input())\n")
    assert judge("--base", "HEAD", "src").places == ["src/a.py:1 LLS101"]


def test_what_others_changed_at_the_base_meanwhile_is_no_news(repository: Repository, judge: Judge) -> None:
    repository.git("checkout", "--quiet", "-b", "work")
    repository.git("checkout", "--quiet", "main")
    repository.write("tool.py", "print(1)\n")
    repository.commit("Mend")
    repository.git("checkout", "--quiet", "work")
    assert judge("--base", "main").places == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("--base", "nowhere"),
        ("--base", "--output=x"),
        ("--base", "main:tool.py"),
        ("--commits", "main"),
        ("--commits", "main...HEAD"),
        ("--commits", "nowhere..HEAD"),
        ("--base", "main", "/"),
    ],
)
def test_what_cannot_be_told_is_refused_with_a_reason(
    repository: Repository, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    from flake8_llm_sandbox.command.cli import main

    assert main([f"{arguments[0]}={arguments[1]}", *arguments[2:]]) == 2
    assert capsys.readouterr().err.startswith("git: ")


def test_a_shallow_clone_is_refused(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, judge: Judge
) -> None:
    for _ in range(3):
        repository.commit()
    repository.git("clone", "--quiet", "--depth=2", f"file://{repository.root}", str(tmp_path / "clone"))
    monkeypatch.chdir(tmp_path / "clone")
    verdict = judge("--commits", "HEAD~1..HEAD")
    assert verdict.exit_code == 2
    assert "shallow" in verdict.errors


def test_a_base_that_a_shallow_clone_cannot_place_is_refused(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, judge: Judge
) -> None:
    repository.git("checkout", "--quiet", "-b", "work")
    for _ in range(3):
        repository.commit()
    origin = f"file://{repository.root}"
    repository.git("clone", "--quiet", "--depth=1", "--no-single-branch", origin, str(tmp_path / "clone"))
    monkeypatch.chdir(tmp_path / "clone")
    verdict = judge("--base", "origin/main")
    assert verdict.exit_code == 2
    assert "shallow" in verdict.errors


def test_outside_of_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, judge: Judge) -> None:
    monkeypatch.chdir(tmp_path)
    assert judge("--staged").exit_code == 2


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("docker/__init__.py", True),
        ("src/openai/__init__.py", True),
        ("src/shop/__init__.py", False),
        ("json/__init__.py", False),
        ("deploy/docker/__init__.py", False),
        ("docker/extra.py", False),
    ],
)
@pytest.mark.parametrize("mode", MODES)
def test_a_new_package_that_is_named_like_a_library_is_told(
    repository: Repository, judge: Judge, mode: str, path: str, told: bool
) -> None:
    repository.write(path, "")
    repository.write("tool2.py", "import docker\ndocker.from_env().containers.run('a')\n")
    given(repository, mode)
    found = judge(mode).places
    assert (f"{path}:1 LLS953" in found) is told
    assert any(each.startswith("tool2.py:2") for each in found)
