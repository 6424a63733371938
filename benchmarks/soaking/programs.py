"""What a soak runs: programs of every kind, each with the one result that it must get."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from llm_sandbox_run import Limits, Outcome, RunResult

COUNTER = "counter"
"""The folder of the project in which each program leaves a file with its number in the name, first of all."""

PLANTED = "planted"
"""The folder of the project in which programs make what a run must not leave."""

PATIENT = Limits(seconds=30, memory_bytes=64 << 20, output_cap_bytes=4 << 20)
HASTY = Limits(seconds=0.4, memory_bytes=64 << 20)

_END_BY = "end = time.monotonic() + 10\nwhile time.monotonic() < end:\n"


@dataclass(frozen=True)
class Kind:
    """Programs that are alike but for their number, and what must come of them."""

    name: str
    text: str
    outcome: Outcome = Outcome.PASS
    exit_code: int = 0
    stdout: str | None = ""  # None: anything
    share: int = 1
    hasty: bool = False  # runs under the short time limit
    hostile: bool = False  # runs past the gate, through the internal door
    cancelled: bool = False  # is not wanted any more after a moment
    withheld: str = ""  # a name that must not get to the project, below a folder of the program's own

    @property
    def effects(self) -> tuple[int, ...]:
        """How often it may have left its number when it came to its result."""
        if self.cancelled:
            return (0, 1)
        return (0,) if self.outcome is Outcome.BLOCKED else (1,)


KINDS = (
    Kind("prints", "print('hello')", stdout="hello\n", share=16),
    Kind("computes", "print(sum(range(100_000)))", stdout="4999950000\n", share=8),
    Kind("writes and reads", "import tempfile\nwith tempfile.TemporaryFile('w+') as file: print(file.write('x'))", stdout="1\n", share=4),
    Kind("prints much", "print('x' * 300_000)", stdout=None, share=4),
    Kind("exits with 3", "raise SystemExit(3)", Outcome.FAIL, 3, share=4),
    Kind("raises", "1 / 0", Outcome.FAIL, 1, share=4),
    Kind("is refused", "import os; os.remove('x')", Outcome.BLOCKED, 126, share=4),
    Kind("does not parse", "print(", Outcome.BLOCKED, 126, share=2),
    Kind("never ends", "while True: pass", Outcome.TIMEOUT, 124, share=2, hasty=True),
    Kind("is cancelled", "while True: pass", Outcome.CANCELLED, 130, share=2, cancelled=True),
    Kind("sleeps too long", "import time; time.sleep(60)", Outcome.TIMEOUT, 124, hasty=True),
    Kind(
        "ignores signals",
        "import signal, time\n"
        "for number in {*range(1, 32)} - {signal.SIGKILL, signal.SIGSTOP}: signal.signal(number, signal.SIG_IGN)\n"
        "time.sleep(60)",
        Outcome.TIMEOUT,
        124,
        hasty=True,
        hostile=True,
    ),
    Kind(
        "leaves a daemon",
        "import os, time\n"
        "if os.fork() == 0:\n"
        "    os.setsid()\n"
        "    if os.fork() == 0: time.sleep(60)\n"
        "    os._exit(0)\n"
        "os.wait()\n"
        "print('left')",
        stdout="left\n",
        share=2,
        hostile=True,
    ),
    Kind(
        "leaves a heir of its streams",
        "import os, time\nif os.fork() == 0: time.sleep(60)\nprint('done')",
        stdout="done\n",
        hostile=True,
    ),
    Kind(
        "forks and forks",
        # Doubles seven times, to more processes than a container allows, and not to more memory than the limit.
        f"import os, time\nforks = 0\n{_END_BY}    forks += 1\n    try: forks > 7 or os.fork()\n    except OSError: pass\n    time.sleep(0.01)",
        Outcome.TIMEOUT,
        124,
        hasty=True,
        hostile=True,
    ),
    Kind(
        "eats memory",
        "held = []\nwhile len(held) < 1000: held.append(b'x' * (1 << 20))",
        Outcome.MEMORY,
        137,
        hostile=True,
    ),
    Kind("floods", "import os\nwhile True: os.write(1, b'x' * 65536)", Outcome.OUTPUT, 153, None, hostile=True),
    Kind("stops itself", "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)", Outcome.TIMEOUT, 124, hasty=True, hostile=True),
    Kind("crashes", "import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)", Outcome.FAIL, 139, hostile=True),
    Kind("closes everything", "import os\nos.closerange(0, 1024)\nos._exit(7)", Outcome.FAIL, 7, hostile=True),
    Kind(
        "shoots at the supervisor",
        "import os, signal\n"
        "for target in (1, os.getppid()):\n"
        "    try: os.kill(target, signal.SIGKILL)\n"
        "    except OSError: print('refused')",
        stdout=None,
        hostile=True,
    ),
    Kind(
        "litters",
        "import os, tempfile\n"
        "os.chdir(tempfile.gettempdir())\n"
        "os.symlink('/etc', 'link'); os.mkfifo('fifo'); os.mkdir('locked', 0)\n"
        "for number in range(50): open(str(number), 'w').close()",
        share=2,
        hostile=True,
    ),
    Kind(
        "plants a hook",
        "os.makedirs(f'{own}/.vscode')\nopen(f'{own}/.vscode/tasks.json', 'w').close()",
        share=3,
        hostile=True,
        withheld=".vscode",
    ),
    Kind(
        "plants behind locked folders",
        "for number in range(110): os.makedirs(f'{own}/{number}', 0)\n"
        "os.makedirs(f'{own}/x/objects')\n"
        "for name in ('HEAD', 'commondir', 'config'): open(f'{own}/x/{name}', 'w').write('x')",
        hostile=True,
        withheld="x/HEAD",
    ),
    Kind(
        "plants where a folder was",
        "os.makedirs(f'{own}/a/b')\nos.rename(f'{own}/a', f'{own}/c')\nos.makedirs(f'{own}/a/.git')\n"
        "os.rename(f'{own}/a', f'{own}/c/b/d')",
        hostile=True,
        withheld="c/b/d/.git",
    ),
    Kind(
        "fills the memory's names",
        "try:\n    for number in range(1_000_000): open(f'/dev/shm/{number}', 'w').close()\n"
        "except OSError: print('full')",
        stdout="full\n",
        hostile=True,
    ),
    Kind(
        "allocates the disk",
        "try: os.posix_fallocate(os.open(f'{own}', os.O_CREAT | os.O_RDWR), 0, 1 << 40)\n"
        "except OSError: print('refused')\n"
        "os.remove(f'{own}')",
        stdout="refused\n",
        hostile=True,
    ),
    Kind(
        "writes over what was approved",
        "os.mkdir(f'{own}')\nopen(f'{own}/module.py', 'w').write('print(1)')\nsys.path.insert(0, f'{own}')\nimport module",
        Outcome.FAIL,
        1,
        hostile=True,
    ),
)  # fmt: skip

WITHHELD = {each.withheld for each in KINDS if each.withheld}


def kind(number: int) -> Kind:
    """Return what the program of this number does; the same in every process."""
    return random.Random(number).choices(KINDS, [each.share for each in KINDS])[0]


def text(number: int) -> str:
    """Return a program; it leaves its number in the project first."""
    what = kind(number)
    mine = f"import os, sys\nown = '{PLANTED}/{number}'\n" if what.hostile else ""
    return f"{mine}import time\nopen(f'{COUNTER}/{number}-{{time.time_ns()}}', 'x').close()\n{what.text}\n"


def matches(number: int, answer: dict[str, Any]) -> bool:
    """Tell whether a result, as JSON, is the one that the program must get."""
    expected = kind(number)
    return (answer["outcome"], answer["exit_code"]) == (
        expected.outcome.value,
        expected.exit_code,
    ) and expected.stdout in (None, answer["stdout"])


def was_too_slow_to_analyse(number: int, answer: dict[str, Any]) -> bool:
    """Tell whether the analysis of a program took all of a short time limit, as it may where much goes on."""
    return (
        kind(number).hasty and answer["outcome"] == Outcome.BLOCKED.value and answer["refused"] == ["LLS996"]
    )


def withheld_by(number: int) -> str:
    """Return the path in the project that a result has to name: of this run, or of one that was reviewed before it."""
    return f"{PLANTED}/{number}/{kind(number).withheld}"


def as_json(number: int, result: RunResult) -> dict[str, object]:
    """Return of a result what is compared, and what explains it."""
    return {
        "run": number,
        "outcome": result.outcome.value,
        "exit_code": result.exit_code,
        "stdout": result.stdout[:200],
        "stderr": result.stderr[-500:],
        "log": result.log,
        "refused": [problem.finding.code for problem in result.findings],
        "withheld": [change.path for change in result.changes if change.withheld],
    }
