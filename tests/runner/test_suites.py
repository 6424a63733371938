"""Test suites run here as they run outside: what a call collects is judged, what the project says of it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from llm_sandbox_run import Outcome, Policy
from llm_sandbox_run.gate.gate import check
from llm_sandbox_run.model import CleanCode, Code, Module, Refused, Script

from tests.runner.conftest import own

if TYPE_CHECKING:
    from pathlib import Path

DIRTY = "import os\nos.system('true')\n"
TEST = "def test_x():\n    pass\n"
PROJECT = "[project]\nname = 'pkg'\n"


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    own(*root.rglob("*"))


@pytest.fixture
def own_box(make_box, backend):
    return make_box(backend=backend)


def refused(root: Path, *args: str, runner: str = "pytest") -> set[str]:
    """Return the files for which the gate refuses a call."""
    verdict = check(Module(runner, args), root)
    return {each.path for each in verdict.problems} if isinstance(verdict, Refused) else set()


@pytest.mark.parametrize(
    ("args", "dirty"),
    [
        ((), {"tests/test_b.py"}),
        (("-q", "tests/test_a.py::test_x"), set()),
        (("tests/test_b.py::test_x",), {"tests/test_b.py"}),
        (("-k", "tests/test_a.py"), {"tests/test_b.py"}),
        (("--cov", "other"), {"tests/test_b.py", "other/test_c.py"}),
        (("tests/test_a.py", "--ignore=tests"), set()),
        (("-m", "not slow", "tests", "--ignore", "tests/test_b.py"), set()),
        (("tests", "other"), {"tests/test_b.py", "other/test_c.py"}),
        (("--", "other"), {"other/test_c.py"}),
    ],
)
def test_judged_is_what_a_call_collects(project: Path, args: tuple[str, ...], dirty: set[str]) -> None:
    write(
        project,
        {
            "pyproject.toml": "[tool.pytest.ini_options]\ntestpaths = ['tests']\n",
            "tests/test_a.py": TEST,
            "tests/test_b.py": DIRTY,
            "other/test_c.py": DIRTY,
        },
    )
    assert refused(project, *args) == dirty


def test_conftests_above_what_is_collected_are_judged(project: Path) -> None:
    write(
        project, {"conftest.py": DIRTY, "a/conftest.py": DIRTY, "b/conftest.py": DIRTY, "a/b/test_x.py": TEST}
    )
    assert refused(project, "a/b/test_x.py") == {"conftest.py", "a/conftest.py"}


@pytest.mark.parametrize(
    ("files", "dirty"),
    [
        ({"pytest.ini": "[pytest]\npython_files = check_*.py\n"}, {"check_b.py"}),
        ({"tox.ini": "[pytest]\npython_files = check_*.py\n"}, {"check_b.py"}),
        ({"setup.cfg": "[tool:pytest]\naddopts = -o python_files=check_*.py\n"}, {"check_b.py"}),
        ({"pytest.ini": "[pytest]\n", "tox.ini": "[pytest]\npython_files = check_*.py\n"}, {"test_a.py"}),
        ({"pytest.ini": "[pytest]\naddopts = --doctest-modules\n"}, {"check_b.py", "test_a.py"}),
        (
            {"pytest.ini": "[pytest]\naddopts = -p build.plug\n", "build/plug.py": DIRTY},
            {"build/plug.py", "test_a.py"},
        ),
        ({"pytest.ini": "[pytest]\naddopts = -p antigravity\n"}, {"pytest.ini", "test_a.py"}),
        (
            {"pyproject.toml": "[project.entry-points.pytest11]\nx = 'plug'\n", "plug.py": DIRTY},
            {"plug.py", "test_a.py"},
        ),
        ({"src/pytest.ini": "[pytest]\npython_files = check_*.py\n"}, {"test_a.py"}),
    ],
)
def test_settings_say_what_is_collected(project: Path, files: dict[str, str], dirty: set[str]) -> None:
    write(project, {"check_b.py": DIRTY, "test_a.py": DIRTY, **files})
    assert refused(project) == dirty


@pytest.mark.parametrize(
    ("args", "dirty"),
    [
        ((), {"test_a.py", "t/test_b.py"}),
        (("test_a.Case.test_x",), {"test_a.py"}),
        (("t/test_b.py", "-v"), {"t/test_b.py"}),
        (("discover", "-s", "t"), {"t/test_b.py"}),
        (("discover", "t", "ch*.py"), {"t/check_c.py"}),
        (("discover", "-s", "t", "--pattern=ch*.py"), {"t/check_c.py"}),
    ],
)
def test_judged_is_what_unittest_loads(project: Path, args: tuple[str, ...], dirty: set[str]) -> None:
    write(project, {"test_a.py": DIRTY, "t/test_b.py": DIRTY, "t/check_c.py": DIRTY, "t/__init__.py": ""})
    assert refused(project, *args, runner="unittest") == dirty


def test_addopts_count_but_for_what_goes_too_far(own_box, project: Path) -> None:
    write(
        project,
        {
            "pytest.ini": "[pytest]\nmarkers = slow\naddopts = -m 'not slow' --basetemp=. --ff --strict-config -o addopts=--pdb\n",
            "test_x.py": "import pytest\n\n@pytest.mark.slow\ndef test_slow():\n    assert 0\n\ndef test_x():\n    pass\n",
        },
    )
    result = own_box.run_module("pytest", ["-q"])
    assert result.outcome is Outcome.PASS, result.stdout + result.stderr
    assert "1 passed, 1 deselected" in result.stdout
    assert [line for line in result.log if "addopts" in line] == [
        "left out of the project's addopts: --basetemp=., which deletes a folder",
        "left out of the project's addopts: -o addopts=--pdb, which is set for the sandbox",
    ]
    assert not result.changes


def test_package_below_src_is_imported_as_if_it_were_installed(own_box, project: Path) -> None:
    write(
        project,
        {
            "pyproject.toml": PROJECT,
            "src/pkg/__init__.py": "VALUE = 'src'\n",
            "src/pkg/__main__.py": "from pkg import VALUE\nprint(VALUE)\n",
            "tests/test_pkg.py": "import pkg\n\ndef test_x():\n    assert pkg.VALUE == 'src'\n",
            "tools/show.py": "import pkg\nprint(pkg.VALUE)\n",
        },
    )
    assert own_box.run_module("pkg").stdout == "src\n"
    assert own_box.run_file("tools/show.py").stdout == "src\n"
    assert own_box.run_module("pytest", ["-q", "tests"]).outcome is Outcome.PASS


@pytest.mark.parametrize(
    "settings",
    [
        {"pyproject.toml": "[tool.setuptools]\npackage-dir = {'' = 'lib'}\n"},
        {"pyproject.toml": "[tool.setuptools.packages.find]\nwhere = ['lib']\n"},
        {"pyproject.toml": "[tool.hatch.build.targets.wheel]\npackages = ['lib/pkg']\n"},
        {"pyproject.toml": "[tool.poetry]\npackages = [{include = 'pkg', from = 'lib'}]\n"},
        {"pyproject.toml": "[tool.pdm.build]\npackage-dir = 'lib'\n"},
        {"setup.cfg": "[options]\npackage_dir =\n    = lib\n"},
        {"setup.cfg": "[options.packages.find]\nwhere = lib\n"},
    ],
)
def test_settings_say_where_packages_are(project: Path, settings: dict[str, str]) -> None:
    write(project, {"lib/pkg/__init__.py": DIRTY, "src/pkg/__init__.py": "", **settings})
    verdict = check(Code(b"import pkg"), project)
    assert isinstance(verdict, Refused)
    assert {each.path for each in verdict.problems} == {"lib/pkg/__init__.py"}


def test_folders_of_others_are_no_roots(project: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (project / "link").symlink_to(tmp_path / "outside")
    for name in ("../outside", "link", "/etc"):
        write(project, {"pyproject.toml": f"[tool.pdm.build]\npackage-dir = '{name}'\n"})
        verdict = check(Code(b"pass"), project)
        assert isinstance(verdict, CleanCode)
        assert verdict.roots == ()


def test_module_below_src_gives_way_to_the_standard_library(own_box, project: Path) -> None:
    write(project, {"pyproject.toml": PROJECT, "src/colorsys.py": DIRTY})
    assert own_box.run_code("import colorsys\nprint(hasattr(colorsys, 'rgb_to_hsv'))").stdout == "True\n"


@pytest.mark.parametrize(
    "folder",
    [
        "'lib'",
        "os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), 'lib')",
        "str(Path(__file__).resolve().parents[1] / 'lib')",
        "str(Path(__file__).parent.parent.joinpath('lib'))",
        "LIB",
        "os.fspath(HERE.parent / 'lib')",
    ],
)
def test_folder_added_to_the_path_is_searched(own_box, project: Path, folder: str) -> None:
    text = (
        "import os\nimport sys\nfrom pathlib import Path\n\nHERE = Path(__file__).parent\nLIB = str(HERE.parent / 'lib')\n"
        f"sys.path.insert(0, {folder})\nimport deep\nprint(deep.VALUE)\n"
    )
    write(project, {"tools/main.py": text, "lib/deep.py": "VALUE = 'lib'\n"})
    assert own_box.run_file("tools/main.py").stdout == "lib\n"
    write(project, {"lib/deep.py": DIRTY})
    verdict = check(Script(project / "tools/main.py"), project)
    assert isinstance(verdict, Refused)
    assert "lib/deep.py" in {each.path for each in verdict.problems}


def test_folder_added_by_a_module_holds_for_what_was_imported_before(project: Path) -> None:
    write(
        project,
        {
            "main.py": "import paths\nimport deep\n",
            "paths.py": "import sys\nsys.path.append('lib')\n",
            "lib/deep.py": DIRTY,
        },
    )
    verdict = check(Script(project / "main.py"), project)
    assert isinstance(verdict, Refused)
    assert {each.path for each in verdict.problems} == {"lib/deep.py"}


def test_data_files_of_packages_are_read(own_box, project: Path) -> None:
    write(project, {"pkg/__init__.py": "", "pkg/data/words.txt": "word\n", "bare/data.txt": "bare\n"})
    text = (
        "from importlib import resources\nfrom importlib.resources import files\nimport pkgutil\n"
        "print(files('pkg').joinpath('data/words.txt').read_text(), end='')\n"
        "print(resources.files('pkg.data').joinpath('words.txt').read_text(), end='')\n"
        "print(resources.files('bare').joinpath('data.txt').read_text(), end='')\n"
    )
    result = own_box.run_code(text)
    assert result.stdout == "word\nword\nbare\n", result.stderr
    write(project, {"pkg/__init__.py": DIRTY})
    assert own_box.run_code(text).outcome is Outcome.BLOCKED


EXAMPLES = "def double(x):\n    '''Twice.\n\n    >>> import {module}\n    >>> {line}\n    4\n    '''\n    return 2 * x\n\n"
RUN = "import doctest\nprint(doctest.testmod())\n"


def test_examples_run_as_programs(own_box, project: Path) -> None:
    write(project, {"mod.py": EXAMPLES.format(module="math", line="double(2)") + RUN})
    result = own_box.run_file("mod.py")
    assert (result.outcome, result.stdout) == (Outcome.PASS, "TestResults(failed=0, attempted=2)\n"), (
        result.stderr
    )
    result = own_box.run_module("pytest", ["-q", "--doctest-modules", "mod.py"])
    assert "1 passed" in result.stdout, result.stdout + result.stderr


@pytest.mark.parametrize("line", ["os.remove('x')", "os.system('x')", "double(os.unlink('x'))"])
def test_examples_are_analysed_as_programs(project: Path, line: str) -> None:
    write(
        project,
        {
            "mod.py": EXAMPLES.format(module="os", line=line),
            "main.py": "import doctest, mod\ndoctest.testmod(mod)\n",
        },
    )
    for program in (Script(project / "main.py"), Module("pytest", ("--doctest-modules",))):
        verdict = check(program, project)
        assert isinstance(verdict, Refused)
        assert [(each.path, each.finding.line, each.text.strip()) for each in verdict.problems] == [
            ("mod.py", 5, line)
        ]
    assert isinstance(check(Module("pytest", ("mod.py",)), project), CleanCode)


def test_examples_in_texts_are_analysed_and_run(own_box, project: Path) -> None:
    write(
        project, {"test_it.txt": ">>> 1 + 1\n2\n", "docs/use.rst": "Use\n\n>>> 2 * 2\n4\n", "test_x.py": TEST}
    )
    result = own_box.run_module("pytest", ["-q", "--doctest-glob=*.rst", "--doctest-glob=*.txt"])
    assert "3 passed" in result.stdout, result.stdout + result.stderr
    write(project, {"docs/use.rst": "Use\n\n>>> import os\n>>> os.remove('x')\n"})
    assert refused(project, "--doctest-glob=*.rst") == {"docs/use.rst"}
    assert refused(project) == set()
    write(project, {"main.py": "import doctest\ndoctest.testfile('docs/use.rst')\n"})
    verdict = check(Script(project / "main.py"), project)
    assert isinstance(verdict, Refused)
    assert [(each.path, each.finding.line) for each in verdict.problems] == [("docs/use.rst", 4)]


@pytest.mark.parametrize("run", ["doctest.testmod()", "doctest.testmod(verbose=True)"])
def test_examples_that_nobody_has_seen_are_no_failed_tests(
    own_box, project: Path, run_unchecked, run: str
) -> None:
    result = run_unchecked(own_box, f"import doctest\n__doc__ = '>>' + '> print(1)'\n{run}\nprint('after')\n")
    assert (result.outcome, result.exit_code) == (Outcome.FAIL, 126), result.stdout
    assert "was not approved by the gate" in result.stderr
    assert "after" not in result.stdout


def test_examples_of_any_kind_run_where_code_is_granted(project: Path) -> None:
    verdict = check(Code(b"pass"), project, policy=Policy(["code"]))
    assert isinstance(verdict, CleanCode)
    assert verdict.examples == ("*",)
