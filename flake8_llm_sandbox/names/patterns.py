"""Names that the patterns of a `match` statement capture."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_llm_sandbox.names.scopes import REST
from flake8_llm_sandbox.walk import children

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_llm_sandbox.names.scan import Handler, Parts, Scanner
    from flake8_llm_sandbox.names.scopes import Scope, Step


def _match(scan: Scanner, node: ast.Match, scope: Scope) -> Parts:
    yield node.subject, scope
    scan.certain = False
    for case in node.cases:
        for name, path in _captures(case.pattern, ()):
            scan.bind(name, node.subject, scope, path)
        yield case, scope


def _captures(pattern: ast.pattern, path: tuple[Step, ...]) -> Iterator[tuple[str, tuple[Step, ...]]]:
    """Yield the names in ``pattern`` and the way to each from the value that is matched at ``path``."""
    name = getattr(pattern, "rest", None) or getattr(pattern, "name", None)
    if name:
        yield name, path
    for part, step in _parts(pattern):
        yield from _captures(part, path if step is None else (*path, step))


def _parts(pattern: ast.pattern) -> Iterator[tuple[ast.pattern, Step | None]]:
    if isinstance(pattern, ast.MatchAs) and pattern.pattern:
        yield pattern.pattern, None
    elif isinstance(pattern, ast.MatchOr):
        yield from ((part, None) for part in pattern.patterns)
    elif isinstance(pattern, ast.MatchMapping):
        yield from ((part, REST) for part in pattern.patterns)
    elif isinstance(pattern, ast.MatchClass):
        yield from ((part, None) for part in pattern.patterns)
        keywords = zip(pattern.kwd_attrs, pattern.kwd_patterns, strict=True)
        yield from ((part, f".{name}") for name, part in keywords)
    elif isinstance(pattern, ast.MatchSequence):
        starred = False
        for number, part in enumerate(pattern.patterns):
            starred = starred or isinstance(part, ast.MatchStar)
            yield part, REST if starred else number


def _capture(scan: Scanner, node: ast.MatchAs | ast.MatchStar | ast.MatchMapping, scope: Scope) -> Parts:
    name = getattr(node, "rest", None) or getattr(node, "name", None)
    if name:
        scan.certain = False
        scan.bind(name, None, scope)
    yield from ((part, scope) for part in children(node))


PATTERNS: dict[type[ast.AST], Handler] = {
    ast.Match: _match,
    ast.MatchAs: _capture,
    ast.MatchMapping: _capture,
    ast.MatchStar: _capture,
}
