"""The one way round the gate: for this tool's own programs, which show what the place holds if the gate should err."""

from __future__ import annotations

from llm_sandbox_run.gate.checked import digest
from llm_sandbox_run.model import CleanCode


def program(text: str, args: tuple[str, ...] = (), approved: tuple[str, ...] = ()) -> CleanCode:
    """Return ``text`` as if the gate had passed it, with the SHA-256 of what it may import."""
    source = text.encode()
    return CleanCode(
        source=source,
        sha256=digest(source),
        module="",
        filename="<string>",
        args=args,
        argv0="-c",
        cwd="",
        path="",
        approved=approved,
    )
