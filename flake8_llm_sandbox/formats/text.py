"""One line for each finding, for people and editors."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flake8_llm_sandbox.formats.report import Checked, Report


def render(report: Report) -> str:
    """Return the findings of all programs."""
    return "".join(map(findings, report.programs))


def findings(checked: Checked) -> str:
    """Return one line per finding, columns counted from 1 as flake8 prints them."""
    return "".join(
        f"{checked.path}:{item.line}:{item.column + 1}: {item.code} {item.message}\n"
        for item in checked.findings
    )
