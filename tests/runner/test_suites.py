"""Test suites run here as they run outside: what a call collects is judged, what the project says of it counts."""

from __future__ import annotations

import io
import tarfile
from importlib.metadata import distribution
from typing import TYPE_CHECKING

import pytest
from docker.errors import DockerException
from llm_sandbox_run import Limits, Outcome, Policy, SandboxError
from llm_sandbox_run.gate.gate import check
from llm_sandbox_run.model import CleanCode, Code, Module, Refused, Script

from tests.image import IMAGE
from tests.runner.conftest import own

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import docker

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


@pytest.mark.parametrize(
    "settings",
    [
        "[tool.pytest.ini_options]\ntestpaths = ['.', '/etc/*', '..', '**', '\\u0000', '[', 'te*/', '']\n",
        "[tool.pytest.ini_options]\ntestpaths = 1\naddopts = {a = 1}\npython_files = []\npythonpath = ['\\u0000', '..']\n",
        "[tool.pytest]\naddopts = [1, '-p', 'no', '--ignore']\ntestpaths = [[1]]\n",
        "[tool.pytest.ini_options]\naddopts = '\"'\n",
        "[tool]\npytest = [1]\nsetuptools = 'x'\n",
        "[tool.setuptools]\npackage-dir = ['a']\npackages = {find = {where = [1, '\\u0000']}}\n",
        "[tool.poetry]\npackages = ['a', {from = 1}]\n[project.entry-points.pytest11]\na = 1\nb = 'b c'\n[tool.hatch]\nbuild = 1\n",
        "tool = 1\n",
        "= broken",
        "\udcff",
    ],
)
def test_settings_of_any_shape_are_no_failure_of_ours(project: Path, settings: str) -> None:
    write(project, {"test_a.py": DIRTY})
    (project / "pyproject.toml").write_bytes(settings.encode("utf-8", "surrogateescape"))
    check(Module("pytest"), project)
    for name in ("pytest.ini", "setup.cfg", "tox.ini"):
        (project / name).write_bytes(b"[pytest]\naddopts = '\n[pytest]\n[options]\npackage_dir\n\xff\x00")
    check(Module("pytest"), project)


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
        ({"pytest.ini": "[pytest]\naddopts = -qxp antigravity\n"}, {"pytest.ini", "test_a.py"}),
        ({"pytest.ini": "[pytest]\naddopts = -qpantigravity\n"}, {"pytest.ini", "test_a.py"}),
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


@pytest.mark.parametrize(
    "conftest",
    [
        "collect_ignore = ['test_b.py']",
        "collect_ignore: list[str] = []\ncollect_ignore.append('test_b.py')",
        "import sys\ncollect_ignore = []\nif sys.version_info < (3, 99):\n    collect_ignore += ['test_b.py']",
        "from pathlib import Path\ncollect_ignore = [str(Path(__file__).parent / 'test_b.py')]",
        "collect_ignore_glob = ['*_b.py']",
    ],
)
def test_what_a_conftest_ignores_is_not_judged(project: Path, conftest: str) -> None:
    files = {"test_a.py": TEST, "sub/test_a.py": TEST, "sub/test_b.py": DIRTY, "sub/conftest.py": conftest}
    write(project, files)
    assert refused(project) == set()
    assert refused(project, "sub/test_b.py") == {"sub/test_b.py"}
    (project / "sub/conftest.py").rename(project / "sub/other.py")
    assert refused(project) == {"sub/test_b.py"}


@pytest.mark.parametrize(
    "conftest", ["collect_ignore = [name]", "collect_ignore = (", "x = ['test_b.py']", "\0collect_ignore"]
)
def test_what_a_conftest_does_not_write_out_is_not_ignored(project: Path, conftest: str) -> None:
    write(project, {"conftest.py": conftest, "test_b.py": DIRTY})
    assert "test_b.py" in refused(project)


def test_folder_that_a_conftest_ignores_is_not_judged(project: Path) -> None:
    files = {"conftest.py": "collect_ignore = ['sub']", "sub/deep/test_b.py": DIRTY, "sub/conftest.py": DIRTY}
    write(project, files)
    assert refused(project) == set()
    assert refused(project, "sub") == {"sub/deep/test_b.py", "sub/conftest.py"}


