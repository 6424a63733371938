"""Places of their own, where the kernel gives them: to a supervisor that is a plain process, and to one in a container.

As an ordinary user this goes through a user namespace.
"""

from __future__ import annotations

import fcntl
import os
import re
import signal
import socket
import struct
import sys
from typing import Any, Callable

from . import libc, rootfs
from .room import NO_MOUNTS

_UNAVAILABLE = 77
_SET_FLAGS, _UP = 0x8914, 1  # SIOCSIFFLAGS, IFF_UP
_MORE_PROCESSES = (
    256  # that the user may start beside us later; here all can be ended at once, so there is no haste
)
_NAMESPACES = libc.CLONE_NEWNS | libc.CLONE_NEWPID | libc.CLONE_NEWIPC


class UnavailableError(Exception):
    """The kernel gives no place of its own to a process."""


def run_inside(settings: dict[str, Any], job: Callable[[], None]) -> bool:
    """Do ``job`` in namespaces of its own and wait for its end; False, and nothing done, where they cannot be had.

    A new PID, network, IPC and mount namespace: no other processes, and no network unless granted. The first fork that
    ``job`` makes is the first process of the PID namespace, and has to ``rearrange`` the files.
    """
    return _in_fork(lambda: _attempt(settings, job)) != _UNAVAILABLE


def _in_fork(job: Callable[[], int]) -> int:
    pid = os.fork()
    if pid:
        return os.WEXITSTATUS(os.waitpid(pid, 0)[1])
    status = 1
    try:
        libc.die_with_parent(signal.SIGKILL)
        status = job()
    except BaseException:  # noqa: BLE001 - the fork must not go on with its parent's work
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(status)


def _attempt(settings: dict[str, Any], job: Callable[[], None]) -> int:
    uid, gid = os.getuid(), os.getgid()
    try:
        network = 0 if settings["network"] else libc.CLONE_NEWNET
        libc.unshare(_NAMESPACES | network | (libc.CLONE_NEWUSER if uid else 0))
        settings["other_processes"] += _MORE_PROCESSES
        if uid:
            settings["other_processes"] *= not counts_processes()
            _write("/proc/self/setgroups", "deny")
            _write("/proc/self/uid_map", f"{uid} {uid} 1")
            _write("/proc/self/gid_map", f"{gid} {gid} 1")
        if settings["loopback"] and network:
            _raise_loopback()
    except OSError:
        return _UNAVAILABLE
    try:
        job()
    except UnavailableError:
        return _UNAVAILABLE
    return 0


def _raise_loopback() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, _SET_FLAGS, struct.pack("16sh14x", b"lo", _UP))


def rearrange(settings: dict[str, Any]) -> None:
    """Have the first process show what programs may see.

    Raises:
        UnavailableError: the kernel does not let it.
    """
    try:
        rootfs.enter(settings)
    except OSError as error:
        sys.stderr.write(f"no namespaces: {error}\n")
        raise UnavailableError from None


def own_mounts() -> None:
    """Go on, as root in a container, in a fork that has mounts of its own and all rights over them; wait for its end.

    What the engine starts later joins the first process, which keeps what the engine has shown: there, no path of the
    image's leads to the project. Users stay what they are: all of them are the same inside. Raises SystemExit where this
    cannot be had.
    """
    outside, inside = socket.socketpair()
    pid = os.fork()
    if pid:
        inside.close()
        # Only from outside, where it is its owner, can a user namespace get its users.
        if outside.recv(1) and _give_users(pid):
            outside.send(b"!")
        outside.close()
        os._exit(os.WEXITSTATUS(os.waitpid(pid, 0)[1]))
    outside.close()
    libc.become_subreaper()
    try:
        libc.unshare(libc.CLONE_NEWUSER | libc.CLONE_NEWNS)
    except OSError as error:
        raise SystemExit(f"{NO_MOUNTS}: {error}") from None
    with inside:
        inside.send(b"!")
        if not inside.recv(1):
            raise SystemExit(f"{NO_MOUNTS}: a user namespace did not get its users")
    libc.mount("", "/", flags=libc.MS_REC | libc.MS_PRIVATE)


def _give_users(pid: int) -> bool:
    try:
        for kind in ("uid_map", "gid_map"):
            _write(f"/proc/{pid}/{kind}", "0 0 4294967295")
    except OSError:
        return False
    return True


def counts_processes() -> bool:
    """Tell whether a user namespace has a count of processes of its own for RLIMIT_NPROC."""
    version = re.match(r"(\d+)\.(\d+)", os.uname().release)
    return version is not None and tuple(map(int, version.groups())) >= (5, 14)


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
