"""JUnit's XML, which nearly every CI service shows: a test case for each file."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as Xml

from flake8_llm_sandbox.formats import text
from flake8_llm_sandbox.formats.written import relative
from flake8_llm_sandbox.shown import line

if TYPE_CHECKING:
    from flake8_llm_sandbox.formats.report import Checked, Failure, Report


def render(report: Report) -> str:
    """Return a failed test for each file with findings, an error for each that could not be read."""
    counts = {
        "tests": str(len(report.programs) + len(report.failures)),
        "failures": str(sum(map(report.fails, report.programs))),
        "errors": str(len(report.failures)),
    }
    root = Xml.Element("testsuites", counts)
    suite = Xml.SubElement(root, "testsuite", {"name": "flake8-llm-sandbox", **counts})
    for checked in report.programs:
        _judged(_case(suite, checked.path), checked, fails=report.fails(checked))
    for failure in report.failures:
        _unread(_case(suite, failure.path), failure)
    Xml.indent(root)
    written = Xml.tostring(root, encoding="unicode").replace("##", "#&#35;")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{written}\n'


def _case(suite: Xml.Element, path: str) -> Xml.Element:
    return Xml.SubElement(
        suite, "testcase", {"classname": "flake8-llm-sandbox", "name": line(relative(path))}
    )


def _judged(case: Xml.Element, checked: Checked, *, fails: bool) -> None:
    said = "\n" + text.findings(checked)
    if fails:
        codes = ", ".join(sorted({finding.code for finding in checked.findings}))
        Xml.SubElement(case, "failure", {"type": "finding", "message": codes}).text = said
    elif checked.findings:
        Xml.SubElement(case, "system-out").text = said


def _unread(case: Xml.Element, failure: Failure) -> None:
    Xml.SubElement(case, "error", {"type": "unread", "message": line(failure.reason)})
