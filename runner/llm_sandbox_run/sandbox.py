"""The gate, then a backend: the way for a program to run."""

from __future__ import annotations

import os
import re
import threading
from dataclasses import replace
from os import PathLike
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from llm_sandbox_run import fences, result
from llm_sandbox_run.arguments import require, several
from llm_sandbox_run.backends import BACKENDS
from llm_sandbox_run.conversation.stdin import MAX_STDIN, StdinTooLongError
from llm_sandbox_run.conversation.wires import Wires
from llm_sandbox_run.errors import (
    SandboxError,
    UsageError,
)
from llm_sandbox_run.gate import gate, verdicts
from llm_sandbox_run.given import files as given_files
from llm_sandbox_run.model import Code, Limits, Module, Refused, Script, Setting
from llm_sandbox_run.policy import environment as variables
from llm_sandbox_run.policy import grants, packages
from llm_sandbox_run.policy.policy import Policy
from llm_sandbox_run.project import doors, layers
from llm_sandbox_run.project.folder import locate, relative
from llm_sandbox_run.project.names import Names
from llm_sandbox_run.project.writable import make_writable
from llm_sandbox_run.runs import Runs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from typing_extensions import Self

    from llm_sandbox_run.conversation.dialogue import Dialogue
    from llm_sandbox_run.conversation.stdin import Stdin
    from llm_sandbox_run.conversation.wires import OnOutput
    from llm_sandbox_run.gate.base import Base
    from llm_sandbox_run.model import ChangeMode, CleanCode, Problem, RunResult
    from llm_sandbox_run.project.private import PrivateFolder
    from llm_sandbox_run.session.session import Session

DEFAULT_IMAGE = "python:3.11-slim"
IDLE_SECONDS = 15 * 60.0
DEFAULT_LIMITS = Limits()
DEFAULT_POLICY = Policy()
_NOTHING = Code(b"")  # what the process of a session runs before its first step


