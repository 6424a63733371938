"""For people and editors: a line for each finding, its line of source below, and one line about them all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_llm_sandbox.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flake8_llm_sandbox.findings import Finding
    from flake8_llm_sandbox.formats.report import Checked, Report

    Paint = Callable[[str, str], str]  # a style and a text to the text in this style

STYLES = {
    "path": "1",
    "gutter": "2",
    Severity.STOP: "1;31",
    Severity.TELL: "1;33",
}  # as terminals number them
WIDTH = 160  # of a line of source; longer ones are cut around the place


def plain(style: str, text: str) -> str:
    """Return ``text`` without a style."""
    return text


def coloured(style: str, text: str) -> str:
    """Return ``text`` for a terminal that knows colours."""
    return f"\x1b[{STYLES[style]}m{text}\x1b[0m"


def render(report: Report, paint: Paint = plain) -> str:
    """Return the findings of all programs and a summary."""
    return "".join(findings(checked, paint) for checked in report.programs) + f"{summary(report)}\n"


def findings(checked: Checked, paint: Paint = plain) -> str:
    """Return the findings of a program, columns counted from 1 as flake8 prints them."""
    return "".join(f"{each}\n" for item in checked.findings for each in _lines(checked, item, paint))


def summary(report: Report) -> str:
    """Return how much was judged, and what came of it."""
    parts = [_counted(report, Severity.STOP, "to stop at"), _counted(report, Severity.TELL, "to know")]
    said = "; ".join(filter(None, parts)) or "nothing found"
    number = len(report.programs)
    unread = f"; {len(report.failures)} not read" if report.failures else ""
    return f"{number} file{'s' if number != 1 else ''} judged: {said}{unread}"


def _counted(report: Report, severity: Severity, what: str) -> str:
    counts = report.capabilities(severity)
    listed = ", ".join(f"{name} {number}" for name, number in sorted(counts.items()))
    return f"{counts.total()} {what} ({listed})" if counts else ""


def _lines(checked: Checked, finding: Finding, paint: Paint) -> Iterator[str]:
    from flake8_llm_sandbox.shown import line  # for what is clean there is no need of it

    place = checked.place(finding.line, finding.column)
    yield f"{paint('path', f'{line(checked.path)}:{place}:')} {paint(finding.severity, finding.code)} {line(finding.message)}"
    text = checked.line(finding.line)
    if not text.strip():
        return
    start = max(0, place.column - 1 - WIDTH // 2)
    gutter = f"{place.line:>5} | "
    shown = line(text[start : start + WIDTH].rstrip().expandtabs(1))
    caret = " " * _width(line(text[start : place.column - 1].expandtabs(1)))
    yield paint("gutter", gutter) + shown
    yield paint("gutter", " " * 5 + " | ") + caret + paint(finding.severity, "^")


def _width(text: str) -> int:
    """Return how many columns of a terminal ``text`` takes."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(each) else 2 if east_asian_width(each) in "FW" else 1 for each in text)
