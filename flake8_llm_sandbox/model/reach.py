"""Which arguments of each function reach what acts, directly or through other functions, to a fixpoint."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from flake8_llm_sandbox import models
from flake8_llm_sandbox.model.sinks import SINKS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_llm_sandbox.model.flow import Call, Values
    from flake8_llm_sandbox.model.library import Effect, Library, Unit
    from flake8_llm_sandbox.model.scope import Class


Deciding = dict[str, dict[str, set[str]]]  # by class and attribute: the kinds of effects that it decides


def settle(library: Library) -> None:
    """Find the effects of every function."""
    edges = {unit.name: list(_edges(library, unit)) for unit in library.units.values()}
    acts = {unit.name: set(_own(library, unit)) for unit in library.units.values()}
    users: dict[str, set[str]] = defaultdict(set)
    for name, found in edges.items():
        for edge in found:
            users[edge.target.name].add(name)
    deciding: Deciding = defaultdict(lambda: defaultdict(set))
    waiting = dict.fromkeys(library.units)
    while waiting:
        name = next(iter(waiting))
        del waiting[name]
        unit = library.units[name]
        reached = {effect for edge in edges[name] for effect in edge.effects()}
        news = (reached | acts[name] | _kept(unit, deciding)) - unit.effects
        unit.effects |= news
        if news:
            waiting.update(dict.fromkeys(users[name]))
        for owner in _decided(unit, news, deciding):
            waiting.update(dict.fromkeys(f"{owner.name}.{each}" for each in library.methods(owner)))


def _kept(unit: Unit, deciding: Deciding) -> set[Effect]:
    """Return the effects of other methods that what this one keeps decides."""
    if not unit.owner:
        return set()
    decided = deciding[unit.owner.name]
    return {
        (kind, each)
        for attribute, values in unit.flow.kept.items()
        for kind in decided.get(attribute, ())
        for each in values
        if each[0] == "$"
    }


def _decided(unit: Unit, news: set[Effect], deciding: Deciding) -> Iterator[Class]:
    """Note which attributes decide, and yield the class if that is new."""
    for kind, token in news:
        if unit.owner and token.startswith("@") and kind not in deciding[unit.owner.name][token[1:]]:
            deciding[unit.owner.name][token[1:]].add(kind)
            yield unit.owner


def _calls(library: Library, unit: Unit) -> Iterator[tuple[Call, str, str]]:
    """Yield each call, what stands there as its function, and what that is."""
    for call in unit.flow.calls:
        for value in call.callees:
            for callee in library.resolve(value, unit.owner):
                yield call, value, callee


def _own(library: Library, unit: Unit) -> Iterator[Effect]:
    """Yield what the calls do that lead out of the library."""
    for call, _, callee in _calls(library, unit):
        sink = _sink(library, callee)
        if sink:
            yield from _acts(call, sink)
        elif library.target(callee) is None:
            yield from _acts_as_told(call, callee)


def _sink(library: Library, callee: str) -> str:
    """Return the name by which `sinks.py` knows what is called, if it does."""
    target = library.target(callee)
    names = (callee, f"{callee}.__init__", target.source if target else "")
    return next((name for name in names if name in SINKS), "")


def _edges(library: Library, unit: Unit) -> Iterator[Edge]:
    for call, value, callee in _calls(library, unit):
        target = library.target(callee)
        if target is None or target is unit or _sink(library, callee):
            continue
        if target.owner and call.args[:1] == (frozenset({"@"}),) and not value.startswith("@"):
            yield Edge(target, replace(call, args=call.args[1:]), same=True)  # `Base.method(self)`
        else:
            inner = value.removeprefix("@super().").removeprefix("@super.")
            yield Edge(target, call, same=value.startswith("@") and "." not in inner)


class Edge(NamedTuple):
    """A call of a function that is known."""

    target: Unit
    call: Call
    same: bool  # whether both are methods of the same object

    def effects(self) -> Iterator[Effect]:
        """Yield what the call does as its arguments decide."""
        for kind, token in self.target.effects:
            if token.startswith("$"):
                given = _passed(self.call, self.target.flow.parameters, token[1:])
                yield from ((kind, each) for each in _tokens(given))
            elif not token or self.same:
                yield kind, token


def _acts_as_told(call: Call, callee: str) -> Iterator[Effect]:
    """Yield what a call of another library does, by its model."""
    for kind, places in models.reach(callee):
        for place in places if kind != models.UNREVIEWED else ():
            given = _argument(call, (99 if place.position is None else place.position, place.name))
            if place.rest:
                given = frozenset(value for one in call.args[place.position or 0 :] for value in one)
            yield from ((kind, token) for token in _tokens(given))


def _acts(call: Call, callee: str) -> Iterator[Effect]:
    for kind, places in SINKS[callee]:
        if not places:
            yield kind, ""
        for place in places:
            yield from ((kind, token) for token in _tokens(_argument(call, place)))


def _tokens(values: Values) -> Iterator[str]:
    found = {each.partition(".")[0].replace("()", "") for each in values if each[0] in "$@"} - {"@", "@super"}
    yield from found or {""}


def _argument(call: Call, place: tuple[int, str]) -> Values:
    position, keyword = place
    named = dict(call.keywords)
    if keyword in named:
        return named[keyword]
    if position < len(call.args):
        return call.args[position]
    return named.get("", frozenset())


def _passed(call: Call, parameters: list[str], name: str) -> Values:
    named = dict(call.keywords)
    if name in named:
        return named[name]
    for position, each in enumerate(parameters):
        if each == f"*{name}":
            return frozenset(value for one in call.args[position:] for value in one)
        if each == f"**{name}":
            return frozenset(value for key, one in call.keywords if key not in parameters for value in one)
        if each == name:
            return call.args[position] if position < len(call.args) else frozenset()
    return frozenset()
