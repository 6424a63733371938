"""One run, from fork to report."""

from __future__ import annotations

import os
import time
from functools import partial
from selectors import BaseSelector
from signal import SIGKILL
from typing import Callable

from . import facts, limits, tree
from .disk import DiskWatch, Written
from .frames import Kind, encode
from .messages import Report, Request
from .place import Place
from .spawn import ForkServer, Over, Spare
from .streams import Count, Feed, Intake
from .tally import RUNNERS

_SAMPLE_SECONDS = 0.02
_LAST_WORDS_SECONDS = {"memory": 0.05, "disk": 0.05}  # while what is over the limit may grow
_USUAL_LAST_WORDS_SECONDS = 0.25
_ASK_AGAIN_SECONDS = 0.02
_MANY_PIECES = 50  # of output to pass on; then several at a time
_COLLECT_SECONDS = 0.001
_PIPEFULS = 2  # each of 64 KiB, of which a pipe holds one


class Run:
    """A candidate under watch. Everything said about it was seen by this process itself.

    ``spare`` becomes it. ``send`` gets frames with what it prints, if the request is for that.

    Raises:
        SpawnError, OSError: the candidate could not be started.
        SystemExit: it was started, and cannot be watched.
    """

    def __init__(
        self,
        request: Request,
        source: bytes,
        spare: Spare,
        forks: ForkServer,
        place: Place,
        written: Written,
        selector: BaseSelector,
        send: Callable[[bytes], None],
    ) -> None:
        self._request, self._forks, self._place = request, forks, place
        self._verdict = ""
        self._watches_memory = not place.container or request.memory_watched
        self._pieces = self._pieces_seen = self._printed_before = 0
        self._oom_kills = limits.out_of_memory_kills()
        self.began = time.monotonic()
        self._until = self.began + request.seconds
        self._next_sample = self.began + _SAMPLE_SECONDS
        self._child = spare
        self._disk = DiskWatch(written, place.identity, forks.root, request.disk_bytes, request.disk_files)
        self._protections, self._unmet = forks.start(spare, request, source)
        self._over: Over | None = None
        self._wall = 0.0
        try:
            self._listen(selector, send)
        except OSError as error:  # it runs already, so nobody may say that it was not started
            raise SystemExit(f"the program cannot be watched: {error}") from None

    def _listen(self, selector: BaseSelector, send: Callable[[bytes], None]) -> None:
        self._tally: Count | None = None
        self._said: Intake | None = None
        self._stdout, self._stderr = (
            Intake(
                *pipe,
                self._request.output_keep,
                selector,
                partial(self._pass_on, send, kind) if self._request.stream or self._request.session else None,
            )
            for pipe, kind in ((self._child.stdout, Kind.PRINTED), (self._child.stderr, Kind.COMPLAINED))
        )
        if self._request.module in RUNNERS:
            self._tally = Count(self._child.line.detach(), selector)
        elif self._request.session or self._request.displays:
            self._said = Intake(self._child.line.detach(), None, 0, selector, partial(self._relay, send))
        else:
            self._child.line.close()
        self.stdin = Feed(self._child.stdin, selector)
        if not (self._request.stdin or self._request.session):
            self.stdin.finish()

    def patience(self) -> float:
        """Return for how many seconds nothing needs to be looked at, unless a pipe or a death says so."""
        until = min(self._until, self._disk.next_look)
        if self._verdict:
            until = self._next_sample
        elif self._watches_memory:
            until = min(until, self._next_sample)
        return max(0.0, until - time.monotonic())

    def look(self) -> bool:
        """Look for the candidate's death and at its limits; return whether the run is over."""
        if self._pieces > max(_MANY_PIECES, self._pieces_seen):
            self._pieces_seen = self._pieces
            time.sleep(_COLLECT_SECONDS)  # to wake for each line would cost more than the program
        if not self._over:
            if self._forks.over or (self._verdict and time.monotonic() >= self._deadline):
                self._end()
            elif self._verdict:
                self._ask_for_last_words()
            elif verdict := self._exceeded():
                self._begin_end(verdict)
        return self._over is not None

    def _exceeded(self) -> str:
        if time.monotonic() >= self._until:
            return "timeout"
        if self._printed() - self._printed_before > self._request.output_cap:
            return "output"
        if self._watches_memory and self._takes_too_much_memory():
            return "memory"
        return "disk" if self._disk.exceeded() else ""

    def _printed(self) -> int:
        said = self._said.output.total if self._said else 0
        return self._stdout.output.total + self._stderr.output.total + said

    def allow(self, seconds: float) -> None:
        """Have a session end so many seconds from now, and count anew what it prints."""
        if self._request.session:
            self._until = time.monotonic() + seconds
            self._printed_before = self._printed()

    def hold(self, still: bool) -> None:
        """Let the candidate wait when it wants to print, since nobody takes it; its time goes on."""
        self._stdout.hold(still)
        self._stderr.hold(still)
        if self._said:
            self._said.hold(still)

    def cancel(self) -> None:
        """End the run because nobody wants its result."""
        if not self._over and not self._verdict:
            self._begin_end("cancelled")

    def report(self, layer: str) -> tuple[Report, bytes, bytes]:
        """Return what was observed, standard output and standard error of a run that is over."""
        assert self._over
        for stream in (self.stdin, self._stdout, self._stderr):
            stream.finish()
        if self._said:
            self._said.finish()
        report = Report(
            status=self._over.status,
            verdict=self._verdict,
            wall_ms=self._wall * 1000,
            cpu_ms=self._over.cpu_seconds * 1000,
            max_rss=self._over.max_rss,
            stdout_bytes=self._stdout.output.total,
            stderr_bytes=self._stderr.output.total,
            protections=self._protections,
            missing=sorted(facts.PROTECTIONS.keys() - self._protections),
            unmet=self._unmet,
            leftovers=self._over.leftovers,
            layer=layer,
            tally=self._tally.finish() if self._tally else {},
        )
        return report, self._stdout.output.value(), self._stderr.output.value()

    def _begin_end(self, verdict: str) -> None:
        self._verdict = verdict
        self._deadline = time.monotonic() + _LAST_WORDS_SECONDS.get(verdict, _USUAL_LAST_WORDS_SECONDS)
        self._next_sample = 0.0
        self._ask_for_last_words()

    def _ask_for_last_words(self) -> None:
        # More than once, since a program cannot flush while it does.
        if time.monotonic() >= self._next_sample:
            self._next_sample = time.monotonic() + _ASK_AGAIN_SECONDS
            self._forks.ask_for_last_words()

    def _end(self) -> None:
        self._wall = time.monotonic() - self.began
        self._over = self._forks.over or self._forks.end()
        if not self._verdict and self._ran_out_of_memory():
            self._verdict = "memory"

    def _ran_out_of_memory(self) -> bool:
        assert self._over
        killed = os.WIFSIGNALED(self._over.status) and os.WTERMSIG(self._over.status) == SIGKILL
        return self._place.container and killed and limits.out_of_memory_kills() > self._oom_kills

    def _takes_too_much_memory(self) -> bool:
        now = time.monotonic()
        if now < self._next_sample:
            return False
        too_much = tree.takes_more_than(self._request.memory, self._forks.root)
        cost = time.monotonic() - now
        self._next_sample = now + max(
            _SAMPLE_SECONDS, 5 * cost
        )  # a long process table must not eat the machine
        return too_much

    def _pass_on(self, send: Callable[[bytes], None], kind: Kind, data: bytes) -> None:
        self._pieces += 1
        send(encode(kind, data))

    def _relay(self, send: Callable[[bytes], None], data: bytes) -> None:
        for stream in (self._stdout, self._stderr):  # what was printed before comes before
            for _ in range(_PIPEFULS):
                if not stream.read():
                    break
        send(encode(Kind.SAID, data))
