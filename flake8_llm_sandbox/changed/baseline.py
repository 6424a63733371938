"""What people have accepted, kept in a file: for where there is no git, or for a gate that starts on old code."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from flake8_llm_sandbox.changed.news import is_unverified
from flake8_llm_sandbox.statements import statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flake8_llm_sandbox.findings import Finding

    Program = tuple[str, bytes, tuple[Finding, ...]]  # a path, a text, and what is found in it
    Accepted = Counter[tuple[str, str]]  # how many findings of a hash and a severity

TITLE = "flake8-llm-sandbox baseline"
VERSION = 1


class BaselineError(ValueError):
    """A file is no baseline."""


def written(programs: Iterable[Program]) -> str:
    """Return a baseline that accepts all that is found: JSON, one line for each, none of which tells of lines.

    What cannot be verified is left out: to accept it would be to accept whatever the text says later.
    """
    entries = sorted(
        [path, finding.code, finding.severity.value, fingerprint]
        for path, source, findings in programs
        for finding, fingerprint in _marked(source, findings)
    )
    lines = ",\n".join(json.dumps(entry) for entry in entries)
    return f'{{"{TITLE}": {VERSION}, "findings": [\n{lines}\n]}}\n'


def read(text: str) -> Accepted:
    """Return what a baseline accepts.

    Raises:
        BaselineError: it is none.
    """
    try:
        data = json.loads(text)
        if data[TITLE] != VERSION:
            raise BaselineError(f"a baseline of version {data[TITLE]}; write it anew")
        return Counter((mark.partition(":")[0], severity) for _, _, severity, mark in data["findings"])
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        reason = str(error) if isinstance(error, BaselineError) else "no baseline: --write-baseline makes one"
        raise BaselineError(reason) from None


def unaccepted(source: bytes, findings: tuple[Finding, ...], accepted: Accepted) -> tuple[Finding, ...]:
    """Return what is not accepted; each entry counts for one finding, in whichever file, and is then used up."""
    marks = {
        finding: (mark.partition(":")[0], finding.severity.value)
        for finding, mark in _marked(source, findings)
    }
    left = []
    for finding in findings:
        if finding in marks and accepted[marks[finding]] > 0:
            accepted[marks[finding]] -= 1
        else:
            left.append(finding)
    return tuple(left)


def _marked(source: bytes, findings: tuple[Finding, ...]) -> Iterator[tuple[Finding, str]]:
    known = [finding for finding in findings if not is_unverified(finding)]
    for finding, statement in zip(known, statements(source, known), strict=True):
        yield finding, statement.fingerprint
