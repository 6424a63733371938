"""Conversations with the supervisor in a container: one that runs already, or one that has to be started."""

from __future__ import annotations

import time
from contextlib import closing, suppress
from typing import TYPE_CHECKING, NamedTuple

from llm_sandbox_run.backends import container, direct
from llm_sandbox_run.conversation.links import SocketLink
from llm_sandbox_run.conversation.protocol import Conversation, Greeting
from llm_sandbox_run.errors import EngineError, GuestLostError, MountsError, SilentError
from llm_sandbox_run.guest.room import NO_MOUNTS
from llm_sandbox_run.project import doors, layers

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from llm_sandbox_run.backends.container import Container
    from llm_sandbox_run.backends.engine import Engine
    from llm_sandbox_run.backends.multiplexed import DockerLink
    from llm_sandbox_run.conversation.links import Link
    from llm_sandbox_run.model import Cover, Setting

_START_SECONDS = 30.0
_LAST_WORDS_SECONDS = 1.0
_LAST_BYTES = 500
_PAUSE_SECONDS = 0.02
_MOST_STARTS = 3
_AT_THE_DOOR_SECONDS = 2.0  # for an answer; then the engine may know what is the matter


class Reached(NamedTuple):
    """A container and the conversation with it."""

    name: str
    conversation: Conversation
    said: Greeting
    ours: bool  # started here
    fixed: bool  # the engine has put the covers on
    layers: Path | None  # the folder for what programs write; None if they write to the project
    door: Path | None  # the folder with a socket of the supervisor's, removed with the container


class _NoMountsError(Exception):
    """The supervisor may not have mounts of its own."""


def reach(setting: Setting, covers: Sequence[Cover], still: bool) -> Reached:
    """Reach the container for ``setting``, started if need be; with ``covers``, if the engine has to put them on.

    Raises:
        EngineError: there is no engine or no image, or the container does not stay up.
        MountsError: the engine would have to put them on while the project is not ``still``.
    """
    return _warm(setting, covers) or _cold(setting, covers, still)


def remove(name: str) -> None:
    """Kill and remove a container, if it is there.

    Raises:
        EngineError: no engine answers.
    """
    from llm_sandbox_run.backends.engine import Engine

    with closing(Engine()) as engine:
        engine.remove(name)


def _warm(setting: Setting, covers: Sequence[Cover]) -> Reached | None:
    engine = direct.local_engine()
    if not engine:
        return None
    with suppress(*direct.FAILURES):
        try:
            image = engine.image(setting.image)
        except TimeoutError:
            raise SilentError from None
        with suppress(*direct.FAILURES, GuestLostError):
            wanted = container.with_own_mounts(setting, image)
            return _by_door(wanted) or _reached(wanted, engine.connect(wanted))
        with suppress(GuestLostError):
            wanted = container.with_mounts_of_the_engine(setting, covers, image, python="")
            return _by_door(wanted, fixed=True) or _reached(wanted, engine.connect(wanted), fixed=True)
    return None


def _cold(setting: Setting, covers: Sequence[Cover], still: bool) -> Reached:
    from llm_sandbox_run.backends.engine import Engine  # takes longer than a warm start as a whole
    from llm_sandbox_run.backends.probe import interpreter

    with closing(Engine()) as engine:
        image = engine.image(setting.image)
        if not engine.forbids_mounts():
            with suppress(_NoMountsError):
                return _start(engine, container.with_own_mounts(setting, image), setting)
        if not still:
            raise MountsError("the engine mounts nothing in a project that a program may change")
        shown = (container.ROOT, *dict(setting.readable))
        python = interpreter(engine, image, shown)
        wanted = container.with_mounts_of_the_engine(setting, covers, image, python)
        return _start(engine, wanted, setting, fixed=True)


def _start(engine: Engine, wanted: Container, setting: Setting, fixed: bool = False) -> Reached:
    if wanted.layers:
        layers.make(wanted.layers, setting.project)
    if wanted.door:
        wanted.door.mkdir(mode=0o700, parents=True, exist_ok=True)
    config = {**wanted.config, "Labels": container.labels(setting)}
    deadline = time.monotonic() + _START_SECONDS
    starts, complaint = 0, ""
    while starts <= _MOST_STARTS and time.monotonic() < deadline:
        reached = _try(engine, wanted, fixed, ours=starts > 0)
        if isinstance(reached, Reached):
            return reached
        complaint = reached or complaint
        printed = engine.start(wanted.name, config)
        if not printed:
            time.sleep(_PAUSE_SECONDS)  # somebody else's is about to start, or to go away
            continue
        starts += 1
        with closing(printed):
            while printed.quiet() and time.monotonic() < deadline:
                reached = _try(engine, wanted, fixed, ours=True)
                if isinstance(reached, Reached):
                    return reached
                time.sleep(_PAUSE_SECONDS)
            complaint = _last_words(printed)
        if NO_MOUNTS in complaint:
            raise _NoMountsError
    if not starts:
        raise EngineError(
            f"the container {wanted.name} runs, but nobody answers in it, as when a program there has taken all processes: "
            f"`llm-sandbox-run --stop` ends it. It said: {complaint or 'nothing'}"
        )
    raise EngineError(
        f"the container of the image {setting.image} does not stay up: it needs Python 3.8 or newer under the name python3. "
        f"It said: {complaint or 'nothing'}"
    )


def _try(engine: Engine, wanted: Container, fixed: bool, ours: bool) -> Reached | str:
    """Reach a supervisor, or return what was said instead."""
    from llm_sandbox_run.backends.engine import NotRunningError

    try:
        link = engine.connect(wanted)
    except NotRunningError:
        return ""
    try:
        reached = _reached(wanted, link, ours, fixed)
    except GuestLostError:
        return _shown(link.complaints)
    nearer = _by_door(wanted, ours, fixed)
    if nearer:
        reached.conversation.close()
    return nearer or reached


def _by_door(wanted: Container, ours: bool = False, fixed: bool = False) -> Reached | None:
    """Reach a supervisor past the engine, which would start a process for that, and copy each byte several times."""
    with suppress(OSError, GuestLostError):
        if wanted.door:
            link = SocketLink(doors.connect(wanted.door))
            return _reached(wanted, link, ours, fixed, _AT_THE_DOOR_SECONDS)
    return None


def _last_words(printed: DockerLink) -> str:
    said = b""
    with suppress(OSError):
        while piece := printed.receive(time.monotonic() + _LAST_WORDS_SECONDS):
            said = (said + piece)[-_LAST_BYTES:]
    return _shown(said + printed.complaints)


def _shown(said: bytes) -> str:
    return said.decode(errors="replace").strip()[-_LAST_BYTES:]


def _reached(
    wanted: Container,
    link: Link,
    ours: bool = False,
    fixed: bool = False,
    seconds: float | None = None,
) -> Reached:
    conversation = Conversation(link)
    try:
        said = conversation.greet(seconds)
    except GuestLostError:
        conversation.close()
        raise
    written = wanted.layers if said.layered else None
    return Reached(wanted.name, conversation, said, ours, fixed, written, wanted.door)
