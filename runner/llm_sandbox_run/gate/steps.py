"""Steps of a session: each is judged as the end of the text that all of them are together."""

from __future__ import annotations

import builtins
import keyword
import re
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING

from flake8_llm_sandbox import Capability, Deadline, Finding, OutOfTime, Severity
from flake8_llm_sandbox.series import Series
from flake8_llm_sandbox.source import Unverifiable, load
from llm_sandbox_run.errors import UsageError
from llm_sandbox_run.gate.checked import TOO_SLOW, lines_of
from llm_sandbox_run.gate.gate import Joined
from llm_sandbox_run.model import CleanCode, Code, Problem, Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from flake8_llm_sandbox.models import Models

MOST_BYTES = 256 * 1024  # of all steps together
_BUILTINS = frozenset(name for name in dir(builtins) if not keyword.iskeyword(name))
_WORD = re.compile(r"\w+")
_TOO_LONG = (
    f"the steps of this session are more than {MOST_BYTES >> 10} KiB together, and all of them are judged as one text: "
    "begin another session, and give it the data that it needs"
)
_NEW = "is no name for what the application gives: it has to be a plain name, and none that Python has"


@dataclass(frozen=True)
class _Part:
    name: str  # in tracebacks and findings
    text: str  # whole lines
    imports: bool = False  # files of the project


class History:
    """What has run in a session. ``judge`` is the gate, for a program in the session's place; a step takes it ``seconds``.

    ``models`` are what is known of packages.
    """

    def __init__(
        self,
        judge: Callable[[Code | Joined], CleanCode | Refused],
        seconds: float,
        models: Models,
    ) -> None:
        self._judge, self._seconds = judge, seconds
        self._parts: list[_Part] = []
        self._series = Series(models)
        self._approved: dict[str, str] = {}
        self._latest: CleanCode | None = None

    def check(self, name: str, text: str) -> CleanCode | Refused:
        """Judge ``text`` as what comes next, called ``name`` in what is said about it."""
        alone = self._alone(name, text)
        if alone:
            return alone
        parts = [*self._parts, _Part(name, f"{text}\n")]
        whole = "".join(part.text for part in parts).encode()
        if len(whole) > MOST_BYTES:
            return _refused(name, _TOO_LONG)
        try:
            found = self._series.judge(parts[-1].text, Deadline.after(self._seconds))
        except OutOfTime:
            return _refused(name, TOO_SLOW)
        verdict = self._judge(
            Joined(Code(text.encode(), name=name), whole, found, self._imports(parts, whole))
        )
        if isinstance(verdict, Refused):
            return replace(verdict, problems=tuple(_placed(each, parts) for each in verdict.problems))
        self._latest = verdict
        return replace(verdict, approved={**self._approved, **verdict.approved})

    def add(self, name: str, text: str, finished: bool) -> None:
        """Take in the step that was checked last, which has run, or a part of it unless it has ``finished``."""
        unsure = frozenset() if finished else _BUILTINS.intersection(_WORD.findall(text))
        self._series.keep(unsure)
        approved = self._latest.approved if self._latest else {}
        self._parts.append(_Part(name, f"{text}\n", imports=len(approved) > 1))
        self._approved.update(approved)

    def give(self, name: str) -> None:
        """Take in that a name means something of the application's from here on: a function, or data.

        Raises:
            UsageError: that is no name for it.
        """
        if not name.isidentifier() or keyword.iskeyword(name) or name in _BUILTINS or name.startswith("__"):
            raise UsageError(f"{name!r} {_NEW}")
        text = f"{name} = given_by_the_application()"
        self._series.judge(f"{text}\n")
        self.add(f"<{name}>", text, finished=True)

    def _imports(self, parts: list[_Part], whole: bytes) -> bytes:
        """Return what has to be looked through for imports; all if folders to import from, or examples, may stand in any step."""
        if (b"path" in whole and b"sys" in whole) or b"doctest" in whole:
            return whole
        return "".join(part.text for part in parts if part.imports or part is parts[-1]).encode()

    def _alone(self, name: str, text: str) -> Refused | None:
        """Refuse what is no program by itself: it could hide what comes after it, in a string that it opens."""
        try:
            load(text)
        except Unverifiable:
            verdict = self._judge(Code(text.encode("utf-8", "surrogatepass"), name=name))
            return verdict if isinstance(verdict, Refused) else _refused(name, "it is no program by itself")
        return None


def _refused(name: str, why: str) -> Refused:
    found = Finding(1, 0, "LLS902", why, Capability.UNVERIFIABLE, Severity.STOP)
    return Refused((Problem(name, found),))


def _placed(problem: Problem, parts: list[_Part]) -> Problem:
    """Return a problem in the joined text as one in a step; what is about all of it is about the last."""
    if problem.path != parts[-1].name:
        return problem
    ends = [*accumulate(len(lines_of(part.text.encode())) - 1 for part in parts)]
    line = problem.finding.line
    if problem.finding.capability is Capability.UNVERIFIABLE and line == 1:
        line = ([0, *ends])[-2] + 1
    number = next((each for each, end in enumerate(ends) if line <= end), len(ends) - 1)
    start = ends[number - 1] if number else 0
    return replace(problem, path=parts[number].name, finding=replace(problem.finding, line=line - start))
