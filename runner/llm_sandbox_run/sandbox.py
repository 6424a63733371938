"""The gate, then a backend: the way for a program to run."""

from __future__ import annotations

import os
import re
import threading
from contextlib import ExitStack
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
    ChangedError,
    EngineError,
    GuestLostError,
    GuestSilentError,
    SandboxError,
    UsageError,
)
from llm_sandbox_run.gate import gate, verdicts
from llm_sandbox_run.gate.base import Base
from llm_sandbox_run.model import Code, Limits, Module, Outcome, Refused, Script, Setting
from llm_sandbox_run.policy import environment as variables
from llm_sandbox_run.policy import grants
from llm_sandbox_run.policy.policy import Policy
from llm_sandbox_run.project import layers
from llm_sandbox_run.project.folder import locate, programs_user, relative
from llm_sandbox_run.project.names import Names
from llm_sandbox_run.project.review import Review, started_by_people
from llm_sandbox_run.project.writable import make_writable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from typing_extensions import Self

    from llm_sandbox_run.conversation.stdin import Stdin
    from llm_sandbox_run.conversation.wires import OnOutput
    from llm_sandbox_run.model import ChangeMode, CleanCode, Problem, RunResult
    from llm_sandbox_run.project.layered import Written
    from llm_sandbox_run.project.moment import Before

DEFAULT_IMAGE = "python:3.11-slim"
IDLE_SECONDS = 15 * 60.0
DEFAULT_LIMITS = Limits()
DEFAULT_POLICY = Policy()
_UNLAYERED = (
    "no layer over the project can be made here, so what the program wrote went to the project itself, as with --live: "
    "llm-sandbox-run doctor says what a layer takes (copy-on-write)"
)
_TRIES = 10  # to start a program, while the host changes what is to be covered
_LOSSES = 2  # of places, after which another try makes no sense


