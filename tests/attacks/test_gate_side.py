"""Only approved bytes execute: the ways around an import statement, and what lies in the project for that."""

from __future__ import annotations

import os
import py_compile
import zipfile
from typing import TYPE_CHECKING

import pytest
from llm_sandbox_run import Limits, Outcome, RunResult, Sandbox
from llm_sandbox_run.conversation.wires import Wires
from llm_sandbox_run.gate.checked import digest

from tests import unchecked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from llm_sandbox_run.model import CleanCode

EVIL = "import os\nos.system('true')\nprint('ESCAPED')\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    root.mkdir()
    if os.getuid() == 0:
        os.chown(root, 12_345, 12_345)
    return root


@pytest.fixture
def box(project: Path) -> Iterator[Sandbox]:
    with Sandbox(project, "subprocess", limits=Limits(seconds=10)) as box:
        yield box


def run(box: Sandbox, text: str) -> RunResult:
    return box._run_clean(unchecked.program(text), Wires())


def test_script_swapped_between_check_and_run_runs_as_it_was_checked(
    box: Sandbox, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = project / "main.py"
    script.write_text("print('checked')\n")
    original = Sandbox._run_clean

    def swap_first(self: Sandbox, code: CleanCode, wires: Wires) -> RunResult:
        script.write_text(EVIL)
        return original(self, code, wires)

    monkeypatch.setattr(Sandbox, "_run_clean", swap_first)
    assert box.run_file("main.py").stdout == "checked\n"


def test_module_swapped_between_check_and_run_is_refused(
    box: Sandbox, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "helper.py").write_text("print('checked')\n")
    original = Sandbox._run_clean

    def swap_first(self: Sandbox, code: CleanCode, wires: Wires) -> RunResult:
        (project / "helper.py").write_text(EVIL)
        return original(self, code, wires)

    monkeypatch.setattr(Sandbox, "_run_clean", swap_first)
    result = box.run_code("import helper")
    assert result.outcome is Outcome.FAIL
    assert "helper.py was not approved by the gate: " in result.stderr
    assert "ESCAPED" not in result.stdout


def test_module_that_an_earlier_run_wrote_is_checked_and_named(box: Sandbox, project: Path) -> None:
    assert run(box, f"open('fresh.py', 'w').write({EVIL!r})").outcome is Outcome.PASS
    result = box.run_code("import fresh")
    assert (result.outcome, result.started) == (Outcome.BLOCKED, False)
    assert str(result.findings[0]).startswith("fresh.py:2:")


def test_conftest_that_an_earlier_run_wrote_blocks_the_suite(box: Sandbox, project: Path) -> None:
    (project / "test_x.py").write_text("def test_x():\n    assert True\n")
    assert run(box, f"open('conftest.py', 'w').write({EVIL!r})").outcome is Outcome.PASS
    result = box.run_module("pytest")
    assert result.outcome is Outcome.BLOCKED
    assert str(result.findings[0]).startswith("conftest.py:2:")


@pytest.mark.parametrize(
    "name", ["sitecustomize.py", "usercustomize.py", "evil.pth", "json.py", "encodings/__init__.py"]
)
def test_nothing_in_the_project_runs_by_itself(box: Sandbox, project: Path, name: str) -> None:
    place = project / name
    place.parent.mkdir(exist_ok=True)
    place.write_text("import os; print('ESCAPED')\n")
    result = run(box, "import site, json, encodings\nprint('ran', json.__file__.startswith('/app'))")
    assert result.stdout == "ran False\n", result.stderr


@pytest.mark.parametrize(
    "way",
    [
        "import space.evil",
        "import runpy; runpy.run_module('evil')",
        "import runpy; runpy.run_path('evil.py')",
        "import importlib; importlib.import_module('evil')",
        "from importlib.machinery import SourceFileLoader as L; L('evil', 'evil.py').load_module()",
        (
            "from importlib.util import spec_from_file_location as s, module_from_spec as m; "
            "spec = s('evil', 'evil.py'); spec.loader.exec_module(m(spec))"
        ),
        "from importlib.machinery import SourcelessFileLoader as L; L('evil', 'evil.pyc').load_module()",
        (
            "from importlib.machinery import ExtensionFileLoader as L, ModuleSpec as S\n"
            "L('evil', 'evil.so').create_module(S('evil', None, origin='evil.so'))"
        ),
        "import zipimport; zipimport.zipimporter('evil.zip').load_module('evil')",
        "import sys; sys.path_hooks.clear(); sys.path_importer_cache.clear(); import evil",
        "import sys; sys.path.insert(0, 'folder'); import inner",
        "import sys; sys.path.insert(0, 'evil.zip'); import packed",
    ],
    ids=range(12),
)
def test_no_way_to_import_runs_what_was_not_approved(box: Sandbox, project: Path, way: str) -> None:
    _furnish(project)
    result = run(box, way)
    assert result.outcome is Outcome.FAIL, result
    assert "ESCAPED" not in result.stdout


def _furnish(project: Path) -> None:
    for name in ("evil.py", "space/evil.py", "folder/inner.py"):
        (project / name).parent.mkdir(exist_ok=True)
        (project / name).write_text(EVIL)
    py_compile.compile(str(project / "evil.py"), str(project / "evil.pyc"))
    (project / "evil.so").write_bytes(b"\x7fELF")
    with zipfile.ZipFile(project / "evil.zip", "w") as packed:
        packed.writestr("evil.py", EVIL)
        packed.writestr("packed.py", EVIL)


def test_module_outside_of_the_project_is_not_imported(box: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "outside.py").write_text(EVIL)
    result = run(box, f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import outside")
    assert result.outcome is Outcome.FAIL
    assert "ESCAPED" not in result.stdout


def test_approved_module_reloaded_after_a_change_is_refused(box: Sandbox, project: Path) -> None:
    (project / "helper.py").write_text("VALUE = 1\n")
    source = (
        f"import importlib, sys, helper\nopen('helper.py', 'w').write({EVIL!r})\nimportlib.reload(helper)\n"
    )
    code = unchecked.program(source, approved={"helper.py": _digest(project / "helper.py")})
    if os.getuid() == 0:
        os.chown(project / "helper.py", 12_345, 12_345)
    result = box._run_clean(code, Wires())
    assert "was not approved by the gate" in result.stderr
    assert "ESCAPED" not in result.stdout


def _digest(path: Path) -> str:
    return digest(path.read_bytes())
