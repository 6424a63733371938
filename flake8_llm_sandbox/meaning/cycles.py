"""What depends on itself: evaluated round after round, until nothing new is learnt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from flake8_llm_sandbox import library
from flake8_llm_sandbox.meaning.kinds import NOTHING, UNKNOWN, Const, Method, Ref, Value, Values, union
from flake8_llm_sandbox.source import Unverifiable

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from flake8_llm_sandbox.deadline import Deadline

T = TypeVar("T")
MAX_DEPTH = 2_000
MOST_DEPTHS = 3  # of programs that lead through each other

MAX_STEPS = 400_000
MAX_ROUNDS = 1
NO_CYCLE = 1 << 62
STEPS_PER_LOOK = 64  # at the clock


class Cycles:
    """Keeps what each piece of work has given, and finds the cycles among them.

    Work that needs itself, as the value of `x = x + 1` does, is nothing known where it does so. Whatever needs each other
    in such a cycle is done again, with the results of the round before, until nothing new is learnt; the cycles are
    found as Tarjan's algorithm finds strongly connected components (SIAM J. Comput. 1972).
    """

    def __init__(self, deadline: Deadline, programs: int = 1) -> None:
        self._known: dict[Hashable, Values] = {}
        self._stack: list[Hashable] = []  # what is being done, or waits for the rest of its cycle
        self._places: dict[Hashable, int] = {}  # in the stack
        self._guesses: dict[Hashable, Values] = {}  # of what is in the stack
        self._asked: dict[Hashable, Values] = {}  # the guesses that others have relied on
        self._lowest = NO_CYCLE  # place in the stack that the work in hand has asked for
        self._rounds = 0
        self._depth = 0
        self._steps = 0
        self._most = MAX_STEPS * programs
        self._deepest = MAX_DEPTH * min(programs, MOST_DEPTHS)
        self._deadline = deadline

    def settle(self, key: Hashable, work: Callable[..., Iterable[Value]], *args: Any) -> Values:
        """Return the meanings that ``work(*args)`` gives, which is done once for each ``key``.

        Raises:
            Unverifiable: that takes too many steps.
            OutOfTime: the deadline has passed.
        """
        known = self._known.get(key)
        if known is not None:
            return known
        place = self._places.get(key)
        if place is None:
            return self._settle(key, work, args)
        self._lowest = min(self._lowest, place)
        return self._asked.setdefault(key, self._guesses.get(key, NOTHING))

    def observe(self, work: Callable[[], T]) -> tuple[T, bool]:
        """Return what ``work`` gives, and whether it is more than a guess."""
        outer, self._lowest = self._lowest, NO_CYCLE
        result = work()
        final = self._lowest == NO_CYCLE
        self._lowest = min(outer, self._lowest)
        return result, final

    def _settle(self, key: Hashable, work: Callable[..., Iterable[Value]], args: tuple[Any, ...]) -> Values:
        outer, rounds = self._lowest, self._rounds
        place = len(self._stack)
        if key not in self._guesses:  # else it is part of a cycle that goes round already
            self._rounds = 0
        result = self._round(key, place, work, args)
        while self._lowest == place and self._learns(place):
            self._rounds += 1
            result = self._round(key, place, work, args)
        if self._lowest >= place:
            self._finish(place)
            self._lowest = outer
        else:
            self._lowest = min(outer, self._lowest)
        self._rounds = rounds
        return result

    def _round(
        self, key: Hashable, place: int, work: Callable[..., Iterable[Value]], args: tuple[Any, ...]
    ) -> Values:
        self._steps += 1
        if self._depth > self._deepest or self._steps > self._most:
            raise Unverifiable("LLS902", "its values depend on each other in too many steps")
        if not self._steps % STEPS_PER_LOOK:
            self._deadline.check()
        self._stack.append(key)
        self._places[key] = place
        self._lowest = NO_CYCLE
        self._depth += 1
        found = union(work(*args))
        self._depth -= 1
        if self._rounds > MAX_ROUNDS:
            found = tuple(UNKNOWN if _grows(value) else value for value in found)
        before = self._guesses.get(key)
        result = self._guesses[key] = union((*before, *found)) if before else found
        return result

    def _learns(self, place: int) -> bool:
        """Return whether the cycle from ``place`` on has found more than what it relied on, and make ready for another round."""
        members = self._stack[place:]
        learns = any(
            not set(self._guesses[key]) <= set(self._asked[key]) for key in members if key in self._asked
        )
        if learns:
            self._leave(members)
        return learns

    def _leave(self, members: list[Hashable]) -> None:
        del self._stack[len(self._stack) - len(members) :]
        for key in members:
            del self._places[key]
            self._asked.pop(key, None)

    def _finish(self, place: int) -> None:
        if len(self._stack) == place + 1:  # as most do, this needs nothing that needs it
            key = self._stack.pop()
            del self._places[key]
            self._asked.pop(key, None)
            self._known[key] = self._guesses.pop(key)
            return
        members = self._stack[place:]
        self._leave(members)
        for key in members:
            self._known[key] = self._guesses.pop(key)


def _grows(value: Value) -> bool:
    """Return whether ``value`` is of those that go on and on in a cycle: a loop that counts or collects, parts of parts."""
    if isinstance(value, Ref):
        return value.name not in library.DOORS and not value.name.startswith("pathlib.")
    return isinstance(value, (Const, Method))