def test_parts_of_tests_are_no_tests(own_box, project: Path) -> None:
    suite = """
import unittest
class T(unittest.TestCase):
    def test_parts(self):
        for n in range(6):
            with self.subTest(n=n):
                self.assertLess(n, 2)
    def test_good_parts(self):
        for n in range(6):
            with self.subTest(n=n):
                pass
    @unittest.skip("so")
    def test_skipped(self): pass
    @unittest.expectedFailure
    def test_wrong(self): self.fail()
    @unittest.expectedFailure
    def test_right(self): pass
    def test_error(self):
        with self.subTest(): 1 / 0
        self.fail()
"""
    write(project, {"test_it.py": suite})
    found = own_box.run_module("unittest").tests
    assert (found.collected, found.passed, found.failed, found.skipped, found.errors) == (6, 1, 2, 2, 1)
    found = own_box.run_module("pytest", ["-q"]).tests
    assert (found.collected, found.passed, found.failed, found.skipped, found.errors) == (6, 1, 3, 2, 0)


def test_addopts_count_but_for_what_goes_too_far(own_box, project: Path) -> None:
    write(
        project,
        {
            "pytest.ini": "[pytest]\nmarkers = slow\naddopts = -m 'not slow' --basetemp=. --ff --strict-config --co -qo addopts=--pdb\n",
            "test_x.py": "import pytest\n\n@pytest.mark.slow\ndef test_slow():\n    assert 0\n\ndef test_x():\n    pass\n",
        },
    )
    result = own_box.run_module("pytest", ["-q"])
    assert result.outcome is Outcome.PASS, result.stdout + result.stderr
    assert (result.tests.collected, result.tests.passed) == (1, 1)
    assert [line for line in result.log if "addopts" in line] == [
        "left out of the project's addopts: --basetemp=., which deletes a folder",
        "left out of the project's addopts: --co, which runs no tests",
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


@pytest.mark.parametrize("end", ["\u2028", "\x0b", "\x85", "\x1c"])
def test_examples_hide_nothing_behind_what_only_some_take_for_the_end_of_a_line(
    own_box, project: Path, end: str
) -> None:
    hidden = f'if 1: # {end}            """\n    ...     os.remove("x") # """'
    write(project, {"mod.py": EXAMPLES.format(module="os", line=hidden), "x": ""})
    verdict = check(Module("pytest", ("--doctest-modules", "mod.py")), project)
    assert isinstance(verdict, Refused) or len(verdict.examples) == 1
    own_box.run_module("pytest", ["-q", "--doctest-modules", "mod.py"])
    assert (project / "x").exists()


def test_modules_that_only_examples_import_are_judged(own_box, project: Path) -> None:
    files = {
        "mod.py": "def f():\n    '''\n    >>> import deep\n    >>> deep.VALUE\n    1\n    '''\n",
        "deep.py": "VALUE = 1\n",
        "main.py": "import doctest, mod\nprint(doctest.testmod(mod))\n",
    }
    write(project, files)
    result = own_box.run_file("main.py")
    assert result.stdout == "TestResults(failed=0, attempted=2)\n", result.stderr
    write(project, {"deep.py": DIRTY})
    assert own_box.run_file("main.py").outcome is Outcome.BLOCKED


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


@pytest.mark.parametrize(
    "run",
    [
        "doctest.DocTestRunner().run(doctest.DocTestParser().get_doctest(TEXT, {}, 'n', 'f', 0))",
        "doctest.testfile('made.txt', module_relative=False)",
        "exec(compile(TEXT[4:], '<doctest n[0]>', 'exec'))",
    ],
)
def test_examples_by_other_ways_do_not_run(own_box, run_unchecked, run: str) -> None:
    result = run_unchecked(
        own_box,
        "import doctest, os, tempfile\nTEXT = '>' + \">> print('ESC' + 'APED')\\n\"\nos.chdir(tempfile.gettempdir())\n"
        f"open('made.txt', 'w').write(TEXT)\ntry: {run}\nexcept BaseException as error: print(type(error).__name__)\n",
    )
    assert result.stdout == "UnapprovedError\n", result.stderr


def test_plugins_that_take_text_for_code_need_a_grant(project: Path) -> None:
    write(project, {"pytest.ini": "[pytest]\naddopts = --xdoctest\n"})
    for policy, blocked in ((Policy(), True), (Policy(["process"]), False)):
        verdict = check(Module("pytest"), project, policy=policy)
        assert isinstance(verdict, CleanCode)
        assert ("no:xdoctest" in verdict.args) is blocked


def test_examples_of_any_kind_run_where_code_is_granted(project: Path) -> None:
    verdict = check(Code(b"pass"), project, policy=Policy(["code"]))
    assert isinstance(verdict, CleanCode)
    assert verdict.examples == ("*",)


# Plugins, other runners

PLUGINS = (
    "coverage", "execnet", "iniconfig", "packaging", "pluggy", "pygments", "pytest", "pytest-cov", "pytest-xdist",
)  # fmt: skip


@pytest.fixture(scope="module")
def image_with_plugins(engine: docker.APIClient) -> Iterator[str]:
    """An image with these packages, as they are installed here."""
    context = io.BytesIO()
    with tarfile.open(fileobj=context, mode="w") as tar:
        text = f"FROM {IMAGE}\nCOPY site /usr/local/lib/python3.11/dist-packages\n".encode()
        header = tarfile.TarInfo("Dockerfile")
        header.size = len(text)
        tar.addfile(header, io.BytesIO(text))
        for name in PLUGINS:
            for file in distribution(name).files or ():
                if ".." not in file.parts and "__pycache__" not in file.parts:
                    tar.add(str(file.locate()), f"site/{file}")
    context.seek(0)
    name = "llm-sandbox-test-plugins"
    for line in engine.build(fileobj=context, custom_context=True, tag=name, rm=True, decode=True):
        assert "error" not in line, line
    yield name
    engine.remove_image(name, force=True)


@pytest.fixture
def box_with_plugins(make_box, backend: str, request: pytest.FixtureRequest):
    def make(**options: object):
        image = request.getfixturevalue("image_with_plugins") if backend == "docker" else IMAGE
        return make_box(backend=backend, image=image, **options)

    return make


def test_plugins_of_the_image_are_loaded(box_with_plugins, project: Path) -> None:
    write(
        project,
        {
            "pyproject.toml": PROJECT
            + "[tool.pytest.ini_options]\naddopts = '-n 2 --cov=pkg --cov-report=term'\n",
            "src/pkg/__init__.py": "def double(x):\n    return 2 * x\n",
            "tests/test_pkg.py": "import pkg\n\ndef test_x(cov):\n    assert cov and pkg.double(2) == 4\n",
        },
    )
    result = box_with_plugins().run_module("pytest", [])
    assert result.outcome is Outcome.PASS, result.stdout + result.stderr
    assert "src/pkg/__init__.py       2      0   100%" in result.stdout
    assert any("-n 0" in line for line in result.log)
    assert result.tests.passed == 1
    assert box_with_plugins().run_module("pytest", ["-p", "no:cov", "-o", "addopts="]).outcome is Outcome.FAIL


def test_workers_run_where_processes_are_granted(box_with_plugins, project: Path) -> None:
    write(project, {"test_x.py": "def test_x(worker_id):\n    assert worker_id in ('gw0', 'gw1')\n"})
    box = box_with_plugins(policy=Policy(["process"]), limits=Limits(seconds=60))
    result = box.run_module("pytest", ["-n", "2"])
    assert result.outcome is Outcome.PASS, result.stdout + result.stderr


def test_plugin_that_comes_with_the_project_is_no_plugin_of_the_image(own_box, project: Path) -> None:
    write(
        project,
        {
            "plug.egg-info/entry_points.txt": "[pytest11]\nplug = plug\n",
            "plug.egg-info/PKG-INFO": "Metadata-Version: 2.1\nName: plug\nVersion: 1\n",
            "plug.py": "print('loaded')\n",
            "test_x.py": TEST,
        },
    )
    result = own_box.run_module("pytest", ["-q", "-s"])
    assert result.outcome is Outcome.PASS, result.stderr
    assert "loaded" not in result.stdout


def test_plugin_of_the_project_is_loaded_as_if_it_were_installed(own_box, project: Path) -> None:
    write(
        project,
        {
            "pyproject.toml": PROJECT + "[project.entry-points.pytest11]\nplug = 'pkg.plug'\n",
            "src/pkg/plug.py": "import pytest\n\n@pytest.fixture\ndef two():\n    return 2\n",
            "test_x.py": "def test_x(two):\n    assert two == 2\n",
        },
    )
    result = own_box.run_module("pytest", ["-q"])
    assert result.outcome is Outcome.PASS, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("words", "passed"),
    [
        (["run", "-m", "pytest", "-q"], 1),
        (["run", "--source", "pkg", "--branch", "-m", "pytest", "tests/test_pkg.py"], 1),
        (["run", "-m", "pkg"], None),
        (["run", "src/pkg/__main__.py"], None),
    ],
)
def test_coverage_measures(box_with_plugins, project: Path, words: list[str], passed: int | None) -> None:
    write(
        project,
        {
            "pyproject.toml": PROJECT,
            "src/pkg/__init__.py": "VALUE = 1\n",
            "src/pkg/__main__.py": "import pkg\nprint(pkg.VALUE)\n",
            "tests/test_pkg.py": "import pkg\n\ndef test_x():\n    assert pkg.VALUE\n",
        },
    )
    box = box_with_plugins()
    result = box.run_module("coverage", words)
    assert result.outcome is Outcome.PASS, result.stdout + result.stderr
    assert (result.tests.passed if result.tests else None) == passed
    report = box.run_module("coverage", ["report"])
    assert "src/pkg/__init__.py       1      0 " in report.stdout, report.stdout + report.stderr


