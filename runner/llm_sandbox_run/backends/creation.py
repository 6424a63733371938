"""What a container is made of: pure functions from a setting to the engine's options."""

from __future__ import annotations

import os
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docker.types import Mount, Ulimit

from llm_sandbox_run.backends.container import EMPTY, LABEL, ROOT, SOCKET, name, supervisor

if TYPE_CHECKING:
    from docker.api import APIClient

    from llm_sandbox_run.model import Cover, Setting

_SUPERVISOR_MEMORY = 48 << 20  # what the supervisor and the bridges of its clients take, beside the program
_SUPERVISOR_PROCESSES = 24


def options(setting: Setting, image_id: str, api: APIClient) -> dict[str, Any]:
    """Return the arguments for ``create_container``."""
    return {
        "image": image_id,
        "name": name(setting, image_id),
        "entrypoint": supervisor(setting),
        "command": [],
        "user": "0:0",  # the supervisor; programs run as the project's owner or as nobody
        "working_dir": "/",
        "hostname": "sandbox",
        "labels": labels(setting),
        "stop_signal": "SIGKILL",  # there is nothing to say goodbye to
        "healthcheck": {"test": ["NONE"]},
        "network_disabled": not setting.network,
        "host_config": api.create_host_config(**_host_options(setting)),
    }


def _host_options(setting: Setting) -> dict[str, Any]:
    limits = setting.limits
    memory = limits.memory_bytes + _SUPERVISOR_MEMORY
    return {
        "auto_remove": True,
        "network_mode": setting.network or "none",
        "ipc_mode": "private",
        "cap_drop": ["ALL"],
        "cap_add": ["SETUID", "SETGID", "KILL"],  # to become the program's user, and to end its processes
        "security_opt": ["no-new-privileges"],
        "read_only": True,
        "tmpfs": {
            "/tmp": f"rw,nosuid,nodev,noexec,mode=1777,size={limits.temp_bytes},nr_inodes=65536",
            str(Path(SOCKET).parent): "rw,nosuid,nodev,noexec,mode=0700,size=64k",
        },
        "shm_size": limits.temp_bytes,
        "mem_limit": memory,
        "memswap_limit": memory,  # no swap on top
        "pids_limit": limits.processes + _SUPERVISOR_PROCESSES,
        "nano_cpus": int(limits.cpus * 1e9),
        "ulimits": [
            Ulimit(name="core", soft=0, hard=0),
            Ulimit(name="nofile", soft=limits.open_files + 256, hard=limits.open_files + 256),
            Ulimit(name="fsize", soft=limits.file_bytes, hard=limits.file_bytes),
        ],
        "log_config": {"type": "none"},
        "mounts": [
            _project(setting),
            *(_over(cover, setting) for cover in setting.covers),
            *(Mount(path, path, type="bind", read_only=True) for path in setting.readable),
        ],
    }


def _project(setting: Setting) -> Mount:
    return Mount(ROOT, str(setting.project), type="bind", read_only=setting.read_only)


def _over(cover: Cover, setting: Setting) -> Mount:
    target = f"{ROOT}/{cover.path}"
    if cover.hidden and cover.folder:
        return Mount(target, None, type="tmpfs", read_only=True, tmpfs_size=4096, tmpfs_mode=0o555)
    source = str(EMPTY if cover.hidden else setting.project / cover.path)
    return Mount(target, source, type="bind", read_only=True)


def labels(setting: Setting) -> dict[str, str]:
    """Return the labels that say whose the container is."""
    return {
        LABEL: "container",
        f"{LABEL}.project": str(setting.project),
        f"{LABEL}.pid": str(os.getpid()),
        f"{LABEL}.started": _start_of_this_process(),
        f"{LABEL}.version": version("flake8-llm-sandbox"),
    }


def _start_of_this_process() -> str:
    try:
        return Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19]
    except OSError:
        return ""  # not Linux
