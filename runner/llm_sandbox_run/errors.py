"""What can go wrong in the sandbox itself. Each message says what to do; each class owns the exit code of the command."""

from __future__ import annotations


class SandboxError(Exception):
    """The sandbox failed; no verdict on the program follows from it."""

    exit_code = 125


class UsageError(SandboxError, ValueError):
    """A path, an option or a limit that makes no sense."""


class EngineError(SandboxError):
    """No Docker engine, no image, or a container that does not come up."""


class MountsError(EngineError):
    """The engine has to mount what lies in the project, while nothing else happens there; it has not begun."""


class SilentError(EngineError):
    """The Docker engine is there, and says nothing."""

    def __init__(self) -> None:
        super().__init__(
            "the Docker engine is there, but does not answer: is it about to start, stopped or overloaded?"
        )


class GuestLostError(SandboxError):
    """The supervisor is gone, and was not given the program: nothing of it ran."""


class ChangedError(GuestLostError):
    """What was to be covered is not there any more; the supervisor is."""


class GuestSilentError(SandboxError):
    """The supervisor went away or fell silent once it had the program: it may have run, and had effects."""
