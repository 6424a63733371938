"""Names that statements and expressions bind, and the order in which their parts are walked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_llm_sandbox.names.scopes import EACH, ENTER, REST, TYPED, Binding, Scope
from flake8_llm_sandbox.walk import children, dotted, identifier, imported_from

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_llm_sandbox.names.scan import Handler, Parts, Scanner
    from flake8_llm_sandbox.names.scopes import Step


STORING = frozenset("add append appendleft insert put setdefault".split())


def _assign(scan: Scanner, node: cst.Assign, scope: Scope) -> Parts:
    for target in node.targets:
        scan.assign(target.target, node.value, scope, (), scope)
    yield node.value, scope
    for target in node.targets:
        yield from scan.targets(target.target, scope)


def _annotated(scan: Scanner, node: cst.AnnAssign, scope: Scope) -> Parts:
    yield node.annotation, scope
    scan.certain = scan.certain and node.value is not None
    scan.assign(
        node.target, node.value or node.annotation.annotation, scope, () if node.value else (TYPED,), scope
    )
    if node.value:
        yield node.value, scope
    yield from scan.targets(node.target, scope)


def _augmented(scan: Scanner, node: cst.AugAssign, scope: Scope) -> Parts:
    scan.assign(node.target, node, scope, (), scope)
    yield node.value, scope
    yield from scan.targets(node.target, scope)


def _for(scan: Scanner, node: cst.For, scope: Scope) -> Parts:
    scan.certain = False
    scan.assign(node.target, node.iter, scope, (EACH,), scope)
    yield node.iter, scope
    yield from scan.targets(node.target, scope)
    yield node.body, scope
    if node.orelse:
        yield node.orelse, scope


def _with_item(scan: Scanner, node: cst.WithItem, scope: Scope) -> Parts:
    yield node.item, scope
    if node.asname:
        scan.assign(node.asname.name, node.item, scope, (ENTER,), scope)
        yield from scan.targets(node.asname.name, scope)


def _walrus(scan: Scanner, node: cst.NamedExpr, scope: Scope) -> Parts:
    home = scope
    while home.kind == "comprehension" and home.parent:
        home = home.parent
    scan.certain = False
    scan.assign(node.target, node.value, home, (), scope)
    yield node.value, scope


def _import(scan: Scanner, node: cst.Import, scope: Scope) -> Parts:
    for alias in node.names:
        module = dotted(alias.name)
        scan.program.names.update(module.split("."))
        if alias.asname:
            scan.bind(dotted(alias.asname.name), module, scope)
        else:
            root = module.partition(".")[0]
            scan.bind(root, root, scope)
    yield from ()


def _import_from(scan: Scanner, node: cst.ImportFrom, scope: Scope) -> Parts:
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


def _except(scan: Scanner, node: cst.ExceptHandler, scope: Scope) -> Parts:
    if node.name and isinstance(node.name.name, cst.Name):
        name = identifier(node.name.name)
        scan.bind(name, None, scope)
        scope.elsewhere.get(name, scope).deleted.add(name)  # as the block ends
    yield from ((part, scope) for part in (node.type, node.body) if part)


def _match(scan: Scanner, node: cst.Match, scope: Scope) -> Parts:
    yield node.subject, scope
    scan.certain = False
    for case in node.cases:
        for name, path in _captures(case.pattern, ()):
            scan.assign(name, node.subject, scope, path, scope)
        yield case, scope


def _captures(pattern: cst.CSTNode, path: tuple[Step, ...]) -> Iterator[tuple[cst.Name, tuple[Step, ...]]]:
    """Yield the names in ``pattern`` and the way to each from the value that is matched at ``path``."""
    if isinstance(pattern, (cst.MatchAs, cst.MatchStar)) and pattern.name:
        yield pattern.name, path
    elif isinstance(pattern, cst.MatchMapping) and pattern.rest:
        yield pattern.rest, path
    starred = False
    for number, part in enumerate(children(pattern)):
        if isinstance(part, cst.MatchKeywordElement):
            yield from _captures(part.pattern, (*path, f".{identifier(part.key)}"))
        elif isinstance(part, cst.MatchMappingElement):
            yield from _captures(part.pattern, (*path, REST))
        elif isinstance(part, cst.MatchSequenceElement) and isinstance(pattern, cst.MatchSequence):
            yield from _captures(part.value, (*path, REST if starred else number))
        elif isinstance(part, cst.MatchOrElement):
            yield from _captures(part.pattern, path)
        elif isinstance(part, (cst.MatchStar, cst.MatchPattern)):
            starred = True
            yield from _captures(part, path)


def _capture(scan: Scanner, node: cst.MatchAs | cst.MatchStar, scope: Scope) -> Parts:
    if node.name:
        scan.certain = False
        scan.bind(identifier(node.name), None, scope)
    pattern = getattr(node, "pattern", None)
    if pattern:
        yield pattern, scope


def _match_mapping(scan: Scanner, node: cst.MatchMapping, scope: Scope) -> Parts:
    if node.rest:
        scan.bind(identifier(node.rest), None, scope)
    yield from ((element, scope) for element in node.elements)


def _match_keyword(scan: Scanner, node: cst.MatchKeywordElement, scope: Scope) -> Parts:
    scan.program.names.add(identifier(node.key))
    yield node.pattern, scope


def _global(scan: Scanner, node: cst.Global | cst.Nonlocal, scope: Scope) -> Parts:
    for item in node.names:
        name = identifier(item.name)
        scan.program.names.add(name)
        scope.elsewhere[name] = scope.module() if isinstance(node, cst.Global) else scope.enclosing(name)
    yield from ()


def _delete(scan: Scanner, node: cst.Del, scope: Scope) -> Parts:
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


def _name(scan: Scanner, node: cst.Name, scope: Scope) -> Parts:
    scan.program.names.add(identifier(node))
    scan.program.orders[node] = scan.order
    yield from ()


def _attribute(scan: Scanner, node: cst.Attribute, scope: Scope) -> Parts:
    scan.program.names.add(identifier(node.attr))
    yield node.value, scope


def _call(scan: Scanner, node: cst.Call, scope: Scope) -> Parts:
    callee = node.func
    if isinstance(callee, (cst.Name, cst.Attribute)):
        name = callee if isinstance(callee, cst.Name) else callee.attr
        scan.program.calls[identifier(name)].append((node, scope))
    if isinstance(callee, cst.Attribute) and identifier(callee.attr) in STORING:
        scan.store(callee.value, [argument.value for argument in node.args], scope)
    yield node.func, scope
    yield from ((argument, scope) for argument in node.args)


def _argument(scan: Scanner, node: cst.Arg, scope: Scope) -> Parts:
    if node.keyword:
        scan.program.names.add(identifier(node.keyword))
    yield node.value, scope


def _return(scan: Scanner, node: cst.Return, scope: Scope) -> Parts:
    if node.value:
        scope.returns.append(node.value)
        yield node.value, scope


def _yield(scan: Scanner, node: cst.Yield, scope: Scope) -> Parts:
    if isinstance(node.value, cst.From):
        scope.yields.append(Binding(node.value.item, scope, (EACH,)))
        yield node.value.item, scope
    elif node.value:
        scope.yields.append(Binding(node.value, scope))
        yield node.value, scope


STATEMENTS: dict[type[cst.CSTNode], Handler] = {
    cst.AnnAssign: _annotated,
    cst.Arg: _argument,
    cst.Assign: _assign,
    cst.Attribute: _attribute,
    cst.AugAssign: _augmented,
    cst.Call: _call,
    cst.Del: _delete,
    cst.ExceptHandler: _except,
    cst.ExceptStarHandler: _except,
    cst.For: _for,
    cst.Global: _global,
    cst.Import: _import,
    cst.ImportFrom: _import_from,
    cst.Match: _match,
    cst.MatchAs: _capture,
    cst.MatchKeywordElement: _match_keyword,
    cst.MatchMapping: _match_mapping,
    cst.MatchStar: _capture,
    cst.Name: _name,
    cst.NamedExpr: _walrus,
    cst.Nonlocal: _global,
    cst.Return: _return,
    cst.WithItem: _with_item,
    cst.Yield: _yield,
}
