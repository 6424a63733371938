"""Proof that a path is one that `tempfile` or pytest has made for this program, or lies below one."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flake8_llm_sandbox.meaning.folding import exact
from flake8_llm_sandbox.meaning.kinds import Const, Local, Ref
from flake8_llm_sandbox.names.scopes import EACH, ENTER
from flake8_llm_sandbox.patching import is_fixture, is_test
from flake8_llm_sandbox.walk import last_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flake8_llm_sandbox.meaning.resolver import Resolver
    from flake8_llm_sandbox.names.scopes import Binding, Scope

MADE = frozenset({"tempfile.NamedTemporaryFile", "tempfile.TemporaryDirectory", "tempfile.mkdtemp"})
FIXTURES = frozenset({"tmp_path", "tmpdir"})
SAME = frozenset(
    """builtins.str os.fspath os.path.abspath os.path.join os.path.realpath pathlib.Path pathlib.Path.absolute
    pathlib.Path.joinpath pathlib.Path.resolve""".split()
)
GROWING = frozenset({"add", "append", "clear"})
MEMBERS = frozenset("glob iterdir rglob".split())
BELOW = re.compile(r"(?![/~\\]|[A-Za-z]:)(?!.*\.\.).+", re.DOTALL)
MAX_STEPS = 60
Step = int | str


@dataclass
class Proof:
    """One proof, which ends where it needs itself or takes too many steps."""

    resolver: Resolver
    steps: int = 0
    asked: set[tuple[ast.AST, tuple[Step, ...]]] = field(default_factory=set)

    def holds(self, node: ast.AST, scope: Scope, path: tuple[Step, ...] = ()) -> bool:
        """Return whether the part at ``path`` of what ``node`` is belongs to the program alone."""
        self.steps += 1
        if self.steps > MAX_STEPS or (node, path) in self.asked:
            return False
        self.asked.add((node, path))
        if isinstance(node, ast.Name):
            return self._name(node.id, scope, path)
        if isinstance(node, ast.arg):
            return not path and self._parameter(node)
        if isinstance(node, ast.Attribute):
            return self._attribute(node, scope, path)
        if isinstance(node, ast.BinOp):
            return isinstance(node.op, ast.Div) and self._below(node.left, [node.right], scope)
        if isinstance(node, (ast.List, ast.Set)) and path[:1] == (EACH,):
            return all(self.holds(each, scope, path[1:]) for each in node.elts)
        if isinstance(node, ast.Tuple) and path and isinstance(path[0], int):
            return path[0] < len(node.elts) and self.holds(node.elts[path[0]], scope, path[1:])
        return isinstance(node, ast.Call) and self._call(node, scope, path)

    def _name(self, name: str, scope: Scope, path: tuple[Step, ...]) -> bool:
        home: Scope | None = scope
        while home and name not in home.bindings:
            home = home.parent
        if home is None or name in scope.elsewhere or (home.kind == "module" and scope is not home):
            return False  # other modules may bind it too, before the function runs
        rebinds = any(name in inner.elsewhere for inner in self.resolver.program.scopes.values())
        return not rebinds and self._is_closed(name, path) and self._all(home.bindings[name], path)

    def _all(self, bindings: Iterable[Binding], path: tuple[Step, ...] = ()) -> bool:
        """Return whether each of the bindings gives what is the program's own, or nothing yet."""
        found = list(bindings)
        values = [binding for binding in found if not _is_none(binding.value)]
        return bool(values) and all(
            isinstance(each.value, ast.AST) and self.holds(each.value, each.scope, (*each.path, *path))
            for each in values
        )

    def _parameter(self, node: ast.arg) -> bool:
        """Return whether a test or fixture is given it by pytest: a folder of its own, or a fixture of the program."""
        program = self.resolver.program
        function = program.parents[node]
        if not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)) or node in program.defaults:
            return False
        if not is_test(function) or function.name in program.calls:
            return False
        if node.arg in FIXTURES:
            return True
        fixtures = self.resolver.lookup(node.arg, program.root)
        return bool(fixtures) and all(
            isinstance(each, Local) and is_fixture(each.node) and self._gives(each, ()) for each in fixtures
        )

    def _gives(self, function: Local, path: tuple[Step, ...]) -> bool:
        """Return whether a function gives, or yields, what is its own."""
        scope = self.resolver.program.scopes[function.node]
        if scope.yields:
            return self._all(scope.yields, path)
        return bool(scope.returns) and all(self.holds(each, scope, path) for each in scope.returns)

    def _attribute(self, node: ast.Attribute, scope: Scope, path: tuple[Step, ...]) -> bool:
        if node.attr == "name" and not path and "name" not in self.resolver.program.attributes:
            return self.holds(node.value, scope)
        bindings = self.resolver.program.attributes.get(node.attr, ())
        return self._is_closed(node.attr, path) and self._all(bindings, path)

    def _is_closed(self, name: str, path: tuple[Step, ...]) -> bool:
        """Return whether what lies in the list ``name``, if it is one, can only be what the program is seen to put there."""
        program = self.resolver.program
        sites = [site.node for site in program.sites if last_name(site.node) == name]
        return path[:1] != (EACH,) or all(_only_grows(node, program.parents) for node in sites)

    def _call(self, node: ast.Call, scope: Scope, path: tuple[Step, ...]) -> bool:
        callees = self.resolver.evaluate(node.func, scope)
        names = {each.name if isinstance(each, Ref) else "" for each in callees}
        if names == {"tempfile.mkstemp"}:
            return path == (1,)
        if names and names <= MADE:
            return path in ((), (ENTER,))
        if path[:1] == (EACH,) and last_name(node.func) in MEMBERS and isinstance(node.func, ast.Attribute):
            return self.holds(node.func.value, scope, path[1:])
        if len(callees) == 1 and isinstance(callees[0], Local):
            return self._of_function(callees[0], path)
        given = list(node.args)
        if isinstance(node.func, ast.Attribute) and not _is_module(callees):
            given.insert(0, node.func.value)
        is_same = names <= SAME or last_name(node.func) in ("joinpath", "resolve")
        if path or node.keywords or not is_same or not given:
            return False
        return self._below(given[0], given[1:], scope)

    def _of_function(self, function: Local, path: tuple[Step, ...]) -> bool:
        node = function.node
        if not isinstance(node, ast.FunctionDef):
            return False
        names = {last_name(each) for each in node.decorator_list}
        if names == {"contextmanager"} and path[:1] == (ENTER,):
            return self._gives(function, path[1:])
        return not names and self._gives(function, path)

    def _below(self, start: ast.expr, parts: list[ast.expr], scope: Scope) -> bool:
        """Return whether ``parts`` lead to what is in ``start``, which is the program's own."""
        found = [value for part in parts for value in self.resolver.evaluate(part, scope)]
        is_inside = all(
            isinstance(value, Const)
            and isinstance(value.value, str)
            and exact(value.value)
            and BELOW.match(value.value)
            for value in found
        )
        return is_inside and self.holds(start, scope)


def _only_grows(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    """Return whether a list is bound, gone through, emptied, asked whether it holds something, or gets one thing more."""
    parent = parents[node]
    if isinstance(parent, ast.Attribute):
        call = parents[parent]
        return isinstance(call, ast.Call) and call.func is parent and parent.attr in GROWING
    if isinstance(parent, (ast.AnnAssign, ast.Assign)):
        return parent.value is not node
    if isinstance(parent, ast.For):
        return parent.iter is node
    return isinstance(parent, (ast.If, ast.While)) and parent.test is node


def _is_none(node: object) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _is_module(callees: Iterable[object]) -> bool:
    """Return whether a function, not a method of a path, is called: `os.path.join`."""
    return all(isinstance(each, Ref) and not each.name.startswith("pathlib.Path.") for each in callees)
