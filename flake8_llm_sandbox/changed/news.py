"""What is found in a text now, and was not before."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from flake8_llm_sandbox.changed.lines import changed, kept, removed
from flake8_llm_sandbox.changed.reach import reached
from flake8_llm_sandbox.findings import Capability, Severity
from flake8_llm_sandbox.statements import contents, laid_out, places

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from flake8_llm_sandbox.findings import Finding
    from flake8_llm_sandbox.notebooks.notebook import Notebook
    from flake8_llm_sandbox.statements import Place

    Where = tuple[Finding, Place]
    Check = Callable[[bytes, str], tuple[Finding, ...]]

SILENCER = "LLS906"  # of those that cannot be verified, the one that stands on a line of its own


@dataclass(frozen=True, eq=False)
class Text:
    """A text of the program, now or before; ``check`` finds what is in it, when that is asked for."""

    path: str
    source: bytes
    check: Check
    notebook: Notebook | None = None  # of which ``source`` is the program

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the text could do."""
        return self.check(self.source, self.path)


Versions = tuple["Text | None", tuple[Text, ...]]  # of a file: now, and in each parent


def news(changes: Sequence[Versions], *, heeds_noqa: bool = True) -> list[tuple[Finding, ...]]:
    """Return for each file what is news in it.

    A finding is none if a parent has the same on the same line, and nothing new reaches it; or if its statement has only
    been moved, from wherever it was. What cannot be verified is always news: it says nothing of the lines that changed.
    """
    gone = removed([(old.source, new.source if new else b"") for new, olds in changes for old in olds])
    compared = [_Compared(new, olds, gone, heeds_noqa) for new, olds in changes]
    return [tuple(sorted(each.news(moved))) for each, moved in zip(compared, _moved(compared), strict=True)]


class _Compared:
    """A file, and for each parent which of its findings are the same ones."""

    def __init__(
        self, new: Text | None, olds: tuple[Text, ...], gone: AbstractSet[str], heeds_noqa: bool
    ) -> None:
        self.olds, self._heeds_noqa = olds, heeds_noqa
        found = new.findings if new else ()
        self._source = new.source if new else b""
        self.places = dict(zip(found, places(self._source, found), strict=True))
        self.fresh = set(found)  # what is not the same in any parent
        self.reached: dict[Finding, int] = {}  # by a line that a parent has not
        self.used: set[Finding] = set()  # of the only parent
        self._changed = changed(self._source, {}, gone) if found else set()
        for old in olds if found else ():
            self._compare(old, gone)

    def _compare(self, old: Text, gone: AbstractSet[str]) -> None:
        lines = kept(old.source, self._source)
        before = {_key(one, one.line): one for one in old.findings}
        same = {
            one: before.get(_key(one, lines[one.line]))
            for one, place in self.places.items()
            if _is_kept(place, lines) and not is_unverified(one)
        }
        silenced = {one for one in same if self._heeds_noqa and set(self.places[one].silencers) & set(lines)}
        new_lines = changed(self._source, lines, gone)
        self._changed &= new_lines
        self.reached |= self._causes([one for one in same if one not in silenced], new_lines, (old,))
        self.fresh -= silenced
        self.fresh -= {one for one, was in same.items() if was and one not in self.reached}
        self.used |= {was for was in same.values() if was}

    def _causes(
        self, found: Iterable[Finding], lines: AbstractSet[int], olds: Sequence[Text]
    ) -> dict[Finding, int]:
        asked = [one for one in found if one.code != SILENCER]
        before = [old.source for old in olds]
        causes = reached(self._source, [self.places[one].lines for one in asked], lines, before)
        return {one: line for one, line in zip(asked, causes, strict=True) if line}

    def news(self, moved: Mapping[Finding, Severity]) -> Iterator[Finding]:
        """Yield what is fresh, but for what was only moved, weighs no more there, and is reached by nothing new."""
        causes = self.reached | self._causes(list(moved), self._changed, self.olds)
        for one in self.fresh:
            if one not in moved or one in causes:
                yield _told(one, causes.get(one))
            elif one.severity is Severity.STOP is not moved[one]:
                yield replace(one, message=f"{one.message} (moved from where it is only told, as in tests)")


def _moved(compared: Sequence[_Compared]) -> list[dict[Finding, Severity]]:
    """Return for each file which fresh findings stand in statements that are gone elsewhere, and what they weighed there.

    Each that is gone stands for one.
    """
    moved: list[dict[Finding, Severity]] = [{} for _ in compared]
    if any(len(each.olds) > 1 for each in compared):
        return moved
    fresh = [
        (found, one, each.places[one])
        for each, found in zip(compared, moved, strict=True)
        for one in sorted(each.fresh)
        if one not in each.reached and not is_unverified(one)
    ]
    kinds = {(one.code, one.message) for _, one, _ in fresh}
    gone = [place for each in compared for old in each.olds for place in _unused(old, each.used, kinds)]
    for spelt in (laid_out, contents):  # the second costs a third of a second
        if not fresh or not gone:
            break
        texts = spelt([*(place for _, place in gone), *(place for _, _, place in fresh)])
        left = Counter(_mark(one, texts[place.text]) for one, place in gone)
        rest = []
        for found, one, place in fresh:
            marks = [_mark(replace(one, severity=each), texts[place.text]) for each in _weights(one)]
            mark = next((each for each in marks if left[each] > 0), None)
            if mark:
                left[mark] -= 1
                found[one] = Severity(mark[1])
            else:
                rest.append((found, one, place))
        gone, fresh = _still(gone, left, texts), rest
    return moved


def _unused(old: Text, used: AbstractSet[Finding], kinds: AbstractSet[tuple[str, str]]) -> list[Where]:
    if not kinds:
        return []
    found = [one for one in old.findings if one not in used and (one.code, one.message) in kinds]
    return list(zip(found, places(old.source, found), strict=True))


def _still(gone: list[Where], left: Counter[tuple[str, ...]], texts: Mapping[str, str]) -> list[Where]:
    """Return what of ``gone`` is ``left``."""
    still = []
    for one, place in gone:
        mark = _mark(one, texts[place.text])
        if left[mark] > 0:
            left[mark] -= 1
            still.append((one, place))
    return still


def _weights(finding: Finding) -> tuple[Severity, ...]:
    """Return what a finding may have weighed elsewhere, its own weight first."""
    other = Severity.TELL if finding.severity is Severity.STOP else Severity.STOP
    return finding.severity, other


def _mark(finding: Finding, text: str) -> tuple[str, ...]:
    return finding.code, finding.severity, finding.message, text


def _key(finding: Finding, line: int) -> tuple[object, ...]:
    return line, finding.code, finding.message, finding.severity


def _is_kept(place: Place, lines: dict[int, int]) -> bool:
    first, last = place.lines
    return all(lines.get(line) == lines.get(first, 0) + line - first for line in range(first, last + 1))


def is_unverified(finding: Finding) -> bool:
    """Return whether a finding says that nobody knows what the text does."""
    return finding.capability is Capability.UNVERIFIABLE and finding.code != SILENCER


def _told(finding: Finding, line: int | None) -> Finding:
    """Return a finding with what makes it news; what an old way to names, or to other machines, gets is rarely worth a stop."""
    if not line:
        return finding
    is_told = finding.capability in (Capability.INTROSPECTION, Capability.NETWORK)
    severity = Severity.TELL if is_told else finding.severity
    reason = f"(this line is as it was, but line {line} reaches it now)"
    return replace(finding, message=f"{finding.message} {reason}", severity=severity)
