"""A session: one process and one namespace, step after step, each step judged together with all before it."""

from __future__ import annotations

import os
import threading
import time
from typing import TYPE_CHECKING, Any

from llm_sandbox_run.arguments import require
from llm_sandbox_run.conversation.dialogue import Dialogue
from llm_sandbox_run.errors import SandboxError, UsageError
from llm_sandbox_run.gate.steps import History
from llm_sandbox_run.guest.channel import MessageError, encode
from llm_sandbox_run.guest.output import Output
from llm_sandbox_run.model import Outcome, Refused
from llm_sandbox_run.session.exchange import Exchange
from llm_sandbox_run.session.step import Step

if TYPE_CHECKING:
    from collections.abc import Callable

    from typing_extensions import Self

    from flake8_llm_sandbox.models import Models
    from llm_sandbox_run.conversation.wires import OnOutput
    from llm_sandbox_run.gate.gate import Joined
    from llm_sandbox_run.model import CleanCode, Code, Limits, RunResult
    from llm_sandbox_run.session.exchange import Heard

_START_SECONDS = 60.0
_END_SECONDS = 5.0  # for what the program does when it exits
_LATE_SECONDS = 15.0  # for its end to be told


class Session:
    """Runs steps in one process; ``Sandbox.session`` makes it. Use it in a ``with`` block, or call ``close``.

    Steps run one after the other. ``judge`` is the gate; ``carry`` runs an empty program whose partner is the dialogue
    that it is given, and ``cancel`` ends that. ``models`` are what is known of packages.

    Raises:
        SandboxError: there is no place to run in.
    """

    def __init__(
        self,
        judge: Callable[[Code | Joined], CleanCode | Refused],
        carry: Callable[[Dialogue], RunResult],
        cancel: Callable[[], None],
        limits: Limits,
        idle_seconds: float,
        models: Models,
    ) -> None:
        self._history = History(judge, limits.seconds, models)
        self._cancel, self._limits, self._idle = cancel, limits, idle_seconds
        self._functions: dict[str, Callable[..., Any]] = {}
        self._number = 0
        self._turn = threading.Lock()
        self._why = ""  # the session is over
        self._ended: RunResult | Exception | None = None
        self._process = os.getpid()
        self._dialogue = Dialogue()
        self._exchange = Exchange(self._dialogue, self._functions)
        self._thread = threading.Thread(target=self._carry, args=[carry], daemon=True)
        self._thread.start()
        self._wait()

    def _carry(self, carry: Callable[[Dialogue], RunResult]) -> None:
        try:
            self._ended = carry(self._dialogue)
        except Exception as error:  # noqa: BLE001 - for whoever asks what has become of it
            self._ended = error
        finally:
            self._dialogue.end()

    def _wait(self) -> None:
        try:
            if self._exchange.wait(_START_SECONDS):
                self._dialogue.allow(self._idle)
                return
        except TimeoutError:
            self._give_up("it did not start")
        self._thread.join(_LATE_SECONDS)
        raise (
            self._ended
            if isinstance(self._ended, Exception)
            else SandboxError(self._reason("it did not start"))
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def run(
        self, text: str | bytes, *, seconds: float | None = None, on_output: OnOutput | None = None
    ) -> Step:
        """Judge a step together with all before it and, if nothing speaks against it, run it to its end.

        ``seconds`` is how long it may take, calls of the application's functions apart; ``on_output`` is as for
        ``Sandbox.run``, and what it raises ends the session.

        Raises:
            UsageError: an argument makes no sense, or another step goes on.
        """
        require("text", text, str, bytes)
        require("seconds", seconds, int, float, type(None))
        allowed = self._limits.seconds if seconds is None else seconds
        if not 0 < allowed < 1 << 31:
            raise UsageError(f"seconds has to be positive and finite, not {seconds}")
        source = text.decode("utf-8", "surrogateescape") if isinstance(text, bytes) else text
        with _OneAtATime(self._turn):
            return self._run(source.removeprefix("\ufeff"), allowed, on_output)

    def expose(self, name: str, function: Callable[..., Any]) -> None:
        """Have steps find ``function`` under a name. It is called here, by the thread that runs the step.

        Arguments and result are what JSON knows, up to 1 MiB; what it raises the program gets as a RuntimeError.

        Raises:
            UsageError: that is no name, or no function.
        """
        if not callable(function):
            raise UsageError(f"{name} has to be a function, not {function!r}")
        self._give(name, {"expose": name})
        self._functions[name] = function

    def set(self, name: str, value: object) -> None:
        """Have steps find a value under a name: what JSON knows, up to 1 MiB.

        Raises:
            UsageError: that is no name, or no such value.
        """
        self._give(name, {"set": {name: value}})

    def cancel(self) -> None:
        """Interrupt the step that goes on, from any thread; its result says so."""
        self._exchange.cancel()

    def close(self) -> None:
        """End the session, and do with what it has written as its sandbox was told; ``result`` says what came of it."""
        if self._process != os.getpid():  # it is the one of the process whose fork this is
            return
        self._dialogue.allow(_END_SECONDS)
        self._dialogue.say(b"")
        deadline = time.monotonic() + _END_SECONDS + _LATE_SECONDS
        while self._thread.is_alive() and time.monotonic() < deadline:
            self._drain()
        if self._thread.is_alive():
            self._give_up("it did not end")
        self._why = self._why or "it was closed"

    @property
    def result(self) -> RunResult | None:
        """What came of the session as a whole, when it is over: changes, limits that it met, what holds in its place.

        None before that, and if nothing is known.
        """
        return None if isinstance(self._ended, Exception) else self._ended

    @property
    def lost(self) -> bool:
        """Whether the session is over."""
        return bool(self._why) or self._dialogue.over or self._process != os.getpid()

    def _run(self, text: str, seconds: float, on_output: OnOutput | None) -> Step:
        number = self._number + 1
        if self.lost:
            return Step(number, Outcome.ERROR, log=(self._reason(self._why),), lost=True)
        verdict = self._history.check(f"<step {number}>", text)
        if isinstance(verdict, Refused):
            return Step(number, Outcome.BLOCKED, findings=verdict.problems, granted=verdict.granted)
        self._number = number
        began = time.monotonic()
        try:
            heard = self._exchange.step(
                number, _order(number, verdict, on_output), seconds, self._output, on_output
            )
        except BaseException:
            self._give_up("the call that ran a step was broken off")
            raise
        if heard.why_lost:
            self._give_up(heard.why_lost)
        else:
            self._dialogue.allow(self._idle)
        self._history.add(f"<step {number}>", text, finished=_outcome(heard) is Outcome.PASS)
        return self._step(number, verdict, heard, time.monotonic() - began)

    def _step(self, number: int, code: CleanCode, heard: Heard, wall: float) -> Step:
        end = heard.end or {}
        return Step(
            number,
            _outcome(heard),
            value=_text(end.get("value")),
            error=_text(end.get("error")),
            stdout_bytes=heard.stdout.value(),
            stderr_bytes=heard.stderr.value(),
            displays=tuple(heard.shown.bundles),
            granted=code.granted,
            log=tuple(self._said(heard)),
            wall_ms=wall * 1000,
            lost=bool(heard.why_lost),
        )

    def _said(self, heard: Heard) -> list[str]:
        said = []
        if heard.late and not heard.cancelled:
            said.append("the step was out of time, and was interrupted (seconds)")
        if heard.shown.lost:
            said.append(f"{heard.shown.lost} more displays are left out: there were too many, or too large")
        if heard.why_lost:
            said.append(self._reason(heard.why_lost))
        return said

    def _reason(self, why: str) -> str:
        logs = self.result.log if self.result else [str(self._ended)] * bool(self._ended)
        return "; ".join((f"the session is lost, with all that it had in memory: {why}", *logs))

    def _give(self, name: str, order: dict[str, Any]) -> None:
        require("name", name, str)
        with _OneAtATime(self._turn):
            try:
                data = encode(order)
            except MessageError as error:
                raise UsageError(f"{name} cannot be given to the session: {error}") from None
            self._history.give(name)
            self._dialogue.say(data)

    def _output(self) -> Output:
        return Output(self._limits.output_bytes)

    def _give_up(self, why: str) -> None:
        self._why = why
        self._cancel()
        deadline = time.monotonic() + _LATE_SECONDS
        while self._thread.is_alive() and time.monotonic() < deadline:
            self._drain()
        self._dialogue.end()

    def _drain(self) -> None:
        try:
            if not self._dialogue.listen(0.2):
                self._thread.join(0.2)
        except TimeoutError:
            pass


class _OneAtATime:
    """Refuses who comes while somebody else is there, also a function that a step calls."""

    def __init__(self, turn: threading.Lock) -> None:
        self._turn = turn

    def __enter__(self) -> None:
        if not self._turn.acquire(blocking=False):
            raise UsageError("a step of this session goes on: wait for its end, or use another session")

    def __exit__(self, *_: object) -> None:
        self._turn.release()


def _order(number: int, code: CleanCode, on_output: OnOutput | None) -> bytes:
    header = {
        "step": number,
        "approved": dict(code.approved),
        "refused": dict(code.refused),
        "examples": list(code.examples),
        "stream": on_output is not None,
    }
    return encode(header, code.source)


def _outcome(heard: Heard) -> Outcome:
    if heard.late:
        return Outcome.CANCELLED if heard.cancelled else Outcome.TIMEOUT
    if not heard.end:
        return Outcome.ERROR
    return Outcome.PASS if heard.end.get("error") is None else Outcome.FAIL


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
