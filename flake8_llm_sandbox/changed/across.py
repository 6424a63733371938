"""What reaches an old finding from other files: new calls of what leads there, new values of what it is given.

Followed are names: functions, classes and variables at the top of a module, methods and attributes by their name. What goes
through containers, callbacks or data files is not seen.
"""

from __future__ import annotations

import ast
from collections import deque
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from flake8_llm_sandbox.changed.modules import Code, Modules
from flake8_llm_sandbox.changed.reach import bindings_of, lines_of, reached, sources
from flake8_llm_sandbox.changed.uses import Uses, is_fixture
from flake8_llm_sandbox.deadline import NEVER
from flake8_llm_sandbox.statements import places
from flake8_llm_sandbox.walk import last_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from flake8_llm_sandbox.changed.modules import Name
    from flake8_llm_sandbox.changed.reach import Piece
    from flake8_llm_sandbox.deadline import Deadline
    from flake8_llm_sandbox.findings import Finding
    from flake8_llm_sandbox.names.scopes import Scope

    Way = tuple[str, Name]  # a kind of use, and of what

ITSELF = frozenset({"self", "cls"})


@dataclass(frozen=True)
class Member:
    """A file of a program: the lines of it that are new, and what is found in it that stands as it stood."""

    path: str
    source: bytes
    fresh: AbstractSet[int]
    accepted: Sequence[Finding]


@dataclass(frozen=True, eq=False)
class _Place:
    """Where an old finding, ``origin`` in the file ``at``, gets a value: at itself, or at a use of what leads to it."""

    path: str
    lines: range
    here: tuple[Piece, ...]
    at: str
    origin: Finding
    is_use: bool = False


def crossings(members: Iterable[Member], deadline: Deadline | None = None) -> list[tuple[str, Finding]]:
    """Return the uses of old findings that are new, and old findings that get something new; each with its path.

    Raises:
        OutOfTime: ``deadline`` has passed.
    """
    known = {each.path: each for each in members}
    if not any(each.accepted for each in known.values()) or not any(each.fresh for each in known.values()):
        return []
    return sorted(set(_Search(known).run(deadline or NEVER)))


class _Search:
    def __init__(self, members: Mapping[str, Member]) -> None:
        self._members = members
        self._modules = Modules(Code(each.path, each.source) for each in members.values())
        self._uses = {path: Uses(code, self._modules) for path, code in self._modules.codes.items()}
        self._pending: deque[_Place] = deque()
        self._seen: set[object] = set()

    def run(self, deadline: Deadline) -> Iterator[tuple[str, Finding]]:
        for member in self._members.values():
            self._pending.extend(self._findings(member))
        while self._pending:
            deadline.check()
            yield from self._look(self._pending.popleft())

    def _findings(self, member: Member) -> Iterator[_Place]:
        code = self._modules.codes[member.path]
        spans = places(member.source, member.accepted) if code.scopes else ()
        for finding, span in zip(member.accepted, spans, strict=False):
            first, last = span.lines
            lines = range(first, last + 1)
            here = [(node, scope) for node, scope in code.scopes.items() if node.lineno in lines]  # type: ignore[attr-defined]
            bases = [each for _, scope in here for each in _bases(scope)]
            yield _Place(member.path, lines, (*here, *bases), member.path, finding)

    def _look(self, place: _Place) -> Iterator[tuple[str, Finding]]:
        """Yield what is new about a place, and note what else leads there."""
        member, code = self._members[place.path], self._modules.codes[place.path]
        pieces = [*place.here, *sources(code.program, place.here)]
        lines = chain(place.lines, *(lines_of(node) for node, _ in pieces)) if place.is_use else ()
        line = next((each for each in lines if each in member.fresh), None)
        if line:
            reason = f"{place.at}:{place.origin.line}, which is as it was, is reached from here"
            yield place.path, _told(place.origin, line, reason)
            return
        for node, scope in pieces:
            reason = self._new_elsewhere(place, node, scope)
            if reason:
                yield place.path, _told(place.origin, place.lines[0], reason)
                return
        for node, scope in pieces:
            self._lead(place, node, scope)

    def _new_elsewhere(self, place: _Place, node: ast.AST, scope: Scope) -> str:
        code = self._modules.codes[place.path]
        end = f"{place.at}:{place.origin.line} by it" if place.is_use else "it"
        if isinstance(code.program.parents.get(node), ast.Attribute) and isinstance(node, ast.Name):
            return ""  # the attribute says more
        for dotted in code.dotted(node, scope):
            for path, name in self._modules.names(code.path, dotted):
                if self._is_new(path, name):
                    return f"this line is as it was, but {name or 'the module'} of {path}, which changed, reaches {end}"
        return ""

    def _is_new(self, path: str, name: str) -> bool:
        """Tell whether what is bound to a name at the top of a file is new, or reached by what is new there."""
        fresh = self._members[path].fresh
        code = self._modules.codes[path]
        bound = code.program.root.bindings.get(name) if name else None
        if not fresh or not bound:
            return bool(fresh)
        spans = [_span(each.value) for each in bound if isinstance(each.value, ast.AST)]
        if any(line in fresh for span in spans for line in span):
            return True
        ends = [(span[0], span[-1]) for span in spans if span]
        return any(reached(code.source, ends, fresh))

    def _lead(self, place: _Place, node: ast.AST, scope: Scope) -> None:
        code = self._modules.codes[place.path]
        for kind, (home, name) in chain(_ways(code, node, scope), self._data(code, node, scope)):
            self._find(place, kind, (home, name), name)
            if home in self._uses:
                self._find(place, "module", (home, ""), self._modules.last(home))

    def _find(self, place: _Place, kind: str, name: Name, word: str) -> None:
        """Note the uses of a name in files that have a ``word`` in them."""
        if (kind, name) in self._seen:
            return
        self._seen.add((kind, name))
        for path, uses in self._uses.items():
            if path != place.path and uses.code.has(word):
                self._note(place, path, uses.of(kind, name))

    def _data(self, code: Code, node: ast.AST, scope: Scope) -> Iterator[Way]:
        """Yield what a node may be at the top of files, and what others can put there instead."""
        names = {name for each in code.dotted(node, scope) for name in self._modules.names(code.path, each)}
        if isinstance(node, ast.Name):
            names.add((code.path, node.id))
        for path, name in names:
            root = self._modules.codes[path].program.root
            bound = root.bindings.get(name)
            is_other = (
                path == code.path and isinstance(node, ast.Name) and bindings_of(name, scope) is not bound
            )
            if bound and not is_other and not any(isinstance(each.value, str) for each in bound):
                yield "data", (path, name)

    def _note(self, place: _Place, path: str, found: Iterable[tuple[ast.AST, Sequence[Piece]]]) -> None:
        for node, here in found:
            if node not in self._seen:
                self._seen.add(node)
                span = _span(node)
                self._pending.append(_Place(path, span, tuple(here), place.at, place.origin, is_use=True))


