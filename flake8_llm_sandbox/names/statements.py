"""Names that statements and expressions bind, and the order in which their parts are walked."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_llm_sandbox import library
from flake8_llm_sandbox.models import exported
from flake8_llm_sandbox.names.inner import programs
from flake8_llm_sandbox.names.patterns import PATTERNS
from flake8_llm_sandbox.names.scopes import EACH, ENTER, Binding, Scope, Site
from flake8_llm_sandbox.walk import given, imported_from, last_name

if TYPE_CHECKING:
    from flake8_llm_sandbox.names.scan import Handler, Parts, Scanner


MERGING = frozenset({"extend", "update"})
INTO_FIRST = frozenset("heappush insort insort_left insort_right".split())
STORING = frozenset("add append appendleft insert put put_nowait set setdefault".split())


def _assign(scan: Scanner, node: ast.Assign, scope: Scope) -> Parts:
    for target in node.targets:
        scan.assign(target, node.value, scope, (), scope)
    yield node.value, scope
    for target in node.targets:
        yield from scan.targets(target, scope)


def _annotated(scan: Scanner, node: ast.AnnAssign, scope: Scope) -> Parts:
    scan.annotate(node, node.annotation)
    yield node.annotation, scope
    scan.certain = scan.certain and node.value is not None
    scan.assign(node.target, node.value or node, scope, (), scope)
    if node.value:
        yield node.value, scope
    yield from scan.targets(node.target, scope)


def _augmented(scan: Scanner, node: ast.AugAssign, scope: Scope) -> Parts:
    scan.assign(node.target, node, scope, (), scope)
    yield node.value, scope
    yield from scan.targets(node.target, scope)


def _for(scan: Scanner, node: ast.For | ast.AsyncFor, scope: Scope) -> Parts:
    scan.certain = False
    scan.assign(node.target, node.iter, scope, (EACH,), scope)
    yield node.iter, scope
    yield from scan.targets(node.target, scope)
    yield from ((statement, scope) for statement in (*node.body, *node.orelse))


def _with_item(scan: Scanner, node: ast.withitem, scope: Scope) -> Parts:
    yield node.context_expr, scope
    if node.optional_vars:
        scan.assign(node.optional_vars, node.context_expr, scope, (ENTER,), scope)
        yield from scan.targets(node.optional_vars, scope)


def _walrus(scan: Scanner, node: ast.NamedExpr, scope: Scope) -> Parts:
    home = scope
    while home.kind == "comprehension" and home.parent:
        home = home.parent
    scan.certain = False
    scan.assign(node.target, node.value, home, (), scope)
    yield node.value, scope


def _import(scan: Scanner, node: ast.Import, scope: Scope) -> Parts:
    for alias in node.names:
        scan.program.names.update(alias.name.split("."))
        root = alias.name.partition(".")[0]
        scan.bind(alias.asname or root, alias.name if alias.asname else root, scope)
    yield from ()


def _import_from(scan: Scanner, node: ast.ImportFrom, scope: Scope) -> Parts:
    module = imported_from(node)
    for alias in node.names:
        if alias.name == "*":
            _import_all(scan, module, scope)
        else:
            scan.program.names.add(alias.name)
            name = alias.asname or alias.name
            if module == "__main__":  # as text that is timed imports what this module defines
                scan.bind(name, ast.Name(alias.name, ast.Load()), scope, at=scan.program.root)
            else:
                scan.bind(name, f"{module}.{alias.name}", scope)
    yield from ()


def _import_all(scan: Scanner, module: str, scope: Scope) -> None:
    """Bind what a star stands for in some version of Python, so that builtins of that name may still be meant."""
    names = exported(module)
    if not names:
        scope.stars.append(module)
    certain, scan.certain = scan.certain, False
    for name in sorted(names):
        scan.bind(name, f"{module}.{name}", scope)
    scan.certain = certain


def _except(scan: Scanner, node: ast.ExceptHandler, scope: Scope) -> Parts:
    if node.name:
        scan.bind(node.name, node, scope)
        scope.elsewhere.get(node.name, scope).deleted.add(node.name)  # as the block ends
    if node.type:
        yield node.type, scope
    yield from ((statement, scope) for statement in node.body)


def _global(scan: Scanner, node: ast.Global | ast.Nonlocal, scope: Scope) -> Parts:
    for name in node.names:
        scan.program.names.add(name)
        scope.elsewhere[name] = scope.module() if isinstance(node, ast.Global) else scope.enclosing(name)
    yield from ()


def _delete(scan: Scanner, node: ast.Delete, scope: Scope) -> Parts:
    stack: list[ast.expr] = list(node.targets)
    while stack:
        target = stack.pop()
        if isinstance(target, ast.Name):
            scan.program.names.add(target.id)
            scope.elsewhere.get(target.id, scope).deleted.add(target.id)
        elif isinstance(target, (ast.Tuple, ast.List)):
            stack.extend(target.elts)
        else:
            yield target, scope


def _name(scan: Scanner, node: ast.Name, scope: Scope) -> Parts:
    scan.program.names.add(node.id)
    if library.is_builtin(node.id):
        scan.program.orders[node] = scan.order
    return ()


def _constant(scan: Scanner, node: ast.Constant, scope: Scope) -> Parts:
    if isinstance(node.value, (str, bytes)):
        scan.program.sites.append(Site(node, scope))
    return ()


def _formatted(scan: Scanner, node: ast.JoinedStr, scope: Scope) -> Parts:
    """Walk what stands in braces; the text between belongs to the whole."""
    yield from ((part, scope) for part in node.values if not isinstance(part, ast.Constant))


def _attribute(scan: Scanner, node: ast.Attribute, scope: Scope) -> Parts:
    scan.program.names.add(node.attr)
    return ((node.value, scope),)


def _call(scan: Scanner, node: ast.Call, scope: Scope) -> Parts:
    callee = node.func
    scan.call(node, scope)
    if isinstance(callee, ast.Attribute) and callee.attr in STORING:
        scan.store(callee.value, list(given(node)), scope)
    elif isinstance(callee, ast.Attribute) and callee.attr in MERGING:
        scan.merge(callee.value, node.args, scope)
        scan.store(callee.value, [keyword.value for keyword in node.keywords], scope)
    elif last_name(callee) in INTO_FIRST and len(node.args) > 1:
        scan.store(node.args[0], node.args[1:], scope)
    elif isinstance(callee, ast.Attribute) and callee.attr == "add_argument":
        scan.add_argument(node, scope)
    elif isinstance(callee, ast.Name) and callee.id == "setattr" and len(node.args) == 3:
        scan.set_attribute(node, scope)
    run = programs(node, scope, scan.program)
    if run:
        scan.program.inner.add(node)
        scan.certain = False
    return [*((part, scope) for part in (callee, *node.args, *node.keywords)), *run]


def _raise(scan: Scanner, node: ast.Raise, scope: Scope) -> Parts:
    if node.exc:
        scan.program.raised.append(Binding(node.exc, scope))
    return [(part, scope) for part in (node.exc, node.cause) if part]


def _return(scan: Scanner, node: ast.Return, scope: Scope) -> Parts:
    if node.value:
        scope.returns.append(node.value)
        yield node.value, scope


def _yield(scan: Scanner, node: ast.Yield, scope: Scope) -> Parts:
    scope.yields.append(Binding(node.value, scope))
    if node.value:
        yield node.value, scope


def _yield_from(scan: Scanner, node: ast.YieldFrom, scope: Scope) -> Parts:
    scope.yields.append(Binding(node.value, scope, (EACH,)))
    yield node.value, scope


STATEMENTS: dict[type[ast.AST], Handler] = {
    **PATTERNS,
    ast.AnnAssign: _annotated,
    ast.Assign: _assign,
    ast.AsyncFor: _for,
    ast.Attribute: _attribute,
    ast.AugAssign: _augmented,
    ast.Call: _call,
    ast.Constant: _constant,
    ast.Delete: _delete,
    ast.ExceptHandler: _except,
    ast.For: _for,
    ast.Global: _global,
    ast.Import: _import,
    ast.ImportFrom: _import_from,
    ast.JoinedStr: _formatted,
    ast.Name: _name,
    ast.NamedExpr: _walrus,
    ast.Nonlocal: _global,
    ast.Raise: _raise,
    ast.Return: _return,
    ast.Yield: _yield,
    ast.YieldFrom: _yield_from,
    ast.withitem: _with_item,
}
