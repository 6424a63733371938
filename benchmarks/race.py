"""Two places race on one project: a program swaps folders, links and covers without end, while others start on it.

    python benchmarks/race.py [SECONDS]

What is swapped leads out of the project, to a file of the host's that no program may read. Prints how many places have started,
how long that took, and what they have seen of that file; exits with 1 if it is anything. Runs with mounts of the supervisor's
own, and with those of the engine, as where a container may not mount.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from pathlib import Path

from llm_sandbox_run import Limits, Sandbox, SandboxError
from llm_sandbox_run.backends.engine import Engine
from llm_sandbox_run.conversation.wires import Wires
from llm_sandbox_run.doctor import unchecked

IMAGE = os.environ.get("LLM_SANDBOX_TEST_IMAGE", "llm-sandbox-test")
_OWNER = 12_345
_SECRET = "a secret of the host"
_ROUND_SECONDS = 2.0  # of a program that swaps
_SLOW_SECONDS = 10.0  # too long for a start
_LATEST_SECONDS = 60.0  # for the first start, on a machine that has other things to do
_SWAP = """
import os, sys, time
home, end = sys.argv[1], time.monotonic() + float(sys.argv[2])
names = ("x", "y")
while time.monotonic() < end:
    for name in names:
        try:
            os.rename(name, name + ".aside"); os.symlink(home, name)
            os.remove(name); os.rename(name + ".aside", name)
        except OSError: pass
    try:
        os.symlink("x/.vscode", ".idea"); os.remove(".idea")
        os.rename("x", "z"); os.rename("y", "x"); os.rename("z", "y")
    except OSError: pass
"""
_LOOK = """
import os
for folder, _, names in os.walk("."):
    for name in names:
        try: print(open(os.path.join(folder, name)).read())
        except OSError: pass
for name in ("x", "y", ".idea"):
    for inner in ("/.vscode/key", "/key", ""):
        try: print(open(name + inner).read())
        except OSError: pass
"""


def main() -> int:
    """Race both ways; return the exit code."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    forbids = Engine.forbids_mounts
    failures = _race("mounts of the supervisor's own", seconds / 2)
    Engine.forbids_mounts = lambda _: True  # type: ignore[method-assign]
    try:
        failures += _race("mounts of the engine", seconds / 2)
    finally:
        Engine.forbids_mounts = forbids  # type: ignore[method-assign]
    return int(failures > 0)


def _race(what: str, seconds: float) -> int:
    with tempfile.TemporaryDirectory() as name:
        home, project = Path(name) / "home", Path(name) / "project"
        _furnish(home, project)
        over = threading.Event()
        swapper = threading.Thread(target=_swap, args=(project, home, over))
        swapper.start()
        try:
            starts, seen = _start_and_look(project, time.monotonic() + seconds)
        finally:
            over.set()
            swapper.join()
    slow = sum(each > _SLOW_SECONDS for each in starts)
    print(
        f"{what}: {len(starts)} starts, longest {max(starts, default=0.0):.1f} s, {slow} slow, read of the host: {seen}",
        flush=True,
    )
    return seen + slow + (not starts)


def _furnish(home: Path, project: Path) -> None:
    home.parent.chmod(0o755)
    for folder in (home / ".vscode", project / "x/.vscode", project / "y/.vscode"):
        folder.mkdir(parents=True)
        (folder / "key").write_text(_SECRET if home in folder.parents else "of the project")
    (home / "key").write_text(_SECRET)
    for path in (project, *project.rglob("*")):
        if os.getuid() == 0:
            os.chown(path, _OWNER, _OWNER)


def _box(project: Path, slot: int) -> Sandbox:
    return Sandbox(project, image=IMAGE, limits=Limits(seconds=10), live=True, slot=slot, idle_seconds=30)


def _swap(project: Path, home: Path, over: threading.Event) -> None:
    with _box(project, 0) as box:
        while not over.is_set():
            code = unchecked.program(_SWAP, (str(home), str(_ROUND_SECONDS)))
            try:
                box._run_clean(code, Wires())
            except SandboxError as error:
                print(error, file=sys.stderr)


def _start_and_look(project: Path, end: float) -> tuple[list[float], int]:
    starts, seen = [], 0
    while time.monotonic() < (end if starts else end + _LATEST_SECONDS):
        began = time.monotonic()
        with _box(project, 1) as box:
            try:
                result = box._run_clean(unchecked.program(_LOOK), Wires())
                seen += _SECRET in result.stdout
            except SandboxError:
                continue
            starts.append(time.monotonic() - began)
    return starts, seen


if __name__ == "__main__":
    sys.exit(main())