def _bases(scope: Scope | None) -> Iterator[Piece]:
    """Yield the bases of the classes around a scope: their methods may be what it calls."""
    while scope:
        if scope.kind == "class" and isinstance(scope.node, ast.ClassDef) and scope.parent:
            yield from ((base, scope.parent) for base in scope.node.bases)
        scope = scope.parent


def _ways(code: Code, node: ast.AST, scope: Scope) -> Iterator[Way]:
    """Yield by what others can give a new value to what a place gets from ``node``: calls, methods, attributes."""
    if isinstance(node, ast.arg) and node.arg not in ITSELF:
        yield from _callable(code, code.program.parents[node])
    elif isinstance(node, ast.Attribute) and last_name(node.value) in ITSELF:
        yield "attribute", ("", node.attr)
        for outer in _classes(scope):
            if node.attr in code.program.scopes[outer].bindings:  # a field of a data class
                yield "call", (code.path, outer.name)


def _callable(code: Code, function: ast.AST | None) -> Iterator[Way]:
    """Yield how the function with this parameter is called: if it has no name, by that of the one around it.

    A fixture is called by the test runner; tests have what it gives, by its name.
    """
    is_inner = False
    while function is not None:
        outer = code.program.scopes[function].parent
        if outer is code.program.root or (outer and isinstance(outer.node, ast.ClassDef)):
            yield from _named(code, function, outer, is_inner)
            return
        function, is_inner = outer.node if outer else None, True


def _named(code: Code, function: ast.AST, outer: Scope, is_inner: bool) -> Iterator[Way]:
    name = last_name(function)
    if isinstance(outer.node, ast.ClassDef):
        yield (
            ("call", (code.path, outer.node.name))
            if name.startswith("__")
            else ("method", (outer.node.name, name))
        )
    elif not is_fixture(function):
        bindings = outer.bindings.items()
        held = (each for each, bound in bindings if any(_holds(one.value, function) for one in bound))
        yield from (("call", (code.path, each)) for each in held)
    elif is_inner:
        yield "fixture", (code.path, name)


def _classes(scope: Scope | None) -> Iterator[ast.ClassDef]:
    while scope:
        if isinstance(scope.node, ast.ClassDef):
            yield scope.node
        scope = scope.parent


def _holds(value: ast.AST | str | None, function: ast.AST) -> bool:
    """Tell whether a value is a function, or a display or call that holds it."""
    if not isinstance(value, ast.expr):
        return value is function
    return any(each is function for each in ast.walk(value))


def _span(node: ast.AST) -> range:
    first = getattr(node, "lineno", 0)
    decorators = [each.lineno for each in getattr(node, "decorator_list", ())]
    return range(min([first, *decorators]), (getattr(node, "end_lineno", None) or first) + 1)


def _told(finding: Finding, line: int, reason: str) -> Finding:
    return replace(finding, line=line, column=0, message=f"{finding.message} ({reason})")
