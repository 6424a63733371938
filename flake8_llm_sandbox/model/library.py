"""All functions, methods and classes of a library, and what values in them stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_llm_sandbox.library import canonical
from flake8_llm_sandbox.model.flow import MANY
from flake8_llm_sandbox.model.sinks import SINKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flake8_llm_sandbox.model.flow import Flow
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
                self._add(Unit(f"{module.name}.{name}", flow, None, f"{module.name}.{name}"))
        for found in self.classes.values():
            for base in reversed(self.order(found)):
                for name, flow in base.methods.items():
                    self._add(Unit(f"{found.name}.{name}", flow, found, f"{base.name}.{name}"))

    def _add(self, unit: Unit) -> None:
        self.units[unit.name] = unit

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

    def methods(self, owner: Class) -> set[str]:
        """Return the names of all methods of a class."""
        return {name for base in self.order(owner) for name in base.methods}

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

    def target(self, callee: str) -> Unit | None:
        """Return the function that a call of ``callee`` runs, if it is of the library."""
        if callee in self.classes:
            return self.units.get(f"{callee}.__init__")
        if callee.endswith("()"):
            return self.units.get(f"{callee[:-2]}.__call__")
        return self.units.get(callee)
