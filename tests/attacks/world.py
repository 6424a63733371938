"""What lies around a sandbox and must be the same after each attack: files, listeners, a process."""

from __future__ import annotations

import os
import socket
import subprocess
import tempfile
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tests.attacks.scenery import OUTSIDE, PROTECTED, SECRET, Scenery

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typing_extensions import Self

CANARY = "LLM_SANDBOX_CANARY"  # a variable in the environment of whoever runs a sandbox
_LISTENER, _SERVICE, _INNER = "listener.sock", "service.sock", ".git/inner.sock"
_SERVICES = ("/srv", "/opt", "/mnt", "/var/lib")  # where services keep what is theirs
_PLACES = {
    "tcp": (socket.AF_INET, socket.SOCK_STREAM),
    "tcp6": (socket.AF_INET6, socket.SOCK_STREAM),
    "udp": (socket.AF_INET, socket.SOCK_DGRAM),
    "unix": (socket.AF_UNIX, socket.SOCK_STREAM),
    "abstract": (socket.AF_UNIX, socket.SOCK_STREAM),
    "service": (socket.AF_UNIX, socket.SOCK_STREAM),
    "inner": (socket.AF_UNIX, socket.SOCK_STREAM),
}


class World:
    """Made in ``base``, an empty folder; ``uid`` is that of the programs."""

    def __init__(self, base: Path, uid: int) -> None:
        self.uid = uid
        self.project = Scenery(base / "project", PROTECTED, uid, frozenset({_SERVICE, _INNER}))
        self._outside = Scenery(base / "outside", OUTSIDE, uid, frozenset({_LISTENER}))
        self._listeners: dict[str, socket.socket] = {}
        self._close = ExitStack()
        self._bystander: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.repair()
        addresses: dict[str, object] = {
            "tcp": ("127.0.0.1", 0),
            "tcp6": ("::1", 0),
            "udp": ("127.0.0.1", 0),
            "unix": str(self._outside.root / _LISTENER),
            "service": str(self.project.root / _SERVICE),
            "inner": str(self.project.root / _INNER),
            "abstract": f"\0llm-sandbox-test-{os.urandom(8).hex()}",
        }
        self._listeners = {name: self._listen(name, address) for name, address in addresses.items()}
        for path in (
            self._outside.root / _LISTENER,
            self.project.root / _SERVICE,
            self.project.root / _INNER,
        ):
            path.chmod(0o777)
        self._services = list(self._make_services())
        return self

    def _make_services(self) -> Iterator[str]:
        for above in map(Path, _SERVICES):
            if not os.access(above, os.W_OK):
                continue
            folder = Path(
                self._close.enter_context(tempfile.TemporaryDirectory(prefix="llm-sandbox-test-", dir=above))
            )
            folder.chmod(0o755)
            (folder / "data").write_text(SECRET)
            address = str(folder / "socket")
            self._listeners[address] = self._listen("unix", address)
            Path(address).chmod(0o777)
            yield str(folder)

    def __exit__(self, *_: object) -> None:
        self._close.close()
        self._end_bystander()

    def described(self) -> dict[str, object]:
        """Return what the programs are told: where to aim."""
        assert self._bystander
        ports = {name: self._listeners[name].getsockname()[1] for name in ("tcp", "tcp6", "udp")}
        return {
            **ports,
            "outside": str(self._outside.root),
            "unix": self._listeners["unix"].getsockname(),
            "abstract": self._listeners["abstract"].getsockname().decode(),
            "bystander": self._bystander.pid,
            "canary": CANARY,
            "services": self._services,
        }

    def damage(self) -> list[str]:
        """Return what is not as it was, in words; empty if all is well."""
        found = [f"the listener {name} was reached" for name in self._listeners if self._was_reached(name)]
        if _state(self._bystander) not in "SR":
            found.append("a process beside the sandbox was stopped or ended")
        found += [f"{name} in the project was changed" for name in self.project.changed()]
        found += [f"{name} outside of the project was changed" for name in self._outside.changed()]
        return found + [f"{name} outside of the project was made" for name in self._outside.strange()]

    def repair(self) -> None:
        """Make everything what it is at the beginning."""
        self.project.build()
        self._outside.build()
        if _state(self._bystander) not in "SR":
            self._end_bystander()
            user = self.uid if os.getuid() == 0 else None
            # It ends with whoever holds the other end of its input.
            self._bystander = subprocess.Popen(
                ["cat"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, user=user
            )

    def _end_bystander(self) -> None:
        if self._bystander:
            self._bystander.kill()
            self._bystander.communicate()

    def processes(self) -> int:
        """Return how many processes the programs' user has on the whole machine, but for zombies."""
        return sum(map(self._is_alive, Path("/proc").glob("[0-9]*/status")))

    def _is_alive(self, status: Path) -> bool:
        try:
            lines = dict(line.split(":\t", 1) for line in status.read_text(errors="replace").splitlines())
        except (OSError, ValueError):
            return False
        return lines["Uid"].split()[0] == str(self.uid) and not lines["State"].startswith(("Z", "X"))

    def _listen(self, name: str, address: object) -> socket.socket:
        family, kind = _PLACES[name]
        listener = self._close.enter_context(socket.socket(family, kind))
        if name in ("unix", "service", "inner"):
            Path(str(address)).unlink(missing_ok=True)  # of a world that was ended in the middle
        listener.bind(address)  # type: ignore[arg-type]
        if kind == socket.SOCK_STREAM:
            listener.listen()
        listener.settimeout(0)
        return listener

    def _was_reached(self, name: str) -> bool:
        listener = self._listeners[name]
        with suppress(BlockingIOError):
            if listener.type == socket.SOCK_DGRAM:
                listener.recv(1)
            else:
                listener.accept()[0].close()
            return True
        return False


def _state(process: subprocess.Popen[bytes] | None) -> str:
    """Return the letter of a process' state, X if there is none."""
    if process is None or process.poll() is not None:
        return "X"
    return Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()[0]
