"""What the analysis said so far about a program, sorted by what the policy makes of it."""

from __future__ import annotations

import hashlib
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
from llm_sandbox_run.model import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from llm_sandbox_run.policy.policy import Policy


TOO_SLOW = "the time limit passed before all was analysed, so nothing was started; give a longer one, or a smaller program"
_EXAMPLES = tuple(
    f"`doctest.{name}`" for name in ("DocFileSuite", "DocFileTest", "DocTestSuite", "testfile", "testmod")
)


class Place(NamedTuple):
    """A line of an example, and where it stands."""

    text: str
    number: int
    column: int


@dataclass
class Checked:
    """Filled file by file."""

    policy: Policy
    verdicts: Path | None = None  # the folder of earlier ones, if there is one to trust
    deadline: Deadline | None = None
    problems: list[Problem] = field(default_factory=list)
    granted: list[Problem] = field(default_factory=list)  # what would be a problem without the policy
    approved: dict[str, str] = field(default_factory=dict)  # path -> SHA-256
    sources: dict[str, bytes] = field(default_factory=dict)
    examples: set[str] = field(default_factory=set)  # SHA-256 of those that doctest may run

    def add(self, source: bytes, path: str, keep: bool = True) -> None:
        """Analyse ``source``, and approve it if there is nothing but what the policy grants."""
        self.sources[path] = source
        if self.look(source, path, keep=keep):
            self.approved[path] = digest(source)

    def look(
        self, source: bytes, path: str, places: Mapping[int, Place] | None = None, keep: bool = True
    ) -> bool:
        """Analyse ``source``, and return whether there is nothing but what the policy grants.

        Where there are ``places``, only findings in these lines count, and are reported there.
        """
        before = len(self.problems)
        try:
            findings = _findings(source, path, self.verdicts if keep else None, self.deadline)
        except OutOfTime:
            self.refuse(path, "LLS996", TOO_SLOW)
            return False
        lines = source.decode("utf-8", "replace").splitlines() if findings else []
        for each in findings:
            line, column, text = each.line, each.column, "".join(lines[each.line - 1 : each.line])
            if places is not None and line in places:
                text, line, column = places[line].text, places[line].number, column + places[line].column
            elif places is not None and each.capability is not Capability.UNVERIFIABLE:
                continue
            if not _runs_examples(each):
                self._note(Problem(path, replace(each, line=line, column=column), text))
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
                for line, name, origins in _taken(source) if path != giver else ():
                    if name in modules and _module_name(giver) in origins:
                        message = (
                            f"takes {modules[name]} under the name {name} from {giver}; import it itself"
                        )
                        self.refuse(path, "LLS995", message, line)

    @property
    def late(self) -> bool:
        """Whether there is no time to analyse more."""
        return self.deadline is not None and self.deadline.passed

    def merge(self, other: Checked) -> None:
        """Take over what ``other`` says."""
        self.problems += other.problems
        self.granted += other.granted
        self.approved.update(other.approved)
        self.sources.update(other.sources)
        self.examples |= other.examples

    def _note(self, problem: Problem) -> None:
        granted = self.policy.grants(problem.finding, problem.path)
        noted = self.granted if granted else self.problems
        if problem not in noted:
            noted.append(problem)


def _runs_examples(finding: Finding) -> bool:
    """Tell whether all that it is about are examples in texts, of which only those run that were looked at as programs."""
    return finding.code == "LLS104" and finding.message.startswith(_EXAMPLES)


def _module_name(path: str) -> str:
    file = PurePosixPath(path)
    return file.parent.name if file.stem == "__init__" else file.stem


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
    source: bytes, path: str, verdicts: Path | None, deadline: Deadline | None
) -> tuple[Finding, ...]:
    return cache.verdict(source, path, verdicts, deadline=deadline)