class Sandbox:
    """A project, and a place to run programs on it that is started at the first run and kept for the next.

    Programs run one after the other, with the project's owner as their user (``nobody`` if that is root, who writes only
    in the folders that ``writable`` names). Use it in a ``with`` block, or call ``close``.

    Args:
        project: the folder that programs see; nothing else of the machine's files is theirs to change.
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
            has changed since the current commit left it. It is looked up once, here. The place opens to what the policy
            grants, no wider.
        environment: variables of the environment that programs get, such as {"TZ": "Europe/Berlin"}. What is no value of yours but
            one of this process takes a policy.
        paths: folders of the project to import from, beside those that an editable installation would have.

    Raises:
        UsageError: an argument makes no sense.
    """

    def __init__(
        self,
        project: str | os.PathLike[str] = ".",
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
        self._changes = changes
        require("project", project, str, PathLike)
        require("cwd", cwd, str, PathLike, type(None))
        self._root = locate(project)
        self._cwd = Path(cwd).resolve() if cwd else self._root
        relative(self._cwd, self._root)
        self._policy = policy
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
        self._base = None if base is None else Base.of(self._root, base)
        self._backend_name = backend
        self._unlayered = False  # a layer was wanted, and cannot be had
        self._begin()

    def _begin(self) -> None:
        """Start with nothing of a place, in the process that is to use it."""
        self._process = os.getpid()
        self._undecided: list[Written] = []
        self._review = Review(self._root, self._names, programs_user(self._root).uid)
        self._met_others = False  # those that have died on this project
        self._backend = BACKENDS[self._backend_name]()
        self._lock = threading.Lock()
        self._wires: list[Wires] = []

    def _begin_again_after_fork(self) -> None:
        if self._process != os.getpid():
            self._parents = (
                self._backend,
                self._review,
            )  # the parent's connections: to close them would end its own
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
        with self._lock:
            for written in self._undecided:
                written.discard()
            self._undecided.clear()
            self._backend.close()
            self._review.let_go()

    def leave(self) -> None:
        """Let go, but leave a container for later calls, until it has been idle for ``idle_seconds``."""
        self._begin_again_after_fork()
        with self._lock:
            self._backend.close(keep=True)
            self._review.let_go()

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
    ) -> RunResult:
        """Check a program and, if nothing speaks against it, run it to its end.

        ``stdin`` is what its standard input holds (a text is UTF-8), or a descriptor to forward; without one it is empty.
        ``on_output`` is called with "stdout" or "stderr" and the bytes, for each piece that the program prints, while it
        runs; if it is slow, the program has to wait, and if it raises, the run ends. ``seconds`` and ``memory_bytes`` are
        limits of this run alone; the latter can only be less than in the limits of the sandbox, and what forks share counts
        for each of them.

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
        wires = Wires(given, on_output, limits)
        self._wires.append(wires)
        try:
            verdict = self._judge(program, limits.seconds)
            if isinstance(verdict, Refused):
                return result.blocked(verdict, self._backend_name)
            with self._lock:
                return self._run_clean(verdict, wires)
        finally:
            self._wires.remove(wires)

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

    def _judge(self, program: Code | Script | Module, seconds: float) -> CleanCode | Refused:
        return gate.check(
            program, self._root, self._cwd, self._policy, self._verdicts, seconds, self._paths, self._base
        )

    def _run_clean(self, code: CleanCode, wires: Wires) -> RunResult:
        if wires.cancellation.asked:
            return result.cancelled(code, self._backend_name)
        while self._writable:
            make_writable(self._writable[0], self._root, self._names)
            self._writable = self._writable[1:]
        try:
            return self._run_reviewed(code, wires)
        except SandboxError:
            if not wires.cancellation.asked:
                raise
            return result.cancelled(code, self._backend_name)
        finally:
            if not self._verdicts:
                verdicts.distrust()

    def _run_reviewed(self, code: CleanCode, wires: Wires) -> RunResult:
        seen = self._review.before()
        said = () if self._met_others else self._review.finish_others()
        outcome = self._persist(code, seen, wires)
        if not self._met_others:  # after the run: by now a place has noticed that its last host died
            said, self._met_others = said + self._review.roll_back_others(), True
        return replace(outcome, log=said + outcome.log)

    def _persist(self, code: CleanCode, seen: Before, wires: Wires) -> RunResult:
        """Try again where a place was lost, or what is to be covered has changed: nothing has run, so that is safe."""
        for left in reversed(range(_TRIES)):
            try:
                return self._attempt(code, seen, wires)
            except (GuestLostError, EngineError) as error:
                before, seen = seen, self._review.before()
                again = isinstance(error, ChangedError) or seen.covers != before.covers
                if not left or not (
                    again or (left >= _TRIES - _LOSSES and isinstance(error, GuestLostError))
                ):
                    raise
                if not isinstance(error, ChangedError):
                    self._backend.close()
        raise AssertionError("the last try returns or raises")

    def _attempt(self, code: CleanCode, seen: Before, wires: Wires) -> RunResult:
        setting = replace(self._setting, identity=seen.folder.identity)
        if seen.survey.mounts:  # which a layer would hide
            setting = replace(setting, mounts=tuple(sorted(seen.survey.mounts)), layers=None)
            setting = replace(setting, live=not setting.read_only)
        said = self._backend.reach(setting, seen.covers)
        if said.layered:
            return self._run_on_layer(code, setting, seen, wires)
        if self._changes != "apply":
            raise SandboxError(
                "what a program writes can be discarded or reviewed only where it goes to a layer over the project, and here it "
                "cannot: llm-sandbox-run doctor says what that takes (copy-on-write); nothing must be mounted in the project"
            )
        if not (said.writable or setting.read_only):
            self._setting, self._unlayered = replace(self._setting, live=True, layers=None), True
            setting = replace(setting, live=True, layers=None)
            self._backend.reach(setting, seen.covers)
        outcome = self._run_live(code, setting, seen, wires)
        return replace(outcome, log=(*outcome.log, *[_UNLAYERED] * self._unlayered))

    def _run_on_layer(self, code: CleanCode, setting: Setting, seen: Before, wires: Wires) -> RunResult:
        try:
            answer = self._backend.run(code, setting, seen.covers, wires)
        except GuestSilentError as error:
            self._met_others = False
            return result.lost(code, self._backend_name, f"{error}; what it had written is thrown away")
        outcome = result.finished(
            code, replace(setting, limits=wires.limits or setting.limits), self._backend_name, answer
        )
        outcome = replace(outcome, log=(*outcome.log, *self._review.shown(seen)))
        if not answer.layer:
            return outcome
        return self._decide(outcome, self._review.written(seen, answer.layer))

    def _decide(self, outcome: RunResult, written: Written) -> RunResult:
        if outcome.outcome is Outcome.DISK or self._changes == "discard":
            why = "it was too much" if outcome.outcome is Outcome.DISK else "changes are discarded"
            log, changes = written.look(why)
            written.discard()
        elif self._changes == "review":
            log, changes = written.review()
            self._undecided.append(written)
            outcome = replace(outcome, pending=written)
        else:
            log, changes = written.apply()
        return replace(outcome, log=(*outcome.log, *log, *started_by_people(changes)), changes=changes)

    def _run_live(self, code: CleanCode, setting: Setting, seen: Before, wires: Wires) -> RunResult:
        with ExitStack() as stack:
            record = self._review.note(seen, (wires.limits or setting.limits).seconds, stack)
            try:
                answer = self._backend.run(code, setting, seen.covers, wires)
                outcome = result.finished(
                    code, replace(setting, limits=wires.limits or setting.limits), self._backend_name, answer
                )
                self._review.covered = "covered-names" in outcome.protections
            except GuestSilentError as error:
                outcome = result.lost(code, self._backend_name, str(error))
            finally:
                met, self._met_others = self._met_others, False  # of a run whose review is cut short
                log, changes = self._review.after(seen, record)
                self._met_others = met
        return replace(outcome, log=(*outcome.log, *log, *started_by_people(changes)), changes=changes)


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
