"""A model as text: `flake8_llm_sandbox/models.py` reads it, and says what it looks like."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from flake8_llm_sandbox.model.library import Unit


@dataclass
class Member:
    """A name of a module or class, as one version or several have it."""

    exported: bool = False
    unknown: bool = False
    reach: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, other: Member) -> None:
        """Take in what another version says."""
        self.exported |= other.exported
        self.unknown |= other.unknown
        for kind, places in other.reach.items():
            self.reach[kind] |= places

    def text(self, name: str) -> str:
        """Return the member as it stands in the table."""
        parts = (f"{kind}:{','.join(sorted(places))}" for kind, places in sorted(self.reach.items()))
        return f"{'' if self.exported else '-'}{name}{'?' * self.unknown}{'=' * bool(self.reach)}{';'.join(parts)}"


Table = dict[str, dict[str, Member]]


def reach_of(unit: Unit) -> dict[str, set[str]]:
    """Return what a function does, by kind, and the places of the arguments that decide."""
    result: dict[str, set[str]] = defaultdict(set)
    order = unit.flow.parameters
    for kind, token in unit.effects:
        if token.startswith("$"):
            result[kind].add(_place(token[1:], order))
    return result


def _place(name: str, order: list[str]) -> str:
    if f"**{name}" in order:
        return f"**{name}"
    starred = next((number for number, each in enumerate(order) if each.startswith("*")), len(order))
    if f"*{name}" in order:
        return f"{starred}*{name}"
    return f"{order.index(name)}{name}" if name in order[:starred] else name


def merged(tables: Iterable[Table]) -> Table:
    """Return one table of many."""
    result: Table = defaultdict(lambda: defaultdict(Member))
    for table in tables:
        for owner, members in table.items():
            for name, member in members.items():
                result[owner][name].add(member)
    return result


def written(table: Mapping[str, Mapping[str, Member]], acting: Iterable[str]) -> str:
    """Return the text, sorted: a line for each module and for each class of which a method acts."""
    marked = set(acting)
    lines = (
        f"{owner}{'!' * (owner in marked)} {' '.join(member.text(name) for name, member in sorted(members.items()))}\n"
        for owner, members in sorted(table.items())
        if members
    )
    return "".join(lines)
