"""Who binds which name where: one walk over the tree, recorded as data for ``resolve``."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Union

import libcst as cst

from flake8_llm_sandbox.walk import children, dotted, identifier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Step = Union[int, str]  # an item's number, "each" of an iterable, what "enter"ing a context gives, or "rest"
EACH, ENTER, REST = "each", "enter", "rest"


@dataclass(eq=False)
class Scope:
    """A region of names: ``kind`` is module, class, function or comprehension."""

    kind: str
    parent: Scope | None = None
    node: cst.CSTNode | None = None  # the definition whose inside this is
    bindings: dict[str, list[Binding]] = field(default_factory=lambda: defaultdict(list))
    elsewhere: dict[str, Scope] = field(default_factory=dict)  # global and nonlocal names
    stars: list[str] = field(default_factory=list)  # modules whose every name is here
    deleted: set[str] = field(default_factory=set)
    returns: list[cst.BaseExpression] = field(default_factory=list)

    def module(self) -> Scope:
        return self if self.parent is None else self.parent.module()

    def enclosing(self, name: str) -> Scope:
        """Return the function scope around this one that binds ``name``."""
        scope = self.parent
        while scope and not (scope.kind == "function" and name in scope.bindings):
            scope = scope.parent
        return scope or self


@dataclass(frozen=True, eq=False)
class Binding:
    """One meaning of a name: ``path`` leads from ``value``, evaluated in ``scope``, to it."""

    value: cst.CSTNode | str | None  # an expression or definition, the dotted name of an import, or nothing known
    scope: Scope
    path: tuple[Step, ...] = ()
    order: int = 0
    certain: bool = False  # not inside an `if`, loop or `try`


@dataclass(frozen=True, eq=False)
class Site:
    """A place that rules may have something to say about."""

    node: cst.CSTNode
    scope: Scope


@dataclass(eq=False)
class Program:
    """Everything that one walk has seen."""

    root: Scope
    sites: list[Site] = field(default_factory=list)
    parents: dict[cst.CSTNode, cst.CSTNode] = field(default_factory=dict)
    scopes: dict[cst.CSTNode, Scope] = field(default_factory=dict)  # of functions, lambdas, classes, comprehensions
    calls: dict[str, list[tuple[cst.Call, Scope]]] = field(default_factory=lambda: defaultdict(list))
    attributes: dict[str, list[Binding]] = field(default_factory=lambda: defaultdict(list))
    orders: dict[cst.CSTNode, int] = field(default_factory=dict)  # of names read
    names: set[str] = field(default_factory=set)  # every identifier, to compare with what CPython sees


SITES = (
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
)
CONDITIONAL = (cst.If, cst.Else, cst.Try, cst.TryStar, cst.For, cst.While, cst.With, cst.Match)


def scan(module: cst.Module) -> Program:
    """Walk ``module`` once and return what it binds and mentions."""
    return _Scanner(module).run()


class _Scanner:
    """The walk's state; each handler binds names and says which parts come next, in which scope."""

    def __init__(self, module: cst.Module) -> None:
        self.program = Program(Scope("module"))
        self.stack: list[tuple[cst.CSTNode, Scope, bool]] = [(module, self.program.root, True)]
        self.order = 0
        self.certain = True

    def run(self) -> Program:
        while self.stack:
            node, scope, self.certain = self.stack.pop()
            self.order += 1
            if isinstance(node, SITES):
                self.program.sites.append(Site(node, scope))
            handler = HANDLERS.get(type(node))
            parts = handler(self, node, scope) if handler else ((child, scope) for child in children(node))
            certain = self.certain and not isinstance(node, CONDITIONAL)
            below = [(child, inner, certain) for child, inner in parts]
            for child, _, _ in below:
                self.program.parents[child] = node
            self.stack.extend(reversed(below))
        return self.program

    def bind(self, name: str, value: cst.CSTNode | str | None, scope: Scope, path: tuple[Step, ...] = ()) -> None:
        self.program.names.update(name.split("."))
        home = scope.elsewhere.get(name, scope)
        certain = self.certain and home is scope
        home.bindings[name].append(Binding(value, scope, path, self.order, certain))

    def assign(self, target: cst.CSTNode, value: cst.CSTNode, scope: Scope, path: tuple[Step, ...], at: Scope) -> None:
        """Bind the names in ``target``, in ``scope``, to parts of ``value``, which is evaluated ``at`` a scope."""
        if isinstance(target, cst.Name):
            name = identifier(target)
            self.program.names.add(name)
            home = scope.elsewhere.get(name, scope)
            certain = self.certain and home is scope
            home.bindings[name].append(Binding(value, at, path, self.order, certain))
        elif isinstance(target, cst.Attribute):
            self.program.attributes[identifier(target.attr)].append(Binding(value, at, path))
        elif isinstance(target, (cst.Tuple, cst.List)):
            starred = False
            for number, element in enumerate(target.elements):
                starred = starred or isinstance(element, cst.StarredElement)
                self.assign(element.value, value, scope, (*path, REST if starred else number), at)

    def targets(self, target: cst.CSTNode, scope: Scope) -> Iterator[tuple[cst.CSTNode, Scope]]:
        """Yield what of an assignment target is evaluated: `a` and `b` of `a[b]`, and `a.b` itself."""
        if isinstance(target, (cst.Tuple, cst.List)):
            for element in target.elements:
                yield from self.targets(element.value, scope)
        elif not isinstance(target, cst.Name):
            yield target, scope


