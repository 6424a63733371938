"""What was checked is what runs: imports at run time, on both backends."""

from __future__ import annotations

import compileall
import importlib.util
import marshal
import os
import py_compile
import zipfile

import pytest
from llm_sandbox_run import Outcome
from llm_sandbox_run.gate.checked import digest


@pytest.fixture
def own_box(make_box, backend):
    return make_box(backend=backend)


def test_unapproved_module_is_refused_by_name(own_box, project, run_unchecked) -> None:
    (project / "other.py").write_text("print('ran')\n")
    result = run_unchecked(own_box, "import other")
    assert result.stdout == ""
    assert "ImportError: other.py was not approved by the gate" in result.stderr


def test_module_swapped_after_the_check_does_not_run(own_box, project, run_unchecked) -> None:
    (project / "other.py").write_text("print('swapped')\n")
    result = run_unchecked(own_box, "import other", approved={"other.py": digest(b"print('checked')\n")})
    assert result.stdout == ""
    assert "it changed after the check" in result.stderr


@pytest.mark.parametrize("mode", list(py_compile.PycInvalidationMode))
def test_forged_bytecode_is_not_read(own_box, project, run_unchecked, mode) -> None:
    source = project / "other.py"
    source.write_text("print('forged')\n")
    os.utime(source, (1_000_000, 1_000_000))
    cached = importlib.util.cache_from_source(str(source))
    py_compile.compile(str(source), cached, invalidation_mode=mode)
    source.write_text("print('honest')\n")
    os.utime(source, (1_000_000, 1_000_000))
    assert (
        run_unchecked(own_box, "import other", approved={"other.py": digest(source.read_bytes())}).stdout
        == "honest\n"
    )


def test_sourceless_bytecode_zip_and_machine_code_are_no_modules(own_box, project, run_unchecked) -> None:
    (project / "bare.py").write_text("print('bytecode')\n")
    compileall.compile_file(project / "bare.py", legacy=True, quiet=1)
    (project / "bare.py").unlink()
    (project / "native.so").write_bytes(b"\x7fELF")
    with zipfile.ZipFile(project / "packed.zip", "w") as packed:
        packed.writestr("inside.py", "print('zipped')\n")
    result = run_unchecked(
        own_box,
        "import sys\nsys.path.append('packed.zip')\n"
        "for name in ('bare', 'native', 'inside'):\n"
        "    try: __import__(name)\n"
        "    except ImportError as error: print(type(error).__name__)\n",
    )
    assert result.stdout == "ModuleNotFoundError\n" * 3


def test_module_written_by_the_program_is_not_imported(own_box, run_unchecked) -> None:
    result = run_unchecked(
        own_box,
        "import sys, tempfile, pathlib\n"
        "for folder in ('.', tempfile.gettempdir()):\n"
        "    pathlib.Path(folder, 'fresh.py').write_text('print(1)')\n"
        "    sys.path.insert(0, folder)\n"
        "    try: import fresh\n"
        "    except ImportError as error: print('refused')\n",
    )
    assert result.stdout == "refused\nrefused\n", result.stderr


def test_standard_library_is_not_shadowed(own_box, project, run_unchecked) -> None:
    text = b"print('shadow')\n"
    (project / "colorsys.py").write_bytes(text)
    result = run_unchecked(
        own_box,
        "import colorsys; print(hasattr(colorsys, 'rgb_to_hsv'))",
        approved={"colorsys.py": digest(text)},
    )
    assert result.stdout == "True\n"


def test_packages_namespaces_and_relative_imports_work(own_box, project) -> None:
    (project / "pkg/sub").mkdir(parents=True)
    (project / "space/deep").mkdir(parents=True)
    (project / "pkg/__init__.py").write_text("from .sub import leaf\n")
    (project / "pkg/sub/__init__.py").write_text("")
    (project / "pkg/sub/leaf.py").write_text("VALUE = 'leaf'\n")
    (project / "space/deep/x.py").write_text("VALUE = 'space'\n")
    result = own_box.run_code("import pkg, space.deep.x\nprint(pkg.leaf.VALUE, space.deep.x.VALUE)")
    assert result.stdout == "leaf space\n", result.stderr


