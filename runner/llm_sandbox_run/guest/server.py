"""The supervisor's loop: many clients, one run at a time."""

from __future__ import annotations

import selectors
import socket
import time
from functools import partial
from typing import Sequence

from .connection import Connection
from .covers import ChangedError
from .frames import Kind, encode, encode_json
from .layer import Layer
from .messages import Request
from .place import Place
from .run import Run
from .spawn import ForkServer, Spare, SpawnError
from .view import FixedView, View

_HEARTBEAT_SECONDS = 1.0
_FIRST_SECONDS = 30.0
_SPARES = 4
_BACKLOG = 1 << 20  # so many unsent bytes, and the program has to wait
_STUCK_SECONDS = 60.0  # a client that takes nothing for so long after its run is dropped


class Server:
    """Serves until it was idle for ``idle`` seconds, or the last client said so, or, without listeners, is gone."""

    def __init__(
        self,
        place: Place,
        view: View | FixedView,
        forks: ForkServer,
        idle: float,
        listeners: Sequence[socket.socket] = (),
    ) -> None:
        self._place, self._view, self._forks, self._idle, self._listeners = (
            place,
            view,
            forks,
            idle,
            listeners,
        )
        self._layers: list[tuple[Connection, Layer]] = []  # lent
        self._selector = selectors.DefaultSelector()
        self._clients: list[Connection] = []
        self._run: Run | None = None
        self._runner: Connection | None = None
        self._spares: list[Spare] = []
        self._fork_spares()
        self._unwanted = self._met = False
        self._last_end = self._last_beat = time.monotonic()
        self._selector.register(forks, selectors.EVENT_READ, forks.listen)
        for listener in listeners:
            self._selector.register(listener, selectors.EVENT_READ, partial(self._accept, listener))

    def add(self, link: socket.socket) -> None:
        """Take a client."""
        client = Connection(link, {"layered": self._view.layered, "writable": self._view.writable})
        self._clients.append(client)
        self._met = True
        self._selector.register(client, selectors.EVENT_READ, lambda: self._serve_client(client))

    def serve(self) -> None:
        """Run what clients ask for, until there is no more reason to stay."""
        while not self._finished():
            for key, _ in self._selector.select(self._patience()):
                key.data()
            self._cancel()
            self._guide()
            self._sweep()
            self._look_after_run()
            self._start_next()
            self._beat()
            self._watch_backlogs()

    def _finished(self) -> bool:
        if self._run:
            return False
        if not self._clients:
            return not self._listeners or self._unwanted or self._idle_for() >= self._idle
        last = len(self._clients) == 1 and self._clients[0].wants_end
        return last or self._idle_for() >= self._idle

    def _idle_for(self) -> float:
        # Whoever has started it may take some time to come.
        return time.monotonic() - self._last_end - (0 if self._met else _FIRST_SECONDS)

    def _patience(self) -> float:
        if self._run:
            return min(self._run.patience(), _HEARTBEAT_SECONDS)
        if any(client.backlog for client in self._clients):
            return _HEARTBEAT_SECONDS
        return max(0.0, self._idle - self._idle_for())

    # Clients

    def _accept(self, listener: socket.socket) -> None:
        self.add(listener.accept()[0])

    def _serve_client(self, client: Connection) -> None:
        client.flush()
        for piece in client.receive():
            if self._run and client is self._runner:
                self._run.stdin.put(piece)
            elif client.waiting:
                client.early.append(piece)

    def _sweep(self) -> None:
        for client in [client for client in self._clients if not client.open]:
            self._selector.unregister(client)
            self._clients.remove(client)
            client.close()
            self._let_go(client)
            self._unwanted |= client.wants_end  # its starter has gone, and others were still connected
            if self._run and client is self._runner:
                self._run.cancel()

    def _cancel(self) -> None:
        for client in (client for client in self._clients if client.wants_cancel):
            client.wants_cancel = False
            if self._run and client is self._runner:
                self._run.cancel()
            elif client.waiting:
                client.waiting = None
                client.send(encode_json(Kind.FAILED, {"message": "it was cancelled before it started"}))

    def _guide(self) -> None:
        for client in self._clients:
            seconds, interrupt = client.allowed, client.wants_interrupt
            client.allowed, client.wants_interrupt = None, False
            if self._run and client is self._runner:
                if seconds is not None:
                    self._run.allow(seconds)
                if interrupt:
                    self._forks.interrupt()

    def _watch_backlogs(self) -> None:
        for client in self._clients:
            wanted = selectors.EVENT_READ | (selectors.EVENT_WRITE if client.backlog else 0)
            key = self._selector.get_key(client)
            if key.events != wanted:
                self._selector.modify(client, wanted, key.data)
            if self._run and client is self._runner:
                self._run.hold(client.backlog > _BACKLOG)
            elif client.backlog and time.monotonic() - client.moved > _STUCK_SECONDS:
                client.open = False

    # Runs

    def _start_next(self) -> None:
        for client in self._clients:
            if not self._run and client.waiting:
                self._start(client)

    def _start(self, client: Connection) -> None:
        assert client.waiting
        (request, source), client.waiting = client.waiting, None
        self._let_go(client)
        if not self._show(request, client):
            return
        if self._forks.complaint:
            client.send(encode_json(Kind.FAILED, {"message": self._forks.complaint}))
            return
        try:
            self._fork_spares()
            self._run = Run(
                request,
                source,
                self._spares.pop(),
                self._forks,
                self._place,
                self._view.written(),
                self._selector,
                client.send,
            )
            self._runner = client
            for piece in client.early:
                self._run.stdin.put(piece)
            client.early.clear()
        except (SpawnError, OSError) as error:
            client.send(encode_json(Kind.FAILED, {"message": str(error)}))

    def _fork_spares(self) -> None:
        # Several at once, where no candidate can reach them.
        for spare in [spare for spare in self._spares if not self._forks.alive(spare)]:
            self._spares.remove(spare)
            spare.bury()
        if not self._spares:
            self._spares = self._forks.spares(_SPARES if self._place.apart else 1)

    def _show(self, request: Request, client: Connection) -> bool:
        try:
            self._view.show(request.covers)
        except OSError as error:
            client.send(encode_json(Kind.FAILED, {"message": f"the project cannot be shown: {error}"}))
            return False
        except ChangedError:
            client.send(encode(Kind.GONE))
            if self._view.fixed:
                raise SystemExit(
                    "a cover has fallen off; another supervisor has to put all of them on again"
                ) from None
            return False
        return True

    def _let_go(self, client: Connection) -> None:
        """Take back the layers that were lent to a client: it is done with them, or has gone."""
        for layer in [layer for owner, layer in self._layers if owner is client]:
            self._view.give_back(layer)
        self._layers = [each for each in self._layers if each[0] is not client]

    def _look_after_run(self) -> None:
        if not (self._run and self._runner and self._run.look()):
            return
        layer = self._view.lend()
        if layer:
            self._layers.append((self._runner, layer))
        self._runner.send_report(*self._run.report(layer.name if layer else ""))
        if not self._runner.open:
            self._let_go(self._runner)
        self._run = self._runner = None
        self._wipe()
        self._view.rest()
        self._fork_spares()
        self._last_end = time.monotonic()

    def _wipe(self) -> None:
        # After the report, which need not wait for it, and before anything else that could start a program.
        try:
            self._place.scratch.wipe(self._place.identity)
        except OSError:
            for client in self._clients:
                client.send(encode(Kind.GONE))  # what they have asked for meanwhile has not started
            raise

    def _beat(self) -> None:
        if time.monotonic() - self._last_beat < _HEARTBEAT_SECONDS:
            return
        self._last_beat = time.monotonic()
        if self._run and self._runner:
            said = {"pid": self._runner.pid, "seconds": self._last_beat - self._run.began}
            for client in self._clients:
                if client.waiting:
                    client.send(encode_json(Kind.WAIT, said))