def test_coverage_runs_only_what_is_judged(project: Path) -> None:
    write(project, {"test_x.py": DIRTY, "main.py": DIRTY, "clean.py": ""})
    for words in (
        ("run", "-m", "pytest"),
        ("run", "main.py"),
        ("run", "-a", "-m", "main"),
        ("run", "-m", "pip"),
        ("debug",),
    ):
        assert isinstance(check(Module("coverage", words), project), Refused)
    assert isinstance(check(Module("coverage", ("run", "clean.py")), project), CleanCode)


def test_tests_that_end_the_process_under_coverage_are_no_success(
    box_with_plugins, project, run_unchecked
) -> None:
    write(
        project, {"test_x.py": "import os, sys\n\ndef test_x():\n    sys.stdout.flush()\n    os._exit(0)\n"}
    )
    policy = Policy(["LLS204:test_x.py", "process"])
    result = box_with_plugins(policy=policy).run_module("coverage", ["run", "-m", "pytest"])
    assert result.outcome is Outcome.FAIL, result.findings


def test_other_runners_are_allowed_by_name(own_box, project: Path, make_box, backend: str) -> None:
    write(
        project,
        {
            "test_x.py": "import unittest\n\nclass Test(unittest.TestCase):\n    def test_x(self):\n        pass\n"
        },
    )
    assert own_box.run_module("py.test").outcome is Outcome.BLOCKED
    box = make_box(backend=backend, policy=Policy(runners=["_pytest"]))
    assert box.run_module("_pytest").outcome is Outcome.FAIL  # it is no runner after all
    write(project, {"test_x.py": DIRTY})
    assert box.run_module("_pytest").outcome is Outcome.BLOCKED


