"""Sandboxes that run nothing where the kernel does not hold it."""

from __future__ import annotations

import errno
import platform
import shutil
import struct
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from llm_sandbox_run import Outcome, SandboxError
from llm_sandbox_run.backends.subprocess import SubprocessBackend
from llm_sandbox_run.guest import facts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llm_sandbox_run import Sandbox

RUNNER = Path(__file__).parents[2] / "runner"
PYTHON = shutil.which("python3", path="/usr/bin") or sys.executable
LANDLOCK = 444  # the number of its first system call, on every machine
LOAD, IF_EQUAL, RETURN = 0x20, 0x15, 0x06
NO_LANDLOCK = b"".join(
    struct.pack("=HBBI", *each)
    for each in (
        (LOAD, 0, 0, 0),
        (IF_EQUAL, 0, 1, LANDLOCK),
        (RETURN, 0, 0, 0x50000 | errno.ENOSYS),
        (RETURN, 0, 0, 0x7FFF0000),
    )
)


@pytest.fixture
def python_of_an_old_kernel(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An interpreter that sees a kernel without Landlock."""
    path = tmp_path_factory.mktemp("old") / "python"
    path.write_text(
        f"#!{sys.executable}\n"
        "import os, sys\n"
        f"sys.path.insert(0, {str(RUNNER)!r})\n"
        "from llm_sandbox_run.guest import libc\n"
        "libc.forbid_new_privileges()\n"
        f"libc.filter_system_calls({NO_LANDLOCK!r})\n"
        f"os.execv({PYTHON!r}, [{PYTHON!r}, *sys.argv[1:]])\n"
    )
    path.chmod(0o755)
    return str(path)


@pytest.fixture
def public_project() -> Iterator[Path]:
    """A project that another user can reach: pytest's own folders are closed."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        yield Path(folder)


def test_isolation_is_there_where_it_is_required(make_box, backend: str) -> None:
    result = make_box(backend=backend, require_isolation=True).run_code("print(1)")
    assert result.stdout == "1\n"
    assert {"landlock", "seccomp", "network-off"} <= set(result.protections)


@pytest.mark.skipif(platform.machine() not in ("x86_64", "aarch64"), reason="no filter for this machine")
def test_nothing_runs_where_it_is_not(make_box, public_project: Path, python_of_an_old_kernel: str) -> None:
    def box(**options: object) -> Sandbox:
        box: Sandbox = make_box(project=public_project, backend="subprocess", **options)
        box._backend = SubprocessBackend(python_of_an_old_kernel, namespaces=False)
        return box

    program = "open('made', 'w').close()"
    with pytest.raises(SandboxError, match="isolation is required"):
        box(require_isolation=True).run_code(program)
    assert not (public_project / "made").exists()
    weak = box().run_code(program)
    assert weak.outcome is Outcome.PASS, weak
    assert {"landlock", "files-hidden"} <= set(weak.missing)


@pytest.mark.parametrize(
    ("protections", "network", "isolated"),
    [
        (["landlock", "network-off"], False, True),
        (["read-only-root", "network-off"], False, True),
        (["landlock"], True, True),
        (["landlock"], False, False),
        (["network-off", "seccomp"], False, False),
    ],
)
def test_what_isolation_is(protections: list[str], network: bool, isolated: bool) -> None:
    assert facts.isolated(protections, network) is isolated
