"""The host's side of a conversation with a supervisor: every step has a deadline."""

from __future__ import annotations

import base64
import math
import os
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from llm_sandbox_run import waits
from llm_sandbox_run.conversation.stdin import Feeder, StdinTooLongError
from llm_sandbox_run.errors import ChangedError, GuestLostError, GuestSilentError, SandboxError
from llm_sandbox_run.guest.frames import Decoder, Frame, FrameError, Kind, decode_json, encode, encode_json
from llm_sandbox_run.guest.messages import Report, Request

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from llm_sandbox_run.conversation.links import Link
    from llm_sandbox_run.conversation.wires import Stream, Wires
    from llm_sandbox_run.model import CleanCode, Cover, Setting

_ANSWER_SECONDS = 15.0  # between two signs of life of a supervisor that has not started the program
_FRESH_SECONDS = 1.0  # after a sign of life that needs no other
_GREETING_SECONDS = 5.0  # of a supervisor that has been there
_GRACE_SECONDS = 15.0  # to set up, end and report a run, beyond its time limit
_END_OF_RUN_SECONDS = 5.0
_NO_END = 1 << 31  # whoever has a session keeps an eye on it
_END_SECONDS = 0.5  # to go; if others are connected, it stays
_STREAMS: dict[Kind, Stream] = {Kind.PRINTED: "stdout", Kind.COMPLAINED: "stderr"}
_LAST = (Kind.STDOUT, Kind.FAILED, Kind.GONE)
_ANSWERS = (Kind.WAIT, Kind.SAID, *_STREAMS, *_LAST)


@dataclass(frozen=True)
class Answer:
    """What a supervisor says at the end of a run."""

    report: Report
    stdout: bytes
    stderr: bytes
    layers: Path | None = None  # where the layer lies that the report names

    @property
    def layer(self) -> Path | None:
        """What the program has written, if it is not in the project."""
        return self.layers / self.report.layer if self.layers and self.report.layer else None


def request(code: CleanCode, setting: Setting, covers: Iterable[Cover], root: str, wires: Wires) -> Request:
    """Return the message that asks to run ``code`` where the project is at ``root``."""
    limits = wires.limits or setting.limits

    def inside(path: str) -> str:
        return f"{root}/{path}" if path else root

    filename = code.filename if code.filename.startswith("<") else inside(code.filename)
    return Request(
        module=code.module,
        filename=filename,
        argv=[code.argv0, *code.args],
        cwd=inside(code.cwd),
        path=inside(code.path),
        roots=[inside(each) for each in code.roots],
        approved=dict(code.approved),
        refused=dict(code.refused),
        examples=list(code.examples),
        files={path: base64.b64encode(content).decode() for path, content in wires.files.given.items()},
        environment=dict(setting.environment),
        covers=[(cover.path, cover.hidden, cover.folder, list(cover.inodes)) for cover in covers],
        stdin=wires.stdin is not None,
        stream=wires.on_output is not None,
        displays=wires.displays,
        session=wires.session,
        isolated=setting.isolated,
        seconds=limits.seconds,
        memory=limits.memory_bytes,
        memory_watched=limits.memory_bytes < setting.limits.memory_bytes,
        processes=limits.processes,
        open_files=limits.open_files,
        file_size=limits.file_bytes,
        disk_bytes=limits.disk_bytes,
        disk_files=limits.disk_files,
        output_keep=limits.output_bytes,
        output_cap=limits.output_cap_bytes,
    )


class Greeting(NamedTuple):
    """What a supervisor says of its place."""

    layered: bool  # programs write to a layer over the project
    writable: bool  # they can write to that layer, or to the project