def test_folder_named_as_a_path_is_imported_from(make_box, backend: str, project: Path) -> None:
    write(project, {"lib/deep.py": "VALUE = 'lib'\n"})
    assert (
        make_box(backend=backend, paths=["lib"]).run_code("import deep\nprint(deep.VALUE)").stdout == "lib\n"
    )
    for path in ("..", "/etc", "nothing"):
        with pytest.raises(SandboxError):
            make_box(backend=backend, paths=[path])


# What a place lacks


def test_missing_runner_is_an_error_of_the_place(make_box, backend: str, project: Path) -> None:
    box = make_box(backend=backend, policy=Policy(runners=["no_runner"]))
    with pytest.raises(SandboxError, match="has no module no_runner: choose an image that has it"):
        box.run_module("no_runner")
    assert box.run_code("print(1)").stdout == "1\n"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("rm /usr/bin/python3", "no python3 on its PATH"),
        ("ln -sf /bin/echo /usr/bin/python3", "(?s)does not stay up: it needs Python 3.8.*It said: .*idle"),
    ],
)
def test_image_without_an_interpreter_says_so(engine, make_box, line: str, message: str) -> None:
    name = "llm-sandbox-test-bare"
    for said in engine.build(
        fileobj=io.BytesIO(f"FROM {IMAGE}\nRUN {line}\n".encode()), tag=name, decode=True
    ):
        assert "error" not in said, said
    try:
        with pytest.raises(SandboxError, match=message):
            make_box(image=name).run_code("print(1)")
    finally:
        engine.remove_image(name, force=True)


def test_engine_that_this_user_may_not_speak_to(
    make_box, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise DockerException("('Connection aborted.', PermissionError(13, 'Permission denied'))")

    def fail(_: object) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/closed/docker.sock")
    monkeypatch.setattr("docker.from_env", refuse)
    monkeypatch.setattr("pathlib.Path.is_socket", fail)
    with pytest.raises(SandboxError, match=r"may not speak to the Docker engine.*join the group"):
        make_box().run_code("print(1)")
