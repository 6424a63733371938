"""Commands of GitHub workflows, which become annotations beside the code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_llm_sandbox.findings import Severity
from flake8_llm_sandbox.formats.written import relative
from flake8_llm_sandbox.shown import line

if TYPE_CHECKING:
    from flake8_llm_sandbox.formats.details import Detail
    from flake8_llm_sandbox.formats.report import Checked, Report

LEVELS = {Severity.STOP: "error", Severity.TELL: "warning"}


def render(report: Report) -> str:
    """Return a line for each finding, and for each file that could not be read."""
    unread = (
        f"::error file={_property(relative(each.path))}::{_escaped(each.reason)}\n"
        for each in report.failures
    )
    return "".join(_command(checked, detail) for checked, detail in report.details) + "".join(unread)


def _command(checked: Checked, detail: Detail) -> str:
    finding = detail.finding
    places = {
        "line": detail.start.line,
        "endLine": detail.end.line,
        "col": detail.start.column,
        "endColumn": detail.end.column,
    }
    shown = {} if checked.notebook else places  # GitHub shows notebooks as the JSON that they are
    properties = {"file": _property(relative(checked.path)), **shown, "title": finding.code}
    listed = ",".join(f"{name}={value}" for name, value in properties.items())
    return f"::{LEVELS[finding.severity]} {listed}::{_escaped(detail.message)}\n"


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def _escaped(text: str) -> str:
    return line(text).replace("%", "%25")
