"""How facts meet rules."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from flake8_llm_sandbox import facts, library
from flake8_llm_sandbox.datatypes import COMPUTING, Kind, is_fault, kind
from flake8_llm_sandbox.facts import Owner
from flake8_llm_sandbox.findings import Capability
from flake8_llm_sandbox.meaning.folding import HOLE
from flake8_llm_sandbox.rules import all_rules
from flake8_llm_sandbox.uses import LOADING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from flake8_llm_sandbox.place import Place
    from flake8_llm_sandbox.rule import Rule

Match = tuple["type[Rule]", str]
CLIENTS = frozenset({Capability.NETWORK, Capability.PROCESS})
CONSTANT = re.compile(r"[A-Z][A-Z0-9_]+")  # of a class
UNDONE = "pytest.MonkeyPatch."  # at the end of each test
MAKING_PATHS = frozenset(
    {"os.path.abspath", "os.path.join", "os.path.realpath", "pathlib.Path", "pathlib.Path.joinpath"}
)


class Hit(NamedTuple):
    """A rule that reports a fact, and what about."""

    fact: facts.Fact
    rule: type[Rule]
    name: str


def match(found: Iterable[facts.Fact], place: Place | None = None) -> list[Hit]:
    """Return what the rules report, each cause once: where it is used, if that shows.

    What the repository's own packages do shows in their own files, and paths that a test hands to what it tests are data.
    """
    hits = [Hit(fact, *each) for fact in _seen_at(place, found) for each in MATCHERS[type(fact)](fact)]
    called = {
        (hit.rule, hit.name)
        for hit in hits
        if isinstance(hit.fact, facts.Mention) and hit.fact.call and not hit.fact.direct
    }
    opened = {
        (hit.rule, text)
        for hit in hits
        if isinstance(hit.fact, facts.Call)
        for text in hit.fact.texts()
        if HOLE not in text
    }
    echo = _Echo(hits, opened)
    owners = set()
    leaked = {hit.name for hit in hits if isinstance(hit.fact, facts.Leak) and hit.fact.sure}
    kept = []
    for hit in hits:
        fact = hit.fact
        if isinstance(fact, facts.Mention):
            if fact.stored and (hit.rule, hit.name) in called:
                continue
            if fact.owner and (hit.rule, fact.name) in owners:
                continue
            if fact.owner:
                owners.add((hit.rule, fact.name))
        if isinstance(fact, facts.Leak) and not fact.sure:
            if hit.name in leaked:
                continue
            leaked.add(hit.name)
        if isinstance(fact, facts.Text) and fact.stored and (hit.rule, fact.value) in opened:
            continue
        if isinstance(fact, facts.Call) and echo.is_one(hit.rule, fact):
            continue
        kept.append(hit)
    return kept


class _Echo:
    """Which calls only hand on, or open, a path that is reported elsewhere: where it was written, or by an earlier call."""

    def __init__(self, hits: Iterable[Hit], opened: AbstractSet[tuple[type[Rule], str]]) -> None:
        self._told: set[tuple[type[Rule], str]] = set()
        for rule, fact in ((hit.rule, hit.fact) for hit in hits if "shows" in vars(hit.rule)):
            if isinstance(fact, facts.Text) and not (fact.stored and (rule, fact.value) in opened):
                self._told.add((rule, _plain(fact.value)))
            elif isinstance(fact, facts.Call) and any(map(rule.shows, fact.written)):
                self._told |= {(rule, _plain(text)) for text in filter(rule.shows, paths(fact))}

    def is_one(self, rule: type[Rule], call: facts.Call) -> bool:
        """Return whether ``call`` is one for ``rule``; whatever asks for the same path later will be."""
        texts = {_plain(text) for text in paths(call) if "shows" in vars(rule) and rule.shows(text)}
        if not texts or any(map(rule.shows, call.written)) or not rule.echoes(call):
            return False
        if all(self._is_told(rule, text) for text in texts):
            return True
        self._told |= {(rule, text) for text in texts}
        return False

    def _is_told(self, rule: type[Rule], text: str) -> bool:
        """Return whether ``text``, or a folder that it lies below, is reported already."""
        ends = (match.start() for match in re.finditer("/|$", text))
        return any((rule, text[:end]) in self._told and ".." not in text[end:] for end in ends)


def paths(call: facts.Call) -> tuple[str, ...]:
    """Return the paths that ``call`` is about: of one that puts paths together, what it gives."""
    return call.made if call.name in MAKING_PATHS else call.texts()


def _plain(path: str) -> str:
    return re.sub(r"(?:(?<=/)|^)(?:\./|/)+", "", path) or path


def _seen_at(place: Place | None, found: Iterable[facts.Fact]) -> Iterator[facts.Fact]:
    """Yield the facts that count at a place."""
    for fact in found:
        if place and _is_of(fact, place.packages):
            continue
        if not place or not place.in_tests:
            yield fact
        elif isinstance(fact, facts.Text):
            yield fact._replace(idle=True)
        elif isinstance(fact, facts.Mention):
            if not fact.name.startswith(UNDONE):
                yield fact._replace(resolver=None)
        elif not isinstance(fact, facts.Call):
            yield fact
        elif fact.name not in MAKING_PATHS:
            yield fact._replace(surely=True)


def _is_of(fact: facts.Fact, own: frozenset[str]) -> bool:
    """Return whether what is named, called or imported by its name is one of the packages ``own``."""
    if isinstance(fact, facts.Call):
        return not fact.method and fact.name.partition(".")[0] in own
    if not isinstance(fact, facts.Mention):
        return False
    names = fact.argument(0).texts if fact.name in LOADING and fact.argument(0).known else (fact.name,)
    return all(name.partition(".")[0] in own for name in names)


@cache
def _index(kind: str) -> dict[str, list[type[Rule]]]:
    """Return which rules care for which name in their set ``kind``."""
    index = defaultdict(list)
    for rule in all_rules():
        for name in rule.named() if kind == "names" else getattr(rule, kind):
            index[name].append(rule)
    return dict(index)


@cache
def _readers() -> tuple[type[Rule], ...]:
    return tuple(rule for rule in all_rules() if "matches_text" in vars(rule))


def _mention(fact: facts.Mention) -> Iterator[Match]:
    uncalled = fact.call is None and not isinstance(fact.node, ast.alias)
    for rule, name in _named(fact.name, 0 if fact.owner else fact.bound, not uncalled, fact.owner):
        # a type as a rule, or an option of a library
        is_inert = fact.exported or isinstance(getattr(fact.node, "ctx", None), ast.Store)
        if (fact.spelled or name != "?") and not (is_inert and rule.capability() is Capability.NETWORK):
            yield rule, name
    if fact.value:
        rules = (rule for rule in _index("calls").get(fact.name, ()) if rule.matches_value(fact))
        yield from ((rule, library.plain(fact.name)) for rule in rules)
        yield from _reached_by_others(fact)


@lru_cache(maxsize=4096)
def _named(name: str, bound: int, called: bool, owner: Owner | None) -> tuple[Match, ...]:
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
            inside = tuple(parts[length:])
            rules = (rule for rule in index[prefix] if _may_act(rule, prefix, inside, called, owner))
            return (*found, *((rule, library.plain(prefix)) for rule in rules))
        if prefix in COMPUTING:
            break
    return tuple(found)


def _may_act(
    rule: type[Rule], prefix: str, inside: tuple[str, ...], called: bool, owner: Owner | None
) -> bool:
    """Return whether the name ``inside`` what ``rule`` reports as a whole may do something where it stands.

    Of an ``owner``, a method is called: what acts has been reported where the program made it.
    """
    if not inside:
        return owner is None or (owner is Owner.GIVEN and rule.capability() is Capability.NETWORK)
    if not called and len(inside) > 1 and CONSTANT.fullmatch(inside[-1]) and rule.capability() in CLIENTS:
        return False
    if rule.capability() is not Capability.NETWORK:
        return owner is None and not is_fault(inside)
    what = kind(prefix, inside)
    if owner is Owner.MADE:
        return what is Kind.PASSIVE
    return what is Kind.ACTING or (what is Kind.PASSIVE and not called)


def _call(fact: facts.Call) -> Iterator[Match]:
    rules = [*_index("methods" if fact.method else "calls").get(fact.name, ())]
    rules += _index("anywhere").get(fact.name.rpartition(".")[2], ())
    rules += _for_packages(fact.name) if fact.method or library.is_packaged(fact.name) else ()
    yield from ((rule, library.plain(fact.name)) for rule in dict.fromkeys(rules) if rule.matches(fact))
    for reach in () if fact.method else fact.reach:
        for rule in _index("reaches").get(reach.kind, ()):
            by_name = _index("calls").get(fact.name, ())
            told = rule in rules or (by_name and reach.kind != "path") or _is_named(fact.name)
            if not told and rule.decides(fact, reach.places):
                yield rule, library.plain(fact.name)


def _reached_by_others(fact: facts.Mention) -> Iterator[Match]:
    """Yield the rules for what a function does that is handed on, if no rule names it: whoever calls it decides."""
    for reach in fact.reach:
        for rule in _index("reaches").get(reach.kind, ()):
            calls = _index("calls").get(fact.name, ())
            told = rule in calls or (calls and reach.kind != "path") or _is_named(fact.name)
            if not told and rule.decides_value(fact):
                yield rule, library.plain(fact.name)


@lru_cache(maxsize=4096)
def _is_named(name: str) -> bool:
    """Return whether a rule has looked at ``name``, or at what it is a part of, already."""
    parts = name.split(".")
    return any(".".join(parts[:length]) in _index("names") for length in range(1, len(parts) + 1))


@lru_cache(maxsize=4096)
def _for_packages(name: str) -> tuple[type[Rule], ...]:
    last = name.rpartition(".")[2]
    return tuple(rule for rule in all_rules() if rule.packaged and rule.packaged.search(last))


def _text(fact: facts.Text) -> Iterator[Match]:
    value = fact.value.replace(HOLE, "...")
    shown = value if len(value) < 60 else value[:57] + "..."
    for rule in _readers():
        if not (rule.reached and fact.idle) and rule.matches_text(fact):
            parts = (fact._replace(value=part, built=False) for part in fact.parts)
            if not rule.reached or not any(map(rule.matches_text, parts)):
                yield rule, ascii(shown)[1:-1]


def _attribute(fact: facts.Attribute) -> Iterator[Match]:
    yield from ((rule, fact.name) for rule in _index("attributes").get(fact.name, ()))


def _definition(fact: facts.Definition) -> Iterator[Match]:
    index = _index("defines")
    for name in dict.fromkeys((fact.name, fact.name.removesuffix(" = False"))):
        yield from ((rule, name) for rule in index.get(name, ()))


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
