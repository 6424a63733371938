"""Programs that come step by step: each step is judged with all before it, and only what it can have changed anew."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from flake8_llm_sandbox.engine import analyze, placed, silencing, verified
from flake8_llm_sandbox.examples import runs_examples
from flake8_llm_sandbox.gather import gather
from flake8_llm_sandbox.matching import match
from flake8_llm_sandbox.meaning.kinds import Items, Local, Method, Ref
from flake8_llm_sandbox.meaning.members import everything
from flake8_llm_sandbox.meaning.resolver import Resolver
from flake8_llm_sandbox.models import SHIPPED
from flake8_llm_sandbox.names.scan import Scanner
from flake8_llm_sandbox.names.tracked import ALL, Log, Table, tracked
from flake8_llm_sandbox.source import LINE_END, load
from flake8_llm_sandbox.walk import given

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flake8_llm_sandbox.deadline import Deadline
    from flake8_llm_sandbox.findings import Finding
    from flake8_llm_sandbox.matching import Hit
    from flake8_llm_sandbox.meaning.kinds import Value
    from flake8_llm_sandbox.models import Models
    from flake8_llm_sandbox.names.scopes import Scope, Site
    from flake8_llm_sandbox.names.tracked import Seen


@dataclass(eq=False)
class _Unit:
    """A statement of a step."""

    sites: list[Site]
    lasts: bool = True  # something of it may run after its step
    reads: frozenset[Seen] = frozenset()  # what the verdict on it depends on


@dataclass(eq=False)
class _Step:
    text: str
    tree: ast.Module  # with the lines that it has in all steps together
    units: list[_Unit]
    reads: dict[_Unit, frozenset[Seen]] = field(default_factory=dict)  # of all that was judged with it
    unsure: frozenset[str] = frozenset()  # names that it may not have bound


class Series:
    """What has run, and what may still run, of a program that comes step by step.

    The statements of earlier steps have run, with what names meant by then; what they have bound is known. Functions among
    them may run again, so they are judged again if a step changes anything that their verdict depends on.
    """

    def __init__(self, models: Models = SHIPPED) -> None:
        """``models`` are what is known of packages."""
        self._models = models
        self._steps: list[_Step] = []
        self._latest: _Step | None = None  # judged, not kept
        self._lines = 0
        self._changed: frozenset[Seen] = frozenset()
        self._begin()

    def judge(self, text: str, deadline: Deadline | None = None) -> tuple[Finding, ...]:
        """Return what ``analyze`` finds in all steps and this one, in their lines as one text, but not what has run.

        Each step has a line end at its end. A text that is no program by itself must not come here.

        Raises:
            OutOfTime: ``deadline`` has passed.
        """
        whole = [step.text for step in self._steps] + [text]
        if any(map(runs_examples, whole)):
            self._latest = _Step(text, ast.Module([], []), [])
            return analyze("".join(whole), deadline=deadline, models=self._models)
        size = sum(map(len, whole))
        return verified(lambda until: self._judge(text, until), size, "a step", deadline)

    def keep(self, unsure: frozenset[str] = frozenset()) -> None:
        """Make the step that was judged last one that has run; of ``unsure`` names it may have bound nothing."""
        assert self._latest
        for unit, reads in self._latest.reads.items():
            unit.reads = reads
        self._latest.unsure = unsure
        self._steps.append(self._latest)
        self._lines += len(LINE_END.findall(self._latest.text))
        self._log.take()
        self._program.root.deleted.update(unsure)
        self._changed = _with_all(self._log.take())
        self._latest = None

    def _begin(self) -> None:
        self._log = Log()
        self._program = tracked(self._log)
        self._reads = Table("reads", self._log)
        self._scanner = Scanner(self._program)

    def _judge(self, text: str, until: Deadline) -> list[Finding]:
        if self._latest:
            self._again(until)
        tree = ast.increment_lineno(load(text).tree, self._lines)
        self._latest = _Step(text, tree, [])
        self._log.take()
        start = self._scanner.order
        self._latest.units = self._scan(tree, until)
        changed = self._changed | self._news(_with_all(self._log.take()), tree, start)
        found = self._first_look(self._latest.units, until)
        for unit in (unit for step in (*self._steps, self._latest) for unit in step.units if unit.lasts):
            if unit in self._latest.units or unit.reads & changed:
                found += self._look(unit, self._latest, until)
        return self._placed(found, text)

    def _again(self, until: Deadline) -> None:
        """Scan all anew, without a step that did not run. What verdicts depend on stays what it was."""
        self._begin()
        for step in self._steps:
            for unit, again in zip(step.units, self._scan(step.tree, until), strict=True):
                unit.sites = again.sites
            self._program.root.deleted.update(step.unsure)

    def _scan(self, tree: ast.Module, until: Deadline) -> list[_Unit]:
        units = []
        for statement in tree.body:
            start = list.__len__(self._program.sites)
            self._program.parents[statement] = tree
            self._scanner.walk(statement, until)
            unit = _Unit(self._program.sites[start:])
            units.append(unit)
            for site in unit.sites:
                if isinstance(site.node, ast.Name):
                    self._reads[site.node.id].append(site)
        return units

    def _news(self, changed: frozenset[Seen], tree: ast.Module, start: int) -> frozenset[Seen]:
        """Leave out what is imported once more: that is nothing new."""
        imports = (node for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom)))
        names = {(each.asname or each.name).partition(".")[0] for node in imports for each in node.names}
        return changed - {("bindings", name) for name in names if self._is_old(name, start)}

    def _is_old(self, name: str, start: int) -> bool:
        bindings = self._program.root.bindings[name]
        old = {each.value for each in bindings if each.order <= start}
        return all(isinstance(each.value, str) and each.value in old for each in bindings)

    def _first_look(self, units: list[_Unit], until: Deadline) -> list[Hit]:
        """Judge what runs now, and find out what may run later; on what that depends is for another look."""
        resolver = self._resolver(until)
        for unit in units:
            unit.lasts = any(_may_run_later(site, resolver) for site in unit.sites)
        return [hit for unit in units if not unit.lasts for hit in match(gather(resolver, unit.sites))]

    def _resolver(self, until: Deadline) -> Resolver:
        resolver = Resolver(self._program, until, models=self._models)
        vars(resolver)["reads"] = self._reads  # by name, so that a further one changes little
        return resolver

    def _look(self, unit: _Unit, step: _Step, until: Deadline) -> list[Hit]:
        self._log.take()
        hits = match(gather(self._resolver(until), unit.sites))
        step.reads[unit] = self._log.take()
        return hits

    def _placed(self, hits: list[Hit], text: str) -> list[Finding]:
        whole = "".join(step.text for step in self._steps) + text if hits else ""
        found = set(placed(whole, hits, in_tests=False))
        lines = {each.line - self._lines for each in found}
        silent = (replace(each, line=each.line + self._lines) for each in silencing(text, lines))
        return sorted({*found, *silent})


def _with_all(seen: Iterable[Seen]) -> frozenset[Seen]:
    """Add that each table has changed of which a name has."""
    return frozenset((*seen, *((table, ALL) for table, _ in seen)))


def _may_run_later(site: Site, resolver: Resolver) -> bool:
    """Tell whether this is in a function or a generator, or hands on something that others may call: `map(open, names)`."""
    scope: Scope | None = site.scope
    while scope:
        if scope.kind == "function" or isinstance(scope.node, ast.GeneratorExp):
            return True
        scope = scope.parent
    if not isinstance(site.node, ast.Call):
        return False
    values = [value for each in given(site.node) for value in resolver.evaluate(each, site.scope)]
    held = (each for value in values if isinstance(value, Items) for each in everything(resolver, value))
    return any(map(_may_be_called, (*values, *held)))


def _may_be_called(value: Value) -> bool:
    if isinstance(value, Ref):
        return not value.instance and not value.name.endswith("()")
    return isinstance(value, (Local, Method))
