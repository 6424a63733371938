"""The repair of each finding by itself, for tools that show it beside the code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flake8_llm_sandbox.engine import analyze
from flake8_llm_sandbox.fixes import FIXES
from flake8_llm_sandbox.fixes.repair import improved
from flake8_llm_sandbox.source import LINE_END

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flake8_llm_sandbox.findings import Finding

MAX_WORK = 200_000  # characters to analyse, about: each repair is at least one more analysis of the file


@dataclass(frozen=True)
class Replacement:
    """Other text for a piece of a program; lines count from 1, columns from 0 in characters."""

    start: tuple[int, int]
    end: tuple[int, int]
    text: str


def suggest(source: bytes, findings: Sequence[Finding]) -> Mapping[Finding, Replacement]:
    """Return how to repair those of the ``findings`` of a program that have one right answer; they need not be all of it."""
    fixable = [finding for finding in findings if finding.code in FIXES]
    if not fixable:
        return {}
    text = source.decode("utf-8").removeprefix("\ufeff")
    room = MAX_WORK // len(text)
    every = analyze(text) if room else ()
    found = {}
    for finding in fixable[:room]:
        better = improved(text, finding, every)
        if better:
            found[finding] = _difference(text, better[0])
    return found


def _difference(old: str, new: str) -> Replacement:
    """Return the one piece in which two texts differ."""
    before = _alike(old, new)
    after = _alike(old[before:][::-1], new[before:][::-1])
    return Replacement(_place(old, before), _place(old, len(old) - after), new[before : len(new) - after])


def _alike(one: str, other: str) -> int:
    """Return how many characters two texts have in common at their start."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((number for number, (a, b) in pairs if a != b), min(len(one), len(other)))


def _place(text: str, offset: int) -> tuple[int, int]:
    lines = LINE_END.split(text[:offset])
    return len(lines), len(lines[-1])
