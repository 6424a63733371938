"""The host's side of the checks: a project, and things around it that no program should reach."""

from __future__ import annotations

import os
import secrets
import socket
import tempfile
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from llm_sandbox_run.guest.identity import NOBODY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

VARIABLE = "LLM_SANDBOX_DOCTOR"
SERVICE = "service"  # a socket in the project
_PLACES = tuple(
    map(Path, "/mnt /opt /srv /var/lib /var/tmp".split())
)  # where something may be put, but for others' homes


@dataclass(frozen=True)
class Scene:
    """Everything is made for one examination and goes with it."""

    name: str  # that nothing else has
    project: Path
    canaries: tuple[Path, ...]  # files that anybody may read
    sockets: tuple[str, ...]  # to which the listeners are bound
    listeners: tuple[socket.socket, ...]

    def told(self) -> dict[str, Any]:
        """Return what programs have to know, as plain values."""
        return {
            "name": self.name,
            "canaries": [str(path) for path in self.canaries],
            "port": self.listeners[0].getsockname()[1],
            "sockets": [*self.sockets, SERVICE],
            "variable": VARIABLE,
        }

    def callers(self) -> int:
        """Return how many of the listeners somebody has connected to."""
        return sum(map(_was_called, self.listeners))

    def strays(self) -> list[str]:
        """Remove what programs have left in the host's folders under ``name``; return these folders."""
        folders = {
            *map(str, (path.parent for path in self.canaries)),
            tempfile.gettempdir(),
            "/var/tmp",
            "/dev/shm",
        }
        return sorted(filter(self._removed_from, folders))

    def _removed_from(self, folder: str) -> bool:
        try:
            Path(folder, self.name).unlink()
        except OSError:
            return False
        return True


@contextmanager
def scene() -> Iterator[Scene]:
    """Set everything up for the time of a ``with`` block."""
    name = f"llm-sandbox-doctor-{secrets.token_hex(4)}"
    with ExitStack() as stack:
        top = tempfile.TemporaryDirectory(prefix="llm-sandbox-doctor-", ignore_cleanup_errors=True)
        folder = Path(stack.enter_context(top))
        folder.chmod(0o755)  # the project's owner may be somebody else
        os.environ[VARIABLE] = name
        stack.callback(os.environ.pop, VARIABLE, None)
        project = _project(folder / "project")
        canaries = tuple(_canaries(stack, folder))
        sockets = {each.parent / f".{name}": each.parent for each in canaries}
        listeners = tuple(_listeners(stack, [*sockets, project / SERVICE], name))
        yield Scene(name, project, canaries, tuple(map(str, sockets)), listeners)


def _project(root: Path) -> Path:
    root.mkdir()
    (root / ".env").write_text("SECRET=1\n")
    (root / ".git/hooks").mkdir(parents=True)
    (root / ".git/config").write_text("[core]\n")
    (root / ".git/.env").write_text("SECRET=1\n")
    if os.getuid() == 0:  # programs get the project's owner as their user, but not root
        for path in (root, *root.rglob("*")):
            os.chown(path, NOBODY, NOBODY)
    return root


def _canaries(stack: ExitStack, folder: Path) -> Iterator[Path]:
    for place in (folder, *_home(), *_PLACES):
        with suppress(OSError):  # nobody may write to this home
            handle, path = tempfile.mkstemp(prefix=".llm-sandbox-doctor-", dir=place)
            os.fchmod(handle, 0o644)
            os.close(handle)
            stack.callback(Path(path).unlink, missing_ok=True)
            yield Path(path)


def _home() -> Iterator[Path]:
    with suppress(RuntimeError):
        yield Path.home()


def _listeners(stack: ExitStack, paths: Iterable[Path], name: str) -> Iterator[socket.socket]:
    yield _listener(stack, socket.AF_INET, ("127.0.0.1", 0))
    yield _listener(stack, socket.AF_UNIX, f"\0{name}")
    for path in paths:
        handle = os.open(path.parent, os.O_PATH)  # the path may be too long for an address
        yield _listener(stack, socket.AF_UNIX, f"/proc/self/fd/{handle}/{path.name}")
        os.close(handle)
        stack.callback(path.unlink, missing_ok=True)
        path.chmod(0o777)


def _listener(stack: ExitStack, family: socket.AddressFamily, address: Any) -> socket.socket:
    listener = stack.enter_context(socket.socket(family))
    listener.bind(address)
    listener.listen()
    listener.setblocking(False)
    return listener


def _was_called(listener: socket.socket) -> bool:
    try:
        listener.accept()[0].close()
    except OSError:
        return False
    return True
