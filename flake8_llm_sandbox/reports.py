"""Findings for people and for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from flake8_llm_sandbox.findings import Finding


def as_text(path: str, findings: Iterable[Finding]) -> str:
    """Return one line per finding, columns counted from 1 as flake8 prints them."""
    return "".join(f"{path}:{item.line}:{item.column + 1}: {item.code} {item.message}\n" for item in findings)


def as_data(path: str, findings: Iterable[Finding], lines: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Return plain data for JSON; ``lines`` of the program add the source line of each finding."""
    return [
        {
            "path": path,
            "line": item.line,
            "column": item.column + 1,
            "code": item.code,
            "capability": item.capability.value,
            "severity": item.severity.value,
            "message": item.message,
            "source": lines[item.line - 1] if item.line <= len(lines) else None,
        }
        for item in findings
    ]


def as_json(data: list[dict[str, Any]]) -> str:
    """Return the findings of all files as one JSON array."""
    return json.dumps(data, indent=2) + "\n"
