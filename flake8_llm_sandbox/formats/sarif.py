"""SARIF 2.1.0, which code hosts show beside the code."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from flake8_llm_sandbox.catalog import explain
from flake8_llm_sandbox.findings import Severity
from flake8_llm_sandbox.formats.written import dumps, readable, uri

if TYPE_CHECKING:
    from flake8_llm_sandbox.findings import Finding
    from flake8_llm_sandbox.fixes.suggest import Replacement
    from flake8_llm_sandbox.formats.details import Detail
    from flake8_llm_sandbox.formats.report import Checked, Failure, Report

LEVELS = {Severity.STOP: "error", Severity.TELL: "warning"}
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
FINGERPRINT = "llmSandbox/v1"


def render(report: Report) -> str:
    """Return the findings of all programs."""
    details = list(report.details)
    driver = {
        "name": "flake8-llm-sandbox",
        "version": version("flake8-llm-sandbox"),
        "rules": [_rule(item) for item in {each.finding.code: each.finding for _, each in details}.values()],
    }
    invocation = {
        "executionSuccessful": not report.failures,
        "toolExecutionNotifications": [_notification(failure) for failure in report.failures],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [invocation],
        "artifacts": [{"location": {"uri": uri(checked.path)}} for checked in report.programs],
        "results": [_result(checked, detail) for checked, detail in details],
    }
    return dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(finding: Finding) -> dict[str, Any]:
    documentation = explain(finding.code)
    return {
        "id": finding.code,
        "shortDescription": {"text": documentation.partition("\n")[0]},
        "help": {"text": documentation},
        "defaultConfiguration": {"level": LEVELS[finding.severity]},
        "properties": {"tags": ["security", finding.capability.value]},
    }


def _notification(failure: Failure) -> dict[str, Any]:
    location = {"physicalLocation": {"artifactLocation": {"uri": uri(failure.path)}}}
    message = {"text": f"{readable(failure.path)}: {failure.reason}"}
    return {"level": "error", "message": message, "locations": [location]}


def _result(checked: Checked, detail: Detail) -> dict[str, Any]:
    finding = detail.finding
    file = {"uri": uri(checked.path)}
    result = {
        "ruleId": finding.code,
        "level": LEVELS[finding.severity],
        "message": {"text": detail.message},
        "locations": [_location(file, detail)],
        "partialFingerprints": {FINGERPRINT: detail.fingerprint},
    }
    return {**result, "fixes": [_fix(file, detail.fix)]} if detail.fix else result


def _location(file: dict[str, Any], detail: Detail) -> dict[str, Any]:
    start, end = detail.start, detail.end
    if start.cell:  # a region would be one of the notebook's JSON
        cell = {"name": f"cell {start.cell}", "kind": "module"}
        return {"physicalLocation": {"artifactLocation": file}, "logicalLocations": [cell]}
    region = _region((start.line, start.column - 1), (end.line, end.column - 1))
    return {"physicalLocation": {"artifactLocation": file, "region": region}}


def _fix(file: dict[str, Any], fix: Replacement) -> dict[str, Any]:
    replacement = {"deletedRegion": _region(fix.start, fix.end), "insertedContent": {"text": fix.text}}
    return {
        "description": {"text": "Repair what has one right answer."},
        "artifactChanges": [{"artifactLocation": file, "replacements": [replacement]}],
    }


def _region(start: tuple[int, int], end: tuple[int, int]) -> dict[str, int]:
    return {
        "startLine": start[0],
        "startColumn": start[1] + 1,
        "endLine": end[0],
        "endColumn": end[1] + 1,
    }
