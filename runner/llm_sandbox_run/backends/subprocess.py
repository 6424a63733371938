"""The supervisor as a child process: weaker than a container, and no set-up at all."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from llm_sandbox_run.backends import bundle
from llm_sandbox_run.conversation.links import SocketLink
from llm_sandbox_run.conversation.protocol import Answer, Conversation, Greeting, request
from llm_sandbox_run.errors import ChangedError, EngineError, GuestLostError
from llm_sandbox_run.guest.interpreter import way
from llm_sandbox_run.guest.packages import is_below
from llm_sandbox_run.policy import environment as variables
from llm_sandbox_run.project import layers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llm_sandbox_run.conversation.wires import Wires
    from llm_sandbox_run.model import CleanCode, Cover, Setting

_END_SECONDS = 5.0


class SubprocessBackend:
    """Keeps one supervisor, and replaces it when it is gone or another setting is asked for.

    ``namespaces=False`` does without a place of its own even where the kernel would give one.
    """

    def __init__(self, python: str = sys.executable, namespaces: bool = True) -> None:
        self._python, self._namespaces = python, namespaces
        self._guest: _Guest | None = None

    def run(self, code: CleanCode, setting: Setting, covers: tuple[Cover, ...], wires: Wires) -> Answer:
        """Run ``code``; see ``Backend``."""
        guest = self._reach(setting)
        message = request(code, setting, covers, str(setting.project), wires)
        try:
            return replace(guest.conversation.run(message, code.source, wires), layers=guest.layers)
        except ChangedError:
            raise
        except BaseException:
            self.close()  # whatever is still running ends with its connection
            raise

    def reach(self, setting: Setting, covers: tuple[Cover, ...], still: bool = False) -> Greeting:
        """Start the supervisor if need be; see ``Backend``."""
        return self._reach(setting).said

    def _reach(self, setting: Setting) -> _Guest:
        if self._guest and (self._guest.setting != setting or not self._guest.alive()):
            self.close()
        if not self._guest:
            self._guest = _Guest(setting, self._python, self._namespaces)
        return self._guest

    def close(self, keep: bool = False) -> None:
        """End the supervisor, and with it all that it runs; ``keep`` changes nothing, since it lives in this process."""
        if self._guest:
            self._guest.close()
            self._guest = None


def _unchangeable(python: str, project: Sequence[str]) -> str:
    """Return ``python`` or, if it leads through the project, the one that this process' environment was made from.

    Raises:
        EngineError: that one does so, too.
    """
    for each in (python, getattr(sys, "_base_executable", python)):
        if not any(is_below(path, project) for path in (*way(each), os.path.realpath(sys.base_prefix))):
            return each
    raise EngineError(
        f"{python} lies in the project, where programs could change it: use a Python from elsewhere"
    )


class _Guest:
    """A supervisor process and the conversation with it."""

    def __init__(self, setting: Setting, python: str, namespaces: bool) -> None:
        self.setting = setting
        project = (str(setting.project),)
        place = layers.of_this_process(setting.layers) if setting.layers else None
        if place:
            layers.make(place, setting.project)
        self._place = place
        ours, theirs = socket.socketpair()
        arguments = {
            "mode": "pipe",
            "descriptor": theirs.fileno(),
            "project": str(setting.project),
            "source": str(setting.project),
            "layers": str(place or ""),
            "identities": {str(setting.project): setting.identity, **dict(setting.readable)},
            "namespaces": namespaces,
            "idle": setting.idle_seconds,
            "read_only": setting.read_only,
            "network": bool(setting.network),
            "loopback": setting.loopback,
            "execute": setting.execute,
            "preload": setting.preload,
            "environment": {**variables.threads(setting.limits.cpus), **dict(setting.variables)},
            "temp_bytes": setting.limits.temp_bytes,
            "changeable": is_below(str(Path(__file__).resolve()), project) or is_below(sys.prefix, project),
        }
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 - goes with this object
        with theirs:
            self._process = subprocess.Popen(
                bundle.command(_unchangeable(python, project), arguments),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._complaints,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
                env={"PATH": "/usr/local/bin:/usr/bin:/bin"},
                cwd="/",
            )
        self.conversation = Conversation(SocketLink(ours))
        try:
            self.said = self.conversation.greet()
            self.layers = place if self.said.layered else None
        except GuestLostError:
            self._complaints.seek(0)
            complaint = self._complaints.read().decode(errors="replace")
            self.close()
            raise EngineError(f"the supervisor did not start: {complaint[-2000:]}") from None

    def alive(self) -> bool:
        """Tell whether the process is there."""
        return self._process.poll() is None

    def close(self) -> None:
        """Hang up, which ends the supervisor; kill it if that does not."""
        self.conversation.close()
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._complaints.close()
        if self._place:
            layers.unmake(self._place)
