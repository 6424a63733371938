"""The one walk over the tree."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import libcst as cst

from flake8_llm_sandbox.names.definitions import DEFINITIONS
from flake8_llm_sandbox.names.scopes import REST, Binding, Program, Scope, Site
from flake8_llm_sandbox.names.statements import STATEMENTS
from flake8_llm_sandbox.walk import children, identifier

if TYPE_CHECKING:
    from flake8_llm_sandbox.names.scopes import Step

Parts = Iterator[tuple[cst.CSTNode, Scope]]
Handler = Callable[..., Parts]

SITES = frozenset(
    {
        cst.Assign,
        cst.AugAssign,
        cst.Name,
        cst.Attribute,
        cst.Call,
        cst.Subscript,
        cst.SimpleString,
        cst.ConcatenatedString,
        cst.FormattedString,
        cst.BinaryOperation,
        cst.Import,
        cst.ImportFrom,
        cst.MatchKeywordElement,
        cst.FunctionDef,
    }
)
CONDITIONAL = frozenset({cst.If, cst.Else, cst.Try, cst.TryStar, cst.For, cst.While, cst.With, cst.Match})


class Scanner:
    """The walk's state; each handler binds names and says which parts come next, in which scope."""

    def __init__(self, module: cst.Module) -> None:
        self.program = Program(Scope("module"))
        self.stack: list[tuple[cst.CSTNode, Scope, bool]] = [(module, self.program.root, True)]
        self.order = 0
        self.certain = True
        self.stored: dict[tuple[int, int], list[cst.BaseElement]] = {}  # what each name is given, by scope

    def run(self) -> Program:
        while self.stack:
            node, scope, self.certain = self.stack.pop()
            self.order += 1
            if type(node) in SITES:
                self.program.sites.append(Site(node, scope))
            handler = HANDLERS.get(type(node))
            parts = handler(self, node, scope) if handler else ((child, scope) for child in children(node))
            certain = self.certain and not type(node) in CONDITIONAL
            below = [(child, inner, certain) for child, inner in parts]
            for child, _, _ in below:
                self.program.parents[child] = node
            self.stack.extend(reversed(below))
        return self.program

    def bind(
        self,
        name: str,
        value: cst.CSTNode | str | None,
        scope: Scope,
        path: tuple[Step, ...] = (),
        at: Scope | None = None,
    ) -> None:
        """Bind ``name``, in ``scope``, to the part of ``value`` at ``path``, evaluated ``at`` a scope or there too."""
        self.program.names.update(name.split("."))
        home = scope.elsewhere.get(name, scope)
        certain = self.certain and home is scope
        home.bindings[name].append(Binding(value, at or scope, path, self.order, certain))

    def assign(
        self, target: cst.CSTNode, value: cst.CSTNode, scope: Scope, path: tuple[Step, ...], at: Scope
    ) -> None:
        """Bind the names in ``target``, in ``scope``, to parts of ``value``, which is evaluated ``at`` a scope."""
        if isinstance(target, cst.Name):
            self.bind(identifier(target), value, scope, path, at)
        elif isinstance(target, cst.Attribute):
            self.program.attributes[identifier(target.attr)].append(Binding(value, at, path))
        elif isinstance(target, cst.Subscript):
            self.store(target.value, [value] if not path else [], scope)
        elif isinstance(target, (cst.Tuple, cst.List)):
            starred = False
            for number, element in enumerate(target.elements):
                starred = starred or isinstance(element, cst.StarredElement)
                self.assign(element.value, value, scope, (*path, REST if starred else number), at)

    def store(self, owner: cst.CSTNode, values: list[cst.CSTNode], scope: Scope) -> None:
        """Bind ``owner``, of `owner[key] = value` or `owner.append(value)`, to a display of the values too.

        A name that nothing has bound so far is the library's, or comes by a star import.
        """
        name = owner.attr if isinstance(owner, cst.Attribute) else owner
        elements: list[cst.BaseElement] = [
            cst.Element(value) for value in values if isinstance(value, cst.BaseExpression)
        ]
        if not elements or not isinstance(name, cst.Name):
            return
        known = _home(identifier(name), scope).bindings
        if isinstance(owner, cst.Name) and identifier(name) not in known:
            return
        bindings = (known if isinstance(owner, cst.Name) else self.program.attributes)[identifier(name)]
        key = id(bindings), id(scope)
        if key in self.stored:
            self.stored[key].extend(elements)
        else:
            self.stored[key] = elements
            bindings.append(Binding(cst.Set(elements), scope))

    def targets(self, target: cst.CSTNode, scope: Scope) -> Parts:
        """Yield what of an assignment target is evaluated: `a` and `b` of `a[b]`, and `a.b` itself."""
        if isinstance(target, (cst.Tuple, cst.List)):
            for element in target.elements:
                yield from self.targets(element.value, scope)
        elif not isinstance(target, cst.Name):
            yield target, scope


def _home(name: str, scope: Scope) -> Scope:
    """Return the scope in which ``name``, read in ``scope``, has been bound so far."""
    home = scope.elsewhere.get(name, scope)
    while home.parent and name not in home.bindings:
        home = home.parent
    return home


HANDLERS: dict[type[cst.CSTNode], Handler] = {**DEFINITIONS, **STATEMENTS}


def scan(module: cst.Module) -> Program:
    """Walk ``module`` once and return what it binds and mentions."""
    return Scanner(module).run()
