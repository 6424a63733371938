"""What happens in one function: which values it calls with which others, keeps and returns, whatever the order."""

from __future__ import annotations

import ast
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flake8_llm_sandbox.model.scope import Module

Values = frozenset[str]
NONE: Values = frozenset()
MANY = 24  # values of one expression; more are not told apart
ROUNDS = 4
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
# What these give says nothing of which file or program is meant, nor of what a pickle does that others made.
DUMPS = frozenset({"_pickle.dumps", "pickle.dumps"})
MEASURES = frozenset(
    "bool callable float hasattr hash id int isinstance issubclass len ord range type".split()
)


@dataclass(frozen=True)
class Call:
    """A call: what is called, and what it is given by position and by name."""

    callees: Values
    args: tuple[Values, ...]
    keywords: tuple[tuple[str, Values], ...]


@dataclass
class Flow:
    """One function or method."""

    parameters: list[str]
    calls: list[Call] = field(default_factory=list)
    kept: dict[str, Values] = field(default_factory=dict)  # by attribute of its own object
    returns: Values = NONE


class Reader:
    """Reads one function of a module."""

    def __init__(self, module: Module, node: ast.FunctionDef | ast.AsyncFunctionDef, method: bool) -> None:
        self.module = module
        self.locals: dict[str, set[str]] = defaultdict(set)
        self.kept: dict[str, set[str]] = defaultdict(set)
        given = [*node.args.posonlyargs, *node.args.args]
        self.own = given[0].arg if method and given else ""
        names = given[1:] if self.own else given
        rest = [each for each in (node.args.vararg, *node.args.kwonlyargs, node.args.kwarg) if each]
        spare = [*zip(given[::-1], node.args.defaults[::-1])]  # noqa: B905 - the last ones have defaults
        spare += [
            (each, default)
            for each, default in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
            if default
        ]
        found = {
            each.arg: {name for name in self.value(default) if name[0] not in "$@"} for each, default in spare
        }
        for each in (*names, *rest):
            self.locals[each.arg] = {f"${each.arg}", *found.get(each.arg, ())}
        ordered = [each.arg for each in names]
        if node.args.vararg:
            ordered.append(f"*{node.args.vararg.arg}")
        elif node.args.kwonlyargs:
            ordered.append("*")  # as in a signature: those after it have to be named
        ordered += [each.arg for each in node.args.kwonlyargs]
        if node.args.kwarg:
            ordered.append(f"**{node.args.kwarg.arg}")
        self.flow = Flow(ordered)
        self.nodes = [each for part in node.body for each in ast.walk(part)]

    def read(self) -> Flow:
        """Return what happens in it."""
        for _ in range(ROUNDS):
            before = sum(map(len, (*self.locals.values(), *self.kept.values())))
            for node in self.nodes:
                self._bind(node)
            if before == sum(map(len, (*self.locals.values(), *self.kept.values()))):
                break
        returned: set[str] = set()
        for node in self.nodes:
            if isinstance(node, ast.Call):
                self.flow.calls.append(self._call(node))
            elif isinstance(node, (ast.Return, ast.Yield)) and node.value:
                returned |= self.value(node.value)
        self.flow.returns = _few(returned)
        self.flow.kept = {name: _few(values) for name, values in self.kept.items()}
        return self.flow

    def _call(self, node: ast.Call) -> Call:
        args = tuple(self.value(each) for each in node.args)
        keywords = tuple((each.arg or "", self.value(each.value)) for each in node.keywords)
        return Call(self.value(node.func), args, keywords)

    def _bind(self, node: ast.AST) -> None:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                self._assign(target, node.value)
        elif isinstance(node, (ast.AnnAssign, ast.AugAssign, ast.NamedExpr)) and node.value:
            self._assign(node.target, node.value)
        elif isinstance(node, (ast.For, ast.AsyncFor, ast.comprehension)):
            self._assign(node.target, node.iter)
        elif isinstance(node, ast.withitem) and node.optional_vars:
            self._assign(node.optional_vars, node.context_expr)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            for name, origin in self.module.imported(node):
                self.locals[name].add(origin)
        elif isinstance(node, FUNCTIONS):
            self.locals.setdefault(node.name, set())

    def _assign(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, (ast.List, ast.Tuple)):
            parts = value.elts if isinstance(value, (ast.List, ast.Tuple)) else []
            same = len(parts) == len(target.elts)
            for number, each in enumerate(target.elts):
                self._assign(each, parts[number] if same else value)
        elif isinstance(target, ast.Starred):
            self._assign(target.value, value)
        elif isinstance(target, ast.Name):
            self.locals[target.id] |= self.value(value)
        elif isinstance(target, ast.Subscript):
            self._assign(target.value, value)
        elif isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
            if target.value.id == self.own:
                self.kept[target.attr] |= self.value(value)
            elif target.value.id in self.locals:
                self.locals[target.value.id] |= {each for each in self.value(value) if each[0] in "$@"}

    def value(self, node: ast.AST | None) -> Values:
        """Return what an expression may be, and what it is made of."""
        if isinstance(node, ast.Name):
            if node.id == self.own:
                return frozenset({"@"})
            return _few(self.locals[node.id]) if node.id in self.locals else self.module.value(node.id)
        if isinstance(node, ast.Attribute):
            return _few(_attribute(each, node.attr) for each in self.value(node.value))
        if isinstance(node, ast.Call):
            return self._result(node)
        if isinstance(node, (ast.Compare, ast.Constant, ast.Lambda)) or node is None:
            return NONE
        if isinstance(node, ast.IfExp):
            return self.value(node.body) | self.value(node.orelse)
        if isinstance(node, ast.Subscript):
            return self.value(node.value)
        if isinstance(node, ast.DictComp):
            return self.value(node.key) | self.value(node.value)
        if isinstance(node, (ast.GeneratorExp, ast.ListComp, ast.SetComp)):
            return self.value(node.elt)
        return _few(each for part in ast.iter_child_nodes(node) for each in self.value(part))

    def _result(self, node: ast.Call) -> Values:
        if isinstance(node.func, ast.Name) and node.func.id in MEASURES:
            return NONE
        if isinstance(node.func, ast.Name) and node.func.id == "super":
            return frozenset({"@super"})
        callees = self.value(node.func)
        if callees and callees <= DUMPS:
            return NONE
        found = {f"{each}()" if each[0] not in "$" else each for each in callees if not each.endswith("()()")}
        for part in (*node.args, *(each.value for each in node.keywords)):
            found |= {_origin(each) for each in self.value(part) if each[0] in "$@" and each != "@"}
        return _few(found)


def _origin(name: str) -> str:
    return name.partition(".")[0].replace("()", "")


def _attribute(name: str, attribute: str) -> str:
    if name.startswith("$") or name.count(".") > 8:
        return name
    if name == "@":
        return f"@{attribute}"
    return f"{name}.{attribute}"


def _few(values: Iterable[str]) -> Values:
    return frozenset(sorted(set(values))[:MANY])
