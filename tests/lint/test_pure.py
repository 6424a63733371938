"""The reviewed list of the strict profile, held against this interpreter."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from types import ModuleType

import pytest

from flake8_llm_sandbox import analyze, is_pure
from flake8_llm_sandbox.pure import PURE

# What reading the modules themselves takes.
QUIET = {
    "compile", "exec", "import", "marshal.loads", "object.__getattr__", "object.__setattr__", "open", "os.listdir",
    "sys._getframe", "sys._getframemodulename",
}  # fmt: skip
DANGEROUS = {"builtins", "ctypes", "importlib", "io", "os", "posix", "shutil", "socket", "subprocess", "sys"}
WATCH = """
import sys
events = set()
def hook(event, arguments):
    if event == "open" and (arguments[1] or "r") not in ("r", "rb"):
        event = "open-to-write"
    events.add(event)
sys.addaudithook(hook)
import {module}
print(*sorted(events))
"""


@pytest.mark.parametrize("module", sorted(PURE))
def test_import_has_no_effect(module: str) -> None:
    run = subprocess.run(
        [sys.executable, "-I", "-B", "-c", WATCH.replace("{module}", module)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert set(run.stdout.split()) <= QUIET


@pytest.mark.parametrize("module", sorted(PURE))
def test_no_door_in_it_is_unwatched(module: str) -> None:
    doors = {
        name: value.__name__
        for name, value in vars(import_module(module)).items()
        if isinstance(value, ModuleType) and value.__name__ in DANGEROUS
    }
    for name in doors:
        assert analyze(f"from {module} import {name} as door\nkeep = [door]\n"), f"{module}.{name}"


def test_parts_of_a_pure_module_are_pure_and_its_parents_are_not() -> None:
    assert is_pure("collections.abc")
    assert is_pure("urllib.parse.quote")
    assert not is_pure("urllib")
    assert not is_pure("urllib.request")
    assert not is_pure("jsonpickle")
    assert not is_pure("os")
