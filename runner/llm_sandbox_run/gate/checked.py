"""What the analysis said so far about a program, sorted by what the policy makes of it."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from flake8_llm_sandbox import (
    Capability,
    Deadline,
    Finding,
    OutOfTime,
    Severity,
    cache,
    renamed_modules,
    taken_names,
)
from flake8_llm_sandbox.source import LINE_END
from llm_sandbox_run.gate.loopback import stays_here
from llm_sandbox_run.model import Accepted, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from flake8_llm_sandbox.models import Models
    from llm_sandbox_run.gate.base import Base
    from llm_sandbox_run.policy.policy import Policy


TOO_SLOW = "the time limit passed before all was analysed, so nothing was started; give a longer one, or a smaller program"
TOGETHER_BYTES = 256 << 10  # take about a second, at each edit; more take far longer
_APART = f"files of the program, with more than {TOGETHER_BYTES >> 10} KiB, are not looked at together"
_EXAMPLES = tuple(
    f"`doctest.{name}`" for name in ("DocFileSuite", "DocFileTest", "DocTestSuite", "testfile", "testmod")
)


_SHOWS = re.compile(r"`PIL\.Image\.\S*\.show`|`PIL\.ImageShow\.show`")  # no viewer is started then


class Place(NamedTuple):
    """A line of an example, and where it stands."""

    text: str
    number: int
    column: int


class Mark(NamedTuple):
    """What a finding is about, wherever it stands in its file."""

    path: str
    code: str
    message: str
    line: str


@dataclass
class Checked:
    """Filled file by file."""

    policy: Policy
    models: Models  # what is known of packages
    verdicts: Path | None = None  # the folder of earlier ones, if there is one to trust
    deadline: Deadline | None = None
    base: Base | None = None  # a commit whose text is approved as it is
    problems: list[Problem] = field(default_factory=list)
    granted: list[Problem] = field(default_factory=list)  # what would be a problem without the policy
    approved: dict[str, str] = field(default_factory=dict)  # path -> SHA-256
    sources: dict[str, bytes] = field(default_factory=dict)
    stands: list[Problem] = field(
        default_factory=list
    )  # what would be one if it did not stand so at the base
    refused: dict[str, str] = field(
        default_factory=dict
    )  # path -> why that may not be imported, if the rest runs
    spare: set[str] = field(default_factory=set)  # paths that the program runs without
    displays: bool = False  # pictures are shown by the sandbox
    known: dict[str, tuple[Finding, ...]] = field(default_factory=dict)  # path -> what was found in it before
    examples: set[str] = field(default_factory=set)  # SHA-256 of those that doctest may run
    notes: list[str] = field(default_factory=list)  # what people should know of how it was judged

    def add(self, source: bytes, path: str, keep: bool = True) -> None:
        """Analyse ``source``, and approve it if there is nothing but what the policy grants."""
        self.sources[path] = source
        if self.look(source, path, keep=keep):
            self.approved[path] = digest(source)

    def look(
        self,
        source: bytes,
        path: str,
        places: Mapping[int, Place] | None = None,
        keep: bool = True,
        whole: bytes | None = None,
    ) -> bool:
        """Analyse ``source``, and return whether there is nothing but what the policy grants.

        Where there are ``places``, only findings in these lines count, and are reported there; ``whole`` is the text of the
        file then.
        """
        before = len(self.problems)
        try:
            findings = self._analysed(source, path, keep)
            old = self._old(source if whole is None else whole, source, path, findings)
        except OutOfTime:
            self.refuse(path, "LLS996", TOO_SLOW)
            return False
        lines = lines_of(source) if findings else []
        for each in findings:
            line, column, text = each.line, each.column, "".join(lines[each.line - 1 : each.line])
            if places is not None and line in places:
                text, line, column = places[line].text, places[line].number, column + places[line].column
            elif places is not None and each.capability is not Capability.UNVERIFIABLE:
                continue
            problem = Problem(path, replace(each, line=line, column=column), text)
            if _runs_examples(each) or (self.displays and _SHOWS.match(each.message)):
                continue
            self.stands.append(problem) if each in old else self._note(problem)
        return len(self.problems) == before

    def refuse(
        self, path: str, code: str, message: str, line: int = 1, column: int = 0, text: str = ""
    ) -> None:
        """Note a reason of the gate's own."""
        self._note(
            Problem(path, Finding(line, column, code, message, Capability.of(code), Severity.STOP), text)
        )

    def compare(self) -> None:
        """Refuse files that take a module of the library from another file which has given it another name.

        Each of the two may look harmless: `import pickle as p` here, `from here import p` there.
        """
        if len(self.sources) < 2 or self.problems:
            return
        renamed = {path: found for path, source in self.sources.items() if (found := _renamed(source))}
        for path, source in self.sources.items() if renamed else ():
            for giver, modules in renamed.items():
                old = path == giver or (self.is_old(path) and self.is_old(giver))
                for line, name, origins in () if old else _taken(source):
                    if name in modules and _module_name(giver) in origins:
                        message = (
                            f"takes {modules[name]} under the name {name} from {giver}; import it itself"
                        )
                        self.refuse(path, "LLS995", message, line)

    def link(self) -> None:
        """Refuse what shows only where the files are looked at together: what one takes from another has its meaning there."""
        if len(self.sources) < 2 or self.problems or all(map(self.is_old, self.sources)):
            return
        if sum(map(len, self.sources.values())) > TOGETHER_BYTES:
            if self.policy.strict:
                self.refuse("", "LLS902", f"the {_APART}, as the strict profile wants; give it fewer files")
            self.notes.append(f"the {_APART}: each was judged alone")
            return
        try:
            before = self.base.before(self.sources) if self.base else {}
            stood = Counter(mark for mark, _ in _marked(before, self._together(before)))
            for mark, each in _marked(self.sources, self._together(self.sources)):
                alone = self._analysed(self.sources[mark.path], mark.path)
                if any((each.line, each.code) == (one.line, one.code) for one in alone):
                    continue
                stood[mark] -= 1
                if stood[mark] < 0:
                    self._tell(mark.path, each)
        except OutOfTime:
            self.refuse("", "LLS996", TOO_SLOW)

    def cross(self) -> None:
        """Refuse new uses of what stands as it stood at the base, and what is new in what reaches that."""
        if not self.base or not self.stands:
            return
        from flake8_llm_sandbox.changed.across import Member  # most of the lint: long to load

        members = [
            Member(
                path,
                source,
                self.base.fresh(path, source),
                [each.finding for each in self.stands if each.path == path],
            )
            for path, source in self.sources.items()
        ]
        try:
            found = cache.crossings(members, self.verdicts, self.deadline)
        except OutOfTime:
            self.refuse("", "LLS996", TOO_SLOW)
            return
        for path, finding in found:
            self._tell(path, finding)

    def is_old(self, path: str) -> bool:
        """Tell whether a file is as it is at the base."""
        return self.base is not None and self.base.has(path, self.sources[path])

    @property
    def accepted(self) -> Accepted | None:
        """What the base was needed for; None if there is none."""
        if not self.base:
            return None
        unchanged = sorted(path for path in self.approved if self.is_old(path))
        return Accepted(self.base.name, self.base.commit, tuple(unchanged), tuple(self.stands))

    @property
    def late(self) -> bool:
        """Whether there is no time to analyse more."""
        return self.deadline is not None and self.deadline.passed

    def merge(self, other: Checked) -> None:
        """Take over what ``other`` says."""
        self.problems += other.problems
        self.granted += other.granted
        self.stands += other.stands
        self.approved.update(other.approved)
        self.sources.update(other.sources)
        self.examples |= other.examples

    def _old(self, whole: bytes, source: bytes, path: str, findings: tuple[Finding, ...]) -> set[Finding]:
        if not self.base:
            return set()
        if self.base.has(path, whole):
            return set(findings)
        return self.base.accepted(path, source, findings, self._analysed)

    def _analysed(self, source: bytes, path: str, keep: bool = True) -> tuple[Finding, ...]:
        if path in self.known:
            return self.known[path]
        return _findings(source, path, self.verdicts if keep else None, self.deadline, self.models)

    def _together(self, sources: Mapping[str, bytes]) -> dict[str, tuple[Finding, ...]]:
        return cache.together(sources, self.verdicts, deadline=self.deadline, models=self.models)

    def _tell(self, path: str, finding: Finding) -> None:
        """Note a finding, or leave its file out where the program runs without that."""
        text = "".join(lines_of(self.sources[path])[finding.line - 1 : finding.line])
        if path not in self.spare or self.policy.grants(finding, path):
            self._note(Problem(path, finding, text))
        elif self.approved.pop(path, None):
            self.refused[path] = f"line {finding.line}: {finding.code} {finding.message}"

    def _note(self, problem: Problem) -> None:
        source = self.sources.get(problem.path, b"")
        here = (
            self.policy.loopback
            and problem.finding.capability is Capability.NETWORK
            and stays_here(source, problem.finding.line)
        )
        granted = self.policy.grants(problem.finding, problem.path, here)
        noted = self.granted if granted else self.problems
        if problem not in noted:
            noted.append(problem)


