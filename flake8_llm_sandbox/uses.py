"""How a name of the library is used where it stands: spelled there or handed on, only named, or kept for later."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_llm_sandbox import library
from flake8_llm_sandbox.meaning.functions import FUNCTIONS
from flake8_llm_sandbox.meaning.kinds import Carrier, Getter, Local, Method, Ref, Space
from flake8_llm_sandbox.patching import MOCKS, patches
from flake8_llm_sandbox.walk import last_name

if TYPE_CHECKING:
    from flake8_llm_sandbox.meaning.resolver import Resolver
    from flake8_llm_sandbox.names.scopes import Scope

PARTS_OF_ANNOTATION = (ast.BinOp, ast.List, ast.Subscript, ast.Tuple)
KINDS = frozenset({"builtins.isinstance", "builtins.issubclass"})
SHOWING = frozenset(f"builtins.{name}" for name in ("callable", "hasattr", "id", "print", "repr", "str")) | {
    f"inspect.{name}" for name in ("getdoc", "isclass", "iscoroutinefunction", "isfunction", "signature")
}
# Of which the import alone does something.
ACTING_WHEN_IMPORTED = frozenset({"antigravity"})
SKIPPING = frozenset({"pytest.importorskip"})  # a test, where a library is missing
CASTS = frozenset({"typing.cast", "typing_extensions.cast"})
LOADING = frozenset({"builtins.__import__", "importlib.import_module"})  # each call is reported as such
TABLES = frozenset({"os.environ", "os.environb", "sys.modules"})  # which to show is to read
STORING = (
    ast.AnnAssign,
    ast.Assign,
    ast.AsyncFunctionDef,
    ast.Dict,
    ast.FunctionDef,
    ast.Lambda,
    ast.List,
    ast.NamedExpr,
    ast.Tuple,
)


def spelled(node: ast.expr, value: Ref, scope: Scope, resolver: Resolver) -> bool:
    """Return whether ``node`` is where the program comes by ``value``, and not another name for it."""
    if isinstance(node, ast.Name):
        return _is_outer_name(node.id, value, scope)
    if isinstance(node, ast.Attribute):
        if value.name.endswith("?"):  # it was computed elsewhere
            return False
        return _is_outer_attribute(node, value, scope, resolver)
    if isinstance(node, ast.Call):
        if value.name.endswith("?") and any(isinstance(each, ast.Constant) for each in node.args[1:2]):
            return False
        callees = resolver.evaluate(node.func, scope)
        if value.name.endswith("?") and any(isinstance(callee, Local) for callee in callees):
            return False  # a function of the program hands it on
        if value.name == "?" and all(isinstance(each, Ref) and each.name in LOADING for each in callees):
            return False
        return any(
            isinstance(callee, (Getter, Method)) or (isinstance(callee, Ref) and _gives_names(callee))
            for callee in callees
        )
    if isinstance(node, ast.Subscript):
        owners = resolver.evaluate(node.value, scope)
        if value.name.endswith("?") and owners == (Ref("sys.modules"),):
            return False  # that is reported as such
        return any(isinstance(owner, (Getter, Ref, Space)) for owner in owners)
    return True


def is_direct(node: ast.expr, scope: Scope) -> bool:
    """Return whether ``node`` is a name of an import or of Python itself, or a chain of attributes that begins with one."""
    while isinstance(node, ast.Attribute):
        node = node.value
    if not isinstance(node, ast.Name):
        return False
    home: Scope | None = scope.elsewhere.get(node.id, scope)
    while home:
        if node.id in home.bindings:
            return all(isinstance(binding.value, str) for binding in home.bindings[node.id])
        home = home.parent and home.parent.elsewhere.get(node.id, home.parent)
    return True


def _gives_names(callee: Ref) -> bool:
    return callee.name in FUNCTIONS or callee.name in library.GETTERS


def _is_outer_name(name: str, value: Ref, scope: Scope) -> bool:
    home: Scope | None = scope.elsewhere.get(name, scope)
    attribute = "." + value.name.rpartition(".")[2]  # that a pattern captures: `case object(unlink=name)`
    while home:
        bindings = home.bindings.get(name, ())
        if any(attribute in binding.path for binding in bindings):
            return True
        origins = [binding.value for binding in bindings]
        origins += [f"{module}.{name}" for module in home.stars]
        if any(isinstance(each, str) and library.canonical(each) == value.name for each in origins):
            return True
        home = home.parent and home.parent.elsewhere.get(name, home.parent)
    return library.builtin(name) == value.name


def _is_outer_attribute(node: ast.Attribute, value: Ref, scope: Scope, resolver: Resolver) -> bool:
    if value in resolver.attributes(node.attr):
        owners = (
            owner.of if isinstance(owner, Carrier) else owner
            for owner in resolver.evaluate(node.value, scope)
        )
        return any(
            isinstance(owner, Ref) and library.attribute(owner.name, node.attr) == value.name
            for owner in owners
        )
    return True


def only_named(node: ast.AST, name: str, scope: Scope, resolver: Resolver) -> bool:
    """Return whether a name stands for a kind or is only looked at: in annotations, `isinstance`, `except`, conditions."""
    parent = resolver.program.parents[node]
    # a call may do more than give a name: `methodcaller("system", "ls")(os)`
    if isinstance(parent, ast.Expr) and isinstance(node, ast.Call):
        return name not in ACTING_WHEN_IMPORTED and _is_one_of(SKIPPING, node.func, scope, resolver)
    if _is_condition(node, parent) or _is_annotation(node, resolver):
        return True
    while isinstance(parent, (ast.Tuple, ast.BinOp)):
        node, parent = parent, resolver.program.parents[parent]
    if isinstance(parent, ast.ExceptHandler):
        return True
    if isinstance(parent, ast.keyword) and parent.arg in ("spec", "spec_set"):
        mock = resolver.program.parents[parent]
        return isinstance(mock, ast.Call) and _is_one_of(MOCKS, mock.func, scope, resolver)
    if not isinstance(parent, ast.Call) or node not in parent.args or name in TABLES:
        return False
    if parent.args[0] is node and _is_one_of(CASTS, parent.func, scope, resolver):
        return True
    if parent.args[0] is node and patches(parent.func, scope, resolver):
        return True
    asking = KINDS if parent.args[1:] == [node] else SHOWING
    return _is_one_of(asking, parent.func, scope, resolver)


def _is_one_of(names: frozenset[str], callee: ast.expr, scope: Scope, resolver: Resolver) -> bool:
    found = resolver.evaluate(callee, scope)
    return bool(found) and all(isinstance(each, Ref) and each.name in names for each in found)


def _is_condition(node: ast.AST, parent: ast.AST) -> bool:
    if isinstance(parent, ast.Compare):  # all but `is` hand their operands to methods
        return all(isinstance(operator, (ast.Is, ast.IsNot)) for operator in parent.ops)
    if isinstance(parent, (ast.If, ast.IfExp, ast.While, ast.Assert)):
        return parent.test is node
    if isinstance(parent, ast.Expr):
        return True
    return isinstance(parent, ast.UnaryOp) and isinstance(parent.op, ast.Not)


def _is_annotation(node: ast.AST, resolver: Resolver) -> bool:
    while node not in resolver.program.annotations:
        node = resolver.program.parents[node]
        if not isinstance(node, PARTS_OF_ANNOTATION):
            return False
    return True


def is_for_types(statement: ast.stmt, scope: Scope, resolver: Resolver) -> bool:
    """Return whether an import stands below `if TYPE_CHECKING:`, so that no run comes by it."""
    condition = resolver.program.parents[statement]
    return (
        isinstance(condition, ast.If)
        and statement in condition.body
        and resolver.evaluate(condition.test, scope) == (Ref("typing.TYPE_CHECKING"),)
    )


def is_tried(statement: ast.stmt, resolver: Resolver) -> bool:
    """Return whether an import is tried for an ImportError, which tells whether the library is there."""
    attempt = resolver.program.parents[statement]
    return (
        isinstance(attempt, ast.Try)
        and statement in attempt.body
        and any(
            last_name(each.type) in ("ImportError", "ModuleNotFoundError")
            for each in attempt.handlers
            if each.type
        )
    )


def is_stored(node: ast.AST, resolver: Resolver) -> bool:
    """Return whether a name is kept under another one, or in a display: its calls show there."""
    parent = resolver.program.parents[node]
    while isinstance(parent, (ast.Tuple, ast.List)):
        node, parent = parent, resolver.program.parents[parent]
    return isinstance(parent, STORING) and node not in getattr(parent, "decorator_list", ())
