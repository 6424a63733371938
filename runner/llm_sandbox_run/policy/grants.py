"""What a policy's grants come to on this machine."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from flake8_llm_sandbox import Capability
from llm_sandbox_run.errors import UsageError
from llm_sandbox_run.policy import environment
from llm_sandbox_run.policy.policy import BRIDGE
from llm_sandbox_run.project.folder import identity_of
from llm_sandbox_run.project.mounts import mounts

if TYPE_CHECKING:
    from llm_sandbox_run.policy.policy import Policy

_NETWORK = re.compile(r"[a-zA-Z0-9][\w.-]*", re.ASCII)
_THE_HOSTS = frozenset({"host", "none", "default"})
# The machine's own state, and its sockets: through that of Docker a program could take the machine over. And where
# the project appears in a container.
_CLOSED = ("/proc", "/sys", "/dev", "/run", "/var/run", "/app")
# Without these as they are in the image, nothing would start; what is below them may be shown.
_ROOTS = frozenset(
    "/ /bin /boot /etc /home /lib /lib32 /lib64 /opt /root /sbin /srv /tmp /usr /usr/bin /usr/lib /usr/lib64"
    " /usr/local /usr/local/bin /usr/local/lib /var /var/tmp".split()
)


def network(policy: Policy, backend: str) -> str:
    """Return the network to join, "" for none.

    Raises:
        UsageError: it is not one that may be joined.
    """
    if not policy.opens(Capability.NETWORK):
        return ""
    if not _NETWORK.fullmatch(policy.network) or policy.network in _THE_HOSTS:
        raise UsageError(f"{policy.network!r} is no network of the Docker engine's own: name a bridge")
    if backend != "docker" and policy.network != BRIDGE:
        raise UsageError(
            f"only Docker can join the network {policy.network!r}; the subprocess backend has the host's"
        )
    return policy.network


def loopback(policy: Policy) -> bool:
    """Return whether the place has a network with nobody else in it."""
    return policy.loopback and not policy.opens(Capability.NETWORK)


def execute(policy: Policy) -> bool:
    """Return whether programs may start others: nothing that a policy refuses needs to."""
    return any(map(policy.opens, (Capability.PROCESS, Capability.CODE, Capability.NATIVE)))


def variables(policy: Policy) -> tuple[tuple[str, str], ...]:
    """Return names and values of the environment variables to pass on.

    Raises:
        UsageError: one is not set here, or belongs to the sandbox.
    """
    for name in policy.environment:
        environment.check(name)
        if name not in os.environ:
            raise UsageError(f"the policy passes on the environment variable {name}, which is not set here")
    return tuple((name, os.environ[name]) for name in policy.environment)


def readable(policy: Policy, root: Path) -> tuple[tuple[str, tuple[int, int]], ...]:
    """Return the paths to show, and what they mean now: device and inode. What is mounted in one of them is one as well.

    Raises:
        UsageError: one is missing or a link, or would show more than a person may have meant.
    """
    for path in policy.readable:
        _check(Path(path), path, root)
    # A read-only mount says nothing of what is mounted in it.
    inner = [
        mount.point
        for mount in mounts()
        if any(mount.point.startswith(f"{each}/") for each in policy.readable)
    ]
    return tuple((path, _identity(path)) for path in dict.fromkeys((*policy.readable, *inner)))


def _identity(path: str) -> tuple[int, int]:
    try:
        return identity_of(Path(path))
    except OSError as error:
        raise UsageError(f"what is mounted at {path} cannot be made readable: {error.strerror}") from None


def _check(path: Path, name: str, root: Path) -> None:
    if not path.is_absolute() or not path.exists():
        raise UsageError(f"the readable path {name} has to be absolute, and to exist")
    if str(path.resolve()) != name:
        raise UsageError(f"the readable path {name} is not the real one: name {path.resolve()}")
    if name in _ROOTS:
        raise UsageError(f"{name} cannot be made readable as a whole: name what the program needs of it")
    if any(path.is_relative_to(closed) for closed in _CLOSED):
        raise UsageError(
            f"{name} cannot be made readable: the sandbox has its own there; copy what the program needs"
        )
    if root.is_relative_to(path) or path.is_relative_to(root):
        raise UsageError(f"{name} cannot be made readable: it overlaps with the project {root}")
    if not stat.S_ISDIR(path.stat().st_mode) and not stat.S_ISREG(path.stat().st_mode):
        raise UsageError(f"{name} cannot be made readable: it is neither a folder nor a file")
