"""GitLab's code quality report, a dialect of Code Climate's."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from flake8_llm_sandbox.findings import Severity
from flake8_llm_sandbox.formats.written import dumps, relative

if TYPE_CHECKING:
    from flake8_llm_sandbox.formats.details import Detail
    from flake8_llm_sandbox.formats.report import Checked, Report

LEVELS = {Severity.STOP: "critical", Severity.TELL: "minor"}


def render(report: Report) -> str:
    """Return the findings of all programs."""
    return dumps([_issue(checked, detail) for checked, detail in report.details])


def _issue(checked: Checked, detail: Detail) -> dict[str, Any]:
    finding, path = detail.finding, relative(checked.path)
    begin, end = (
        {"line": place.line, "column": place.column} if not place.cell else {"line": 1}
        for place in (detail.start, detail.end)
    )
    # GitLab shows but one of several with the same fingerprint, and ours says nothing of the file.
    fingerprint = hashlib.sha256(f"{path}\0{detail.fingerprint}".encode()).hexdigest()
    return {
        "type": "issue",
        "check_name": finding.code,
        "description": f"{finding.code} {detail.message}",
        "categories": ["Security"],
        "severity": LEVELS[finding.severity],
        "fingerprint": fingerprint,
        "location": {"path": path, "positions": {"begin": begin, "end": end}},
    }
