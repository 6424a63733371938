"""The one walk over the tree."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from flake8_llm_sandbox.names.definitions import DEFINITIONS
from flake8_llm_sandbox.names.scopes import REST, SOME, Binding, Definition, Program, Scope, Site
from flake8_llm_sandbox.names.statements import STATEMENTS
from flake8_llm_sandbox.parser import parse_expression
from flake8_llm_sandbox.source import Unverifiable
from flake8_llm_sandbox.walk import children, given, last_name

if TYPE_CHECKING:
    from flake8_llm_sandbox.deadline import Deadline
    from flake8_llm_sandbox.names.scopes import Step

Parts = Iterable[tuple[ast.AST, Scope]]
Handler = Callable[..., Parts]

SITES = frozenset(
    {
        ast.AnnAssign,
        ast.Assign,
        ast.AsyncFunctionDef,
        ast.Attribute,
        ast.AugAssign,
        ast.BinOp,
        ast.Call,
        ast.ClassDef,
        ast.Dict,
        ast.FunctionDef,
        ast.Import,
        ast.ImportFrom,
        ast.JoinedStr,
        ast.MatchClass,
        ast.Name,
        ast.Subscript,
    }
)
CONDITIONAL = frozenset(
    getattr(ast, name)
    for name in ("AsyncFor", "AsyncWith", "For", "If", "Match", "Try", "TryStar", "While", "With")
    if hasattr(ast, name)
)
MAX_DEPTH = 2_000  # CPython itself stops at 1,000-3,000
NODES_PER_LOOK = 256  # at the clock


class Scanner:
    """The walk's state; each handler binds names and says which parts come next, in which scope."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.stack: list[tuple[ast.AST, Scope, bool, int]] = []
        self.order = 0
        self.certain = True
        self.stored: dict[tuple[int, int], list[ast.expr]] = {}  # what each name is given, by scope

    def walk(self, top: ast.AST, deadline: Deadline) -> Program:
        """Walk what stands at the level of the module."""
        self.stack.append((top, self.program.root, True, 0))
        while self.stack:
            if not self.order % NODES_PER_LOOK:
                deadline.check()
            node, scope, self.certain, depth = self.stack.pop()
            if depth > MAX_DEPTH:
                raise Unverifiable(
                    "LLS902", f"nested more than {MAX_DEPTH} levels deep", getattr(node, "lineno", 1)
                )
            self.order += 1
            if type(node) in SITES:
                self.program.sites.append(Site(node, scope))
            handler = HANDLERS.get(type(node))
            parts = handler(self, node, scope) if handler else ((child, scope) for child in children(node))
            certain = self.certain and type(node) not in CONDITIONAL
            below = [(child, inner, certain, depth + 1) for child, inner in parts]
            for child, _, _, _ in below:
                self.program.parents[child] = node
            below.reverse()
            self.stack.extend(below)
        return self.program

    def bind(
        self,
        name: str,
        value: ast.AST | str | None,
        scope: Scope,
        path: tuple[Step, ...] = (),
        at: Scope | None = None,
    ) -> None:
        """Bind ``name``, in ``scope``, to the part of ``value`` at ``path``, evaluated ``at`` a scope or there too."""
        is_itself = isinstance(value, Definition) and not value.decorator_list
        if not is_itself and not isinstance(value, str):
            self.program.assigned.add(name)
        home = scope.elsewhere.get(name, scope)
        certain = self.certain and home is scope
        home.bindings[name].append(Binding(value, at or scope, path, self.order, certain))

    def assign(
        self, target: ast.AST, value: ast.AST, scope: Scope, path: tuple[Step, ...], at: Scope
    ) -> None:
        """Bind the names in ``target``, in ``scope``, to parts of ``value``, which is evaluated ``at`` a scope."""
        if isinstance(target, ast.Name):
            self.bind(target.id, value, scope, path, at)
        elif isinstance(target, ast.Attribute):
            self.bind_attribute(target.value, target.attr, Binding(value, at, path))
        elif isinstance(target, ast.Subscript):
            self.store(target.value, [value] if not path else [], scope)
        elif isinstance(target, (ast.Tuple, ast.List)):
            starred = False
            for number, element in enumerate(target.elts):
                starred = starred or isinstance(element, ast.Starred)
                step = SOME if isinstance(element, ast.Starred) else REST if starred else number
                self.assign(_bare(element), value, scope, (*path, step), at)

    def bind_attribute(self, owner: ast.expr, name: str, binding: Binding) -> None:
        """Bind `owner.name`: within a module an attribute goes by its name alone."""
        self.program.attributes[name].append(binding)
        self.program.owners[name].append((owner, binding))

    def call(self, node: ast.Call, scope: Scope) -> None:
        """Note a call by the name of its function, which may have none, and by the names that it passes on."""
        name = last_name(node.func)
        (self.program.calls[name] if name else self.program.unnamed).append((node, scope))
        for value in given(node):
            name = last_name(value)
            if name:
                self.program.passed[name].append((node, scope))

    def annotate(self, node: ast.AST, annotation: ast.expr) -> None:
        """Note the annotation of ``node``."""
        self.program.annotations.add(annotation)
        self.program.typed[node] = annotation
        texts = (getattr(part, "value", None) for part in ast.walk(annotation))
        if any(isinstance(text, str) for text in texts):  # names in quotes are names all the same
            with suppress(SyntaxError, ValueError, RecursionError, MemoryError):
                bare = re.sub("[\"']", "", ast.unparse(annotation))
                self.program.typed[node] = parse_expression(bare)

    def set_attribute(self, call: ast.Call, scope: Scope) -> None:
        """`setattr(a, "b", c)` binds as `a.b = c` does."""
        owner, name, value = call.args
        if isinstance(name, ast.Constant) and isinstance(name.value, str):
            self.bind_attribute(owner, name.value, Binding(value, scope))

    def add_argument(self, call: ast.Call, scope: Scope) -> None:
        """`parser.add_argument("--out", default=x)` binds `out` of what is parsed."""
        given_ = {keyword.arg: keyword.value for keyword in call.keywords}
        names = [given_["dest"]] if "dest" in given_ else call.args
        for name in names if "default" in given_ else ():
            if isinstance(name, ast.Constant) and isinstance(name.value, str):
                self.program.attributes[name.value.lstrip("-").replace("-", "_")].append(
                    Binding(given_["default"], scope)
                )

    def store(self, owner: ast.AST, values: Sequence[ast.AST], scope: Scope) -> None:
        """Bind ``owner``, of `owner[key] = value` or `owner.append(value)`, to a display of the values too.

        A name that nothing has bound so far is the library's, or comes by a star import.
        """
        elements = [value for value in values if isinstance(value, ast.expr)]
        if not elements:
            return
        self._put(owner, Binding(ast.Set(elements), scope))
        bindings = self._bindings(owner, scope)
        if bindings is None:
            return
        key = id(bindings), id(scope)
        if key in self.stored:
            self.stored[key].extend(elements)
        else:
            self.stored[key] = elements
            bindings.append(Binding(ast.Set(elements), scope))

    def merge(self, owner: ast.AST, values: Sequence[ast.expr], scope: Scope) -> None:
        """Bind ``owner``, of `owner.update(value)`, to the values too."""
        bindings = self._bindings(owner, scope)
        for value in values:
            self._put(owner, Binding(value, scope))
            if bindings is not None:
                bindings.append(Binding(value, scope))

    def _put(self, owner: ast.AST, binding: Binding) -> None:
        """Note what is put into something that may be another module's."""
        if isinstance(owner, ast.Attribute):
            self.program.owners[owner.attr].append((owner.value, binding))
        elif isinstance(owner, ast.Name):
            self.program.stored.append((owner.id, binding))

    def _bindings(self, owner: ast.AST, scope: Scope) -> list[Binding] | None:
        if isinstance(owner, ast.Attribute):
            return self.program.attributes[owner.attr]
        if isinstance(owner, ast.Name) and owner.id in (known := _home(owner.id, scope).bindings):
            return known[owner.id]
        return None

    def targets(self, target: ast.AST, scope: Scope) -> Parts:
        """Yield what of an assignment target is evaluated: `a` and `b` of `a[b]`, and `a.b` itself."""
        if isinstance(target, (ast.Tuple, ast.List)):
            for element in target.elts:
                yield from self.targets(_bare(element), scope)
        elif not isinstance(target, ast.Name):
            yield target, scope


def _bare(target: ast.expr) -> ast.expr:
    return target.value if isinstance(target, ast.Starred) else target


def _home(name: str, scope: Scope) -> Scope:
    """Return the scope in which ``name``, read in ``scope``, has been bound so far."""
    home = scope.elsewhere.get(name, scope)
    while home.parent and name not in home.bindings:
        home = home.parent
    return home


HANDLERS: dict[type[ast.AST], Handler] = {**DEFINITIONS, **STATEMENTS}


def scan(module: ast.Module, deadline: Deadline, beside: Program | None = None) -> Program:
    """Walk ``module`` once and return what it binds and mentions, ``beside`` another program that it may import.

    Raises:
        Unverifiable: it is nested too deeply.
        OutOfTime: the deadline has passed.
    """
    return Scanner(beside.beside() if beside else Program(Scope("module"))).walk(module, deadline)
