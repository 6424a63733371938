"""The plain values that the runner's parts hand to each other."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Literal, Protocol

from llm_sandbox_run.arguments import require, several
from llm_sandbox_run.errors import SandboxError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from flake8_llm_sandbox import Finding


ANY = ("*",)  # instead of a list of examples
Identity = tuple[int, int]  # of a file or folder, whatever its name: device and inode


@dataclass(frozen=True)
class Limits:
    """What one run may take. Sizes are in bytes.

    Raises:
        UsageError: a limit is not positive, or too small for Python itself.
    """

    seconds: float = 5.0  # of the run; its analysis may take as long once more
    memory_bytes: int = 512 << 20
    processes: int = 64
    open_files: int = 512
    file_bytes: int = 256 << 20  # of one file
    temp_bytes: int = 64 << 20  # of /tmp as a whole
    disk_bytes: int = 1 << 30  # that a run may add to the project
    disk_files: int = 50_000  # the same, files and folders
    cpus: float = 1.0
    output_bytes: int = 1 << 20  # kept of each stream
    output_cap_bytes: int = 64 << 20  # of both streams; more ends the run

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            require(f"the limit {name}", value, *((int, float) if name in ("seconds", "cpus") else (int,)))
            if not 0 < value < 1 << 50:
                raise UsageError(f"the limit {name} has to be positive and finite, not {value}")
        if self.memory_bytes < 32 << 20:
            raise UsageError(
                "the memory limit has to be at least 32 MiB: Python itself takes about half of that"
            )
        if self.output_bytes > 8 << 20:
            raise UsageError("at most 8 MiB of each output stream can be kept")


@dataclass(frozen=True)
class Code:
    """A program given as text.

    Raises:
        UsageError: the source is no bytes, or an argument no text; so for the others.
    """

    source: bytes
    args: tuple[str, ...] = ()
    name: str = "<string>"  # in tracebacks
    argv0: str = "-c"
    kept: bool = (
        False  # the verdict is for later processes, too: then to keep it takes less time than it saves
    )

    def __post_init__(self) -> None:
        require("the source", self.source, bytes)
        several("args", self.args, str)


@dataclass(frozen=True)
class Script:
    """A program in a file of the project."""

    path: Path
    args: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require("path", self.path, PurePath)
        several("args", self.args, str)


@dataclass(frozen=True)
class Module:
    """A module of the project, or an installed test runner, as ``python -m`` runs it."""

    name: str
    args: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require("name", self.name, str)
        several("args", self.args, str)


@dataclass(frozen=True)
class Problem:
    """A finding (a ``flake8_llm_sandbox.Finding``: line, column, code, message), and the file in which it is."""

    path: str
    finding: Finding
    text: str = ""  # the line of source

    def __str__(self) -> str:
        found = self.finding
        return f"{self.path}:{found.line}:{found.column + 1}: {found.code} {found.message}"


@dataclass(frozen=True)
class Accepted:
    """What is approved because it stands so at a commit that a person trusts."""

    base: str  # as the person calls it
    commit: str
    unchanged: tuple[str, ...]  # files that are byte for byte as they are there
    findings: tuple[Problem, ...]  # in these, and on lines of others that stand as they stood

    @property
    def starts_programs(self) -> bool:
        """Whether some of that starts other programs."""
        return any(each.finding.capability.value == "process" for each in self.findings)


@dataclass(frozen=True)
class Refused:
    """The gate's no."""

    problems: tuple[Problem, ...]
    sha256: str = ""
    granted: tuple[Problem, ...] = ()
    accepted: Accepted | None = None
    judged: int = 0  # files, and a program that is none


@dataclass(frozen=True)
class CleanCode:
    """The gate's yes, and the very bytes it is about. Only ``gate.check`` makes one.

    Paths are relative to the project, with "/" between the parts.
    """

    source: bytes  # empty for a module
    sha256: str
    module: str
    filename: str  # "<string>", or a path
    args: tuple[str, ...]
    argv0: str
    cwd: str
    path: str  # the folder that becomes sys.path[0]
    approved: Mapping[str, str]  # path -> SHA-256 of the text that may be imported from there
    refused: Mapping[str, str] = field(default_factory=dict)  # path -> why it may not
    granted: tuple[Problem, ...] = ()  # what the policy let pass
    accepted: Accepted | None = None  # what a base let pass
    unused: tuple[str, ...] = ()  # grants of the policy that nothing needed
    judged: int = 0  # files, and a program that is none
    roots: tuple[str, ...] = ()  # folders that come after ``path`` on sys.path
    examples: tuple[str, ...] = ()  # SHA-256 of those that doctest may run
    notes: tuple[str, ...] = ()  # what people should know of how it is run


@dataclass(frozen=True, order=True)
class Cover:
    """A path in the project that code must not write, or not even read."""

    path: str
    hidden: bool
    folder: bool
    inodes: tuple[
        int, ...
    ] = ()  # of each part of the path: what is covered, whatever the name may come to mean