def test_imported_module_with_a_finding_blocks_the_program(own_box, project) -> None:
    (project / "helper.py").write_text("import os\ndef wipe(path):\n    os.remove(path)\n")
    (project / "main.py").write_text("import helper\n")
    result = own_box.run_file("main.py")
    assert result.outcome is Outcome.BLOCKED
    assert str(result.findings[0]).startswith("helper.py:3:")


def test_exec_of_an_unapproved_file_is_refused(own_box, project, run_unchecked) -> None:
    (project / "data.txt").write_text("print('ran')")
    result = run_unchecked(own_box, "import runpy\nrunpy.run_path('data.txt')\nprint('after')")
    assert "ran" not in result.stdout


def test_pytest_passes_and_rewrites_assertions(own_box, project) -> None:
    (project / "mod.py").write_text("def double(x):\n    return 2 * x\n")
    (project / "tests").mkdir()
    (project / "tests/test_mod.py").write_text(
        "from mod import double\n\ndef test_right():\n    assert double(2) == 4\n\ndef test_wrong():\n    assert double(2) == 5\n"
    )
    (project / "conftest.py").write_text("import pytest\n\n@pytest.fixture\ndef two():\n    return 2\n")
    result = own_box.run_module("pytest", ["-q"])
    assert result.outcome is Outcome.FAIL, result.stdout + result.stderr
    assert "1 failed, 1 passed" in result.stdout
    assert "assert 4 == 5" in result.stdout


def test_pytest_does_not_read_bytecode_that_it_would_have_cached(own_box, project) -> None:
    honest, forged = "def test_x():\n    assert 'honest'\n", "def test_x():\n    assert 'forge' == 0\n"
    assert own_box.run_module("pytest", ["--version"]).outcome is Outcome.PASS
    test = project / "test_x.py"
    test.write_text(honest)
    # pytest's cache is a .pyc with its own tag beside the source; forge one for every tag that it could look for.
    code = marshal.dumps(compile(forged, str(test), "exec"))
    status = test.stat()
    header = importlib.util.MAGIC_NUMBER + b"\0" * 4
    header += (int(status.st_mtime) & 0xFFFFFFFF).to_bytes(4, "little") + (
        status.st_size & 0xFFFFFFFF
    ).to_bytes(4, "little")
    (project / "__pycache__").mkdir()
    tag = own_box.run_code(
        "import sys, pytest; print(sys.implementation.cache_tag + '-pytest-' + pytest.__version__)"
    ).stdout.strip()
    (project / f"__pycache__/test_x.{tag}.pyc").write_bytes(header + code)
    result = own_box.run_module("pytest", ["-q"])
    assert result.outcome is Outcome.PASS, result.stdout


def test_pytest_refuses_unapproved_plugins(own_box, project) -> None:
    (project / "evil.py").write_text("import os\nos.system('true')\n")
    (project / "test_x.py").write_text("def test_x():\n    pass\n")
    assert own_box.run_module("pytest", ["-q"]).outcome is Outcome.PASS
    result = own_box.run_module("pytest", ["-q", "-p", "evil"])
    assert result.outcome is Outcome.BLOCKED
    assert str(result.findings[0]).startswith("evil.py:2:")
    (project / "conftest.py").write_text("pytest_plugins = ['evil']\n")
    result = own_box.run_module("pytest", ["-q"])
    assert result.outcome is Outcome.BLOCKED
    assert str(result.findings[0]).startswith("evil.py:2:")


def test_unittest_runs(own_box, project) -> None:
    (project / "test_x.py").write_text(
        "import unittest\n\nclass Test(unittest.TestCase):\n    def test_x(self):\n        self.assertEqual(1, 1)\n"
    )
    result = own_box.run_module("unittest", ["-v"])
    assert result.outcome is Outcome.PASS, result.stderr
    assert "Ran 1 test" in result.stderr


def test_more_tests_than_fit_into_one_message_are_all_counted(own_box, project) -> None:
    (project / "test_many.py").write_text(
        "import unittest\n\n"
        "class Test(unittest.TestCase):\n"
        "    def test(self):\n"
        "        self.skipTest('')\n\n"
        "def load_tests(loader, tests, pattern):\n"
        "    return unittest.TestSuite(Test('test') for number in range(10_000))\n"
    )
    result = own_box.run_module("unittest")
    assert result.outcome is Outcome.PASS, result.stderr
    assert (result.tests.skipped, result.tests.finished) == (10_000, True)
