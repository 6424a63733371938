"""How facts meet rules."""

from __future__ import annotations

from collections import defaultdict
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from flake8_llm_sandbox import facts, library
from flake8_llm_sandbox.rules import all_rules

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Iterable, Iterator

    from flake8_llm_sandbox.rule import Rule

Match = tuple["type[Rule]", str]
Hit = tuple["ast.AST", "type[Rule]", str]


def match(found: Iterable[facts.Fact]) -> Iterator[Hit]:
    """Yield the place, the rule and what it is about for every fact that a rule reports."""
    for fact in found:
        for rule, name in MATCHERS[type(fact)](fact):
            yield fact.node, rule, name


@cache
def _index(kind: str) -> dict[str, list[type[Rule]]]:
    """Return which rules care for which name in their set ``kind``."""
    index = defaultdict(list)
    for rule in all_rules():
        for name in getattr(rule, kind):
            index[name].append(rule)
    return dict(index)


@cache
def _readers() -> tuple[type[Rule], ...]:
    return tuple(rule for rule in all_rules() if "matches_text" in vars(rule))


def _mention(fact: facts.Mention) -> Iterator[Match]:
    yield from _named(fact.name, fact.bound)
    if fact.value:
        rules = (rule for rule in _index("calls").get(fact.name, ()) if rule.matches_value(fact))
        yield from ((rule, library.plain(fact.name)) for rule in rules)


@lru_cache(maxsize=4096)
def _named(name: str, bound: int) -> tuple[Match, ...]:
    """Return the rules for a name or for what it is a part of.

    What was made by a call, or is an instance, has been reported where it was made.
    """
    index = _index("names")
    parts = name.split(".")
    found = [(rule, library.plain(name)) for rule in index.get(parts[-1], ()) if parts[-1] in ("?", "*")]
    made = next((number for number, part in enumerate(parts) if part.endswith("()")), 0)
    for length in range(len(parts), max(bound, made), -1):
        prefix = ".".join(parts[:length])
        if prefix in index:
            return (*found, *((rule, library.plain(prefix)) for rule in index[prefix]))
    return tuple(found)


def _call(fact: facts.Call) -> Iterator[Match]:
    rules = _index("methods" if fact.method else "calls").get(fact.name, ())
    yield from ((rule, library.plain(fact.name)) for rule in rules if rule.matches(fact))


def _text(fact: facts.Text) -> Iterator[Match]:
    shown = fact.value if len(fact.value) < 60 else fact.value[:57] + "..."
    yield from ((rule, ascii(shown)[1:-1]) for rule in _readers() if rule.matches_text(fact))


def _attribute(fact: facts.Attribute) -> Iterator[Match]:
    yield from ((rule, fact.name) for rule in _index("attributes").get(fact.name, ()))


def _definition(fact: facts.Definition) -> Iterator[Match]:
    yield from ((rule, fact.name) for rule in _index("defines").get(fact.name, ()))


def _leak(fact: facts.Leak) -> Iterator[Match]:
    yield from ((rule, library.plain(fact.name)) for rule in _index("leaks").get(fact.name, ()))


MATCHERS: dict[type[facts.Fact], Callable[..., Iterator[Match]]] = {
    facts.Attribute: _attribute,
    facts.Call: _call,
    facts.Definition: _definition,
    facts.Leak: _leak,
    facts.Mention: _mention,
    facts.Text: _text,
}
