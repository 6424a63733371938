"""A page in Markdown that a person reads in ten seconds: what was judged, what stopped and where, what there is to know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_llm_sandbox.findings import Severity
from flake8_llm_sandbox.formats.text import summary
from flake8_llm_sandbox.formats.written import readable
from flake8_llm_sandbox.shown import in_markdown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_llm_sandbox.formats.report import Checked, Report

MOST = 20  # findings of a kind; the log has them all
HEADS = {Severity.STOP: "To stop at", Severity.TELL: "To know"}


def render(report: Report) -> str:
    """Return the page."""
    return "\n".join(_blocks(report)) + "\n"


def _blocks(report: Report) -> Iterator[str]:
    yield f"### LLM sandbox lint\n\n{summary(report)}\n"
    for severity, head in HEADS.items():
        rows = [row for checked in report.programs for row in _rows(checked, severity)]
        if rows:
            capabilities = ", ".join(
                f"{name} {number}" for name, number in report.capabilities(severity).items()
            )
            yield f"**{head}** ({capabilities})\n\n| where | code | why |\n|---|---|---|"
            yield from rows[:MOST]
            yield f"\n{len(rows) - MOST} more are in the log.\n" if len(rows) > MOST else ""
    if report.failures:
        yield "**Not read**\n"
        yield from (
            f"- {in_markdown(readable(each.path))}: {in_markdown(each.reason)}" for each in report.failures
        )


def _rows(checked: Checked, severity: Severity) -> Iterator[str]:
    for each in checked.findings:
        if each.severity is severity:
            place = f"{readable(checked.path)}:{checked.place(each.line, each.column)}"
            yield f"| {in_markdown(place)} | {each.code} | {in_markdown(each.message)} |"
