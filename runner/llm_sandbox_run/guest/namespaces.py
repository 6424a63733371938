"""Where the kernel allows it, a place of its own for a supervisor that is a plain process.

A new PID, network, IPC and mount namespace: no other processes, no network unless granted, everything read-only but the project, and
empty folders in place of the homes, of /run and of /tmp. As an ordinary user this goes through a user namespace.
"""

from __future__ import annotations

import os
import re
import signal
import stat
import sys
from typing import Any, Callable

from . import covers, libc

_UNAVAILABLE = 77
_MORE_PROCESSES = (
    256  # that the user may start beside us later; here all can be ended at once, so there is no haste
)
_NAMESPACES = libc.CLONE_NEWNS | libc.CLONE_NEWPID | libc.CLONE_NEWIPC
SHARED = ("/tmp", "/var/tmp", "/dev/shm")  # everybody may write: each becomes empty and private
_PRIVATE = (
    "/home",
    "/root",
    "/run",
    "/dev/mqueue",
    "/dev/pts",
)  # not the code's business: each becomes empty
_RESOLVER = "/etc/resolv.conf"  # often a link into /run
_TMPFS = libc.MS_NOSUID | libc.MS_NODEV | libc.MS_NOEXEC


def run_inside(settings: dict[str, Any], job: Callable[[], None]) -> bool:
    """Do ``job`` in namespaces of its own and wait for its end; False, and nothing done, where they cannot be had.

    The first fork that ``job`` makes is the first process of the PID namespace, and has to ``rearrange`` the files.
    """
    return _in_fork(lambda: _attempt(settings, job)) != _UNAVAILABLE


class UnavailableError(Exception):
    """The kernel gives no place of its own to a process."""


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
            settings["other_processes"] *= not _counts_processes()
            _write("/proc/self/setgroups", "deny")
            _write("/proc/self/uid_map", f"{uid} {uid} 1")
            _write("/proc/self/gid_map", f"{gid} {gid} 1")
    except OSError:
        return _UNAVAILABLE
    try:
        job()
    except UnavailableError:
        return _UNAVAILABLE
    return 0


def rearrange(settings: dict[str, Any]) -> None:
    """Have the first process show what programs may see.

    Raises:
        UnavailableError: the kernel does not let it.
    """
    try:
        _rearrange(settings)
    except OSError as error:
        sys.stderr.write(f"no namespaces: {error}\n")
        raise UnavailableError from None
    covers.put(
        settings["project"], settings["covers"], settings["empty"]
    )  # if one cannot be put on, that is the end


def _rearrange(settings: dict[str, Any]) -> None:
    libc.mount("", "/", flags=libc.MS_REC | libc.MS_PRIVATE)
    libc.mount("proc", "/proc", "proc", _TMPFS)
    if os.getuid():
        _write("/proc/sys/user/max_user_namespaces", "0")  # no second one inside, with rights to mount
    handles = {path: os.open(path, os.O_PATH) for path in _needed(settings)}
    settings["empty"] = os.open(
        settings["empty"], os.O_PATH
    )  # which may lie where nothing will be seen any more
    libc.set_read_only("/", True, recursive=True)
    libc.set_read_only("/proc", False)
    for folder in filter(os.path.isdir, SHARED):
        libc.mount("tmpfs", folder, "tmpfs", _TMPFS, f"mode=1777,size={settings['temp_bytes']}")
    hidden = [folder for folder in _PRIVATE if os.path.isdir(folder) and not os.path.islink(folder)]
    for folder in hidden:
        libc.mount("tmpfs", folder, "tmpfs", _TMPFS, "mode=755,size=1m")
    for path, handle in handles.items():
        _make(path, os.fstat(handle).st_mode)
        libc.bind(f"/proc/self/fd/{handle}", path)
        os.close(handle)
    for folder in hidden:
        libc.set_read_only(folder, True)
    libc.set_read_only(settings["project"], settings["read_only"])


def _make(path: str, mode: int) -> None:
    if stat.S_ISDIR(mode):
        os.makedirs(path, exist_ok=True)
        return
    os.makedirs(os.path.dirname(path), exist_ok=True)
    open(path, "ab").close()


def _needed(settings: dict[str, Any]) -> list[str]:
    """Return what the interpreter consists of, what was granted, and the project.

    Outer folders come before inner ones, the project last.
    """
    prefixes = {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix, *sys.path}
    hidden = {path for path in map(os.path.realpath, prefixes) if os.path.isdir(path) and _is_hidden(path)}
    names = [_RESOLVER] if settings["network"] and os.path.exists(_RESOLVER) else []
    hidden.update(filter(_is_hidden, map(os.path.realpath, names + settings["readable"])))
    return [*sorted(hidden), settings["project"]]


def _is_hidden(path: str) -> bool:
    return any(path.startswith(folder + "/") for folder in SHARED + _PRIVATE)


def _counts_processes() -> bool:
    """Tell whether a user namespace has a count of processes of its own for RLIMIT_NPROC."""
    version = re.match(r"(\d+)\.(\d+)", os.uname().release)
    return version is not None and tuple(map(int, version.groups())) >= (5, 14)


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
