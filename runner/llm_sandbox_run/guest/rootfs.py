"""A root of its own for a supervisor that is a plain process: what an interpreter needs of the host, and nothing else."""

from __future__ import annotations

import os
import stat
from typing import Any, Iterable, Iterator

from . import host, interpreter, libc, packages, room

SHARED = ("/tmp", "/var/tmp", "/dev/shm")  # where all programs may write; the first is their home
_DEVICES = ("null", "zero", "full", "random", "urandom")
_LINKS = {"fd": "", "stdin": "/0", "stdout": "/1", "stderr": "/2"}
_TMPFS = libc.MS_NOSUID | libc.MS_NODEV | libc.MS_NOEXEC
_BUILT_AT = "/tmp"


def enter(settings: dict[str, Any]) -> None:
    """Have every process in these namespaces see the new root. The caller is the first process of the PID namespace.

    Raises:
        OSError: the kernel does not let us.
    """
    libc.mount("", "/", flags=libc.MS_REC | libc.MS_PRIVATE)
    handles = [(path, os.open(path, os.O_PATH)) for path in _shown(settings)]
    libc.mount("tmpfs", _BUILT_AT, "tmpfs", _TMPFS, "mode=755,size=1m")
    os.chdir(_BUILT_AT)
    _make_system()
    _make_devices()
    for folder in ("proc", *(each[1:] for each in SHARED)):
        os.makedirs(folder, exist_ok=True)
    for folder in SHARED:
        libc.mount(
            "tmpfs", folder[1:], "tmpfs", _TMPFS, f"mode=1777,size={settings['temp_bytes']},nr_inodes=65536"
        )
    libc.mount("proc", "proc", "proc", _TMPFS)
    room.furnish(f".{room.ROOT}")
    ways = {way for path, _ in handles for way in _ways(path)}
    for way in ways:
        os.mkdir(f".{way}")
        libc.mount("tmpfs", f".{way}", "tmpfs", _TMPFS, "mode=755,size=64k")
    for path, handle in handles:
        _show(handle, room.LAYERS if path == settings["layers"] else path, path in _written(settings))
        os.close(handle)
    for way in ways:
        libc.set_read_only(f".{way}")
    os.chmod(f".{room.ROOT}", 0)  # those who are our user without our rights cannot enter
    libc.change_root()
    if os.getuid():
        with open("/proc/sys/user/max_user_namespaces", "w", encoding="utf-8") as limit:
            limit.write("0")  # no second one inside, with rights to mount
    libc.set_read_only("/")


def _shown(settings: dict[str, Any]) -> list[str]:
    """Return what the interpreter consists of, what was granted, and the project.

    The project comes last.
    """
    granted = [*settings["identities"]]
    settled = host.SETTINGS + host.FOR_NETWORK * settings["network"]
    wanted = {*interpreter.files(granted), *granted, *settled} - {settings["project"]}
    there: list[str] = []
    for path in sorted(filter(os.path.exists, wanted)):
        if not packages.is_below(path, (*host.SYSTEM, *there)):
            there.append(path)
    return [path for path in [*there, settings["layers"], settings["project"]] if path]


def _ways(path: str) -> Iterator[str]:
    """Yield the first folder on the way to a path that lies deeper in a shared folder.

    As a mount nobody can rename it, as programs, who are our user, could the folders on the way.
    """
    for folder in SHARED:
        if packages.is_below(path, (folder,)):
            first = os.path.join(folder, os.path.relpath(path, folder).partition("/")[0])
            if first not in (path, folder):
                yield first


def _written(settings: dict[str, Any]) -> Iterable[str]:
    if settings["layers"]:
        return (settings["layers"],)
    return () if settings["read_only"] else (settings["project"],)


def _make_system() -> None:
    for path in filter(os.path.lexists, host.SYSTEM):
        if os.path.islink(path):
            os.symlink(os.readlink(path), path[1:])
        else:
            _show(os.open(path, os.O_PATH), path, writable=False)


def _make_devices() -> None:
    os.makedirs("dev")
    for name in _DEVICES:
        _show(os.open(f"/dev/{name}", os.O_PATH), f"/dev/{name}", writable=True, devices=True)
    for name, target in _LINKS.items():
        os.symlink(f"/proc/self/fd{target}", f"dev/{name}")


def _show(source: int, path: str, writable: bool, devices: bool = False) -> None:
    target = f".{path}"
    _make(target, os.fstat(source).st_mode)
    opened = os.open(target, os.O_PATH)
    libc.put_over(source, opened, not writable, devices)
    os.close(opened)


def _make(path: str, mode: int) -> None:
    if stat.S_ISDIR(mode):
        os.makedirs(path, exist_ok=True)
    elif not os.path.exists(path):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o444))
