"""What a container is made of: pure functions from a setting and an image to what the Docker engine is asked for.

The fields are those of the engine's API: https://docs.docker.com/reference/api/engine/
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from llm_sandbox_run.backends import bundle
from llm_sandbox_run.errors import EngineError
from llm_sandbox_run.guest import packages, room, syscalls
from llm_sandbox_run.policy import environment as variables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from llm_sandbox_run.model import Cover, Setting

ROOT = "/app"
LABEL = "llm-sandbox"
EMPTY = Path(__file__).parent / "empty"  # a file of no bytes, to lie over files whose text nobody may see
PYTHON = "python3"  # by the image's PATH, which leads to nothing of the host's where nothing of it is mounted
_TEMPORARY = {"/tmp": 65536, "/dev/shm": 4096}  # path -> how many files
_USUAL_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_SUPERVISOR_MEMORY = 48 << 20  # what the supervisor and the bridges of its clients take, beside the program
_SUPERVISOR_PROCESSES = 24
_SUPERVISOR_RIGHTS = ("SETUID", "SETGID", "KILL")  # to become the program's user, and to end its processes
_IPV6 = {
    f"net.ipv6.conf.{each}.disable_ipv6": "0" for each in ("all", "lo")
}  # which engines take from "none"
_HAS_IPV6 = Path("/proc/sys/net/ipv6")  # without, no container would start with that
_FOR_MOUNTS = {"unshare", "mount", "umount2", "open_tree", "move_mount", "mount_setattr"}


class Image(NamedTuple):
    """What the engine says of an image, as far as it matters here."""

    id: str
    environment: tuple[str, ...]  # "NAME=VALUE"
    volumes: tuple[str, ...]  # paths that the engine would keep from start to start

    @classmethod
    def of(cls, said: dict[str, Any]) -> Image:
        """Return it from the answer to an inspection."""
        settings = said.get("Config") or {}
        volumes = {*(settings.get("Volumes") or ())} - {
            *_TEMPORARY,
            ROOT,
        }  # where something else is put anyway
        return cls(said["Id"], tuple(settings.get("Env") or ()), tuple(sorted(volumes)))


class Container(NamedTuple):
    """One to be had: its name is the same for all who want the same, and for nobody else."""

    name: str
    config: dict[str, Any]
    bridge: list[str]  # the command that joins its standard streams to the supervisor
    layers: Path | None  # the folder for what programs write; None if they write to the project
    door: Path | None  # the folder with a socket of the supervisor's; None if there would be none


def with_own_mounts(setting: Setting, image: Image) -> Container:
    """Return the container whose supervisor shows the project by mounts of its own, for which it gets the rights."""
    shown = [_bind(str(setting.project), room.PROJECT, read_only=not setting.live)]
    config = _config(setting, image, shown, own_mounts=True)
    name = _name(setting, config)
    door = _door(setting, config, name)
    layers = setting.layers / name if setting.layers else None
    if layers:
        config["HostConfig"]["Mounts"].append(_bind(str(layers), room.LAYERS, read_only=False))
        config["Entrypoint"] = _supervisor(setting, image, room.PROJECT, layers=True)
    return Container(name, config, bundle.bridge(PYTHON, room.SOCKET), layers, door)


def with_mounts_of_the_engine(
    setting: Setting, covers: Sequence[Cover], image: Image, python: str
) -> Container:
    """Return the container to which the engine shows the project, covers included.

    The path of ``python`` must not lead through what is shown.

    Raises:
        EngineError: the image has a volume there.
    """
    for path in image.volumes:
        if packages.is_below(path, (ROOT,)):
            raise EngineError(
                f"the image keeps a volume at {path}, where the project appears: use an image that does not"
            )
    shown = [
        _bind(str(setting.project), ROOT, setting.read_only),
        *(_over(cover, setting) for cover in covers),
        *_inner(setting, covers),
    ]
    config = _config(setting, image, shown, own_mounts=False)
    name = _name(setting, config)
    door = _door(setting, config, name)
    config["Entrypoint"][0] = python
    return Container(name, config, bundle.bridge(room.PYTHON, room.SOCKET), None, door)


def _name(setting: Setting, config: dict[str, Any]) -> str:
    shape = json.dumps(
        [LABEL, os.getuid(), setting.slot, setting.environment, setting.mounts, config], sort_keys=True
    )
    slug = re.sub(r"[^a-zA-Z0-9]+", "-", setting.project.name).strip("-").lower()[:30] or "project"
    return f"llm-sandbox-{slug}-{hashlib.sha256(shape.encode()).hexdigest()[:12]}"


def _door(setting: Setting, config: dict[str, Any], name: str) -> Path | None:
    """Show the container a folder for a socket of the supervisor's; no part of what it is, as it is the caller's own."""
    door = setting.doors / name if setting.doors else None
    if door:
        config["HostConfig"]["Mounts"].append(_bind(str(door), room.DOOR, read_only=False))
    return door


def _config(setting: Setting, image: Image, shown: list[dict[str, Any]], own_mounts: bool) -> dict[str, Any]:
    return {
        "Image": image.id,
        "Entrypoint": _supervisor(setting, image, room.PROJECT if own_mounts else ROOT, layers=False),
        "Cmd": [],
        "Env": list(environment(image, bound=(ROOT, *dict(setting.readable)))),
        "User": "0:0",  # the supervisor; programs run as the project's owner or as nobody
        "WorkingDir": "/",
        "Hostname": "sandbox",
        "StopSignal": "SIGKILL",  # there is nothing to say goodbye to
        "Healthcheck": {"Test": ["NONE"]},
        "NetworkDisabled": not (setting.network or setting.loopback),
        "HostConfig": {
            **_limits(setting),
            **_walls(setting, own_mounts),
            "Mounts": [*shown, *_others(setting, image, own_mounts)],
        },
    }


def _supervisor(setting: Setting, image: Image, source: str, layers: bool) -> list[str]:
    return bundle.command(
        PYTHON,
        {
            "mode": "serve",
            "project": ROOT,
            "source": source,
            "layers": layers,
            "volumes": image.volumes,
            "identities": {source: setting.identity, **dict(setting.readable)},
            "read_only": setting.read_only,
            "network": bool(setting.network),
            "loopback": setting.loopback,
            "execute": setting.execute,
            "preload": setting.preload,
            "environment": {
                **variables.threads(setting.limits.cpus),
                **variables.of_image(image.environment),
                **dict(setting.variables),
            },
            "idle": setting.idle_seconds,
        },
    )


def environment(image: Image, bound: Iterable[str]) -> Iterator[str]:
    """Yield the environment of the supervisor: nothing of the image's, which decides what is loaded at its start.

    A name without a value takes a variable away.
    """
    given = dict(each.partition("=")[::2] for each in image.environment)
    folders = [
        folder
        for folder in (given.pop("PATH", "") or _USUAL_PATH).split(":")
        if folder.startswith("/") and not packages.is_below(os.path.normpath(folder), tuple(bound))
    ]
    yield f"PATH={':'.join(folders) or _USUAL_PATH}"
    yield from given


def _limits(setting: Setting) -> dict[str, Any]:
    limits = setting.limits
    memory = limits.memory_bytes + _SUPERVISOR_MEMORY
    files = limits.open_files + 256
    return {
        "Memory": memory,
        "MemorySwap": memory,  # no swap on top
        "PidsLimit": limits.processes + _SUPERVISOR_PROCESSES,
        "NanoCpus": int(limits.cpus * 1e9),
        "Ulimits": [
            {"Name": "core", "Soft": 0, "Hard": 0},
            {"Name": "nofile", "Soft": files, "Hard": files},
            {"Name": "fsize", "Soft": limits.file_bytes, "Hard": limits.file_bytes},
        ],
    }


def _walls(setting: Setting, own_mounts: bool) -> dict[str, Any]:
    size = setting.limits.temp_bytes
    return {
        "AutoRemove": True,
        **({"Runtime": setting.runtime} if setting.runtime else {}),
        "NetworkMode": setting.network or "none",
        **({"Sysctls": _IPV6} if setting.loopback and _HAS_IPV6.exists() else {}),
        "IpcMode": "private",
        "CapDrop": ["ALL"],
        "CapAdd": [*_SUPERVISOR_RIGHTS, *["SETFCAP"] * own_mounts],  # to give a user namespace its users
        "SecurityOpt": ["no-new-privileges", *[f"seccomp={_profile()}"] * own_mounts],
        "ReadonlyRootfs": True,
        "Tmpfs": {
            **{
                path: f"rw,nosuid,nodev,noexec,mode=1777,size={size},nr_inodes={inodes}"
                for path, inodes in _TEMPORARY.items()
            },
            room.ROOT: "rw,nosuid,nodev,noexec,mode=0700,size=64k",
            **({ROOT: "ro,nosuid,nodev,noexec,mode=0755,size=4k"} if own_mounts else {}),
        },
        "LogConfig": {"Type": "none", "Config": {}},
    }


def _profile() -> str:
    """Return the filter of system calls of a supervisor that makes mounts. Programs have one of their own on top."""
    names = sorted(syscalls.FORBIDDEN.keys() - _FOR_MOUNTS)
    architectures = ["SCMP_ARCH_X86_64", "SCMP_ARCH_AARCH64"]  # and so none of 32 bits
    refused = [{"names": names, "action": "SCMP_ACT_ERRNO"}]
    return json.dumps(
        {"defaultAction": "SCMP_ACT_ALLOW", "architectures": architectures, "syscalls": refused}
    )


def _over(cover: Cover, setting: Setting) -> dict[str, Any]:
    target = f"{ROOT}/{cover.path}"
    if cover.hidden and cover.folder:
        options = {"SizeBytes": 4096, "Mode": 0o555}
        return {"Type": "tmpfs", "Target": target, "ReadOnly": True, "TmpfsOptions": options}
    return _bind(str(EMPTY if cover.hidden else setting.project / cover.path), target, read_only=True)


def _inner(setting: Setting, covers: Sequence[Cover]) -> Iterator[dict[str, Any]]:
    """Yield what is mounted in read-only folders of the project: the engine would leave it as writable as it is."""
    read_only = () if setting.read_only else tuple(cover.path for cover in covers if not cover.hidden)
    hidden = tuple(cover.path for cover in covers if cover.hidden)
    covered = {cover.path for cover in covers}
    for path in setting.mounts:
        wanted = setting.read_only or packages.is_below(path, read_only)
        if wanted and path not in covered and not packages.is_below(path, hidden):
            yield _bind(str(setting.project / path), f"{ROOT}/{path}", read_only=True)


def _others(setting: Setting, image: Image, own_mounts: bool) -> Iterator[dict[str, Any]]:
    yield from (_bind(path, path, read_only=True) for path, _ in setting.readable)
    if not own_mounts:  # nothing may be kept from run to run, as in a writable volume it would be
        options = {"SizeBytes": 4096, "Mode": 0o555}
        yield from (
            {"Type": "tmpfs", "Target": path, "ReadOnly": True, "TmpfsOptions": options}
            for path in image.volumes
        )


def _bind(source: str, target: str, read_only: bool) -> dict[str, Any]:
    return {"Type": "bind", "Source": source, "Target": target, "ReadOnly": read_only}


def labels(setting: Setting) -> dict[str, str]:
    """Return the labels that say whose the container is; they are not part of what it is."""
    from importlib.metadata import version  # slow to load, and not needed where the container runs already

    return {
        LABEL: "container",
        f"{LABEL}.project": str(setting.project),
        f"{LABEL}.user": str(os.getuid()),
        f"{LABEL}.image": setting.image,
        f"{LABEL}.pid": str(os.getpid()),
        f"{LABEL}.started": _start_of_this_process(),
        f"{LABEL}.version": version("flake8-llm-sandbox"),
    }


def _start_of_this_process() -> str:
    try:
        return Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19]
    except OSError:
        return ""  # not Linux
