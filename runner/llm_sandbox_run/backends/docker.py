"""The supervisor as the only job of a hardened container that outlives single runs, and single clients."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from llm_sandbox_run.backends import container, start
from llm_sandbox_run.conversation.protocol import Answer, request
from llm_sandbox_run.errors import EngineError, GuestSilentError

if TYPE_CHECKING:
    from llm_sandbox_run.conversation.wires import Wires
    from llm_sandbox_run.model import CleanCode, Setting


class DockerBackend:
    """Keeps one conversation with a container, and opens another when it is gone or another setting is asked for."""

    def __init__(self) -> None:
        self._reached: start.Reached | None = None
        self._setting: Setting | None = None
        self._ours = False  # whether a container for this setting was started here

    def run(self, code: CleanCode, setting: Setting, wires: Wires) -> Answer:
        """Run ``code``; see ``Backend``."""
        if self._setting != setting:
            self.close()
        reached = self._reached or self._reach(setting)
        message = request(code, setting, container.ROOT, wires)
        try:
            return reached.conversation.run(message, code.source, wires)
        except GuestSilentError as error:
            self._hang_up()
            if isinstance(error.__cause__, TimeoutError):  # it still runs, and nobody knows what
                with suppress(EngineError):  # whatever has become of the engine: the run counts as lost
                    start.remove(reached.name)
            raise
        except BaseException:
            self._hang_up()  # if the run goes on, it ends with its connection
            raise

    def close(self, keep: bool = False) -> None:
        """Let go of the container; end it if it was started here and nobody else is connected, unless ``keep``."""
        if self._reached and self._ours and not keep:
            self._reached.conversation.end()
        self._hang_up()
        self._ours = False

    def _reach(self, setting: Setting) -> start.Reached:
        self._reached, self._setting = start.reach(setting), setting
        self._ours = self._ours or self._reached.ours
        return self._reached

    def _hang_up(self) -> None:
        if self._reached:
            self._reached.conversation.close()
            self._reached = None
