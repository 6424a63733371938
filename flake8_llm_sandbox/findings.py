"""What the analysis says about a program: plain values, no behaviour."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Severity(str, Enum):
    """Whether a careful reviewer would stop at a finding, or wants to be told: a capability that applications have."""

    STOP = "stop"
    TELL = "tell"


class Capability(str, Enum):
    """What a program could do to its host; each rule family (``LLS<digit>xx``) guards one."""

    CODE = "code"
    PROCESS = "process"
    FILES = "files"
    SCOPE = "scope"
    NETWORK = "network"
    SECRETS = "secrets"
    NATIVE = "native"
    INTROSPECTION = "introspection"
    UNVERIFIABLE = "unverifiable"

    @classmethod
    def of(cls, code: str) -> Capability:
        """Return the capability that the family of ``code`` (``"LLS101"``) guards."""
        return list(cls)[int(code[3]) - 1]


@dataclass(frozen=True, order=True)
class Finding:
    """One reason not to run a program.

    ``line`` counts from 1, ``column`` from 0 in characters, as flake8 has them.
    """

    line: int
    column: int
    code: str
    message: str
    capability: Capability
    severity: Severity
