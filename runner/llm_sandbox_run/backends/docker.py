"""The supervisor as the only job of a hardened container that outlives single runs, and single clients."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING

from llm_sandbox_run.backends import container
from llm_sandbox_run.backends.engine import Engine, NotRunningError
from llm_sandbox_run.errors import EngineError, GuestLostError, GuestSilentError
from llm_sandbox_run.protocol import Answer, Conversation, request

if TYPE_CHECKING:
    from llm_sandbox_run.model import CleanCode, Setting
    from llm_sandbox_run.wires import Wires

_START_SECONDS = 30.0
_MOST_STARTS = 3


class DockerBackend:
    """Keeps one conversation with a container, and opens another when it is gone or another setting is asked for."""

    def __init__(self) -> None:
        self._engine: Engine | None = None
        self._conversation: Conversation | None = None
        self._setting: Setting | None = None
        self._name = ""
        self._ours = False  # whether the container was started here

    def run(self, code: CleanCode, setting: Setting, wires: Wires) -> Answer:
        """Run ``code``; see ``Backend``."""
        if self._setting != setting:
            self.close()
        conversation = self._conversation or self._open(setting)
        message = request(code, setting, container.ROOT, wires)
        try:
            return conversation.run(message, code.source, wires)
        except GuestSilentError:
            self._hang_up()
            with suppress(EngineError):  # whatever has become of the engine: the run counts as lost
                self._open_engine().remove(self._name)
            raise
        except BaseException:
            self._hang_up()  # if the run goes on, it ends with its connection
            raise

    def close(self, keep: bool = False) -> None:
        """Let go of the container; end it if it was started here and nobody else is connected, unless ``keep``."""
        if self._conversation and self._ours and not keep:
            self._conversation.end()
        self._hang_up()
        self._ours = False
        if self._engine:
            self._engine.close()
            self._engine = None

    def _hang_up(self) -> None:
        if self._conversation:
            self._conversation.close()
            self._conversation = None

    def _open_engine(self) -> Engine:
        self._engine = self._engine or Engine()
        return self._engine

    def _open(self, setting: Setting) -> Conversation:
        engine = self._open_engine()
        image_id = engine.image_id(setting.image)
        self._setting, self._name = setting, container.name(setting, image_id)
        deadline = time.monotonic() + _START_SECONDS
        starts = 0
        while starts <= _MOST_STARTS and time.monotonic() < deadline:
            try:
                self._conversation = _converse(engine, self._name)
                return self._conversation
            except (NotRunningError, GuestLostError):
                created = engine.start(setting, image_id)
                self._ours = self._ours or created
                starts += created
                time.sleep(0 if created else 0.02)  # somebody else's is about to start, or to go away
        engine.remove(self._name)
        raise EngineError(
            f"the container does not stay up: does the image {setting.image} have Python 3.8 or newer?"
        )


def _converse(engine: Engine, name: str) -> Conversation:
    conversation = Conversation(engine.connect(name))
    try:
        conversation.greet()
    except GuestLostError:
        conversation.close()
        raise
    return conversation
