"""The places where approved code can run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from llm_sandbox_run.conversation.protocol import Answer, Greeting
    from llm_sandbox_run.conversation.wires import Wires
    from llm_sandbox_run.model import CleanCode, Cover, Setting


class Backend(Protocol):
    """How a supervisor is started and reached. Nothing runs but what the gate passed: see the type of ``code``."""

    def reach(self, setting: Setting, covers: tuple[Cover, ...], still: bool = False) -> Greeting:
        """Start or reach the place; return what its supervisor says. ``still``: no program writes to the project meanwhile.

        Raises:
            MountsError: it would have to be.
            SandboxError: there is no place to run in.
        """

    def run(self, code: CleanCode, setting: Setting, covers: tuple[Cover, ...], wires: Wires) -> Answer:
        """Run ``code`` in a place shaped by ``setting``, started if need be, with ``covers`` on the project.

        Raises:
            GuestLostError: the supervisor went away before the program started; another try may find a new one.
            GuestSilentError: it did so later, or fell silent.
            SandboxError: the program could not be started.
        """

    def close(self, keep: bool = False) -> None:
        """End what this object started, unless others use it; with ``keep`` leave it for later, if it can be left."""


# Each imports what the other has no use for.


def _docker() -> Backend:
    from llm_sandbox_run.backends.docker import DockerBackend

    return DockerBackend()


def _subprocess() -> Backend:
    from llm_sandbox_run.backends.subprocess import SubprocessBackend

    return SubprocessBackend()


BACKENDS: dict[str, Callable[[], Backend]] = {"docker": _docker, "subprocess": _subprocess}
