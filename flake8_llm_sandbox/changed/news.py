"""What is found in a text now, and was not before."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from flake8_llm_sandbox.changed.lines import fresh, kept
from flake8_llm_sandbox.changed.reach import reached
from flake8_llm_sandbox.findings import Capability, Severity
from flake8_llm_sandbox.statements import contents, places

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from flake8_llm_sandbox.findings import Finding
    from flake8_llm_sandbox.notebooks.notebook import Notebook
    from flake8_llm_sandbox.statements import Place

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


def news(changes: Sequence[Versions]) -> list[tuple[Finding, ...]]:
    """Return for each file what is news in it.

    A finding is none if a parent has the same on the same line, and nothing new reaches it; or if its statement has only
    been moved, from wherever it was. What cannot be verified is always news: it says nothing of the lines that changed.
    """
    compared = [_Compared(new, olds) for new, olds in changes]
    gone = _Gone(compared)
    return [tuple(sorted(_not_moved(each, gone))) for each in compared]


class _Compared:
    """A file, and for each parent which of its findings are the same ones."""

    def __init__(self, new: Text | None, olds: tuple[Text, ...]) -> None:
        self.new, self.olds = new, olds
        found = new.findings if new else ()
        self.places = dict(zip(found, places(new.source if new else b"", found), strict=True))
        self.fresh = set(found)  # what is not the same in any parent
        self.reached: dict[Finding, int] = {}  # by a line that a parent has not
        self.used: set[Finding] = set()  # of the only parent
        for old in olds if found else ():
            self._compare(old)

    def _compare(self, old: Text) -> None:
        assert self.new
        lines = kept(old.source, self.new.source)
        before = {_key(one, one.line): one for one in old.findings}
        same = {
            one: before.get(_key(one, lines[one.line]))
            for one, place in self.places.items()
            if _is_kept(place, lines) and not is_unverified(one)
        }
        silenced = {one for one in same if set(self.places[one].silencers) & set(lines)}
        asked = [one for one in same if one not in silenced and one.code != SILENCER]
        changed = fresh(old.source, self.new.source, lines)
        causes = reached(self.new.source, [self.places[one].lines for one in asked], changed)
        self.reached |= {one: line for one, line in zip(asked, causes, strict=True) if line}
        self.fresh -= silenced
        self.fresh -= {one for one, was in same.items() if was and one not in self.reached}
        self.used |= {was for was in same.values() if was}


class _Gone:
    """What was found before and is not there any more: it may have been moved."""

    def __init__(self, compared: Sequence[_Compared]) -> None:
        fresh = {(one.code, one.message) for each in compared for one in each.fresh}
        self._left: Counter[tuple[str, ...]] = Counter()
        if not fresh or any(len(each.olds) > 1 for each in compared):
            return
        for each in compared:
            for old in each.olds:
                found = [
                    one for one in old.findings if one not in each.used and (one.code, one.message) in fresh
                ]
                self._left.update(_contents(found, places(old.source, found)))

    def __bool__(self) -> bool:
        return bool(self._left)

    def take(self, key: tuple[str, ...]) -> bool:
        """Return whether it was there before, once for each time that it was."""
        self._left[key] -= 1
        return self._left[key] >= 0


def _not_moved(compared: _Compared, gone: _Gone) -> Iterator[Finding]:
    found = [one for one in compared.fresh if one in compared.reached or is_unverified(one) or not gone]
    yield from (_told(one, compared.reached.get(one)) for one in found)
    rest = sorted(compared.fresh.difference(found))
    keys = _contents(rest, [compared.places[one] for one in rest])
    yield from (one for one, key in zip(rest, keys, strict=True) if not gone.take(key))


def _contents(found: Sequence[Finding], where: Sequence[Place]) -> Iterable[tuple[str, ...]]:
    content = contents(where)
    pairs = zip(found, where, strict=True)
    return [(one.code, one.severity, one.message, content[place.text]) for one, place in pairs]


def _key(finding: Finding, line: int) -> tuple[object, ...]:
    return line, finding.code, finding.message, finding.severity


def _is_kept(place: Place, lines: dict[int, int]) -> bool:
    first, last = place.lines
    return all(lines.get(line) == lines.get(first, 0) + line - first for line in range(first, last + 1))


def is_unverified(finding: Finding) -> bool:
    """Return whether a finding says that nobody knows what the text does."""
    return finding.capability is Capability.UNVERIFIABLE and finding.code != SILENCER


def _told(finding: Finding, line: int | None) -> Finding:
    """Return a finding with what makes it news; what an old way to get at names gets at is rarely worth a stop."""
    if not line:
        return finding
    severity = Severity.TELL if finding.capability is Capability.INTROSPECTION else finding.severity
    reason = f"(this line is as it was, but line {line} reaches it now)"
    return replace(finding, message=f"{finding.message} {reason}", severity=severity)
