"""What a check has to say: plain values, which every format shows in its own way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flake8_llm_sandbox.findings import Finding


@dataclass(frozen=True)
class Checked:
    """A program and what was found in it."""

    path: str
    source: bytes
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Failure:
    """A file or folder that could not be read."""

    path: str
    error: OSError


@dataclass(frozen=True)
class Report:
    """All programs that were checked, clean ones too, and what could not be."""

    programs: tuple[Checked, ...]
    failures: tuple[Failure, ...] = ()
