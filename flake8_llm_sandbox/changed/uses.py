"""Where a file uses what another one has at its top."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_llm_sandbox.changed.reach import bindings_of
from flake8_llm_sandbox.names.statements import MERGING, STORING
from flake8_llm_sandbox.walk import given, last_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
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

        ``kind`` is "call" for functions and classes, "fixture" for what a test runner hands to tests, "data" for what others can replace, "module" for all that a file has,
        "method" and "attribute" for those of objects.
        """
        ways: dict[str, Callable[[ast.AST, Scope, Name], Iterator[Use]]] = {
            "call": self._calls,
            "fixture": self._fixtures,
            "data": self._stores,
            "module": self._modules_handed_on,
            "method": self._methods,
            "attribute": self._attributes,
        }
        words = {"data": PATCHING, "attribute": PATCHING, "call": ASKING, "method": ASKING}.get(
            kind, frozenset()
        )
        for node, scope in self.code.scopes.items():
            yield from ways[kind](node, scope, name)
            yield from _worded(node, scope, name[1], words)
        if kind == "attribute":
            yield from self._overriding(name[1])

    def _overriding(self, name: str) -> Iterator[Use]:
        """Yield what classes that inherit something have under a name."""
        for node, scope in self.code.program.scopes.items():
            if isinstance(node, ast.ClassDef) and node.bases:
                bound = scope.bindings.get(name, ())
                yield from ((each.value, ()) for each in bound if isinstance(each.value, ast.AST))

    def _calls(self, node: ast.AST, scope: Scope, name: Name) -> Iterator[Use]:
        if isinstance(node, ast.Call):
            if given_at_all(node) and self._means(node.func, scope, name):
                yield node, _handed(node, scope)
        elif self._is_mention(node) and self._means(node, scope, name):
            yield node, ()

    def _fixtures(self, node: ast.AST, scope: Scope, name: Name) -> Iterator[Use]:
        if isinstance(node, ast.Call):
            if given_at_all(node) and _is_parameter(node.func, scope, name[1]):
                yield node, _handed(node, scope)
        elif self._is_mention(node) and _is_parameter(node, scope, name[1]):
            yield node, ()

    def _modules_handed_on(self, node: ast.AST, scope: Scope, name: Name) -> Iterator[Use]:
        above = self.code.program.parents.get(node)
        by_name = isinstance(above, ast.Call) and last_name(above.func) in PATCHING | ASKING
        if not by_name and self._is_mention(node) and self._means(node, scope, name):
            yield node, ()

    def _methods(self, node: ast.AST, scope: Scope, name: Name) -> Iterator[Use]:
        if not isinstance(node, ast.Attribute) or node.attr != name[1]:
            return
        if node.attr in COMMON and name[0].encode() not in self.code.source:
            return
        above = self.code.program.parents.get(node)
        called = isinstance(above, ast.Call) and above.func is node
        if not self._is_foreign(node, scope) and not (called and not given_at_all(above)):
            yield node, _handed(above, scope) if isinstance(above, ast.Call) and called else ()

    def _stores(self, node: ast.AST, scope: Scope, name: Name) -> Iterator[Use]:
        owner: ast.AST | None = None
        if isinstance(node, (ast.Attribute, ast.Subscript)) and not isinstance(node.ctx, ast.Load):
            owner = node.value if isinstance(node, ast.Subscript) else node
        elif (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CHANGING
        ):
            owner = node.func.value
        if owner is not None and self._means(owner, scope, name):
            yield node, _handed(node, scope) if isinstance(node, ast.Call) else ()

    def _attributes(self, node: ast.AST, scope: Scope, name: Name) -> Iterator[Use]:
        is_store = isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load)
        if is_store and last_name(node) == name[1] and not self._is_foreign(node, scope):
            yield node, ()

    def _means(self, node: ast.AST, scope: Scope, name: Name) -> bool:
        """Tell whether a node stands for a name of another file, by its imports."""
        dotted = self.code.dotted(node, scope)
        return any(name in self._modules.names(self.code.path, each) for each in dotted)

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


def _worded(node: ast.AST, scope: Scope, name: str, words: AbstractSet[str]) -> Iterator[Use]:
    """Yield calls such as `monkeypatch.setattr(module, "NAME", value)` and `getattr(module, "name")`."""
    if isinstance(node, ast.Call) and last_name(node.func) in words:
        texts = (each.value for each in given(node) if isinstance(each, ast.Constant))
        if any(isinstance(text, str) and text.rpartition(".")[2] == name for text in texts):
            yield node, _handed(node, scope)


def _is_parameter(node: ast.AST, scope: Scope, name: str) -> bool:
    """Tell whether a node is a parameter of this name."""
    if not isinstance(node, ast.Name) or node.id != name:
        return False
    return any(isinstance(each.value, ast.arg) for each in bindings_of(name, scope))
