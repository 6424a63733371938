"""Text that is run as code, and only calls what the module itself defines."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_llm_sandbox.harmless.bindings import BINDERS
from flake8_llm_sandbox.meaning.kinds import Local
from flake8_llm_sandbox.parser import parse

if TYPE_CHECKING:
    from flake8_llm_sandbox.meaning.resolver import Resolver

PLAIN = (
    ast.BinOp,
    ast.Call,
    ast.Constant,
    ast.Expr,
    ast.List,
    ast.Load,
    ast.Module,
    ast.Name,
    ast.operator,
    ast.Tuple,
)
KEYWORDS = frozenset({"globals", "number", "repeat", "setup", "stmt"})


def is_plain_statement(call: ast.Call, resolver: Resolver) -> bool:
    """Return whether `timeit("work()", setup="from __main__ import work")` calls functions of this module alone."""
    named = {keyword.arg: keyword.value for keyword in call.keywords}
    if not named.keys() <= KEYWORDS or any(isinstance(each, ast.Starred) for each in call.args):
        return False
    first, second = (*call.args[:2], None, None)[:2]
    statement, setup = named.get("stmt", first), named.get("setup", second)
    space = named.get("globals")
    is_own = space is None or (isinstance(space, ast.Call) and ast.unparse(space) == "globals()")
    binds = BINDERS - ({"globals"} if space else set())
    if not is_own or not binds.isdisjoint(resolver.program.names):
        return False
    if space and len(resolver.reads.get("globals", ())) != 1:
        return False
    return _calls_own(statement, resolver) and (setup is None or _imports_own(setup))


def _calls_own(node: ast.expr | None, resolver: Resolver) -> bool:
    tree = _parsed(node)
    if tree is None:
        return False
    root = resolver.program.root
    parts = list(ast.walk(tree))
    names = {part.id for part in parts if isinstance(part, ast.Name)}
    return all(map(_is_plain, parts)) and all(
        name in root.bindings and all(isinstance(each, Local) for each in resolver.lookup(name, root))
        for name in names
    )


def _is_plain(node: ast.AST) -> bool:
    """Return whether ``node`` computes with numbers; text would get to functions unseen."""
    return isinstance(node, PLAIN) and not isinstance(getattr(node, "value", None), (str, bytes))


def _imports_own(node: ast.expr) -> bool:
    tree = _parsed(node)
    return tree is not None and all(
        isinstance(part, ast.Pass)
        or (
            isinstance(part, ast.ImportFrom)
            and part.module == "__main__"
            and all(alias.name != "*" and not alias.asname for alias in part.names)
        )
        for part in tree.body
    )


def _parsed(node: ast.expr | None) -> ast.Module | None:
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return None
    try:
        return parse(node.value)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