class Conversation:
    """One link, and the frames that have arrived on it."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._decoder = Decoder()
        self._goes_on = False  # whether a run has not come to its end
        self._frames: list[Frame] = []
        self._heard = time.monotonic()  # when something came last

    def greet(self, seconds: float | None = None) -> Greeting:
        """Wait until the supervisor answers; return what it says.

        Raises:
            GuestLostError: it does not answer in so many ``seconds``, if given, or for long.
        """
        with _failing_as(GuestLostError, "the sandbox does not answer"):
            self._link.send(encode_json(Kind.HELLO, {"pid": os.getpid()}))
            said = decode_json(self._expect((Kind.READY,), seconds or _ANSWER_SECONDS).payload)
        return Greeting(said.get("layered") is True, said.get("writable") is True)

    def run(self, message: Request, source: bytes, wires: Wires) -> Answer:
        """Have a program run, and wait for its end.

        Raises:
            GuestLostError: the supervisor has gone away before the program started.
            ChangedError: it could not cover what is to be covered.
            GuestSilentError: it went away later, or did not answer in time. A sign that the program started could be lost
                with it, so there is none, and it counts as started.
            StdinTooLongError: more input came than is allowed.
            SandboxError: the supervisor could not start the program.
        """
        if not self._link.quiet():
            raise GuestLostError("the sandbox has gone away")
        if time.monotonic() - self._heard > _FRESH_SECONDS:  # what is paused looks as if it were there
            self.greet(_GREETING_SECONDS)
        with Feeder(self._link, wires.stdin) as feeder:
            try:
                with _failing_as(GuestSilentError, "the sandbox went away while it had the program"):
                    answer = self._run(message, source, wires, feeder)
            except GuestSilentError:
                raise
            except BaseException:
                if self._goes_on:
                    self._give_up()
                if feeder.overflow:
                    raise StdinTooLongError from None
                raise
            if feeder.overflow:
                raise StdinTooLongError
            return answer

    def _run(self, message: Request, source: bytes, wires: Wires, feeder: Feeder) -> Answer:
        self._goes_on = True
        self._link.send(encode_json(Kind.RUN, message.to_json()) + encode(Kind.SOURCE, source))
        feeder.start()
        with wires.cancellation.calls(self._cancel):
            wires.partner.connect(self._link.send)
            patience = _NO_END if wires.session else message.seconds + _GRACE_SECONDS
            return self._result(patience, wires)

    def _give_up(self) -> None:
        """Have the run end, and wait until it has: whoever looks at the project next must not do so while it goes on."""
        self._cancel()
        deadline = time.monotonic() + _END_OF_RUN_SECONDS
        while time.monotonic() < deadline:
            try:
                self._expect_end(deadline - time.monotonic())
                return
            except KeyboardInterrupt:
                continue  # impatience changes nothing
            except (OSError, EOFError, FrameError):
                return

    def _expect_end(self, seconds: float) -> None:
        while self._expect(tuple(Kind), seconds).kind not in (Kind.REPORT, Kind.FAILED, Kind.GONE):
            pass

    def _cancel(self) -> None:
        with suppress(OSError):  # who waits for the answer will find out
            self._link.send(encode(Kind.CANCEL))

    def end(self) -> None:
        """Ask the supervisor to go if nobody else needs it, wait until it does or refuses, and hang up."""
        with suppress(OSError, FrameError):
            self._link.send(encode(Kind.END))
            self._link.receive(time.monotonic() + _END_SECONDS)
        self._link.close()

    def close(self) -> None:
        """Hang up; a run in progress ends at once."""
        self._link.close()

    def _result(self, seconds: float, wires: Wires) -> Answer:
        tell_from = time.monotonic() + waits.SECONDS
        while (first := self._expect(_ANSWERS, seconds)).kind not in _LAST:
            if first.kind is Kind.WAIT:
                if time.monotonic() >= tell_from:
                    tell_from = math.inf
                    waits.tell(_others_run(decode_json(first.payload)))
            elif wires.on_output and first.kind in _STREAMS:
                wires.on_output(_STREAMS[first.kind], first.payload)
            else:
                wires.partner.hear(first.kind, first.payload)
        self._goes_on = False
        if first.kind is Kind.GONE:
            raise ChangedError(
                "what the host acts on, or keeps secrets in, changed while the program was to start"
            )
        if first.kind is Kind.FAILED:
            message = decode_json(first.payload).get("message")
            raise SandboxError(f"the program could not be started: {message}")
        stderr = self._expect((Kind.STDERR,), _GRACE_SECONDS)
        report = self._expect((Kind.REPORT,), _GRACE_SECONDS)
        return Answer(Report.from_json(decode_json(report.payload)), first.payload, stderr.payload)

    def _expect(self, kinds: Collection[Kind], seconds: float) -> Frame:
        deadline = time.monotonic() + seconds
        while not self._frames:
            data = self._link.receive(deadline)
            if not data:
                raise EOFError("it hung up")
            self._frames.extend(self._decoder.feed(data))
            self._heard = time.monotonic()
        frame = self._frames.pop(0)
        if frame.kind not in kinds:
            raise FrameError(f"it sent a {frame.kind.name} frame out of turn")
        return frame


def _others_run(said: dict[str, object]) -> str:
    pid, seconds = (
        int(each) if isinstance(each := said.get(name), (int, float)) else 0 for name in ("pid", "seconds")
    )
    return f"the program of process {pid}, which runs here since {waits.clock(time.time() - seconds)}; --parallel takes a free place"


@contextmanager
def _failing_as(error: type[SandboxError], what: str) -> Iterator[None]:
    try:
        yield
    except TimeoutError as cause:
        raise error(f"{what}: it said nothing for too long") from cause
    except (OSError, EOFError, FrameError) as cause:
        raise error(f"{what}: {cause}") from cause
