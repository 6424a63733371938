"""Names and expressions to their meanings; flow-insensitive: a name means everything that it is ever bound to."""

from __future__ import annotations

import time
from itertools import islice, product
from typing import TYPE_CHECKING, Any

import libcst as cst

from flake8_llm_sandbox import library
from flake8_llm_sandbox.meaning import parts
from flake8_llm_sandbox.meaning.expressions import EVALUATORS
from flake8_llm_sandbox.meaning.kinds import (
    NOTHING,
    UNKNOWN,
    Const,
    Items,
    Ref,
    Value,
    Values,
    as_text,
    union,
)
from flake8_llm_sandbox.meaning.operations import folded, operate, typed
from flake8_llm_sandbox.names.scopes import EACH, ENTER, REST, TYPED, Binding, Scope
from flake8_llm_sandbox.source import Unverifiable
from flake8_llm_sandbox.walk import identifier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from flake8_llm_sandbox.names.scopes import Program, Step

MAX_DEPTH = 1_000
MAX_SECONDS = 60.0  # 1 MiB of library modules took about half of that on a busy machine
MAX_STEPS = 400_000
MAX_ROUNDS = 2
MAX_COMBINATIONS = 64
MAX_MEMBERS = 65_536
NAMESPACES = frozenset({"globals", "locals", "vars"})  # by these a program can take back its names unseen

Key = tuple[int, int]  # the identities of node and scope: libcst nodes are slow to hash


