"""SARIF 2.1.0, which code hosts show beside the code."""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from flake8_llm_sandbox.catalog import explain
from flake8_llm_sandbox.findings import Severity

if TYPE_CHECKING:
    from flake8_llm_sandbox.findings import Finding
    from flake8_llm_sandbox.formats.report import Report

LEVELS = {Severity.STOP: "error", Severity.TELL: "warning"}
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render(report: Report) -> str:
    """Return the findings of all programs."""
    places = [(checked.path, item) for checked in report.programs for item in checked.findings]
    driver = {
        "name": "flake8-llm-sandbox",
        "version": version("flake8-llm-sandbox"),
        "rules": [_rule(item) for item in {item.code: item for _, item in places}.values()],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(path, item) for path, item in places],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(finding: Finding) -> dict[str, Any]:
    documentation = explain(finding.code)
    return {
        "id": finding.code,
        "shortDescription": {"text": documentation.partition("\n")[0]},
        "help": {"text": documentation},
        "defaultConfiguration": {"level": LEVELS[finding.severity]},
        "properties": {"tags": ["security", finding.capability.value]},
    }


def _result(path: str, finding: Finding) -> dict[str, Any]:
    region = {"startLine": finding.line, "startColumn": finding.column + 1}
    location = {"artifactLocation": {"uri": quote(path)}, "region": region}
    return {
        "ruleId": finding.code,
        "level": LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": location}],
    }