@dataclass(frozen=True)
class Setting:
    """Everything that shapes the place where code runs; another setting needs another container."""

    project: Path
    limits: Limits
    image: str
    read_only: bool
    idle_seconds: float
    identity: Identity = (0, 0)  # of the project
    live: bool = False  # programs write to the project itself
    mounts: tuple[str, ...] = ()  # in the project: a place sees those that were there when it started
    layers: Path | None = None  # where what they write goes instead; None if it cannot
    doors: Path | None = None  # where supervisors have sockets; None if they cannot
    network: str = ""  # to join; none if empty
    loopback: bool = False  # there is one of its own
    execute: bool = False  # other programs may be started
    readable: tuple[tuple[str, Identity], ...] = ()  # paths of the host to show
    environment: tuple[tuple[str, str], ...] = field(default=(), repr=False)  # values may be secrets
    variables: tuple[
        tuple[str, str], ...
    ] = ()  # of the environment, too, with values that a person has chosen
    runtime: str = ""  # of the engine, such as "runsc"; its usual one if empty
    slot: int = 0  # tells places apart that are alike in everything else
    preload: tuple[str, ...] = ()  # modules that the supervisor imports for all runs
    isolated: bool = False  # run nothing where files and network of the host are not out of reach


class Outcome(str, Enum):
    """How a run ended."""

    PASS = "pass"
    FAIL = "fail"
    BLOCKED = "blocked"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    OUTPUT = "output"
    DISK = "disk"
    ERROR = "error"
    CANCELLED = "cancelled"


EXIT_CODES = {  # of the command; elsewhere it is the program's own
    Outcome.BLOCKED: 126,
    Outcome.TIMEOUT: 124,
    Outcome.MEMORY: 137,
    Outcome.OUTPUT: 153,
    Outcome.DISK: 122,  # the number of EDQUOT
    Outcome.ERROR: SandboxError.exit_code,
    Outcome.CANCELLED: 130,
}


ChangeKind = Literal["created", "modified", "deleted"]
ChangeMode = Literal["apply", "discard", "review"]


@dataclass(frozen=True)
class Change:
    """What a program has made of a path in the project."""

    path: str  # with "/" between the parts
    kind: ChangeKind
    type: Literal["file", "folder", "link", "other"]
    size: int = 0  # in bytes
    sha256: str | None = None  # of a file, and of where a link leads; None if there was too much to read
    withheld: str = ""  # why the project is not changed in this way


@dataclass(frozen=True)
class Tests:
    """What a test runner says of its tests. They share a process with the code that they test, which may make it lie."""

    collected: int
    passed: int
    failed: int
    skipped: int  # and those that failed as expected
    errors: int
    finished: bool  # whether the runner came to its own end


class Pending(Protocol):
    """What a program has written, as long as nobody has applied or discarded it."""

    @property
    def folder(self) -> Path:
        """Where the new files lie meanwhile."""

    def apply(self) -> tuple[tuple[str, ...], tuple[Change, ...]]:
        """Make the project what the program has made of it; return what is to be said of that, and all changes."""

    def discard(self) -> None:
        """Throw it away."""


@dataclass(frozen=True)
class RunResult:
    """What came of a program. Times are in milliseconds, sizes in bytes."""

    outcome: Outcome
    exit_code: int
    sha256: str  # of the program's text
    backend: str = ""
    started: bool = False  # whether any of the program may have run
    signal: int | None = None
    stdout_bytes: bytes = b""  # beginning and end; a line in the middle says what was left out
    stderr_bytes: bytes = b""
    stdout_size: int = 0  # of all that was printed
    stderr_size: int = 0
    stdout_truncated: bool = False
    stderr_truncated: bool = False
    wall_ms: float = 0.0
    cpu_ms: float = 0.0
    max_rss_bytes: int = 0
    findings: tuple[Problem, ...] = ()
    granted: tuple[Problem, ...] = ()  # findings that the policy let pass
    accepted: Accepted | None = None  # what a base let pass
    unused: tuple[str, ...] = ()  # grants of the policy that nothing needed
    judged: int = 0  # files that the gate has looked at, and a program that is none
    log: tuple[str, ...] = ()  # what the sandbox has to say about the run
    protections: tuple[str, ...] = ()  # in force, as observed
    missing: tuple[str, ...] = ()  # not in force
    changes: tuple[Change, ...] = ()  # what the program has made of the project
    tests: Tests | None = None  # of pytest and unittest; self-reported
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)  # what was to be collected, by path
    displays: tuple[Mapping[str, str], ...] = ()  # what the program has shown, by MIME type; self-reported
    pending: Pending | None = field(default=None, repr=False, compare=False)  # what waits for a decision

    @property
    def stdout(self) -> str:
        """Standard output as text."""
        return self.stdout_bytes.decode("utf-8", "backslashreplace")

    @property
    def stderr(self) -> str:
        """Standard error as text."""
        return self.stderr_bytes.decode("utf-8", "backslashreplace")

    def to_dict(self) -> dict[str, Any]:
        """Return the result as values that JSON knows; output that is not UTF-8 is spelt out with backslashes."""
        from llm_sandbox_run import plain  # not needed for most runs

        return plain.result(self)

    def to_json(self) -> str:
        """Return ``to_dict`` as text."""
        return json.dumps(self.to_dict())

    def apply(self) -> RunResult:
        """Make the project what the program has made of it, where the sandbox was told to wait (``changes="review"``).

        Return the result as it is then. It can be done until the sandbox is closed, and once.

        Raises:
            UsageError: there is nothing to apply.
        """
        if not self.pending:
            raise UsageError(
                "nothing waits to be applied: it has been, or there was nothing, or it was discarded"
            )
        log, changes = self.pending.apply()
        return replace(self, log=self.log + log, changes=changes, pending=None)
