"""What the examination of a backend comes to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """Whether one claim about a backend holds on this machine."""

    claim: str
    holds: bool
    essential: bool  # without it, the backend does not do its job
    detail: str = ""  # what was measured, or seen to be wrong
    advice: str = ""  # how to get what does not hold


@dataclass(frozen=True)
class Examination:
    """All that was found about a backend."""

    backend: str
    findings: tuple[Finding, ...] = ()
    unreachable: str = ""  # why nothing could be checked

    @property
    def broken(self) -> int:
        """How many essential claims do not hold."""
        return sum(each.essential and not each.holds for each in self.findings)
