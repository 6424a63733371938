"""What connects a caller with a run while it goes on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

from llm_sandbox_run.conversation.shown import Shown
from llm_sandbox_run.given import Files
from llm_sandbox_run.guest.channel import Decoder, MessageError
from llm_sandbox_run.guest.frames import Kind

if TYPE_CHECKING:
    from llm_sandbox_run.conversation.stdin import Stdin
    from llm_sandbox_run.model import Limits

Stream = Literal["stdout", "stderr"]
OnOutput = Callable[[Stream, bytes], object]  # gets each piece as it comes


class Cancellation:
    """A wish to end a run, which may come from another thread and at any time."""

    def __init__(self) -> None:
        self._asked = False
        self._act: Callable[[], None] | None = None
        self._lock = threading.Lock()

    @property
    def asked(self) -> bool:
        """Whether the run is not wanted any more."""
        return self._asked

    def ask(self) -> None:
        """End the run."""
        with self._lock:
            if not self._asked and self._act:
                self._act()
            self._asked = True

    @contextmanager
    def calls(self, act: Callable[[], None]) -> Iterator[None]:
        """Have a wish that comes in this block, or came before it, call ``act``, which must not wait for the run."""
        with self._lock:
            self._act = act
            if self._asked:
                act()
        try:
            yield
        finally:
            with self._lock:
                self._act = None


class Partner(Protocol):
    """Who hears what a program's process says beside what it prints."""

    shown: Shown

    def connect(self, send: Callable[[bytes], None]) -> None:
        """The run begins; ``send`` takes frames for its supervisor."""

    def hear(self, kind: Kind, payload: bytes) -> None:
        """Take in what has come."""


class Viewer:
    """Keeps what a program shows."""

    def __init__(self) -> None:
        self.shown = Shown()
        self._decoder = Decoder()

    def connect(self, send: Callable[[bytes], None]) -> None:
        """Nothing is sent."""

    def hear(self, kind: Kind, payload: bytes) -> None:
        """Take in a message, if this is one."""
        if kind is Kind.SAID and not self.shown.lost:
            try:
                for message in self._decoder.feed(payload):
                    self.shown.add(message)
            except MessageError:
                self.shown.lost += 1


@dataclass(frozen=True)
class Wires:
    """One run's."""

    stdin: Stdin = None
    on_output: OnOutput | None = None
    limits: Limits | None = None  # of this run; otherwise those of its place
    cancellation: Cancellation = field(default_factory=Cancellation)
    partner: Partner = field(default_factory=Viewer)
    files: Files = field(default_factory=Files)
    displays: bool = False  # the partner wants to have what the program shows
    session: bool = False  # the partner says what is to run, step by step
