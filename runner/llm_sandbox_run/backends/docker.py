"""The supervisor as the only job of a hardened container that outlives single runs, and single clients."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from llm_sandbox_run.backends import container, start
from llm_sandbox_run.conversation.protocol import Answer, Greeting, request
from llm_sandbox_run.errors import ChangedError, EngineError, GuestSilentError
from llm_sandbox_run.project import doors

if TYPE_CHECKING:
    from llm_sandbox_run.conversation.wires import Wires
    from llm_sandbox_run.model import CleanCode, Cover, Setting


class DockerBackend:
    """Keeps one conversation with a container, and opens another when it is gone or another setting is asked for."""

    def __init__(self) -> None:
        self._reached: start.Reached | None = None
        self._setting: Setting | None = None
        self._covers: tuple[Cover, ...] = ()
        self._ours = False  # whether a container for this setting was started here

    def run(self, code: CleanCode, setting: Setting, covers: tuple[Cover, ...], wires: Wires) -> Answer:
        """Run ``code``; see ``Backend``."""
        reached = self._reach(setting, covers)
        message = request(code, setting, covers, container.ROOT, wires)
        try:
            return replace(reached.conversation.run(message, code.source, wires), layers=reached.layers)
        except GuestSilentError as error:
            self._hang_up()
            if isinstance(error.__cause__, TimeoutError):  # it still runs, and nobody knows what
                with suppress(EngineError):  # whatever has become of the engine: the run counts as lost
                    start.remove(reached.name)
            raise
        except ChangedError:
            raise
        except BaseException:
            self._hang_up()  # if the run goes on, it ends with its connection
            raise

    def close(self, keep: bool = False) -> None:
        """Let go of the container; end it if it was started here and nobody else is connected, unless ``keep``."""
        if self._reached and self._ours and not keep:
            self._reached.conversation.end()
            doors.remove(self._reached.door)
        self._hang_up()
        self._ours = False

    def reach(self, setting: Setting, covers: tuple[Cover, ...], still: bool = False) -> Greeting:
        """Start or reach the container; see ``Backend``."""
        return self._reach(setting, covers, still).said

    def _reach(self, setting: Setting, covers: tuple[Cover, ...], still: bool = False) -> start.Reached:
        if self._setting != setting or (self._reached and self._reached.fixed and self._covers != covers):
            self.close()
        if not self._reached:
            self._reached, self._setting, self._covers = start.reach(setting, covers, still), setting, covers
            self._ours = self._ours or self._reached.ours
        return self._reached

    def _hang_up(self) -> None:
        if self._reached:
            self._reached.conversation.close()
            self._reached = None
