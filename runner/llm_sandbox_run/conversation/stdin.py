"""Sends standard input along while a run goes on."""

from __future__ import annotations

import os
import select
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Union

from llm_sandbox_run.errors import UsageError
from llm_sandbox_run.guest.frames import Kind, encode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typing_extensions import Self

    from llm_sandbox_run.conversation.links import Link

MAX_STDIN = 16 * 1024 * 1024
Stdin = Union[bytes, int, None]  # the text, or a descriptor to read it from  # noqa: UP007
_CHUNK = 65536
# What is typed ahead of a program that ends at once stays where it was, for the next command of a shell.
_AHEAD_SECONDS = 0.3
_BACKGROUND_SECONDS = 0.3  # between two looks whether the terminal is ours


class StdinTooLongError(UsageError):
    """More than MAX_STDIN bytes."""

    def __init__(self) -> None:
        super().__init__(
            f"standard input is over {MAX_STDIN >> 20} MiB: put the data into a file of the project"
        )


class Feeder:
    """A thread that passes ``stdin`` on to a supervisor, from ``start`` to the end of a ``with`` block.

    It ends the run, and sets ``overflow``, when more than MAX_STDIN bytes came.
    """

    def __init__(self, link: Link, stdin: Stdin) -> None:
        self.overflow = False
        self._link = link
        self._stdin = stdin
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        return self

    def start(self) -> None:
        """Begin, if there is anything to pass on."""
        if self._stdin is None:
            return
        self._stop, self._stopper = os.pipe()
        self._thread = threading.Thread(target=self._feed, daemon=True)
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        if self._thread:
            os.close(self._stopper)
            self._thread.join()
            os.close(self._stop)

    def _feed(self) -> None:
        sent = 0
        with suppress(OSError):  # the supervisor is gone; whoever waits for its answer will say so
            for piece in self._pieces():
                sent += len(piece)
                if sent > MAX_STDIN:
                    self.overflow = True
                    self._link.send(encode(Kind.CANCEL))
                    return
                self._link.send(encode(Kind.STDIN, piece))
            self._link.send(encode(Kind.STDIN))

    def _pieces(self) -> Iterator[bytes]:
        if isinstance(self._stdin, bytes):
            for start in range(0, len(self._stdin), _CHUNK):
                if self._stopped():
                    return
                yield self._stdin[start : start + _CHUNK]
        elif self._stdin is not None:
            if os.isatty(self._stdin) and self._stopped(seconds=_AHEAD_SECONDS):
                return
            while not self._stopped(self._stdin):
                if _is_of_others(self._stdin):  # then who reads is stopped, and what comes is not for us
                    if self._stopped(seconds=_BACKGROUND_SECONDS):
                        return
                elif piece := _read(self._stdin):
                    yield piece
                else:
                    return

    def _stopped(self, source: int | None = None, seconds: float = 0) -> bool:
        """Wait for data on ``source``, if given, else for so many seconds; tell whether the run is over."""
        watched = [self._stop] if source is None else [self._stop, source]
        poll = select.poll()  # which takes descriptors of any number
        for descriptor in watched:
            poll.register(descriptor, select.POLLIN)
        return self._stop in dict(poll.poll(seconds * 1000 if source is None else None))


def _read(source: int) -> bytes:
    try:
        return os.read(source, _CHUNK)
    except OSError:  # a terminal that has gone, or a folder
        return b""


def _is_of_others(source: int) -> bool:
    try:
        return os.tcgetpgrp(source) != os.getpgrp()
    except OSError:  # no terminal, or not the one of this session, which stops nobody
        return False
