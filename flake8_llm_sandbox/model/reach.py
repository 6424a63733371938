"""Which arguments of each function reach what acts, directly or through other functions, to a fixpoint."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from flake8_llm_sandbox import models
from flake8_llm_sandbox.library import canonical
from flake8_llm_sandbox.model.flow import MANY
from flake8_llm_sandbox.model.sinks import SINKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flake8_llm_sandbox.model.flow import Call, Flow, Values
    from flake8_llm_sandbox.model.scope import Class, Module

Effect = tuple[str, str]  # a kind of `sinks.py`; what decides: `$parameter`, `@attribute`, or nothing
DEEP = 4


class Unit:
    """A function, or a method as one class has it; ``source`` is where it is written."""

    def __init__(self, name: str, flow: Flow, owner: Class | None, source: str) -> None:
        self.name, self.flow, self.owner, self.source = name, flow, owner, source
        self.effects: set[Effect] = set()


class Library:
    """All functions of a library."""

    def __init__(self, modules: Iterable[Module]) -> None:
        self.modules = {module.name: module for module in modules}
        self.classes = {
            found.name: found for module in self.modules.values() for found in module.classes.values()
        }
        self.units: dict[str, Unit] = {}
        self.orders: dict[str, list[Class]] = {}
        self._names: dict[tuple[str, str, int], frozenset[str]] = {}
        for module in self.modules.values():
            for name, flow in module.functions.items():
                self.units[f"{module.name}.{name}"] = Unit(
                    f"{module.name}.{name}", flow, None, f"{module.name}.{name}"
                )
        for found in self.classes.values():
            for base in reversed(self.order(found)):
                for name, flow in base.methods.items():
                    self.units[f"{found.name}.{name}"] = Unit(
                        f"{found.name}.{name}", flow, found, f"{base.name}.{name}"
                    )

    def order(self, found: Class, depth: int = DEEP) -> list[Class]:
        """Return a class and those that it derives from, nearest first."""
        if found.name not in self.orders or depth < DEEP:
            result = [found]
            for base in found.bases if depth else ():
                for name in self.resolve(base):
                    if name in self.classes and name != found.name:
                        result += [
                            each for each in self.order(self.classes[name], depth - 1) if each not in result
                        ]
            if depth < DEEP:
                return result
            self.orders[found.name] = result
        return self.orders[found.name]

    def resolve(self, name: str, owner: Class | None = None, depth: int = DEEP) -> frozenset[str]:
        """Return what a value stands for: names of functions, classes, `Class()`, sinks."""
        key = owner.name if owner and "@" in name else "", name, depth
        if key not in self._names:
            found = set(self._resolved(name, owner, depth)) if depth else set()
            self._names[key] = frozenset(sorted(found)[:MANY])
        return self._names[key]

    def _resolved(self, name: str, owner: Class | None, depth: int) -> Iterator[str]:
        if name.startswith("$"):
            return
        if name.startswith("@"):
            yield from self._of_object(name, owner, depth)
            return
        first, *rest = name.split(".")
        current = {first}
        for part in rest:
            current = {each for one in current for each in self._attribute(one, part, depth)}
        yield from current

    def _of_object(self, name: str, owner: Class | None, depth: int) -> Iterator[str]:
        if owner is None:
            return
        first, *rest = name[1:].split(".")
        bare, called = first.removesuffix("()"), first.endswith("()")
        if bare == "super":
            starts = {f"{base.name}()" for base in self.order(owner)[1:2]}
        elif bare == "":
            starts = {f"{owner.name}()"}
        else:
            starts = set(self._member(owner, bare, depth))
            if called:
                starts = {each for one in starts for each in self._given(one, depth)}
        for part in rest:
            starts = {each for one in starts for each in self._attribute(one, part, depth)}
        yield from starts

    def _member(self, owner: Class, name: str, depth: int) -> Iterator[str]:
        for base in self.order(owner):
            if name in base.methods:
                yield f"{owner.name}.{name}"
                return
            if name in base.values:
                for value in base.values[name]:
                    yield from self.resolve(value, owner, depth - 1) if depth > 1 else ()
        if name == "__class__":
            yield owner.name

    def _attribute(self, base: str, part: str, depth: int) -> Iterator[str]:
        bare, called = part.removesuffix("()"), part.endswith("()")
        for found in self._plain_attribute(base, bare, depth):
            if called:
                yield from self._given(found, depth)
            else:
                yield found

    def _plain_attribute(self, base: str, name: str, depth: int) -> Iterator[str]:
        owner = self.classes.get(base.removesuffix("()"))
        joint = f"{base}.{name}"
        if owner:
            yield from self._member(owner, name, depth)
        elif base in self.modules:
            module = self.modules[base]
            if joint in self.units or joint in self.classes or joint in self.modules:
                yield joint
            elif name in module.names:
                for value in module.names[name]:
                    yield from (
                        self.resolve(value, None, depth - 1) if depth > 1 and value != joint else (joint,)
                    )
            else:
                found = [
                    each for star in module.stars for each in self.resolve(f"{star}.{name}", None, depth - 1)
                ]
                yield from found or [canonical(joint)]
        else:
            yield canonical(joint) if "()" not in joint else joint

    def _given(self, callee: str, depth: int) -> Iterator[str]:
        """Yield what a call gives."""
        if callee in self.classes or callee in SINKS:
            yield f"{callee}()"
        elif callee in self.units and depth > 1:
            unit = self.units[callee]
            for value in unit.flow.returns:
                if value == "@" and unit.owner:
                    yield f"{unit.owner.name}()"
                else:
                    yield from self.resolve(value, unit.owner, depth - 1)
        else:
            yield f"{callee}()"

    def settle(self) -> None:
        """Find the effects of every function."""
        users: dict[str, set[str]] = defaultdict(set)
        edges: dict[str, list[Edge]] = {}
        acts: dict[str, set[Effect]] = defaultdict(set)
        for unit in self.units.values():
            edges[unit.name] = list(self._edges(unit, acts[unit.name]))
            for edge in edges[unit.name]:
                users[edge.target.name].add(unit.name)
        deciding: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        waiting = dict.fromkeys(self.units)
        while waiting:
            name = next(iter(waiting))
            del waiting[name]
            unit = self.units[name]
            found = {effect for edge in edges[name] for effect in edge.effects()} | acts[name]
            if unit.owner:
                decided = deciding[unit.owner.name]
                found |= {
                    (kind, each)
                    for attribute, values in unit.flow.kept.items()
                    for kind in decided.get(attribute, ())
                    for each in values
                    if each[0] == "$"
                }
            news = found - unit.effects
            unit.effects |= news
            if news:
                waiting.update(dict.fromkeys(users[name]))
            for kind, token in news:
                if unit.owner and token.startswith("@") and kind not in deciding[unit.owner.name][token[1:]]:
                    deciding[unit.owner.name][token[1:]].add(kind)
                    waiting.update(
                        dict.fromkeys(f"{unit.owner.name}.{each}" for each in self.methods(unit.owner))
                    )

    def methods(self, owner: Class) -> set[str]:
        """Return the names of all methods of a class."""
        return {name for base in self.order(owner) for name in base.methods}

    def _edges(self, unit: Unit, acts: set[Effect]) -> Iterator[Edge]:
        for call in unit.flow.calls:
            for value in call.callees:
                same = value.startswith("@") and "." not in value.removeprefix("@super().").removeprefix(
                    "@super."
                )
                for callee in self.resolve(value, unit.owner):
                    sink = callee if callee in SINKS else f"{callee}.__init__"
                    if sink in SINKS:
                        acts |= set(_acts(call, sink))
                        continue
                    target = self._target(callee)
                    if target and target.source in SINKS:
                        acts |= set(_acts(call, target.source))
                        continue
                    if target is None:
                        acts |= set(_acts_as_told(call, callee))
                    if target is None or target is unit:
                        continue
                    if target.owner and call.args[:1] == (frozenset({"@"}),) and not value.startswith("@"):
                        yield Edge(
                            target, replace(call, args=call.args[1:]), same=True
                        )  # `Base.method(self)`
                    else:
                        yield Edge(target, call, same)

    def _target(self, callee: str) -> Unit | None:
        if callee in self.classes:
            return self.units.get(f"{callee}.__init__")
        if callee.endswith("()"):
            return self.units.get(f"{callee[:-2]}.__call__")
        return self.units.get(callee)


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
