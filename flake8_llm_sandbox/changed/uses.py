"""Where a file uses what another one has at its top."""

from __future__ import annotations

import ast
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from flake8_llm_sandbox.changed.reach import bindings_of
from flake8_llm_sandbox.names.statements import MERGING, STORING
from flake8_llm_sandbox.walk import given, last_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from flake8_llm_sandbox.changed.modules import Code, Modules, Name
    from flake8_llm_sandbox.changed.reach import Piece
    from flake8_llm_sandbox.names.scopes import Scope

    Use = tuple[ast.AST, Sequence[Piece]]

# Methods of Python's own types: who calls these rarely means those of a class that has the same.
COMMON = frozenset(
    name for kind in (str, bytes, dict, list, set, int, float, tuple, bytearray) for name in dir(kind)
)
CHANGING = MERGING | STORING | {"clear", "discard", "pop", "popitem", "remove", "reverse", "sort"}
PATCHING = frozenset("delattr delitem dict object patch setattr setitem".split())
ASKING = frozenset("attrgetter getattr methodcaller".split())
LOOKING = frozenset("hasattr isinstance issubclass".split())


class Uses:
    """A file, to be asked for its uses of names of others: each a node, and what is handed over there."""

    def __init__(self, code: Code, modules: Modules) -> None:
        self.code, self._modules = code, modules

    def of(self, kind: str, name: Name) -> Iterator[Use]:
        """Yield the uses of a name by which an old finding can be reached.

        ``kind`` is "call" for functions and classes, "fixture" for what a test runner hands to tests, "data" for what others
        can replace, "module" for all that a file has, "method" and "attribute" for those of objects.
        """
        if kind == "call":
            yield from self._calls(self._meant[name])
            yield from self._worded(name[1], ASKING)
        elif kind == "fixture":
            yield from self._calls(self._parameters[name[1]])
        elif kind == "data":
            yield from self._stores(self._meant[name])
            yield from self._worded(name[1], PATCHING)
        elif kind == "module":
            yield from self._modules_handed_on(self._meant[name])
        elif kind == "method":
            yield from self._methods(name)
            yield from self._worded(name[1], ASKING)
        else:
            yield from self._set(name[1])
            yield from self._overriding(name[1])
            yield from self._worded(name[1], PATCHING)

    @cached_property
    def _meant(self) -> dict[Name, list[Piece]]:
        """The names and attributes that stand for something in another file."""
        found: dict[Name, list[Piece]] = defaultdict(list)
        for node, scope in self.code.scopes.items():
            if isinstance(node, (ast.Name, ast.Attribute)):
                for each in self.code.dotted(node, scope):
                    for name in self._modules.names(self.code.path, each):
                        found[name].append((node, scope))
        return found

    @cached_property
    def _parameters(self) -> dict[str, list[Piece]]:
        """The places where parameters are read."""
        found: dict[str, list[Piece]] = defaultdict(list)
        for node, scope in self.code.scopes.items():
            if isinstance(node, ast.Name):
                bound = bindings_of(node.id, scope)
                if any(isinstance(each.value, ast.arg) for each in bound):
                    found[node.id].append((node, scope))
        return found

    @cached_property
    def _by_attribute(self) -> dict[str, list[tuple[ast.Attribute, Scope]]]:
        found: dict[str, list[tuple[ast.Attribute, Scope]]] = defaultdict(list)
        for node, scope in self.code.scopes.items():
            if isinstance(node, ast.Attribute):
                found[node.attr].append((node, scope))
        return found

    @cached_property
    def _by_text(self) -> dict[str, list[tuple[ast.Call, Scope]]]:
        """Calls by the last part of each text that they are given."""
        found: dict[str, list[tuple[ast.Call, Scope]]] = defaultdict(list)
        for node, scope in self.code.scopes.items():
            if isinstance(node, ast.Call):
                texts = (each.value for each in given(node) if isinstance(each, ast.Constant))
                for text in texts:
                    if isinstance(text, str):
                        found[text.rpartition(".")[2]].append((node, scope))
        return found

    def _calls(self, pieces: Iterable[Piece]) -> Iterator[Use]:
        for node, scope in pieces:
            call = self._call_of(node)
            if call and given_at_all(call):
                yield call, _handed(call, scope)
            elif self._is_mention(node):
                yield node, ()

    def _call_of(self, node: ast.AST) -> ast.Call | None:
        """Return the call of what a node stands for."""
        above = self.code.program.parents.get(node)
        return above if isinstance(above, ast.Call) and above.func is node else None

    def _modules_handed_on(self, pieces: Iterable[Piece]) -> Iterator[Use]:
        for node, _ in pieces:
            above = self.code.program.parents.get(node)
            by_name = isinstance(above, ast.Call) and last_name(above.func) in PATCHING | ASKING
            if not by_name and self._is_mention(node):
                yield node, ()

    def _stores(self, pieces: Iterable[Piece]) -> Iterator[Use]:
        for node, scope in pieces:
            above, call = self.code.program.parents.get(node), self._call_of(node)
            if _is_store(node):
                yield node, ()
            elif isinstance(above, ast.Subscript) and above.value is node and _is_store(above):
                yield above, ()
            elif call and last_name(node) in CHANGING:
                yield call, _handed(call, scope)

    def _methods(self, name: Name) -> Iterator[Use]:
        if name[1] in COMMON and name[0].encode() not in self.code.source:
            return
        for node, scope in self._by_attribute[name[1]]:
            call = self._call_of(node)
            if not self._is_foreign(node, scope) and not (call and not given_at_all(call)):
                yield node, _handed(call, scope) if call else ()

    def _set(self, name: str) -> Iterator[Use]:
        for node, scope in self._by_attribute[name]:
            if _is_store(node) and not self._is_foreign(node, scope):
                yield node, ()

    def _overriding(self, name: str) -> Iterator[Use]:
        """Yield what classes that inherit something have under a name."""
        for node, scope in self.code.program.scopes.items():
            if isinstance(node, ast.ClassDef) and node.bases:
                bound = scope.bindings.get(name, ())
                yield from ((each.value, ()) for each in bound if isinstance(each.value, ast.AST))

    def _worded(self, name: str, words: AbstractSet[str]) -> Iterator[Use]:
        """Yield calls such as `monkeypatch.setattr(module, "NAME", value)` and `getattr(module, "name")`."""
        for call, scope in self._by_text[name]:
            if last_name(call.func) in words:
                yield call, _handed(call, scope)

    def _is_foreign(self, node: ast.AST, scope: Scope) -> bool:
        """Tell whether an attribute is surely of a module that is not the program's."""
        dotted = self.code.dotted(node, scope)
        return bool(dotted) and all(self._modules.is_foreign(self.code.path, each) for each in dotted)

    def _is_mention(self, node: ast.AST) -> bool:
        """Tell whether a name is handed on: it is no part of a longer one, not called, no type to compare with."""
        above = self.code.program.parents.get(node)
        if not isinstance(node, (ast.Name, ast.Attribute)) or isinstance(above, ast.Attribute):
            return False
        if isinstance(above, ast.Call):
            return above.func is not node and last_name(above.func) not in LOOKING
        return not self._is_type(node)

    def _is_type(self, node: ast.AST) -> bool:
        """Tell whether a name stands in an annotation, or behind `except`."""
        while isinstance(node, ast.expr):
            if node in self.code.program.annotations:
                return True
            above = self.code.program.parents.get(node)
            if above is None:
                return False
            node = above
        return isinstance(node, (ast.ExceptHandler, ast.arg))


def is_fixture(function: ast.AST) -> bool:
    """Tell whether a test runner hands what a function gives to parameters that have its name."""
    decorators = getattr(function, "decorator_list", ())
    return any("fixture" in last_name(getattr(each, "func", each)) for each in decorators)


def given_at_all(node: ast.AST | None) -> bool:
    """Tell whether a call hands anything over."""
    return node is not None and any(given(node))


def _handed(call: ast.AST, scope: Scope) -> list[Piece]:
    return [(value, scope) for value in given(call)]


def _is_store(node: ast.AST) -> bool:
    """Tell whether an attribute or item is set or deleted."""
    return isinstance(node, (ast.Attribute, ast.Subscript)) and not isinstance(node.ctx, ast.Load)
