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
    from collections.abc import Callable, Iterator

    from llm_sandbox_run import Sandbox

RUNNER = Path(__file__).parents[2] / "runner"
PYTHON = shutil.which("python3", path="/usr/bin") or sys.executable
LANDLOCK, CLOSE_RANGE = 444, 436  # the numbers of system calls, on every machine
LOAD, IF_EQUAL, RETURN = 0x20, 0x15, 0x06
OLD_KERNEL = b"".join(
    struct.pack("=HBBI", *each)
    for each in (
        (LOAD, 0, 0, 0),
        (IF_EQUAL, 1, 0, LANDLOCK),
        (IF_EQUAL, 0, 1, CLOSE_RANGE),
        (RETURN, 0, 0, 0x50000 | errno.ENOSYS),
        (RETURN, 0, 0, 0x7FFF0000),
    )
)

on_known_machines = pytest.mark.skipif(
    platform.machine() not in ("x86_64", "aarch64"), reason="no filter for this machine"
)


@pytest.fixture
def python_of_an_old_kernel(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An interpreter that sees a kernel without Landlock and close_range."""
    path = tmp_path_factory.mktemp("old") / "python"
    path.write_text(
        f"#!{sys.executable}\n"
        "import os, sys\n"
        f"sys.path.insert(0, {str(RUNNER)!r})\n"
        "from llm_sandbox_run.guest import libc\n"
        "libc.forbid_new_privileges()\n"
        f"libc.filter_system_calls({OLD_KERNEL!r})\n"
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


@pytest.fixture
def make_old_box(make_box, public_project: Path, python_of_an_old_kernel: str) -> Callable[..., Sandbox]:
    """Make sandboxes that such a kernel gives no help."""

    def make(**options: object) -> Sandbox:
        box: Sandbox = make_box(project=public_project, backend="subprocess", **options)
        box._runs.backend = SubprocessBackend(python_of_an_old_kernel, namespaces=False)
        return box

    return make


@on_known_machines
def test_nothing_runs_where_it_is_not(make_old_box, public_project: Path) -> None:
    program = "open('made', 'w').close()"
    with pytest.raises(SandboxError, match="isolation is required"):
        make_old_box(require_isolation=True).run_code(program)
    assert not (public_project / "made").exists()
    weak = make_old_box().run_code(program)
    assert weak.outcome is Outcome.PASS, weak
    assert {"landlock", "files-hidden"} <= set(weak.missing)


@on_known_machines
def test_programs_have_no_descriptors_but_their_own(make_old_box, run_unchecked) -> None:
    look = "import os; print(sorted(map(int, os.listdir('/proc/self/fd'))))"
    found = run_unchecked(make_old_box(), look).stdout
    assert found == "[0, 1, 2, 3]\n"  # the last one is what it looks through


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
