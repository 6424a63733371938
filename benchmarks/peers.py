"""The linters side by side: each in a virtual environment of its own, each as one process on one core."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
METER = Path(__file__).with_name("meter.py")
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "flake8-llm-sandbox-benchmarks"

_OURS = ("flake8==7.5.0", "--editable", str(ROOT))
_FLAKE8 = ("-m", "flake8", "--isolated", "--jobs=1", "--exit-zero")


@dataclass(frozen=True)
class Peer:
    """A linter: what `pip install` gets, and what Python is told to run on the current folder.

    Each prints one line per finding and nothing else, and says success whatever it found, except as ``statuses`` say.
    """

    name: str
    requirements: tuple[str, ...]
    arguments: tuple[str, ...]
    statuses: tuple[int, ...] = (0,)


@dataclass(frozen=True)
class Cost:
    """What one run cost: seconds on the wall's clock and of processors, MiB at the highest, children included."""

    seconds: float
    processor: float
    mebibytes: float
    findings: int


PEERS = (
    Peer("this engine alone", _OURS, ("-m", "flake8_llm_sandbox", "."), (0, 1)),
    Peer("flake8 with this plugin", _OURS, (*_FLAKE8, "--select=LLS", ".")),
    Peer("flake8 with dlint", ("flake8==7.5.0", "dlint==0.17.0"), (*_FLAKE8, "--select=DUO", ".")),
    Peer("flake8 without plugins", ("flake8==7.5.0",), (*_FLAKE8, "--select=E9,F", ".")),
    Peer(
        "bandit",
        ("bandit==1.9.4",),
        (
            *("-m", "bandit", "-q", "--exit-zero", "-r", "--format=custom"),
            *("--msg-template={relpath}:{line}: {test_id} {msg}", "."),
        ),
    ),
    Peer(
        "ruff --select=S",
        ("ruff==0.17.6",),
        (
            *("-m", "ruff", "check", "--isolated", "--no-cache", "--quiet", "--exit-zero"),
            *("--select=S", "--output-format=concise", "."),
        ),
    ),
)


def python(peer: Peer) -> Path:
    """Return the Python of the peer's environment, which is made the first time."""
    name = "-".join(requirement for requirement in peer.requirements if not requirement.startswith("-"))
    folder = CACHE / f"{sys.version_info.major}.{sys.version_info.minor}-{name.replace(os.sep, '_')}"
    ready = folder / "ready"
    found = folder / "bin" / "python"
    if not ready.exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        subprocess.run([found, "-m", "pip", "install", "-qq", *peer.requirements], check=True)
        ready.touch()
    return found


def run(peer: Peer, folder: Path) -> Cost:
    """Run a peer on all files of a folder; nothing that it kept from an earlier run helps.

    Raises:
        RuntimeError: it did not come to its end; with what it said last.
    """
    command = [sys.executable, "-I", "-S", METER, python(peer), *peer.arguments]
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "HOME": home, "XDG_CACHE_HOME": home, "RAYON_NUM_THREADS": "1"}
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=True)
    *findings, cost = done.stdout.splitlines()
    status, seconds, processor, kibibytes = cost.split()
    if int(status) not in peer.statuses or b"Traceback" in done.stderr:
        raise RuntimeError(f"{peer.name}: {int(status)}\n{done.stderr[-2000:].decode(errors='replace')}")
    return Cost(float(seconds), float(processor), int(kibibytes) / 1024, len(findings))
