"""Where the boot text enters: serve in a container, or serve one client as a plain process."""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
from contextlib import suppress
from functools import partial
from typing import Any

from . import covers, facts, identity, interpreter, libc, namespaces, reap, room, rootfs, seccomp, tree
from .identity import Identity
from .place import Place
from .scratch import Scratch
from .server import Server
from .spawn import ForkServer
from .view import FixedView, View


def main(arguments: str) -> None:
    """Do what the JSON object ``arguments`` says under "mode"."""
    settings = json.loads(arguments)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    libc.become_subreaper()
    modes = {"serve": _serve, "pipe": _pipe, "tell": _tell}
    modes[settings["mode"]](settings)


def _tell(settings: dict[str, Any]) -> None:
    """Print the path of the interpreter, with all to which it leads, and where the paths "shown" lead."""
    print(json.dumps([interpreter.way(sys.executable), [*map(os.path.realpath, settings["shown"])]]))


def _serve(settings: dict[str, Any]) -> None:
    source = settings["source"]
    _check_identities(settings)
    runner = identity.owner_of(source)
    device = os.stat(source).st_dev
    if source == settings["project"]:
        os.symlink(sys.executable, room.PYTHON)
        view: View | FixedView = FixedView(source, runner, covered=True)
    else:
        room.furnish(room.ROOT)
        namespaces.own_mounts()
        for path in (*settings["volumes"], *_readable(settings)):  # nothing may be kept from run to run
            libc.set_read_only(path, with_inner=True)
        view = _view(settings, runner)
    listeners = [_listen(room.SOCKET), *_listen_at_the_door()]
    folders = ("/tmp", "/dev/shm", "/dev/mqueue")
    place = partial(_place, settings, folders, runner, device, walled=True, container=True)
    forks = ForkServer(place, settings["preload"])
    Server(place(), view, forks, settings["idle"], listeners).serve()
    with suppress(OSError):
        os.unlink(room.DOORBELL)


def _listen(path: str) -> socket.socket:
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen(64)
    return listener


def _listen_at_the_door() -> list[socket.socket]:
    """Let the host come without the engine, if its folder is there, and is one in which we can write."""
    try:
        owner = os.stat(room.DOOR)
        with libc.files_owned_as(owner.st_uid, owner.st_gid):
            with suppress(FileNotFoundError):
                os.unlink(room.DOORBELL)
            return [_listen(room.DOORBELL)]
    except OSError:
        return []


def _check_identities(settings: dict[str, Any]) -> None:
    """Look whether what the engine has put here is what was meant; a path can have come to mean something else."""
    for path, (device, inode) in settings["identities"].items():
        status = os.stat(path)
        if (status.st_dev, status.st_ino) != (device, inode):
            raise SystemExit(
                f"the engine shows another file or folder at {path} than the one that this machine has"
            )


def _view(settings: dict[str, Any], runner: Identity) -> View:
    layers = room.LAYERS if settings["layers"] else ""
    return View(
        settings["source"],
        settings["project"],
        layers,
        settings["read_only"],
        covers.Empty(*room.empty()),
        runner,
    )


def _pipe(settings: dict[str, Any]) -> None:
    runner = identity.owner_of(settings["project"])
    settings["other_processes"] = tree.tasks_of(runner.uid)
    device = os.stat(settings["project"]).st_dev
    if settings["namespaces"] and namespaces.run_inside(
        settings, lambda: _serve_walled(settings, runner, device)
    ):
        return
    if settings["loopback"]:
        raise SystemExit(
            "there is no network of its own for the program here, since there are no namespaces: use Docker"
        )
    if settings["changeable"]:
        raise SystemExit(
            "this tool is installed in the project, where programs could change it, since there are no namespaces here: "
            "install it on its own, as `pipx install flake8-llm-sandbox` does, or use Docker"
        )
    home = f"/tmp/llm-sandbox-{os.urandom(8).hex()}"
    os.mkdir(home, 0o700)
    os.chown(home, runner.uid, runner.gid)
    place = partial(_place, settings, (home,), runner, device, walled=False, container=False)
    try:
        view = FixedView(settings["project"], runner, covered=False)
        _serve_pipe(settings, place(), view, ForkServer(place, settings["preload"]))
    finally:
        reap.end_all(runner, set(), everything=False)
        os.rmdir(home)  # emptied after each run


def _serve_walled(settings: dict[str, Any], runner: Identity, device: int) -> None:
    def place() -> Place:
        return _place(settings, rootfs.SHARED, runner, device, walled=True, container=False)

    def first_place() -> Place:
        namespaces.rearrange(settings)
        return place()

    forks = ForkServer(first_place, settings["preload"])
    _serve_pipe(settings, place(), _view(settings, runner), forks)


def _serve_pipe(settings: dict[str, Any], place: Place, view: View | FixedView, forks: ForkServer) -> None:
    server = Server(place, view, forks, settings["idle"])
    server.add(socket.socket(fileno=settings["descriptor"]))
    server.serve()


def _readable(settings: dict[str, Any]) -> tuple[str, ...]:
    return tuple(path for path in settings["identities"] if path != settings["source"])


def _place(
    settings: dict[str, Any],
    folders: tuple[str, ...],
    runner: Identity,
    device: int,
    walled: bool,
    container: bool,
) -> Place:
    """Return where we stand; of the ``folders``, which all runs share, the first is the candidates' home."""
    return Place(
        project=settings["project"],
        read_only=settings["read_only"],
        readable=_readable(settings),
        network=settings["network"],
        execute=settings["execute"],
        loopback=settings["loopback"],
        device=device,
        supervisor_uid=os.getuid(),
        identity=runner,
        apart=walled and runner.uid != os.getuid(),
        environment=settings["environment"],
        home=folders[0],
        scratch=Scratch(folders),
        walled=walled,
        own_count=walled and settings["source"] != settings["project"] and namespaces.counts_processes(),
        container=container,
        filter=seccomp.program(walled, settings["network"], settings["loopback"], settings["execute"]),
        protections=facts.of_place(container),
        other_processes=settings.get("other_processes", 0),
    )
