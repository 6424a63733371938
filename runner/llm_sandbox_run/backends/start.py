"""Conversations with the supervisor in a container: one that runs already, or one that has to be started."""

from __future__ import annotations

import time
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

from llm_sandbox_run.backends import container, direct
from llm_sandbox_run.conversation.protocol import Conversation
from llm_sandbox_run.errors import EngineError, GuestLostError

if TYPE_CHECKING:
    from llm_sandbox_run.backends.multiplexed import DockerLink
    from llm_sandbox_run.model import Setting

_START_SECONDS = 30.0
_MOST_STARTS = 3


class Reached(NamedTuple):
    """A container and the conversation with it."""

    name: str
    conversation: Conversation
    ours: bool  # started here


def reach(setting: Setting) -> Reached:
    """Reach the container for ``setting``, started if need be.

    Raises:
        EngineError: there is no engine or no image, or the container does not stay up.
    """
    return _warm(setting) or _cold(setting)


def remove(name: str) -> None:
    """Kill and remove a container, if it is there.

    Raises:
        EngineError: no engine answers.
    """
    from llm_sandbox_run.backends.engine import Engine

    with closing(Engine()) as engine:
        engine.remove(name)


def _warm(setting: Setting) -> Reached | None:
    engine = direct.local_engine()
    if not engine:
        return None
    try:
        name = container.name(setting, engine.image_id(setting.image))
        return Reached(name, _converse(engine.connect(name)), ours=False)
    except (*direct.FAILURES, GuestLostError):
        return None


def _cold(setting: Setting) -> Reached:
    from llm_sandbox_run.backends.engine import (
        Engine,
        NotRunningError,
    )  # takes longer than a warm start as a whole

    with closing(Engine()) as engine:
        image_id = engine.image_id(setting.image)
        name = container.name(setting, image_id)
        deadline = time.monotonic() + _START_SECONDS
        starts = 0
        while starts <= _MOST_STARTS and time.monotonic() < deadline:
            try:
                return Reached(name, _converse(engine.connect(name)), ours=starts > 0)
            except (NotRunningError, GuestLostError):
                created = engine.start(setting, image_id)
                starts += created
                time.sleep(0 if created else 0.02)  # somebody else's is about to start, or to go away
    raise EngineError(
        f"the container does not stay up: does the image {setting.image} have Python 3.8 or newer?"
    )


def _converse(link: DockerLink) -> Conversation:
    conversation = Conversation(link)
    try:
        conversation.greet()
    except GuestLostError:
        conversation.close()
        raise
    return conversation