def _runs_examples(finding: Finding) -> bool:
    """Tell whether all that it is about are examples in texts, of which only those run that were looked at as programs."""
    return finding.code == "LLS104" and finding.message.startswith(_EXAMPLES)


def _marked(
    sources: Mapping[str, bytes], found: Mapping[str, tuple[Finding, ...]]
) -> Iterator[tuple[Mark, Finding]]:
    """Yield each finding with what is the same of it where its line has moved."""
    for path, findings in found.items():
        lines = lines_of(sources[path]) if findings else []
        for each in findings:
            text = "".join(lines[each.line - 1 : each.line]).strip()
            yield Mark(path, each.code, each.message, text), each


def _module_name(path: str) -> str:
    file = PurePosixPath(path)
    return file.parent.name if file.stem == "__init__" else file.stem


def lines_of(source: bytes) -> list[str]:
    """Return the lines of a text as findings count them."""
    return LINE_END.split(source.decode("utf-8", "replace"))


def digest(source: bytes) -> str:
    """Return the name by which a text is approved."""
    return hashlib.sha256(source).hexdigest()


@lru_cache(maxsize=256)
def _renamed(source: bytes) -> dict[str, str]:
    return renamed_modules(source)


@lru_cache(maxsize=256)
def _taken(source: bytes) -> tuple[tuple[int, str, frozenset[str]], ...]:
    return tuple(taken_names(source))


@lru_cache(maxsize=256)
def _findings(
    source: bytes, path: str, verdicts: Path | None, deadline: Deadline | None, models: Models
) -> tuple[Finding, ...]:
    return cache.verdict(source, path, verdicts, deadline=deadline, models=models)
