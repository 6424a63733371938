"""What it takes to show a finding beside the code: where it ends, a name that lasts, and how it is repaired."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flake8_llm_sandbox.fixes.suggest import suggest
from flake8_llm_sandbox.statements import statements

if TYPE_CHECKING:
    from flake8_llm_sandbox.findings import Finding
    from flake8_llm_sandbox.fixes.suggest import Replacement
    from flake8_llm_sandbox.formats.report import Checked, Place


@dataclass(frozen=True)
class Detail:
    """A finding, where it starts and ends, its fingerprint and its repair."""

    finding: Finding
    start: Place
    end: Place
    fingerprint: str
    fix: Replacement | None

    @property
    def message(self) -> str:
        """Return the message, with the place if it is in a notebook, in which no tool finds lines."""
        return f"{self.start}: {self.finding.message}" if self.start.cell else self.finding.message


def details(checked: Checked) -> tuple[Detail, ...]:
    """Return the details of all findings of a program, in their order."""
    if not checked.findings:
        return ()
    standing = statements(checked.source, checked.findings)
    fixes = {} if checked.notebook else suggest(checked.source, checked.findings)
    return tuple(
        Detail(
            finding,
            checked.place(finding.line, finding.column),
            checked.place(*statement.end),
            statement.fingerprint,
            fixes.get(finding),
        )
        for finding, statement in zip(checked.findings, standing, strict=True)
    )