def _function(scan: _Scanner, node: cst.FunctionDef, scope: Scope) -> Iterator[tuple[cst.CSTNode, Scope]]:
    scan.bind(identifier(node.name), node, scope)
    inner = scan.program.scopes[node] = Scope("function", scope, node)
    yield from ((decorator, scope) for decorator in node.decorators)
    yield from _parameters(scan, node, scope, inner)
    if node.returns:
        yield node.returns, scope
    yield node.body, inner


def _lambda(scan: _Scanner, node: cst.Lambda, scope: Scope) -> Iterator[tuple[cst.CSTNode, Scope]]:
    inner = scan.program.scopes[node] = Scope("function", scope, node, returns=[node.body])
    yield from _parameters(scan, node, scope, inner)
    yield node.body, inner


def _parameters(
    scan: _Scanner, function: cst.FunctionDef | cst.Lambda, scope: Scope, inner: Scope
) -> Iterator[tuple[cst.CSTNode, Scope]]:
    for part in children(function.params):
        if isinstance(part, cst.Param):
            scan.bind(identifier(part.name), part, inner)
            scan.program.parents[part] = function
            yield from ((value, scope) for value in (part.annotation, part.default) if value)


def _class(scan: _Scanner, node: cst.ClassDef, scope: Scope) -> Iterator[tuple[cst.CSTNode, Scope]]:
    scan.bind(identifier(node.name), node, scope)
    inner = scan.program.scopes[node] = Scope("class", scope, node)
    for part in (*node.decorators, *node.bases, *node.keywords):
        yield part, scope
    yield node.body, inner


def _comprehension(
    scan: _Scanner, node: cst.BaseComp | cst.DictComp, scope: Scope
) -> Iterator[tuple[cst.CSTNode, Scope]]:
    inner = scan.program.scopes[node] = Scope("comprehension", scope, node)
    part: cst.CompFor | None = node.for_in
    outer = scope  # the first iterable alone is evaluated outside
    while part:
        scan.assign(part.target, part.iter, inner, (EACH,), outer)
        yield part.iter, outer
        yield from scan.targets(part.target, inner)
        yield from ((condition.test, inner) for condition in part.ifs)
        part, outer = part.inner_for_in, inner
    elements = (node.key, node.value) if isinstance(node, cst.DictComp) else (node.elt,)
    yield from ((element, inner) for element in elements)


def _assign(scan: _Scanner, node: cst.Assign, scope: Scope) -> Iterator[tuple[cst.CSTNode, Scope]]:
    for target in node.targets:
        scan.assign(target.target, node.value, scope, (), scope)
    yield node.value, scope
    for target in node.targets:
        yield from scan.targets(target.target, scope)


def _annotated(scan: _Scanner, node: cst.AnnAssign, scope: Scope) -> Iterator[tuple[cst.CSTNode, Scope]]:
    yield node.annotation, scope
    scan.assign(node.target, node.value or node.annotation.annotation, scope, () if node.value else (ENTER,), scope)
    if node.value:
        yield node.value, scope
    yield from scan.targets(node.target, scope)


