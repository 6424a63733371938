"""Results as plain values: what JSON knows."""

from __future__ import annotations

import base64
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from llm_sandbox_run.model import Accepted, Problem, RunResult


def problem(it: Problem) -> dict[str, Any]:
    """Return a finding as plain values, with all that its author needs to do better."""
    from flake8_llm_sandbox import remedy  # knows the rules, which take long to load

    found = it.finding
    return {
        "path": it.path,
        "line": found.line,
        "column": found.column + 1,
        "code": found.code,
        "capability": found.capability.value,
        "severity": found.severity.value,
        "message": found.message,
        "source": it.text,
        **asdict(remedy(found)),
    }


def result(it: RunResult) -> dict[str, Any]:
    """Return a result as plain values; output that is not UTF-8 is spelt out with backslashes."""
    plain = {
        name: value
        for name, value in vars(it).items()
        if name not in ("stdout_bytes", "stderr_bytes", "pending")
    }
    return {
        **plain,
        "stdout": it.stdout,
        "stderr": it.stderr,
        "changes": [asdict(change) for change in it.changes],
        "files": {path: base64.b64encode(content).decode() for path, content in it.files.items()},
        "tests": asdict(it.tests) if it.tests else None,
        "findings": [problem(each) for each in it.findings],
        "granted": [problem(each) for each in it.granted],
        "accepted": accepted(it.accepted),
    }


def accepted(it: Accepted | None) -> dict[str, Any] | None:
    """Return what a base let pass as plain values."""
    if not it:
        return None
    return {
        "base": it.base,
        "commit": it.commit,
        "unchanged": list(it.unchanged),
        "findings": [problem(each) for each in it.findings],
    }
