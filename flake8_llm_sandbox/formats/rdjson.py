"""Reviewdog's diagnostics, with suggestions that a code host offers to commit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flake8_llm_sandbox.findings import Severity
from flake8_llm_sandbox.formats.written import dumps, relative

if TYPE_CHECKING:
    from flake8_llm_sandbox.formats.details import Detail
    from flake8_llm_sandbox.formats.report import Checked, Report

LEVELS = {Severity.STOP: "ERROR", Severity.TELL: "WARNING"}


def render(report: Report) -> str:
    """Return the findings of all programs."""
    found = [_diagnostic(checked, detail) for checked, detail in report.details]
    return dumps({"source": {"name": "flake8-llm-sandbox"}, "diagnostics": found})


def _diagnostic(checked: Checked, detail: Detail) -> dict[str, Any]:
    finding, fix = detail.finding, detail.fix
    path = {"path": relative(checked.path)}
    span = (detail.start.line, detail.start.column - 1), (detail.end.line, detail.end.column - 1)
    diagnostic = {
        "message": detail.message,
        "location": path if checked.notebook else {**path, "range": _range(checked, *span)},
        "severity": LEVELS[finding.severity],
        "code": {"value": finding.code},
    }
    if not fix:
        return diagnostic
    return {**diagnostic, "suggestions": [{"range": _range(checked, fix.start, fix.end), "text": fix.text}]}


def _range(checked: Checked, start: tuple[int, int], end: tuple[int, int]) -> dict[str, Any]:
    return {"start": _position(checked, *start), "end": _position(checked, *end)}


def _position(checked: Checked, number: int, column: int) -> dict[str, int]:
    """Return a place as reviewdog has it, which counts bytes of UTF-8."""
    return {"line": number, "column": len(checked.line(number)[:column].encode()) + 1}
