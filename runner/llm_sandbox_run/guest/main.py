"""Where the boot text enters: serve in a container, or serve one client as a plain process."""

from __future__ import annotations

import json
import os
import signal
import socket
from typing import Any

from . import child, facts, identity, imports, libc, namespaces, seccomp, tree
from .place import Place
from .scratch import Scratch
from .server import Server


def main(arguments: str) -> None:
    """Do what the JSON object ``arguments`` says under "mode"."""
    settings = json.loads(arguments)
    modes = {"serve": _serve, "pipe": _pipe}
    modes[settings["mode"]](settings)


def _serve(settings: dict[str, Any]) -> None:
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(settings["socket"])
    listener.listen(64)
    place = _place(settings, ("/tmp", "/dev/shm", "/dev/mqueue"), walled=True, container=True)
    Server(place, _prepare(place, settings["preload"]), settings["idle"], listener).serve()


def _pipe(settings: dict[str, Any]) -> None:
    runner = identity.owner_of(settings["project"])
    settings["other_processes"] = tree.tasks_of(runner.uid)
    if settings["namespaces"] and namespaces.run_inside(
        settings, lambda: _serve_pipe(settings, namespaces.SHARED, walled=True)
    ):
        return
    home = f"/tmp/llm-sandbox-{os.urandom(8).hex()}"
    os.mkdir(home, 0o700)
    os.chown(home, runner.uid, runner.gid)
    try:
        _serve_pipe(settings, (home,), walled=False)
    finally:
        os.rmdir(home)  # emptied after each run


def _serve_pipe(settings: dict[str, Any], folders: tuple[str, ...], walled: bool) -> None:
    place = _place(settings, folders, walled, container=False)
    server = Server(place, _prepare(place, settings["preload"]), settings["idle"], None)
    server.add(socket.socket(fileno=settings["descriptor"]))
    server.serve()


def _place(settings: dict[str, Any], folders: tuple[str, ...], walled: bool, container: bool) -> Place:
    """Return where we stand; of the ``folders``, which all runs share, the first is the candidates' home."""
    return Place(
        project=settings["project"],
        read_only=settings["read_only"],
        readable=tuple(settings["readable"]),
        network=settings["network"],
        supervisor_uid=os.getuid(),
        identity=identity.owner_of(settings["project"]),
        trusted=imports.folders_of_interpreter(settings["project"]),
        home=folders[0],
        scratch=Scratch(folders),
        walled=walled,
        container=container,
        filter=seccomp.program(seccomp.families(walled, settings["network"])),
        protections=facts.of_place(container),
        other_processes=settings.get("other_processes", 0),
    )


def _prepare(place: Place, modules: list[str]) -> child.Shared:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    libc.become_subreaper()
    libc.set_dumpable(False)
    return child.prepare(place, modules)
