"""What callers hand over: a wrong type is said at once, by the name of its argument; nothing has run then."""

from __future__ import annotations

import inspect
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from llm_sandbox_run import (
    AsyncSandbox,
    Code,
    Limits,
    Module,
    Outcome,
    Sandbox,
    SandboxPool,
    Script,
    UsageError,
)
from llm_sandbox_run.pool import Options

if TYPE_CHECKING:
    from collections.abc import Callable

RUNS: dict[str, Callable[[Any], object]] = {
    "text": lambda box: box.run_code(1),
    "text of a check": lambda box: box.check(None),
    "args as text": lambda box: box.run_code("1", args="abc"),
    "args as bytes": lambda box: box.run_code("1", args=b"abc"),
    "args of a file as text": lambda box: box.run_file("x.py", args="abc"),
    "args of a module as text": lambda box: box.run_module("x", args="abc"),
    "args of numbers": lambda box: box.run_code("1", args=[1]),
    "args as number": lambda box: box.run_code("1", args=1),
    "stdin of a list": lambda box: box.run_code("1", stdin=["a"]),
    "stdin of a truth value": lambda box: box.run_code("1", stdin=True),
    "stdin of a stream": lambda box: box.run_code("1", stdin=io.StringIO()),
    "on_output": lambda box: box.run_code("1", on_output="stdout"),
    "seconds": lambda box: box.run_code("1", seconds="5"),
    "no seconds": lambda box: box.run_code("1", seconds=0),
    "seconds without end": lambda box: box.run_code("1", seconds=float("inf")),
    "memory": lambda box: box.run_code("1", memory_bytes=1e9),
    "memory above the limit": lambda box: box.run_code("1", memory_bytes=1 << 40),
    "memory too small": lambda box: box.run_code("1", memory_bytes=1 << 20),
    "file": lambda box: box.run_file(b"x.py"),
    "module": lambda box: box.run_module(Path("x")),
    "program": lambda box: box.run("print(1)"),
}


@pytest.mark.parametrize("name", RUNS)
def test_wrong_types_for_a_run(name: str, project: Path) -> None:
    with Sandbox(project, "subprocess") as box, pytest.raises(UsageError):
        RUNS[name](box)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("project", 1), ("backend", ["docker"]), ("backend", "podman"), ("image", None), ("limits", {"seconds": 1}),
        ("limits", 5), ("writable", "out"), ("writable", [1]), ("read_only", "no"), ("read_only", 1), ("idle_seconds", "60"),
        ("idle_seconds", True), ("cwd", 1), ("policy", "strict"), ("policy", {"files"}), ("preload", "numpy"), ("preload", [1]),
        ("require_isolation", "yes"), ("slot", "1"), ("live", 1), ("changes", None), ("changes", "merge"), ("runtime", None),
        ("paths", "src"), ("paths", [1]), ("base", 1), ("environment", "A=b"),
    ],
)  # fmt: skip
def test_wrong_types_for_a_sandbox(project: Path, name: str, value: object) -> None:
    with pytest.raises(UsageError):
        Sandbox(**{"project": project, name: value})  # type: ignore[arg-type]


@pytest.mark.parametrize("options", [{"size": "2"}, {"size": 0}, {"size": 1.5}, {"wait_seconds": "1"}])
def test_wrong_types_for_a_pool(project: Path, options: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        SandboxPool(project, backend="subprocess", **options)


@pytest.mark.parametrize("name", list(inspect.signature(Limits).parameters))
@pytest.mark.parametrize("value", ["5", None, True, -1, float("nan")])
def test_wrong_limits(name: str, value: Any) -> None:
    with pytest.raises(UsageError):
        Limits(**{name: value})


@pytest.mark.parametrize(
    "make", [lambda: Code("1"), lambda: Code(b"1", "ab"), lambda: Script("x"), lambda: Module("x", "ab"), lambda: Module(1)]
)  # fmt: skip
def test_wrong_types_for_a_program(make: Callable[[], object]) -> None:
    with pytest.raises(UsageError):
        make()


def test_text_for_standard_input_is_utf_8(box: Sandbox) -> None:
    result = box.run_code("import sys\nprint(sys.stdin.read(), sys.argv[1:])", ["a", "\u00e9"], "\u00fc")
    assert result.stdout == "\u00fc ['a', '\u00e9']\n"


def test_pools_take_what_a_sandbox_takes() -> None:
    options = {*inspect.signature(Sandbox).parameters} - {"project", "slot"}
    assert {*Options.__annotations__} == options
    for pool in (SandboxPool, AsyncSandbox):
        assert not {*inspect.signature(pool).parameters} & options


def test_limits_of_one_run(make_box, backend: str) -> None:
    box = make_box(backend=backend, limits=Limits(seconds=20, memory_bytes=512 << 20))
    large = "x = bytearray(200 << 20)\nimport time\ntime.sleep(1)"
    assert box.run_code("while True: pass", seconds=0.5).outcome is Outcome.TIMEOUT
    assert box.run_code(large, memory_bytes=64 << 20).outcome is Outcome.MEMORY
    assert box.run_code(large).outcome is Outcome.PASS


def test_result_as_plain_values(box: Sandbox) -> None:
    for text in ("print(1)", "import os; os.system('x')"):
        result = box.run_code(text)
        plain = json.loads(result.to_json())
        assert plain == json.loads(json.dumps(result.to_dict()))
        assert (plain["outcome"], plain["stdout"]) == (result.outcome.value, result.stdout)
        assert [each["code"] for each in plain["findings"]] == [each.finding.code for each in result.findings]
