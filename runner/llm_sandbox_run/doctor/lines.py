"""What the examination shows: for people, and as plain values."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llm_sandbox_run.doctor.findings import Examination, Finding


def heading(backend: str, image: str) -> str:
    """Return what comes before a backend's findings."""
    return f"{backend} with {image}" if backend == "docker" else backend


def finding(found: Finding) -> str:
    """Return one finding in one line."""
    word = "holds" if found.holds else "FAILS" if found.essential else "lacks"
    return f"  {word}  {found.claim}{f': {found.detail}' if found.detail else ''}"


def ending(done: Examination) -> Iterator[str]:
    """Yield the lines after a backend's findings: what to do about them, and what they come to."""
    if done.unreachable:
        yield f"  not checked: {done.unreachable}"
    else:
        verdict = f"what FAILS is essential: {done.broken}" if done.broken else "all that is essential holds"
        yield from (*_advice(done), f"  {verdict}")
    yield ""


def _advice(done: Examination) -> Iterator[str]:
    wanted: dict[str, list[str]] = {}
    for each in done.findings:
        if not each.holds and each.advice:
            wanted.setdefault(each.advice, []).append(each.claim)
    for advice, claims in wanted.items():
        yield f"  how to get that {'; '.join(claims)}:"
        yield f"         {advice}"


def as_json(done: Examination) -> dict[str, Any]:
    """Return everything as plain values."""
    return {**asdict(done), "findings": [asdict(each) for each in done.findings], "broken": done.broken}
