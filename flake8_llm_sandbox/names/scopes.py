"""What one walk over a program records: scopes, bindings, and the places worth a look."""

from __future__ import annotations

import ast
from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

# A step from a value to a part of it: an item's number, a member of an iterable, what entering a context gives, what is
# left after a starred target (one of it, or some), and `.name` an attribute.
Step = int | str
Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
Comprehension = ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp
EACH, ENTER, REST, SOME = "each", "enter", "rest", "some"


@dataclass(eq=False)
class Scope:
    """A region of names: ``kind`` is module, class, function or comprehension."""

    kind: str
    parent: Scope | None = None
    node: ast.AST | None = None  # the definition whose inside this is
    bindings: dict[str, list[Binding]] = field(default_factory=lambda: defaultdict(list))
    elsewhere: dict[str, Scope] = field(default_factory=dict)  # global and nonlocal names
    stars: list[str] = field(default_factory=list)  # modules whose every name is here
    deleted: set[str] = field(default_factory=set)
    returns: list[ast.expr] = field(default_factory=list)
    yields: list[Binding] = field(default_factory=list)
    root: Scope = field(init=False)  # of the module that it is in

    def __post_init__(self) -> None:
        self.root = self.parent.root if self.parent else self

    def module(self) -> Scope:
        return self.root

    def enclosing(self, name: str) -> Scope:
        """Return the function scope around this one that binds ``name``."""
        scope = self.parent
        while scope and not (scope.kind == "function" and name in scope.bindings):
            scope = scope.parent
        return scope or self


class Binding(NamedTuple):
    """One meaning of a name: ``path`` leads from ``value``, evaluated in ``scope``, to it."""

    value: ast.AST | str | None  # an expression or definition, the dotted name of an import, or nothing known
    scope: Scope
    path: tuple[Step, ...] = ()
    order: int = 0
    certain: bool = False  # not inside an `if`, loop or `try`


class Site(NamedTuple):
    """A place that rules may have something to say about."""

    node: ast.AST
    scope: Scope


@dataclass(eq=False)
class Program:
    """Everything that one walk has seen."""

    root: Scope
    sites: list[Site] = field(default_factory=list)
    parents: dict[ast.AST, ast.AST] = field(default_factory=dict)
    scopes: dict[ast.AST, Scope] = field(
        default_factory=dict
    )  # of functions, lambdas, classes, comprehensions
    calls: dict[str, list[tuple[ast.Call, Scope]]] = field(default_factory=lambda: defaultdict(list))
    inner: set[ast.AST] = field(default_factory=set)  # calls that run text which was walked too
    unnamed: list[tuple[ast.Call, Scope]] = field(default_factory=list)  # calls of `table[key]`, of results
    attributes: dict[str, list[Binding]] = field(default_factory=lambda: defaultdict(list))
    owners: dict[str, list[tuple[ast.expr, Binding]]] = field(
        default_factory=lambda: defaultdict(list)
    )  # the same with whose attribute it is, read where the binding is
    stored: list[tuple[str, Binding]] = field(default_factory=list)  # what is put into what a name means
    decorated: dict[ast.AST, list[ast.Call]] = field(default_factory=dict)  # `f = decorator(f)`, as calls
    passed: dict[str, list[tuple[ast.Call, Scope]]] = field(default_factory=lambda: defaultdict(list))
    assigned: set[str] = field(default_factory=set)  # names bound to more than imports and definitions
    raised: list[Binding] = field(default_factory=list)
    class_keywords: dict[str, list[Binding]] = field(default_factory=lambda: defaultdict(list))
    typed: dict[ast.AST, ast.expr] = field(default_factory=dict)  # annotations, those in quotes parsed
    annotations: set[ast.expr] = field(default_factory=set)
    defaults: dict[ast.arg, ast.expr] = field(default_factory=dict)
    orders: dict[ast.AST, int] = field(default_factory=dict)  # of names read
    names: set[str] = field(default_factory=set)  # of variables, attributes and imports

    def beside(self) -> Program:
        """Return an empty program that knows what is known of the nodes of this one, and nothing of its names."""
        return Program(
            Scope("module"),
            parents=self.parents,
            scopes=self.scopes,
            decorated=self.decorated,
            typed=self.typed,
            annotations=self.annotations,
            defaults=self.defaults,
            inner=self.inner,
        )
