"""Which protections hold: asked of the kernel by a candidate process before it starts, not of the configuration."""

from __future__ import annotations

import os
import resource
import socket
from contextlib import suppress
from typing import Callable, NamedTuple

from . import covers, libc, limits, procfs, tree
from .messages import Request
from .place import Place


class View(NamedTuple):
    """What the questions below are about."""

    place: Place
    request: Request
    status: bytes  # of the process, as /proc has it


def of_place(container: bool) -> frozenset[str]:
    """Return the names of the protections that hold for all processes that the caller, a fork server, makes."""
    bounded = container and limits.bounded_by_cgroup()
    first = {os.getpid(), os.getppid()}
    if container:  # the supervisor's own parent has stayed where the engine has put it
        first.add(tree.parent_of(os.getppid()))
    names = {
        "memory-cgroup": bounded,
        "pid-namespace": 1 in first,
        "process-limit": bounded,
        "read-only-root": _read_only_root(),
    }
    return frozenset(name for name, holds in names.items() if holds)


def in_force(place: Place, request: Request) -> list[str]:
    """Return the names of the protections that hold for the calling process."""
    view = View(place, request, procfs.read("/proc/self/status"))
    return [name for name, holds in PROTECTIONS.items() if name in place.protections or holds(view)]


def unmet(place: Place) -> list[str]:
    """Say what of that which was granted does not hold for the calling process."""
    said = [
        f"{path} cannot be read by uid {os.getuid()}, as whom the program runs"
        for path in place.readable
        if not os.access(path, os.R_OK | os.X_OK * os.path.isdir(path))
    ]
    said += ["there is no network here but the loopback"] * (place.network and _no_network())
    said += ["no other program can be started here"] * (place.execute and _refused(_start_nothing))
    return said


def _start_nothing() -> None:
    with suppress(FileNotFoundError):
        os.execv("", ["nothing"])


def isolated(protections: list[str], network: bool) -> bool:
    """Tell whether these keep a program from writing outside of its folders and, unless granted, from the network."""
    return bool({"landlock", "read-only-root"} & {*protections}) and (network or "network-off" in protections)


def _limited(which: int) -> bool:
    return resource.getrlimit(which)[0] != resource.RLIM_INFINITY


def _refused(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except PermissionError:
        return True
    return False


def _no_capabilities(view: View) -> bool:
    return all(
        b"\n%s:\t%016d\n" % (name, 0) in view.status for name in (b"CapInh", b"CapPrm", b"CapEff", b"CapAmb")
    )


def _no_network(_: object = None) -> bool:
    if _refused(lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()):
        return True
    with open("/proc/self/net/route", encoding="utf-8") as routes:
        if len(routes.readlines()) > 1:  # the first line is a heading
            return False
    try:
        with open("/proc/self/net/ipv6_route", encoding="utf-8") as routes:
            return all(line.split()[-1] == "lo" for line in routes)
    except FileNotFoundError:
        return True


def _read_only_root() -> bool:
    return bool(os.statvfs("/").f_flag & os.ST_RDONLY)


def _filtered(view: View) -> bool:
    # Without a filter, leaving no namespace at all is always allowed.
    return b"\nSeccomp:\t2\n" in view.status and _refused(lambda: libc.unshare(0))


def _no(view: View) -> bool:
    return False


PROTECTIONS: dict[str, Callable[[View], bool]] = {
    "copy-on-write": lambda view: os.stat(view.place.project).st_dev != view.place.device,
    "covered-names": lambda view: (
        view.place.walled and covers.in_place(view.place.project, view.request.covers)
    ),
    "file-size-limit": lambda view: _limited(resource.RLIMIT_FSIZE),
    "files-hidden": lambda view: view.place.container or _refused(lambda: os.listdir("/")),
    # The one file outside of its folders that any process may write.
    "landlock": lambda view: _refused(lambda: os.close(os.open("/proc/self/comm", os.O_WRONLY))),
    "memory-cgroup": _no,
    "network-off": _no_network,
    "no-capabilities": _no_capabilities,
    "no-new-privileges": lambda view: b"\nNoNewPrivs:\t1\n" in view.status,
    "other-user": lambda view: os.getuid() not in (0, view.place.supervisor_uid),
    "pid-namespace": _no,
    "process-limit": lambda view: not view.place.container and _limited(resource.RLIMIT_NPROC),
    "read-only-root": _no,
    "seccomp": _filtered,
    "signals-confined": lambda view: _refused(lambda: os.kill(os.getppid(), 0)),
}
