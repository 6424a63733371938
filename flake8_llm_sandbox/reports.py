"""Findings for people and for programs."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from flake8_llm_sandbox.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flake8_llm_sandbox.findings import Finding

SARIF_LEVELS = {Severity.STOP: "error", Severity.TELL: "warning"}


NO_LINE_END = b"\n\\ No newline at end of file\n"


@dataclass(frozen=True)
class Checked:
    """A program and what was found in it."""

    path: str
    source: bytes
    findings: tuple[Finding, ...]


def as_text(checked: Checked) -> str:
    """Return one line per finding, columns counted from 1 as flake8 prints them."""
    return "".join(
        f"{checked.path}:{item.line}:{item.column + 1}: {item.code} {item.message}\n"
        for item in checked.findings
    )


def as_json(programs: Iterable[Checked]) -> str:
    """Return the findings of all programs as one JSON array, each with its source line and what to write instead."""
    return json.dumps([item for checked in programs for item in _data(checked)], indent=2) + "\n"


def as_sarif(programs: Iterable[Checked]) -> str:
    """Return the findings of all programs in SARIF 2.1.0, which code hosts show beside the code."""
    from importlib.metadata import version

    places = [(checked.path, item) for checked in programs for item in checked.findings]
    driver = {
        "name": "flake8-llm-sandbox",
        "version": version("flake8-llm-sandbox"),
        "rules": [_sarif_rule(item) for item in {item.code: item for _, item in places}.values()],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(path, item) for path, item in places],
    }
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def as_diff(path: str, old: bytes, new: bytes) -> bytes:
    """Return what changed in a program as a unified diff; nothing if nothing did."""
    import difflib

    name = path.encode("utf-8", "surrogateescape")
    lines = difflib.diff_bytes(difflib.unified_diff, _lines(old), _lines(new), name, name)
    return b"".join(line if line.endswith(b"\n") else line + NO_LINE_END for line in lines)


def _lines(source: bytes) -> list[bytes]:
    return re.findall(rb"[^\n]*\n|[^\n]+", source)


def _data(checked: Checked) -> list[dict[str, Any]]:
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


def _sarif_rule(finding: Finding) -> dict[str, Any]:
    from flake8_llm_sandbox.catalog import explain

    documentation = explain(finding.code)
    return {
        "id": finding.code,
        "shortDescription": {"text": documentation.partition("\n")[0]},
        "help": {"text": documentation},
        "defaultConfiguration": {"level": SARIF_LEVELS[finding.severity]},
        "properties": {"tags": ["security", finding.capability.value]},
    }


def _sarif_result(path: str, finding: Finding) -> dict[str, Any]:
    from urllib.parse import quote

    region = {"startLine": finding.line, "startColumn": finding.column + 1}
    location = {"artifactLocation": {"uri": quote(path)}, "region": region}
    return {
        "ruleId": finding.code,
        "level": SARIF_LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": location}],
    }
