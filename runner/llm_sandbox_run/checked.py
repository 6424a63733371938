"""What the analysis said so far about a program, sorted by what the policy makes of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from flake8_llm_sandbox import Capability, Finding, Severity, cache
from llm_sandbox_run.model import Problem

if TYPE_CHECKING:
    from pathlib import Path

    from llm_sandbox_run.policy import Policy


@dataclass
class Checked:
    """Filled file by file."""

    policy: Policy
    verdicts: Path | None = None  # the folder of earlier ones, if there is one to trust
    problems: list[Problem] = field(default_factory=list)
    granted: list[Problem] = field(default_factory=list)  # what would be a problem without the policy
    approved: set[str] = field(default_factory=set)  # SHA-256

    def add(self, source: bytes, path: str) -> None:
        """Analyse ``source``, and approve it if there is nothing but what the policy grants."""
        before = len(self.problems)
        findings = _findings(source, path, self.verdicts)
        lines = source.decode("utf-8", "replace").splitlines() if findings else []
        for each in findings:
            self._note(Problem(path, each, "".join(lines[each.line - 1 : each.line])))
        if len(self.problems) == before:
            self.approved.add(digest(source))

    def refuse(
        self, path: str, code: str, message: str, line: int = 1, column: int = 0, text: str = ""
    ) -> None:
        """Note a reason of the gate's own."""
        self._note(
            Problem(path, Finding(line, column, code, message, Capability.of(code), Severity.HIGH), text)
        )

    def merge(self, other: Checked) -> None:
        """Take over what ``other`` says."""
        self.problems += other.problems
        self.granted += other.granted
        self.approved |= other.approved

    def _note(self, problem: Problem) -> None:
        granted = self.policy.grants(problem.finding, problem.path)
        (self.granted if granted else self.problems).append(problem)


def digest(source: bytes) -> str:
    """Return the name by which a text is approved."""
    return hashlib.sha256(source).hexdigest()


@lru_cache(maxsize=4096)
def _findings(source: bytes, path: str, verdicts: Path | None) -> tuple[Finding, ...]:
    return cache.verdict(source, path, verdicts)