class Resolver:
    """Evaluates the expressions of one program, each once.

    An expression that needs itself, `x = x + 1`, is nothing known where it does so. Whatever was evaluated together with
    it is then evaluated again, with the results of the round before in such places, until nothing new is learnt.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.open: set[tuple[Value | str, ...]] = set()  # displays whose members are being looked at
        self._known: dict[Key, Values] = {}
        self._constants: dict[tuple[Items, int], Any] = {}
        self._turns: dict[tuple[cst.CSTNode, int], Scope] = {}
        self._busy: set[Key] = set()
        self._fresh: list[Key] = []  # what the outermost evaluation has evaluated so far
        self._earlier: dict[Key, Values] = {}  # what the round before has found
        self._cyclic = False
        self._rounds = 0
        self._steps = 0
        self._deadline = time.monotonic() + MAX_SECONDS

    def evaluate(self, node: cst.CSTNode, scope: Scope) -> Values:
        """Return the meanings of the expression ``node``.

        Raises:
            Unverifiable: that takes too many steps.
        """
        key = id(node), id(scope)
        known = self._known.get(key)
        if known is not None:
            return known
        if type(node) not in EVALUATORS:
            return NOTHING
        if key in self._busy:
            self._cyclic = True
            return self._earlier.get(key, NOTHING)
        if self._busy:
            return self._evaluate(node, scope, key)
        self._evaluate(node, scope, key)
        while self._cyclic and self._learns():
            self._evaluate(node, scope, key)
        self._fresh.clear()
        self._earlier.clear()
        self._cyclic = False
        self._rounds = 0
        return self._known[key]

    def _evaluate(self, node: cst.CSTNode, scope: Scope, key: Key) -> Values:
        self._steps += 1
        if len(self._busy) > MAX_DEPTH or self._steps > MAX_STEPS or time.monotonic() > self._deadline:
            raise Unverifiable("LLS902", "its values depend on each other in too many steps")
        self._busy.add(key)
        found = union(EVALUATORS[type(node)](self, node, scope))
        if self._rounds > MAX_ROUNDS:  # what still grows is a loop that counts or collects
            found = tuple(UNKNOWN if isinstance(value, Const) else value for value in found)
        result = self._known[key] = union((*self._earlier.get(key, ()), *found))
        self._busy.discard(key)
        self._fresh.append(key)
        return result

    def _learns(self) -> bool:
        """Return whether the last round has found more than the one before, and make ready for another."""
        found = {key: self._known[key] for key in self._fresh}
        learns = any(len(values) > len(self._earlier.get(key, ())) for key, values in found.items())
        if learns:
            self._rounds += 1
            self._earlier.update(found)
            for key in found:
                del self._known[key]
            self._constants.clear()
            self._fresh.clear()
        return learns

    def lookup(self, name: str, scope: Scope, order: int = 1 << 62) -> Values:
        """Return the meanings of ``name`` read in ``scope``; ``order`` is the place in the program that reads."""
        home: Scope | None = scope.elsewhere.get(name, scope)
        settled = self.program.names.isdisjoint(NAMESPACES)
        found: list[Value] = []
        first = True
        while home:
            bindings = home.bindings.get(name, ()) if first or home.kind != "class" else ()
            if bindings:
                found.extend(self.bound(bindings))
                if home.kind in ("function", "comprehension") or _hides(home, name, bindings, order, settled):
                    return union(found)
            found.extend(Ref(library.canonical(f"{module}.{name}")) for module in home.stars)
            first, home = False, home.parent and home.parent.elsewhere.get(name, home.parent)
        return union((*found, Ref(library.builtin(name))))

    def bound(self, bindings: Iterable[Binding]) -> Iterator[Value]:
        """Yield what the bindings of one name may be; `x += y` adds to what came before."""
        before: list[Value] = []
        for binding in bindings:
            if isinstance(binding.value, cst.AugAssign):
                right = self.evaluate(binding.value.value, binding.scope)
                symbol = library.SYMBOLS[type(binding.value.operator)]
                before.extend(union(operate(symbol, tuple(before) or NOTHING, right)))
            elif binding.value is None:
                before.append(UNKNOWN)
            elif isinstance(binding.value, str):
                before.append(Ref(library.canonical(binding.value)))
            else:
                before.extend(self.follow(self.evaluate(binding.value, binding.scope), binding.path))
        yield from before

    def follow(self, found: Values, path: tuple[Step, ...]) -> Values:
        """Go from values to a part of them: unpacking, iteration, entering a context."""
        for step in path:
            if step == ENTER:
                found = union(part for value in found for part in parts.entered(self, value))
            elif step == TYPED:
                found = union(typed(value) for value in found)
            elif step == EACH:
                found = union(part for value in found for part in parts.members(self, value))
            elif isinstance(step, str) and step.startswith("."):
                found = union(part for value in found for part in parts.attribute(self, value, step[1:]))
            else:
                keys = NOTHING if step == REST else (Const(step),)
                found = union(part for value in found for part in parts.subscript(self, value, keys))
        return found

    def turn(self, node: cst.ListComp | cst.GeneratorExp, scope: Scope, number: int) -> Scope:
        """Return the scope of one turn of a comprehension, in which its target is one member of what it goes over."""
        if (node, number) not in self._turns:
            turn = self._turns[node, number] = Scope("comprehension", scope)
            loop = node.for_in
            assert isinstance(loop.target, cst.Name)
            turn.bindings[identifier(loop.target)].append(Binding(loop.iter, scope, (number,)))
        return self._turns[node, number]

    def fold(
        self,
        work: Callable[[list[Any], dict[str, Any]], Any],
        args: Iterable[Values],
        keywords: Mapping[str, Values] | None = None,
    ) -> Iterator[Value]:
        """Apply ``work`` to every combination of constant arguments; what is not known counts as a hole."""
        keywords = keywords or {}
        choices = [self.constants(found) for found in (*args, *keywords.values())]
        for chosen in islice(product(*choices), MAX_COMBINATIONS):
            count = len(chosen) - len(keywords)
            named = dict(zip(keywords, chosen[count:], strict=True))
            yield folded(work, list(chosen[:count]), named)

    def constants(self, found: Values) -> list[Any]:
        """Return the constants among ``found``, a hole for all others."""
        return list(dict.fromkeys(self.constant(value) for value in found))

    def constant(self, value: Value, nesting: int = 3) -> Any:
        """Return ``value`` as a constant; parts that are not known, or nested deeper, are holes."""
        if isinstance(value, Const):
            return value.value
        if not isinstance(value, Items) or isinstance(value.node, (cst.Dict, cst.DictComp)) or not nesting:
            return as_text(value)
        key = value, nesting
        if key not in self._constants:
            members = islice(parts.elements(self, value), MAX_MEMBERS)
            self._constants[key] = tuple(self.constant(item, nesting - 1) for item in members)
        return self._constants[key]


def _hides(home: Scope, name: str, bindings: Iterable[Binding], order: int, settled: bool) -> bool:
    """Return whether a module or class always means its own ``name``, not the builtin, at ``order``."""
    if not library.is_builtin(name) and home.kind == "module":
        return True
    return (
        settled
        and name not in home.deleted
        and any(
            binding.certain and binding.order < order and not _refers_to_itself(name, binding)
            for binding in bindings
        )
    )


def _refers_to_itself(name: str, binding: Binding) -> bool:
    """`eval = eval` at module level reads the builtin."""
    return isinstance(binding.value, cst.Name) and identifier(binding.value) == name
