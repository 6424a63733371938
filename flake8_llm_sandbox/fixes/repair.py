"""From a program to the program with everything repaired that a fix can repair."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from flake8_llm_sandbox.depth import recurse
from flake8_llm_sandbox.engine import analyze
from flake8_llm_sandbox.fixes import FIXES
from flake8_llm_sandbox.fixes.names import names_of
from flake8_llm_sandbox.fixes.places import (
    cut,
    may_have_comment,
    same_elsewhere,
    span_of,
    targets,
)
from flake8_llm_sandbox.parser import parse
from flake8_llm_sandbox.source import LINE_END

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator

    from flake8_llm_sandbox.findings import Finding
    from flake8_llm_sandbox.fixes.places import Target

BOM = "\ufeff"
GLUED = re.compile(r"\w\w")  # `eval("1")if x else 2`: some parsers would still read `1if`
MAX_CHARACTERS = 2_000  # of a call; libcst takes a minute for a sum of 20,000 numbers
MAX_WORK = 2_000_000  # characters to analyse: each repair is one more analysis of the file, and what remains is reported


@dataclass(frozen=True)
class Repair:
    """A repaired program, how many repairs that took, and what remains to be found in it."""

    source: bytes
    fixed: int
    remaining: tuple[Finding, ...]


def repair(source: bytes, filename: str = "<code>") -> Repair:
    """Repair what has one right answer; all other bytes of ``source`` stay as they are."""
    findings = analyze(source, filename)
    pending = _fixable(findings)
    if not pending:
        return Repair(source, 0, findings)
    text, fixed = source.decode("utf-8"), 0
    mark = BOM if text.startswith(BOM) else ""
    text = text.removeprefix(BOM)
    for _ in range(1 + MAX_WORK // len(text)):
        if not pending:
            break
        finding = pending.pop()  # from the end, so that the places before it stay right
        better = improved(text, finding, findings)
        if better:
            text, findings = better
            fixed += 1
            pending = [one for one in _fixable(findings) if one.line <= finding.line]
    return Repair(f"{mark}{text}".encode(), fixed, findings)


def _fixable(findings: tuple[Finding, ...]) -> list[Finding]:
    return [finding for finding in findings if finding.code in FIXES]


def improved(
    text: str, finding: Finding, findings: tuple[Finding, ...]
) -> tuple[str, tuple[Finding, ...]] | None:
    """Return the program without ``finding``, and what is found in it then."""
    try:
        candidates = recurse(lambda: [*_candidates(text, finding)], len(text))
    except (MemoryError, RecursionError):
        return None
    for candidate in candidates:
        after = analyze(candidate)
        if _is_better(finding, findings, after):
            return candidate, after
    return None


def _candidates(text: str, finding: Finding) -> Iterator[str]:
    tree = parse(text)
    lines, names = LINE_END.split(text), names_of(tree)
    fix = import_module(f"flake8_llm_sandbox.fixes.{FIXES[finding.code]}").fix
    for node in targets(tree, finding, lines):
        span = span_of(node, lines)
        before, piece, after = cut(text, span)
        if len(piece) > MAX_CHARACTERS or may_have_comment(piece):
            continue
        for new in (edit(piece) for edit in fix(node, names)):
            candidate = before + new + after
            if not GLUED.match(new[-1:] + after[:1]) and _changes_only(node, tree, candidate):
                yield candidate


def _changes_only(node: Target, tree: ast.Module, candidate: str) -> bool:
    try:
        return same_elsewhere(tree, parse(candidate), hole=node)
    except SyntaxError:
        return False


def _is_better(finding: Finding, before: tuple[Finding, ...], after: tuple[Finding, ...]) -> bool:
    """Return whether ``finding`` is gone, and none has come; one that it hid may show, as a line has one for each rule."""
    place = (finding.line, finding.column, finding.code)
    counts = Counter(one.code for one in after)
    counts.subtract(one.code for one in before)
    return place not in {(one.line, one.column, one.code) for one in after} and max(counts.values()) <= 0
