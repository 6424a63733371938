"""Who meets a limit is told which one, and the option that raises it."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

import pytest
from llm_sandbox_run import Limits, Outcome
from llm_sandbox_run.command import inputs, options

if TYPE_CHECKING:
    from pathlib import Path

PROGRAMS = {
    "--temp": "import tempfile\nwith tempfile.TemporaryFile() as f:\n    while True: f.write(bytes(1 << 20))",
    "--processes": "import threading, time\nwhile True: threading.Thread(target=time.sleep, args=(9,), daemon=True).start()",
    "--open-files": "import socket\nkept = []\nwhile True: kept.append(open(__import__('os').devnull))",
    "--output-cap": "while True: print('a' * 1000)",
    "--timeout": "while True: pass",
}


@pytest.mark.parametrize("option", PROGRAMS)
def test_limit_is_named(option: str, make_box, backend: str, run_unchecked) -> None:
    if (option, backend) == ("--temp", "subprocess"):
        pytest.skip("what /tmp holds is a limit of namespaces there")
    limits = Limits(seconds=5, temp_bytes=8 << 20, processes=32, open_files=64, output_cap_bytes=1 << 20)
    result = run_unchecked(make_box(backend=backend, limits=limits), PROGRAMS[option])
    assert result.outcome is not Outcome.PASS
    assert [line for line in result.log if option + ")" in line], (result.log, result.stderr[-300:])


def test_every_limit_has_an_option(project: Path) -> None:
    given = ["--timeout=7", "--memory=64m", "--processes=9", "--open-files=99", "--file-size=1m", "--temp=2m", "--disk=3m",
             "--disk-files=9", "--cpus=0.5", "--output=1k", "--output-cap=2k"]  # fmt: skip
    chosen = options.parse([*given, "--backend=subprocess", "--project", str(project), "-c", "1"])
    with inputs.sandbox(chosen) as box:
        limits = vars(box._setting.limits)
    assert {*limits} == {*inspect.signature(Limits).parameters}
    assert not [name for name, value in limits.items() if value == getattr(Limits(), name)]
