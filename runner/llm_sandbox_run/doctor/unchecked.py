"""The one way round the gate: for this tool's own programs, which show what the place holds if the gate should err."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llm_sandbox_run.gate.checked import digest
from llm_sandbox_run.model import CleanCode

if TYPE_CHECKING:
    from collections.abc import Mapping


def program(text: str, args: tuple[str, ...] = (), approved: Mapping[str, str] | None = None) -> CleanCode:
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
        approved=approved or {},
    )
