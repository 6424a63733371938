"""JSON: an array of findings, each with its source line and what to write instead."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flake8_llm_sandbox.formats.report import Checked, Report


def render(report: Report) -> str:
    """Return the findings of all programs as one JSON array."""
    return json.dumps([item for checked in report.programs for item in _data(checked)], indent=2) + "\n"


def _data(checked: Checked) -> list[dict[str, Any]]:
    if not checked.findings:
        return []
    from flake8_llm_sandbox.catalog import remedy

    lines = checked.source.decode("utf-8", "backslashreplace").splitlines()
    return [
        {
            "path": checked.path,
            "line": item.line,
            "column": item.column + 1,
            "code": item.code,
            "capability": item.capability.value,
            "severity": item.severity.value,
            "message": item.message,
            "source": lines[item.line - 1] if item.line <= len(lines) else None,
            **asdict(remedy(item)),
        }
        for item in checked.findings
    ]
