"""Which protections hold: asked of the kernel by a candidate process before it starts, not of the configuration."""

from __future__ import annotations

import os
import resource
from typing import Callable, NamedTuple

from . import covers, limits
from .messages import Request
from .place import Place


class View(NamedTuple):
    """What the questions below are about."""

    place: Place
    request: Request
    status: dict[str, str]  # of the process, as /proc has it


def in_force(place: Place, request: Request) -> list[str]:
    """Return the names of the protections that hold for the calling process."""
    view = View(place, request, _status())
    return [name for name, holds in PROTECTIONS.items() if holds(view)]


def _status() -> dict[str, str]:
    with open("/proc/self/status", encoding="utf-8", errors="replace") as file:
        return {name: value.strip() for name, _, value in (line.partition(":") for line in file)}


def _limited(which: int) -> bool:
    return resource.getrlimit(which)[0] != resource.RLIM_INFINITY


def _no_capabilities(view: View) -> bool:
    return not any(int(view.status[name], 16) for name in ("CapInh", "CapPrm", "CapEff", "CapAmb"))


def _no_network(view: View) -> bool:
    with open("/proc/self/net/route", encoding="utf-8") as routes:
        if len(routes.readlines()) > 1:  # the first line is a heading
            return False
    try:
        with open("/proc/self/net/ipv6_route", encoding="utf-8") as routes:
            return all(line.split()[-1] == "lo" for line in routes)
    except FileNotFoundError:
        return True


def _read_only_root(view: View) -> bool:
    return bool(os.statvfs("/").f_flag & os.ST_RDONLY)


PROTECTIONS: dict[str, Callable[[View], bool]] = {
    "covered-names": lambda view: (
        view.place.walled and covers.in_place(view.place.project, view.request.covers)
    ),
    "file-size-limit": lambda view: _limited(resource.RLIMIT_FSIZE),
    "memory-cgroup": lambda view: view.place.container and limits.bounded_by_cgroup(),
    "network-off": _no_network,
    "no-capabilities": _no_capabilities,
    "no-new-privileges": lambda view: view.status.get("NoNewPrivs") == "1",
    "other-user": lambda view: os.getuid() not in (0, view.place.supervisor_uid),
    "pid-namespace": lambda view: os.getppid() == 1,
    "process-limit": lambda view: (
        limits.bounded_by_cgroup() if view.place.container else _limited(resource.RLIMIT_NPROC)
    ),
    "read-only-root": _read_only_root,
    "seccomp": lambda view: view.status.get("Seccomp") == "2",
}
