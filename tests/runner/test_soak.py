"""A short soak: see ``benchmarks/soak.py`` for the long one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SOAK = Path(__file__).parents[2] / "benchmarks" / "soak.py"


@pytest.mark.usefixtures("engine")
def test_no_result_is_wrong_and_nothing_is_left_while_containers_and_hosts_are_killed() -> None:
    if os.getuid() != 0:
        pytest.skip("only root may look into the processes of containers")
    command = [sys.executable, SOAK, "100", "--shared-engine"]
    soak = subprocess.run(command, capture_output=True, text=True, check=False)
    assert soak.returncode == 0, soak.stdout + soak.stderr
    assert "meanwhile: 1 container killed, 1 host killed, 1 host terminated" in soak.stdout
    for title in ("wrong", "grown", "left behind"):
        assert f"\n{title}: nothing" in soak.stdout
