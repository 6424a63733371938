"""The pipeline from text to findings."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from flake8_llm_sandbox import facts, library
from flake8_llm_sandbox.findings import Finding
from flake8_llm_sandbox.gather import gather
from flake8_llm_sandbox.meaning.resolver import Resolver
from flake8_llm_sandbox.names.scan import scan
from flake8_llm_sandbox.rules import all_rules
from flake8_llm_sandbox.source import Unverifiable, load, on_deep_stack, silencers

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterable, Iterator

    from flake8_llm_sandbox.rule import Rule

Hit = tuple["ast.AST", "type[Rule]", str]


def analyze(
    source: str | bytes, filename: str = "<code>", tree: ast.Module | None = None
) -> tuple[Finding, ...]:
    """Return what a program could do to its host, sorted by place; nothing at all means that it is clean.

    ``filename`` is for messages only: nothing is read from it. ``tree`` is what ``ast.parse`` made of ``source``, if
    the caller has it already. Whatever cannot be analysed is a finding (``LLS9xx``); no input raises an exception.
    """
    try:
        return on_deep_stack(lambda: _analyze(source, tree))
    except Unverifiable as error:
        return (_refusal(error),)
    except Exception as error:  # noqa: BLE001 - whatever went wrong, the program was not verified
        return (_refusal(Unverifiable("LLS902", f"{type(error).__name__} in the analysis of {filename}")),)


def _analyze(source: str | bytes, tree: ast.Module | None) -> tuple[Finding, ...]:
    loaded = load(source, tree)
    hits = _hits(gather(Resolver(scan(loaded.tree))))
    found = {_finding(rule, name, line, column) for line, column, rule, name in _placed(loaded.text, hits)}
    found.update(
        _refusal(Unverifiable("LLS906", "", line, column)) for line, column in silencers(loaded.text)
    )
    return tuple(sorted(found))


def _refusal(error: Unverifiable) -> Finding:
    rule = next(rule for rule in all_rules() if rule.code == error.code)
    return _finding(rule, error.detail, error.line, error.column)


def _finding(rule: type[Rule], name: str, line: int, column: int) -> Finding:
    return Finding(line, column, rule.code, rule.message(name), rule.capability(), rule.severity)


def _placed(text: str, hits: Iterable[Hit]) -> Iterator[tuple[int, int, type[Rule], str]]:
    """Add line and column to each hit, once per line and rule."""
    lines = [] if text.isascii() else re.split("\r\n?|\n", text)
    seen = set()
    for node, rule, name in hits:
        line, offset = node.lineno, node.col_offset  # type: ignore[attr-defined]
        if (line, rule) not in seen:
            seen.add((line, rule))
            yield line, _in_characters(lines[line - 1], offset) if lines else offset, rule, name


def _in_characters(line: str, offset: int) -> int:
    """Return ``offset``, which CPython's trees give in bytes of UTF-8, in characters."""
    return len(line.encode()[:offset].decode("utf-8", "replace"))


@cache
def _index(kind: str) -> dict[str, list[type[Rule]]]:
    """Return which rules care for which name in their set ``kind``."""
    index = defaultdict(list)
    for rule in all_rules():
        for name in getattr(rule, kind):
            index[name].append(rule)
    return dict(index)


def _hits(found: Iterator[facts.Fact]) -> Iterator[Hit]:
    texts = [rule for rule in all_rules() if "matches_text" in vars(rule)]
    for fact in found:
        if isinstance(fact, facts.Mention):
            yield from ((fact.node, rule, name) for rule, name in _mentioned(fact))
            passed = (rule for rule in _index("calls").get(fact.name, ()) if fact.value and rule.as_value)
            yield from ((fact.node, rule, library.plain(fact.name)) for rule in passed)
        elif isinstance(fact, facts.Call):
            index = _index("methods" if fact.method else "calls")
            rules = (rule for rule in index.get(fact.name, ()) if rule.matches(fact))
            yield from ((fact.node, rule, library.plain(fact.name)) for rule in rules)
        elif isinstance(fact, facts.Text):
            shown = fact.value if len(fact.value) < 60 else fact.value[:57] + "..."
            yield from ((fact.node, rule, ascii(shown)[1:-1]) for rule in texts if rule.matches_text(fact))
        else:
            kind = {facts.Attribute: "attributes", facts.Definition: "defines", facts.Leak: "leaks"}[
                type(fact)
            ]
            yield from (
                (fact.node, rule, library.plain(fact.name)) for rule in _index(kind).get(fact.name, ())
            )


def _mentioned(fact: facts.Mention) -> Iterator[tuple[type[Rule], str]]:
    """Yield the rules for a name or for what it is a part of.

    What was made by a call, or is an instance, has been reported where it was made.
    """
    index = _index("names")
    name = fact.name
    parts = name.split(".")
    if parts[-1] in ("?", "*"):
        yield from ((rule, library.plain(name)) for rule in index.get(parts[-1], ()))
    made = next((number for number, part in enumerate(parts) if part.endswith("()")), 0)
    for length in range(len(parts), max(fact.bound, made), -1):
        prefix = ".".join(parts[:length])
        if prefix in index:
            yield from ((rule, library.plain(prefix)) for rule in index[prefix])
            return