def _augmented(scan: _Scanner, node: cst.AugAssign, scope: Scope) -> Iterator[tuple[cst.CSTNode, Scope]]:
    scan.assign(node.target, node, scope, (), scope)
    yield node.value, scope
    yield from scan.targets(node.target, scope)


def _for(scan: _Scanner, node: cst.For, scope: Scope) -> Iterator[tuple[cst.CSTNode, Scope]]:
    scan.certain = False
    scan.assign(node.target, node.iter, scope, (EACH,), scope)
    yield node.iter, scope
    yield from scan.targets(node.target, scope)
    yield node.body, scope
    if node.orelse:
        yield node.orelse, scope


def _with_item(scan: _Scanner, node: cst.WithItem, scope: Scope) -> Iterator[tuple[cst.CSTNode, Scope]]:
    yield node.item, scope
    if node.asname:
        scan.assign(node.asname.name, node.item, scope, (ENTER,), scope)
        yield from scan.targets(node.asname.name, scope)


def _walrus(scan: _Scanner, node: cst.NamedExpr, scope: Scope) -> Iterator[tuple[cst.CSTNode, Scope]]:
    home = scope
    while home.kind == "comprehension" and home.parent:
        home = home.parent
    scan.certain = False
    scan.assign(node.target, node.value, home, (), scope)
    yield node.value, scope


def _import(scan: _Scanner, node: cst.Import, scope: Scope) -> Iterator[tuple[cst.CSTNode, Scope]]:
    for alias in node.names:
        module = dotted(alias.name)
        scan.program.names.update(module.split("."))
        if alias.asname:
            scan.bind(dotted(alias.asname.name), module, scope)
        else:
            root = module.partition(".")[0]
            scan.bind(root, root, scope)
    yield from ()


def _import_from(scan: _Scanner, node: cst.ImportFrom, scope: Scope) -> Iterator[tuple[cst.CSTNode, Scope]]:
    module = imported_from(node)
    scan.program.names.update(module.split("."))
    if isinstance(node.names, cst.ImportStar):
        scope.stars.append(module)
        return
    for alias in node.names:
        name = dotted(alias.name)
        scan.program.names.add(name)
        scan.bind(dotted(alias.asname.name) if alias.asname else name, f"{module}.{name}", scope)
    yield from ()


def imported_from(node: cst.ImportFrom) -> str:
    """Return the module of a ``from`` import; dots of a relative one become empty names that match nothing."""
    return "." * len(node.relative) + (dotted(node.module) if node.module else "")


def _except(scan: _Scanner, node: cst.ExceptHandler, scope: Scope) -> Iterator[tuple[cst.CSTNode, Scope]]:
    if node.name and isinstance(node.name.name, cst.Name):
        scan.bind(identifier(node.name.name), None, scope)
    yield from ((part, scope) for part in (node.type, node.body) if part)


def _match(scan: _Scanner, node: cst.Match, scope: Scope) -> Iterator[tuple[cst.CSTNode, Scope]]:
    yield node.subject, scope
    for case in node.cases:
        if isinstance(case.pattern, cst.MatchAs) and case.pattern.name and not case.pattern.pattern:
            scan.assign(case.pattern.name, node.subject, scope, (), scope)
        yield case, scope


def _capture(scan: _Scanner, node: cst.MatchAs | cst.MatchStar, scope: Scope) -> Iterator[tuple[cst.CSTNode, Scope]]:
    if node.name:
        scan.certain = False
        scan.bind(identifier(node.name), None, scope)
    pattern = getattr(node, "pattern", None)
    if pattern:
        yield pattern, scope


def _match_mapping(scan: _Scanner, node: cst.MatchMapping, scope: Scope) -> Iterator[tuple[cst.CSTNode, Scope]]:
    if node.rest:
        scan.bind(identifier(node.rest), None, scope)
    yield from ((element, scope) for element in node.elements)


def _match_keyword(
    scan: _Scanner, node: cst.MatchKeywordElement, scope: Scope
) -> Iterator[tuple[cst.CSTNode, Scope]]:
    scan.program.names.add(identifier(node.key))
    yield node.pattern, scope


