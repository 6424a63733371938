"""Where the boot text enters: serve in a container, or serve one client as a plain process."""

from __future__ import annotations

import json
import os
import signal
import socket
from functools import partial
from typing import Any

from . import facts, identity, libc, namespaces, reap, seccomp, tree
from .place import Place
from .scratch import Scratch
from .server import Server
from .spawn import ForkServer


def main(arguments: str) -> None:
    """Do what the JSON object ``arguments`` says under "mode"."""
    settings = json.loads(arguments)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    libc.become_subreaper()
    libc.set_dumpable(False)
    modes = {"serve": _serve, "pipe": _pipe}
    modes[settings["mode"]](settings)


def _serve(settings: dict[str, Any]) -> None:
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(settings["socket"])
    listener.listen(64)
    place = partial(_place, settings, ("/tmp", "/dev/shm", "/dev/mqueue"), walled=True, container=True)
    forks = ForkServer(place, settings["preload"])
    Server(place(), forks, settings["idle"], listener).serve()


def _pipe(settings: dict[str, Any]) -> None:
    runner = identity.owner_of(settings["project"])
    settings["other_processes"] = tree.tasks_of(runner.uid)
    if settings["namespaces"] and namespaces.run_inside(settings, lambda: _serve_walled(settings)):
        return
    home = f"/tmp/llm-sandbox-{os.urandom(8).hex()}"
    os.mkdir(home, 0o700)
    os.chown(home, runner.uid, runner.gid)
    place = partial(_place, settings, (home,), walled=False, container=False)
    try:
        _serve_pipe(settings, place(), ForkServer(place, settings["preload"]))
    finally:
        reap.end_all(runner, set(), everything=False)
        os.rmdir(home)  # emptied after each run


def _serve_walled(settings: dict[str, Any]) -> None:
    def place() -> Place:
        return _place(settings, namespaces.SHARED, walled=True, container=False)

    def first_place() -> Place:
        namespaces.rearrange(settings)
        return place()

    forks = ForkServer(first_place, settings["preload"])
    _serve_pipe(settings, place(), forks)


def _serve_pipe(settings: dict[str, Any], place: Place, forks: ForkServer) -> None:
    server = Server(place, forks, settings["idle"], None)
    server.add(socket.socket(fileno=settings["descriptor"]))
    server.serve()


def _place(settings: dict[str, Any], folders: tuple[str, ...], walled: bool, container: bool) -> Place:
    """Return where we stand; of the ``folders``, which all runs share, the first is the candidates' home."""
    runner = identity.owner_of(settings["project"])
    return Place(
        project=settings["project"],
        read_only=settings["read_only"],
        readable=tuple(settings["readable"]),
        network=settings["network"],
        supervisor_uid=os.getuid(),
        identity=runner,
        apart=walled and runner.uid != os.getuid(),
        home=folders[0],
        scratch=Scratch(folders),
        walled=walled,
        container=container,
        filter=seccomp.program(seccomp.families(walled, settings["network"])),
        protections=facts.of_place(container),
        other_processes=settings.get("other_processes", 0),
    )
