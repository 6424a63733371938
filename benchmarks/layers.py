"""What it costs that a run is a transaction: the same programs on a layer over the project, and writing to it directly.

    python benchmarks/layers.py [ROUNDS]

Prints, for each backend and kind of program, the median milliseconds of a run both ways, and their ratio.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from llm_sandbox_run import Limits, Outcome, Sandbox

IMAGE = os.environ.get("LLM_SANDBOX_TEST_IMAGE", "llm-sandbox-test")
_OWNER = 12_345  # of the project, if root measures
_LIMITS = Limits(seconds=120, memory_bytes=1 << 30, file_bytes=2 << 30, disk_bytes=4 << 30, cpus=2)
_BIG = 1 << 30

_ROW = """
import sqlite3
with sqlite3.connect("base") as base:
    base.execute("insert into t values (1)")
base.close()
"""
_MANY = """
import os
folder = "made" + os.urandom(8).hex()
os.mkdir(folder)
for number in range(10_000):
    with open(f"{folder}/{number}", "w") as file: file.write("x")
"""
_DEEP = """
import os
folder = "made" + os.urandom(8).hex() + "/d" * 95
os.makedirs(folder)
os.chdir(folder)
for number in range(5_000):
    with open(str(number), "w") as file: file.write("x")
"""

# What a program does, and how seldom it is worth doing.
PROGRAMS = {
    "print(1)": ("print(1)", 1),
    "one file written": ("with open('one', 'w') as file: print(file.write('x'))", 1),
    "one file read of 10,000": ("print(len(open('many/5000').read()))", 1),
    "sqlite: one row": (_ROW, 2),
    "10,000 small files made": (_MANY, 20),
    "5,000 made, 95 folders deep": (_DEEP, 20),
    "1 GB file appended to": ("with open('big', 'a') as file: file.write('x')", 20),
}


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    with tempfile.TemporaryDirectory() as name:
        project = Path(name) / "project"
        _furnish(project)
        for backend in ("docker", "subprocess"):
            print(f"{backend}: ms on a layer, ms directly, ratio")
            with _box(project, backend, live=False) as layered, _box(project, backend, live=True) as live:
                for what, (text, seldom) in PROGRAMS.items():
                    times = _measure((layered, live), text, max(2, rounds // seldom))
                    on_layer, directly = map(statistics.median, times)
                    print(
                        f"  {what:27} {on_layer:9.1f} {directly:9.1f} {on_layer / directly:6.2f}", flush=True
                    )


def _furnish(project: Path) -> None:
    (project / "many").mkdir(parents=True)
    for number in range(10_000):
        (project / f"many/{number}").write_text("x")
    with (project / "big").open("wb") as big:
        for _ in range(_BIG >> 20):
            big.write(os.urandom(1 << 20))
    import sqlite3

    with sqlite3.connect(project / "base") as base:
        base.execute("create table t (n)")
    base.close()
    project.parent.chmod(0o755)
    for path in (project, *project.rglob("*")):
        if os.getuid() == 0:
            os.chown(path, _OWNER, _OWNER)


def _box(project: Path, backend: str, live: bool) -> Sandbox:
    return Sandbox(project, backend, IMAGE, _LIMITS, live=live)


def _measure(boxes: tuple[Sandbox, Sandbox], text: str, rounds: int) -> tuple[list[float], list[float]]:
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds + 1):
        for box, taken in zip(boxes, times, strict=True):
            began = time.perf_counter()
            result = box.run_code(text)
            if number:  # the first one warms up
                taken.append((time.perf_counter() - began) * 1000)
            assert result.outcome is Outcome.PASS, result
    return times


if __name__ == "__main__":
    main()
