"""The one way round the gate: what would happen if the analysis let a hostile program through."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from llm_sandbox_run.doctor.unchecked import program
from llm_sandbox_run.gate.checked import digest
from llm_sandbox_run.model import CleanCode

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["program", "step", "suite"]


_PYTEST = ("-o", "addopts=", "-p", "no:cacheprovider")


def suite(runner: str, args: tuple[str, ...], approved: Mapping[str, str]) -> CleanCode:
    """Return a run of pytest or unittest as if the gate had passed the texts with these hashes."""
    return CleanCode(
        source=b"",
        sha256=digest(b""),
        module=runner,
        filename="",
        args=(*_PYTEST, *args) if runner == "pytest" else args,
        argv0="",
        cwd="",
        path="",
        approved=approved,
    )


def step(name: str, text: str) -> CleanCode:
    """Return a step of a session as if the gate had passed it."""
    return replace(program(text), filename=name)