def _global(scan: _Scanner, node: cst.Global | cst.Nonlocal, scope: Scope) -> Iterator[tuple[cst.CSTNode, Scope]]:
    for item in node.names:
        name = identifier(item.name)
        scan.program.names.add(name)
        scope.elsewhere[name] = scope.module() if isinstance(node, cst.Global) else scope.enclosing(name)
    yield from ()


def _delete(scan: _Scanner, node: cst.Del, scope: Scope) -> Iterator[tuple[cst.CSTNode, Scope]]:
    stack: list[cst.CSTNode] = [node.target]
    while stack:
        target = stack.pop()
        if isinstance(target, cst.Name):
            scan.program.names.add(identifier(target))
            scope.elsewhere.get(identifier(target), scope).deleted.add(identifier(target))
        elif isinstance(target, (cst.Tuple, cst.List)):
            stack.extend(element.value for element in target.elements)
        else:
            yield target, scope


def _type_alias(scan: _Scanner, node: cst.TypeAlias, scope: Scope) -> Iterator[tuple[cst.CSTNode, Scope]]:
    scan.bind(identifier(node.name), node.value, scope)
    yield from ((part, scope) for part in (node.type_parameters, node.value) if part)


def _type_parameter(
    scan: _Scanner, node: cst.TypeVar | cst.TypeVarTuple | cst.ParamSpec, scope: Scope
) -> Iterator[tuple[cst.CSTNode, Scope]]:
    scan.bind(identifier(node.name), None, scope)
    bound = getattr(node, "bound", None)
    if bound:
        yield bound, scope


def _name(scan: _Scanner, node: cst.Name, scope: Scope) -> Iterator[tuple[cst.CSTNode, Scope]]:
    scan.program.names.add(identifier(node))
    scan.program.orders[node] = scan.order
    yield from ()


def _attribute(scan: _Scanner, node: cst.Attribute, scope: Scope) -> Iterator[tuple[cst.CSTNode, Scope]]:
    scan.program.names.add(identifier(node.attr))
    yield node.value, scope


def _call(scan: _Scanner, node: cst.Call, scope: Scope) -> Iterator[tuple[cst.CSTNode, Scope]]:
    callee = node.func
    if isinstance(callee, (cst.Name, cst.Attribute)):
        name = callee if isinstance(callee, cst.Name) else callee.attr
        scan.program.calls[identifier(name)].append((node, scope))
    yield node.func, scope
    yield from ((argument, scope) for argument in node.args)


def _argument(scan: _Scanner, node: cst.Arg, scope: Scope) -> Iterator[tuple[cst.CSTNode, Scope]]:
    if node.keyword:
        scan.program.names.add(identifier(node.keyword))
    yield node.value, scope


def _return(scan: _Scanner, node: cst.Return, scope: Scope) -> Iterator[tuple[cst.CSTNode, Scope]]:
    if node.value:
        scope.returns.append(node.value)
        yield node.value, scope


HANDLERS: dict[type[cst.CSTNode], Callable[..., Iterator[tuple[cst.CSTNode, Scope]]]] = {
    cst.AnnAssign: _annotated,
    cst.Arg: _argument,
    cst.Assign: _assign,
    cst.Attribute: _attribute,
    cst.AugAssign: _augmented,
    cst.Call: _call,
    cst.ClassDef: _class,
    cst.Del: _delete,
    cst.DictComp: _comprehension,
    cst.ExceptHandler: _except,
    cst.ExceptStarHandler: _except,
    cst.For: _for,
    cst.FunctionDef: _function,
    cst.GeneratorExp: _comprehension,
    cst.Global: _global,
    cst.Import: _import,
    cst.ImportFrom: _import_from,
    cst.Lambda: _lambda,
    cst.ListComp: _comprehension,
    cst.Match: _match,
    cst.MatchAs: _capture,
    cst.MatchKeywordElement: _match_keyword,
    cst.MatchMapping: _match_mapping,
    cst.MatchStar: _capture,
    cst.Name: _name,
    cst.NamedExpr: _walrus,
    cst.Nonlocal: _global,
    cst.ParamSpec: _type_parameter,
    cst.Return: _return,
    cst.SetComp: _comprehension,
    cst.TypeAlias: _type_alias,
    cst.TypeVar: _type_parameter,
    cst.TypeVarTuple: _type_parameter,
    cst.WithItem: _with_item,
}
