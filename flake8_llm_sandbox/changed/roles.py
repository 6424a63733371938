"""What an expression is for: the argument of which function, the value of which name. By that it is found in an older text."""

from __future__ import annotations

import ast
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from flake8_llm_sandbox.deadline import NEVER
from flake8_llm_sandbox.names.scan import scan
from flake8_llm_sandbox.parser import parse
from flake8_llm_sandbox.walk import last_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flake8_llm_sandbox.names.scopes import Program

Role = tuple[str, ...]


class Roles:
    """What the expressions in older texts are for; none are read before that is asked."""

    def __init__(self, sources: Sequence[bytes]) -> None:
        self._sources = sources
        self._texts: dict[Role, set[str]] = {}

    def have(self, program: Program, node: ast.AST) -> bool:
        """Return whether an expression of ``program`` stands in an older text too, for the same thing."""
        role = _role(program, node)
        if role is None or not self._sources:
            return False
        if role not in self._texts:
            self._texts[role] = {ast.unparse(each) for each in self._nodes.get(role, ())}
        return ast.unparse(node) in self._texts[role]

    @cached_property
    def _nodes(self) -> dict[Role, list[ast.AST]]:
        found = defaultdict(list)
        for source in self._sources:
            program = scan(parse(source), NEVER)
            for node in program.parents:
                role = _role(program, node) if isinstance(node, ast.expr) else None
                if role:
                    found[role].append(node)
        return found


def _role(program: Program, node: ast.AST) -> Role | None:
    """Return what a value is given to, by whatever name; None for a part of another value."""
    parent = program.parents.get(node)
    if isinstance(parent, ast.keyword):
        call = program.parents[parent]
        return ("argument", last_name(call.func), parent.arg or "**") if isinstance(call, ast.Call) else None
    if isinstance(parent, ast.Call):
        number = next((number for number, each in enumerate(parent.args) if each is node), None)
        return None if number is None else ("argument", last_name(parent.func), str(number))
    if isinstance(parent, (ast.Assign, ast.AnnAssign, ast.NamedExpr)):
        targets = parent.targets if isinstance(parent, ast.Assign) else [parent.target]
        return ("value", *map(ast.unparse, targets)) if node is parent.value else None
    if isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef)):
        names = [each.arg for each, default in program.defaults.items() if default is node]
        return ("default", parent.name, *names) if names else None
    if isinstance(parent, ast.Return):
        while not isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef, type(None))):
            parent = program.parents.get(parent)
        return ("result", last_name(parent)) if parent else None
    return None
