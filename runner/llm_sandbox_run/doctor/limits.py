"""Checks: what a program may take, and that nothing of it is left when its time is over."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

from llm_sandbox_run.doctor import advice
from llm_sandbox_run.doctor.check import LIMITS, WITH_WALLS, Check
from llm_sandbox_run.model import Outcome

if TYPE_CHECKING:
    from llm_sandbox_run.doctor.check import Trial

_SLOW_SECONDS = 0.1
_LATE_SECONDS = 0.3
_BRIEF_SECONDS = 0.5
_BUSY = "try again when the machine is less busy"


def _warm(trial: Trial) -> float:
    return statistics.median(trial.seconds[1:])


def _late(trial: Trial) -> float:
    return trial.seconds[-1] - _BRIEF_SECONDS


def _outlived(trial: Trial) -> str:
    if _late(trial) > _LATE_SECONDS:
        return f"it took {_late(trial):.2f} s longer"
    heartbeat = trial.scene.project / "heartbeat"
    try:
        beats = heartbeat.stat().st_size
    except OSError as error:
        return f"the process that should be ended cannot be seen to have started: {error.strerror}"
    time.sleep(0.1)  # ten beats
    return "a process that it had started lives on" if heartbeat.stat().st_size > beats else ""


CHECKS = (
    Check(
        claim="a warm run is fast",
        program="pass",
        runs=21,
        objection=lambda trial: "it takes over 100 ms" if _warm(trial) > _SLOW_SECONDS else "",
        measured=lambda trial: f"{_warm(trial) * 1000:.1f} ms",
        advice=f"{_BUSY}; an engine on another machine takes its time as well",
        essential_on=(),
    ),
    Check(
        claim="the time limit ends a program and all that it started",
        program="""\
import os, signal, time
for number in range(1, 32):
    try: signal.signal(number, signal.SIG_IGN)
    except OSError: pass
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for _ in range(500):
            with open("heartbeat", "a") as file: file.write(".")
            time.sleep(0.01)
    os._exit(0)
time.sleep(5)
""",
        outcome=Outcome.TIMEOUT,
        seconds=_BRIEF_SECONDS,
        objection=_outlived,
        measured=lambda trial: f"within {max(0.0, _late(trial)):.2f} s",
        advice=_BUSY,
    ),
    Check(
        claim="the memory limit holds",
        program="import time\nheld = [b'x' * (1 << 20) for _ in range(400)]\ntime.sleep(2)\n",
        outcome=Outcome.MEMORY,
        advice=advice.CGROUP,
    ),
    Check(
        claim="the number of processes is limited",
        program="""\
import os, time
try:
    for _ in range(400):
        if os.fork() == 0:
            time.sleep(3)
            os._exit(0)
    could("start 400 processes")
except OSError:
    pass
""",
        advice=advice.CGROUP,
    ),
    Check(
        claim="a flood of output is ended",
        program="import os\nfor _ in range(1024): os.write(1, b'x' * 65536)\n",
        outcome=Outcome.OUTPUT,
        advice=_BUSY,
    ),
    Check(
        claim="the size of a file is limited",
        program=f"""\
try:
    with open("big", "wb", 0) as file:
        for _ in range({2 * LIMITS.file_bytes >> 16}): file.write(bytes(1 << 16))
    could("write a file of twice the size")
except OSError:
    pass
""",
        advice=advice.PROTECTIONS["file-size-limit"],
    ),
    Check(
        claim="what a run adds to the project is limited",
        program=f"""\
import time
for number in range({3 * LIMITS.disk_bytes // LIMITS.file_bytes}):
    with open("added%d" % number, "wb", 0) as file: file.write(bytes({LIMITS.file_bytes}))
time.sleep(3)
""",
        outcome=Outcome.DISK,
        advice="have the project, and the folder for the user's state, on a local file system",
    ),
    Check(
        claim="the size of all temporary files is limited",
        program=f"""\
import os, tempfile
try:
    for number in range(8):
        with open(os.path.join(tempfile.gettempdir(), str(number)), "wb", 0) as file:
            for _ in range({LIMITS.temp_bytes // 4 >> 16}): file.write(bytes(1 << 16))
    could("write twice as much")
except OSError:
    pass
""",
        advice=advice.NAMESPACES,
        essential_on=WITH_WALLS,
    ),
)
