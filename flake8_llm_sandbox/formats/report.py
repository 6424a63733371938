"""What a check has to say: plain values, which every format shows in its own way."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from flake8_llm_sandbox.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_llm_sandbox.findings import Finding
    from flake8_llm_sandbox.formats.details import Detail
    from flake8_llm_sandbox.notebooks.notebook import Notebook


class Place(NamedTuple):
    """A place as people count: line and column from 1, in a cell of a notebook or in the file."""

    line: int
    column: int
    cell: int | None = None

    def __str__(self) -> str:
        cell = f"cell {self.cell}:" if self.cell else ""
        return f"{cell}{self.line}:{self.column}"


@dataclass(frozen=True)
class Checked:
    """A program and what was found in it."""

    path: str
    source: bytes
    findings: tuple[Finding, ...]
    notebook: Notebook | None = None  # of which ``source`` is the program

    @cached_property
    def details(self) -> tuple[Detail, ...]:
        """Return what more there is to say about each finding."""
        from flake8_llm_sandbox.formats.details import details

        return details(self)

    def line(self, number: int) -> str:
        """Return a line of the program as it was written; nothing if there is no such line."""
        if self.notebook:
            return self.notebook.text(number)
        return self._lines[number - 1] if number <= len(self._lines) else ""

    def place(self, line: int, column: int) -> Place:
        """Return where a place in the program is; ``line`` counts from 1, ``column`` from 0, in characters."""
        if self.notebook:
            cell, line, column = self.notebook.place(line, column)
            return Place(line, column + 1, cell)
        return Place(line, column + 1)

    @cached_property
    def _lines(self) -> list[str]:
        from flake8_llm_sandbox.source import LINE_END

        return LINE_END.split(self.source.decode("utf-8", "backslashreplace").removeprefix("\ufeff"))


class Failure(NamedTuple):
    """A file or folder that could not be read."""

    path: str
    error: OSError

    @property
    def reason(self) -> str:
        """Return why."""
        return self.error.strerror or str(self.error)


@dataclass(frozen=True)
class Report:
    """All programs that were checked, clean ones too, and what could not be."""

    programs: tuple[Checked, ...]
    failures: tuple[Failure, ...] = ()
    failing: frozenset[Severity] = frozenset(Severity)  # what a finding has to be for the check to fail

    @property
    def details(self) -> Iterator[tuple[Checked, Detail]]:
        """Yield every finding with the program that it is in, and all that there is to say about it."""
        for checked in self.programs:
            for detail in checked.details:
                yield checked, detail

    def fails(self, checked: Checked) -> bool:
        """Return whether the check fails because of a program."""
        return any(each.severity in self.failing for each in checked.findings)

    def capabilities(self, severity: Severity) -> Counter[str]:
        """Return how many findings of ``severity`` there are, by capability."""
        found = (each for checked in self.programs for each in checked.findings)
        return Counter(each.capability.value for each in found if each.severity is severity)
