"""The pipeline from text to findings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flake8_llm_sandbox.deadline import NEVER, OutOfTime
from flake8_llm_sandbox.depth import recurse
from flake8_llm_sandbox.examples import runs_examples, with_examples
from flake8_llm_sandbox.files import is_notebook
from flake8_llm_sandbox.findings import Finding, Severity
from flake8_llm_sandbox.gather import gather
from flake8_llm_sandbox.matching import match
from flake8_llm_sandbox.meaning.resolver import Resolver
from flake8_llm_sandbox.models import SHIPPED
from flake8_llm_sandbox.names.scan import scan
from flake8_llm_sandbox.rules import all_rules
from flake8_llm_sandbox.source import (
    LINE_END,
    Unverifiable,
    in_characters,
    load,
    silencers,
    uncollected,
)

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Iterable, Iterator

    from flake8_llm_sandbox.deadline import Deadline
    from flake8_llm_sandbox.matching import Hit
    from flake8_llm_sandbox.models import Models
    from flake8_llm_sandbox.place import Place
    from flake8_llm_sandbox.rule import Rule

NOT_HERE = "only the command `flake8-llm-sandbox` reads notebooks"
MAX_SECONDS = 60  # of processor time
TOO_LONG = "takes more than {} seconds of processor time"


def analyze(
    source: str | bytes,
    filename: str = "<code>",
    tree: ast.Module | None = None,
    *,
    place: Place | None = None,
    deadline: Deadline | None = None,
    doctests: bool = False,
    models: Models = SHIPPED,
) -> tuple[Finding, ...]:
    """Return what a program could do to its host, sorted by place; nothing at all means that it is clean.

    ``filename`` is for messages, and says whether this is a notebook, which is refused; nothing is read from it. ``tree``
    is what ``ast.parse`` made of ``source``, if the caller has it already; ``place`` is where the file lies in its
    repository, if that is known; ``doctests`` whether others run its examples, which are judged then, as they are where
    it runs them itself; ``models`` what is known of packages. Whatever cannot be analysed is a finding (``LLS9xx``), and so is
    what takes more than MAX_SECONDS of processor time; no input raises an exception.

    Raises:
        OutOfTime: ``deadline`` has passed.
    """
    if is_notebook(filename):
        return (refusal(Unverifiable("LLS907", NOT_HERE)),)
    return verified(
        lambda until: _analyze(source, tree, place, until, doctests, models), len(source), filename, deadline
    )


def verified(
    work: Callable[[Deadline], Iterable[Finding]], characters: int, filename: str, deadline: Deadline | None
) -> tuple[Finding, ...]:
    """Return what ``work`` finds in a program of so many characters; whatever goes wrong is a finding.

    Raises:
        OutOfTime: ``deadline`` has passed.
    """
    try:
        with uncollected():
            return tuple(recurse(lambda: work((deadline or NEVER).computing(MAX_SECONDS)), characters))
    except OutOfTime:
        if deadline and deadline.passed:
            raise
        return (refusal(Unverifiable("LLS902", f"it {TOO_LONG.format(MAX_SECONDS)}")),)
    except Unverifiable as error:
        return (refusal(error),)
    except Exception as error:  # noqa: BLE001 - whatever went wrong, the program was not verified
        return (refusal(Unverifiable("LLS902", f"{type(error).__name__} in the analysis of {filename}")),)


def _analyze(
    source: str | bytes,
    tree: ast.Module | None,
    place: Place | None,
    deadline: Deadline,
    doctests: bool,
    models: Models,
) -> tuple[Finding, ...]:
    loaded = load(source, tree)
    whole = with_examples(loaded.tree) if doctests or runs_examples(loaded.text) else loaded.tree
    path = place.path if place else None
    facts = gather(Resolver(scan(whole, deadline), deadline, path, models=models))
    hits = match(facts, place)
    found = set(placed(loaded.text, hits, in_tests=place is not None and place.in_tests))
    return tuple(sorted((*found, *silencing(loaded.text, {each.line for each in found}))))


def silencing(text: str, lines: set[int]) -> Iterator[Finding]:
    """Yield a finding for each comment that silences, which only tells if it hides nothing that is found."""
    for line, column, is_file in silencers(text):
        finding = refusal(Unverifiable("LLS906", "", line, column))
        yield finding if is_file or line in lines else replace(finding, severity=Severity.TELL)


def refusal(error: Unverifiable) -> Finding:
    """Return the finding that ``error`` stands for."""
    rule = next(rule for rule in all_rules() if rule.code == error.code)
    return _finding(rule, error.detail, error.line, error.column, rule.severity)


def _finding(rule: type[Rule], name: str, line: int, column: int, severity: Severity) -> Finding:
    return Finding(line, column, rule.code, rule.message(name), rule.capability(), severity)


def placed(text: str, hits: Iterable[Hit], in_tests: bool) -> Iterator[Finding]:
    """Yield a finding for each line and rule: the first hit, and the weight of the worst."""
    lines = [] if text.isascii() else LINE_END.split(text)
    first: dict[tuple[int, type[Rule]], Hit] = {}
    stopping = set()
    for hit in hits:
        key = hit.fact.node.lineno, hit.rule  # type: ignore[attr-defined]
        first.setdefault(key, hit)
        if hit.rule.weigh(hit.fact, in_tests) is Severity.STOP:
            stopping.add(key)
    for (line, rule), hit in first.items():
        offset = hit.fact.node.col_offset  # type: ignore[attr-defined]
        column = in_characters(lines[line - 1], offset) if lines else offset
        severity = Severity.STOP if (line, rule) in stopping else Severity.TELL
        yield _finding(rule, hit.name, line, column, severity)
