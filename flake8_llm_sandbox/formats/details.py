"""What it takes to show a finding beside the code: where it ends, a name that lasts, and how it is repaired."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flake8_llm_sandbox.fixes.suggest import suggest
from flake8_llm_sandbox.statements import statements

if TYPE_CHECKING:
    from flake8_llm_sandbox.findings import Finding
    from flake8_llm_sandbox.fixes.suggest import Replacement
    from flake8_llm_sandbox.formats.report import Checked


@dataclass(frozen=True)
class Detail:
    """A finding, where it ends (line from 1, column from 0 in characters), its fingerprint and its repair."""

    finding: Finding
    end: tuple[int, int]
    fingerprint: str
    fix: Replacement | None


def details(checked: Checked) -> tuple[Detail, ...]:
    """Return the details of all findings of a program, in their order."""
    if not checked.findings:
        return ()
    standing = statements(checked.source, checked.findings)
    fixes = suggest(checked.source, checked.findings)
    return tuple(
        Detail(finding, statement.end, statement.fingerprint, fixes.get(finding))
        for finding, statement in zip(checked.findings, standing, strict=True)
    )