class Sandbox:
    """A project, and a place to run programs on it that is started at the first run and kept for the next.

    Programs run one after the other, with the project's owner as their user (``nobody`` if that is root, who writes only
    in the folders that ``writable`` names). Use it in a ``with`` block, or call ``close``.

    Args:
        project: the folder that programs see; nothing else of the machine's files is theirs to change. With None each run,
            and each session, has an empty one of its own, and nothing of it stays.
        backend: "docker", or "subprocess", which holds less. One never stands in for the other.
        image: for Docker; any image with Python 3.8 or newer.
        limits: for each run.
        writable: folders of the project to create, and to hand to the programs' user.
        read_only: nothing in the project can be written.
        idle_seconds: after this long without a run the place ends, even if this process still lives.
        cwd: the folder in the project to run in; the project itself if not given.
        policy: what programs may do; by default nothing that the analysis has a finding for.
        preload: installed modules that each run finds imported already, such as "pytest" or "numpy".
        require_isolation: run nothing where the kernel does not keep the host's files and network out of reach.
        slot: objects that differ in nothing else share a container; those with another number have another one.
        live: programs write to the project itself, so that others see it at once, and what must not stay is taken away after
            the run. Otherwise what a program writes is merged into the project when it has ended.
        changes: what becomes of what a program has written: "apply" it, "discard" it, or leave it to a "review", after which
            ``RunResult.apply`` does it.
        runtime: for Docker; one that the engine knows, such as "runsc" (gVisor) or "kata".
        base: a commit of the project's repository that is trusted: what stands in it is approved as it is, and judged is what
            has changed since the current commit left it. It is looked up once, here. Where what stands there starts
            programs, so may the run; else the place opens to what the policy grants, no wider.
        environment: variables of the environment that programs get, such as {"TZ": "Europe/Berlin"}. What is no value of yours but
            one of this process takes a policy.
        paths: folders of the project to import from, beside those that an editable installation would have.

    Raises:
        UsageError: an argument makes no sense.
    """

    def __init__(
        self,
        project: str | os.PathLike[str] | None = ".",
        backend: str = "docker",
        image: str = DEFAULT_IMAGE,
        limits: Limits = DEFAULT_LIMITS,
        writable: Iterable[str] = (),
        read_only: bool = False,
        idle_seconds: float = IDLE_SECONDS,
        cwd: str | os.PathLike[str] | None = None,
        policy: Policy = DEFAULT_POLICY,
        preload: Iterable[str] = (),
        require_isolation: bool = False,
        slot: int = 0,
        live: bool = False,
        changes: ChangeMode = "apply",
        runtime: str = "",
        paths: Iterable[str | os.PathLike[str]] = (),
        base: str | None = None,
        environment: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        for name, value in (
            ("backend", backend),
            ("image", image),
            ("changes", changes),
            ("runtime", runtime),
        ):
            require(name, value, str)
        for name, flag in (
            ("read_only", read_only),
            ("require_isolation", require_isolation),
            ("live", live),
        ):
            require(name, flag, bool)
        require("limits", limits, Limits)
        require("policy", policy, Policy)
        require("slot", slot, int)
        require("idle_seconds", idle_seconds, int, float)
        require("base", base, str, type(None))
        if backend not in BACKENDS:
            raise UsageError(f"there is no backend {backend!r}; choose one of {', '.join(BACKENDS)}")
        if not 0 < idle_seconds < 1 << 31:
            raise UsageError(f"idle_seconds has to be positive and finite, not {idle_seconds}")
        if changes not in ("apply", "discard", "review") or (live and changes != "apply"):
            raise UsageError(f"changes can be apply, discard or review, and live only apply; not {changes!r}")
        if not re.fullmatch(r"[\w.-]*", runtime, re.ASCII) or (runtime and backend != "docker"):
            raise UsageError(f"{runtime!r} is no runtime of a Docker engine")
        require("project", project, str, PathLike, type(None))
        require("cwd", cwd, str, PathLike, type(None))
        self._private = _private_folder() if project is None else None
        if self._private and (live or changes == "review"):
            raise UsageError(
                "what is written without a project cannot stay, live or for a review: name files to collect"
            )
        changes = "discard" if self._private else changes
        self._root = locate(self._private.path if self._private else project or ".")
        self._cwd = Path(cwd).resolve() if cwd else self._root
        relative(self._cwd, self._root)
        self._policy = policy
        packages.known(policy, self._root)  # a mistake shows here
        self._setting = Setting(
            self._root,
            limits,
            image,
            read_only,
            idle_seconds,
            network=grants.network(policy, backend),
            loopback=grants.loopback(policy),
            execute=grants.execute(policy),
            live=live,
            runtime=runtime,
            layers=None if live or read_only else layers.folder_for(self._root),
            doors=doors.folder_for(self._root),
            readable=grants.readable(policy, self._root),
            environment=grants.variables(policy),
            variables=variables.chosen(environment),
            slot=slot,
            preload=_modules(preload),
            isolated=require_isolation,
        )
        self._writable = several("writable", writable, str)
        self._paths = tuple(
            _import_root(self._root / path, self._root) for path in several("paths", paths, str, PathLike)
        )
        self._names = Names(tuple(policy.protected), tuple(policy.hidden))
        self._verdicts = verdicts.out_of_reach(self._root, backend)
        self._base = None if base is None else _base(self._root, base)
        self._backend_name = backend
        self._changes = changes
        self._of_parents: list[Runs] = []
        self._begin()

    def _begin(self) -> None:
        """Start with nothing of a place, in the process that is to use it."""
        self._process = os.getpid()
        self._runs = Runs(self._setting, self._backend_name, self._names, self._changes)
        self._lock = threading.Lock()
        self._wires: list[Wires] = []
        self._sessions: list[Session] = []
        self._places: list[Runs] = []  # of sessions that are over

    def _begin_again_after_fork(self) -> None:
        if self._process != os.getpid():
            self._of_parents.append(self._runs)  # its connections: to close them would end the parent's own
            self._begin()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End what this object started, unless others use it; a later run starts it again.

        What has been left to a review, and was not applied by now, is discarded.
        """
        self._begin_again_after_fork()
        for session in tuple(self._sessions):
            session.close()
        with self._lock:
            for runs in (self._runs, *self._places):
                runs.close()
            self._places.clear()
            if self._private:
                self._private.remove()

    def leave(self) -> None:
        """Let go, but leave a container for later calls, until it has been idle for ``idle_seconds``."""
        self._begin_again_after_fork()
        with self._lock:
            self._runs.leave()
            for runs in self._places:
                runs.close()
            self._places.clear()

    def check(self, text: str | bytes) -> tuple[Problem, ...]:
        """Return why ``text`` would not be run; nothing if it would."""
        verdict = self._judge(Code(_bytes(text)), self._setting.limits.seconds)
        return verdict.problems if isinstance(verdict, Refused) else ()

    def cancel(self) -> None:
        """End the run that goes on, and those that wait for it; from any thread. Each returns a result that says so."""
        for wires in tuple(self._wires):
            wires.cancellation.ask()

    def run_code(
        self,
        text: str | bytes,
        args: Sequence[str] = (),
        stdin: Stdin | str = None,
        *,
        on_output: OnOutput | None = None,
        seconds: float | None = None,
        memory_bytes: int | None = None,
        files: Mapping[str, bytes] = MappingProxyType({}),
        collect: Iterable[str] = (),
        displays: bool = False,
        fenced: bool = False,
    ) -> RunResult:
        """Run a snippet, as ``python -c`` does; see ``run``. ``fenced`` takes what is between the fences of Markdown."""
        require("fenced", fenced, bool)
        if fenced:
            text = fences.of_bytes(_bytes(text))
        return self.run(
            Code(_bytes(text), several("args", args, str)),
            stdin,
            on_output=on_output,
            seconds=seconds,
            memory_bytes=memory_bytes,
            files=files,
            collect=collect,
            displays=displays,
        )

    def run_file(
        self,
        path: str | os.PathLike[str],
        args: Sequence[str] = (),
        stdin: Stdin | str = None,
        *,
        on_output: OnOutput | None = None,
        seconds: float | None = None,
        memory_bytes: int | None = None,
    ) -> RunResult:
        """Run a file of the project, as ``python PATH`` does; see ``run``."""
        require("path", path, str, PathLike)
        return self.run(
            Script(Path(path), several("args", args, str)),
            stdin,
            on_output=on_output,
            seconds=seconds,
            memory_bytes=memory_bytes,
        )

    def run_module(
        self,
        name: str,
        args: Sequence[str] = (),
        stdin: Stdin | str = None,
        *,
        on_output: OnOutput | None = None,
        seconds: float | None = None,
        memory_bytes: int | None = None,
    ) -> RunResult:
        """Run a module of the project, or pytest or unittest over it, as ``python -m`` does; see ``run``."""
        return self.run(
            Module(name, several("args", args, str)),
            stdin,
            on_output=on_output,
            seconds=seconds,
            memory_bytes=memory_bytes,
        )

    def run(
        self,
        program: Code | Script | Module,
        stdin: Stdin | str = None,
        *,
        on_output: OnOutput | None = None,
        seconds: float | None = None,
        memory_bytes: int | None = None,
        files: Mapping[str, bytes] = MappingProxyType({}),
        collect: Iterable[str] = (),
        displays: bool = False,
    ) -> RunResult:
        """Check a program and, if nothing speaks against it, run it to its end.

        ``stdin`` is what its standard input holds (a text is UTF-8), or a descriptor to forward; without one it is empty.
        ``on_output`` is called with "stdout" or "stderr" and the bytes, for each piece that the program prints, while it
        runs; if it is slow, the program has to wait, and if it raises, the run ends. ``seconds`` and ``memory_bytes`` are
        limits of this run alone; the latter can only be less than in the limits of the sandbox, and what forks share counts
        for each of them. ``files`` lie in the folder in which it runs when it begins, as if it had written them itself;
        of what it has written to the project, ``RunResult.files`` gets what fits a pattern to ``collect``, such as "*.png".
        With ``displays`` there is a function ``display``, and ``RunResult.displays`` gets what that, pyplot's and Pillow's
        ``show`` show.

        Raises:
            UsageError: a file cannot be read, or lies outside of the project; an argument makes no sense; over 16 MiB of
                standard input.
            SandboxError: there is no place to run in. The program has not started.
        """
        self._begin_again_after_fork()
        require("program", program, Code, Script, Module)
        require("stdin", stdin, bytes, str, int, type(None))
        given = _bytes(stdin, "stdin") if isinstance(stdin, str) else stdin
        if isinstance(given, bytes) and len(given) > MAX_STDIN:
            raise StdinTooLongError
        if on_output is not None and not callable(on_output):
            raise UsageError(f"on_output has to be a function, not {on_output!r}")
        limits = self._limits(seconds, memory_bytes)
        require("displays", displays, bool)
        wires = Wires(given, on_output, limits, files=given_files(files, collect), displays=displays)
        self._wires.append(wires)
        try:
            verdict = self._judge(program, limits.seconds, displays)
            if isinstance(verdict, Refused):
                return result.blocked(verdict, self._backend_name)
            with self._lock:
                return self._run_clean(verdict, wires)
        finally:
            self._wires.remove(wires)

    def session(
        self,
        *,
        seconds: float | None = None,
        idle_seconds: float | None = None,
        memory_bytes: int | None = None,
        files: Mapping[str, bytes] = MappingProxyType({}),
        collect: Iterable[str] = (),
    ) -> Session:
        """Begin a session: steps that share one process and one namespace, as the cells of a notebook do.

        It has a place of its own, so sessions and runs go on side by side. ``seconds`` is for each step; after
        ``idle_seconds`` without one the session ends; all other limits are for the session as a whole. What it writes is
        applied, discarded or left to a review when it ends, and so is what is to be collected, as for ``run``.

        Raises:
            UsageError: an argument makes no sense.
            SandboxError: there is no place to run in.
        """
        from llm_sandbox_run.session.session import Session

        self._begin_again_after_fork()
        limits = self._limits(seconds, memory_bytes)
        idle = self._setting.idle_seconds if idle_seconds is None else idle_seconds
        wires = Wires(limits=replace(limits, seconds=idle), files=given_files(files, collect), session=True)

        def carry(dialogue: Dialogue) -> RunResult:
            code = self._judge(_NOTHING, limits.seconds)
            assert not isinstance(code, Refused)
            runs = self._place()
            try:
                return self._run_clean(code, replace(wires, partner=dialogue), runs)
            finally:
                self._places.append(runs)

        session = Session(
            lambda program: self._judge(program, limits.seconds, displays=True),
            carry,
            wires.cancellation.ask,
            limits,
            idle,
            packages.known(self._policy, self._root),
        )
        self._sessions = [each for each in self._sessions if not each.lost] + [session]
        return session

    def _place(self) -> Runs:
        with self._lock:
            if self._places:
                return self._places.pop()
        setting = replace(self._setting, slot=int.from_bytes(os.urandom(7), "big"))
        return Runs(setting, self._backend_name, self._names, self._changes)

    def _limits(self, seconds: float | None, memory_bytes: int | None) -> Limits:
        usual = self._setting.limits
        own = {
            name: value
            for name, value in (("seconds", seconds), ("memory_bytes", memory_bytes))
            if value is not None
        }
        limits = replace(usual, **own) if own else usual  # type: ignore[arg-type]
        if limits.memory_bytes > usual.memory_bytes:
            raise UsageError(
                f"memory_bytes of one run can be no more than in the limits of the sandbox: {usual.memory_bytes}"
            )
        return limits

    def _judge(
        self, program: Code | Script | Module | gate.Joined, seconds: float, displays: bool = False
    ) -> CleanCode | Refused:
        return gate.check(
            program,
            self._root,
            self._cwd,
            self._policy,
            self._verdicts,
            seconds,
            self._paths,
            self._base,
            displays,
        )

    def _run_clean(self, code: CleanCode, wires: Wires, runs: Runs | None = None) -> RunResult:
        if wires.cancellation.asked:
            return result.cancelled(code, self._backend_name)
        if self._private:
            self._private.make()
        while self._writable:
            make_writable(self._writable[0], self._root, self._names)
            self._writable = self._writable[1:]
        try:
            return (runs or self._runs).run(code, wires)
        except SandboxError:
            if not wires.cancellation.asked:
                raise
            return result.cancelled(code, self._backend_name)
        finally:
            if not self._verdicts:
                verdicts.distrust()


def _private_folder() -> PrivateFolder:
    from llm_sandbox_run.project.private import PrivateFolder  # needs tempfile, which is slow to load

    return PrivateFolder()


def _base(root: Path, name: str) -> Base:
    from llm_sandbox_run.gate.base import Base  # knows git, which takes long to load

    return Base.of(root, name)


def _import_root(path: Path, root: Path) -> Path:
    relative(path.resolve(), root)
    if not path.is_dir():
        raise UsageError(f"cannot import from {path}: there is no such folder")
    return path.resolve()


def _modules(names: Iterable[str]) -> tuple[str, ...]:
    chosen = several("preload", names, str)
    for name in chosen:
        if not all(part.isidentifier() for part in name.split(".")):
            raise UsageError(f"{name!r} is not the name of a module to preload")
    return chosen


def _bytes(text: str | bytes, name: str = "text") -> bytes:
    require(name, text, str, bytes)
    return text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
