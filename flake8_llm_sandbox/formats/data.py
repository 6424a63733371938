"""JSON: an array of findings, each with its source line and what to write instead."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from flake8_llm_sandbox.formats.written import dumps, readable

if TYPE_CHECKING:
    from flake8_llm_sandbox.fixes.suggest import Replacement
    from flake8_llm_sandbox.formats.details import Detail
    from flake8_llm_sandbox.formats.report import Checked, Report


def render(report: Report) -> str:
    """Return the findings of all programs as one JSON array; columns count from 1, and ends are exclusive."""
    return dumps([_data(checked, detail) for checked, detail in report.details])


def _data(checked: Checked, detail: Detail) -> dict[str, Any]:
    from flake8_llm_sandbox.catalog import remedy

    item = detail.finding
    return {
        "path": readable(checked.path),
        "cell": detail.start.cell,
        "line": detail.start.line,
        "column": detail.start.column,
        "end_line": detail.end.line,
        "end_column": detail.end.column,
        "code": item.code,
        "capability": item.capability.value,
        "severity": item.severity.value,
        "message": item.message,
        "source": checked.line(item.line),
        "fingerprint": detail.fingerprint,
        **asdict(remedy(item)),
        "fix": _fix(detail.fix) if detail.fix else None,
    }


def _fix(fix: Replacement) -> dict[str, Any]:
    return {
        "line": fix.start[0],
        "column": fix.start[1] + 1,
        "end_line": fix.end[0],
        "end_column": fix.end[1] + 1,
        "text": fix.text,
    }
