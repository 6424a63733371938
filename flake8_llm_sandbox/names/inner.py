"""Programs that stand in a program as text which it runs: `exec("x = 1")`, `timeit("work()", setup="import math")`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_llm_sandbox.names.scopes import Scope
from flake8_llm_sandbox.parser import parse
from flake8_llm_sandbox.walk import last_name, moved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_llm_sandbox.names.scopes import Program

RUN = frozenset({"eval", "exec"})
TIMED = frozenset({"Timer", "repeat", "timeit"})
TIMER_KEYWORDS = frozenset({"globals", "number", "repeat", "setup", "stmt", "timer"})
# What a function runs does not bind the names of the function.
BINDING = (
    ast.AnnAssign,
    ast.AsyncFunctionDef,
    ast.Assign,
    ast.AugAssign,
    ast.ClassDef,
    ast.Delete,
    ast.ExceptHandler,
    ast.For,
    ast.FunctionDef,
    ast.Import,
    ast.ImportFrom,
    ast.NamedExpr,
    ast.With,
)
ELSEWHERE = (ast.Global, ast.Nonlocal)


def programs(call: ast.Call, scope: Scope, program: Program) -> list[tuple[ast.stmt, Scope]]:
    """Return the statements that ``call`` runs, each with its scope; none if that is not surely all of them."""
    name, owner = last_name(call.func), getattr(call.func, "value", None)
    if any(isinstance(each, ast.Starred) for each in call.args) or (not call.args and not call.keywords):
        return []
    if name in RUN and (owner is None or last_name(owner) == "builtins"):
        return _run(call, scope, only=True)
    if name == "run" and owner is not None and last_name(owner) in ("cProfile", "profile"):
        return _run(call, scope.module(), only=False)
    if name in TIMED and "timeit" in (program.names if owner is None else {last_name(owner)}):
        return _timed(call, scope)
    return []


def _run(call: ast.Call, scope: Scope, *, only: bool) -> list[tuple[ast.stmt, Scope]]:
    """Return what runs in ``scope``, where the text is all that is given."""
    if call.keywords or (only and len(call.args) > 1):
        return []
    body = list(_statements(call.args[0]))
    inside = [part for statement in body for part in ast.walk(statement)]
    is_inner = scope.kind not in ("class", "module")
    unseen = (*ELSEWHERE, *BINDING) if is_inner else ELSEWHERE
    return [] if any(isinstance(part, unseen) for part in inside) else [(each, scope) for each in body]


def _timed(call: ast.Call, scope: Scope) -> list[tuple[ast.stmt, Scope]]:
    """Return what is timed: it sees names of its own, and the module's if it is given those."""
    named = {keyword.arg or "**": keyword.value for keyword in call.keywords}
    given = {**dict(zip(("stmt", "setup"), call.args, strict=False)), **named}
    space = given.get("globals")
    is_own = space is None or ast.unparse(space) == "globals()"
    if "stmt" not in given or not is_own or not named.keys() <= TIMER_KEYWORDS or len(call.args) > 2:
        return []
    inner = Scope("function", scope.module() if space else Scope("module"))
    parts = [list(_statements(given[each])) for each in ("setup", "stmt") if each in given]
    return [(each, inner) for part in parts for each in part] if all(parts) else []


def _statements(text: ast.expr) -> Iterator[ast.stmt]:
    """Yield the statements of a constant, placed where it stands."""
    value = text.value if isinstance(text, ast.Constant) else None
    if isinstance(value, str):
        try:
            body = parse(value.strip()).body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return
        skipped = len(value) - len(value.lstrip())
        yield from moved(body, text, value.count("\n", 0, skipped), 0)
