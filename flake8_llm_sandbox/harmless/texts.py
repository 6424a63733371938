"""Paths as data: text that reaches nothing that could open it, as in a test that has it refused."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flake8_llm_sandbox.harmless.bindings import BINDERS
from flake8_llm_sandbox.meaning.kinds import Const, Local, Method, Ref, Unknown
from flake8_llm_sandbox.walk import last_name

if TYPE_CHECKING:
    from flake8_llm_sandbox.meaning.resolver import Resolver
    from flake8_llm_sandbox.names.scopes import Scope

MAX_STEPS = 100
FunctionDef = ast.FunctionDef | ast.AsyncFunctionDef
# What a text goes into and does not come back from.
ENDS = frozenset(
    f"builtins.{name}"
    for name in """AssertionError Exception FileNotFoundError KeyError LookupError OSError PermissionError RuntimeError TypeError
    ValueError all any bool hash isinstance len ord print repr""".split()
) | {
    "pytest.fail",
    "pytest.raises",
    "pytest.skip",
    "warnings.warn",
    "zipfile.ZipFile.writestr",
    "zipfile.ZipInfo",
}
# What makes text, or parts, of it.
MAKERS = frozenset(
    """builtins.list builtins.set builtins.sorted builtins.str builtins.tuple json.dumps os.path.basename os.path.commonpath
    os.path.commonprefix os.path.dirname os.path.isabs os.path.normcase os.path.normpath os.path.split os.path.splitext
    pathlib.Path
    re.escape shlex.join shlex.quote shlex.split textwrap.dedent urllib.parse.quote urllib.parse.unquote
    urllib.parse.urljoin urllib.parse.urlparse urllib.parse.urlsplit""".split()
)
FLOWING = (ast.BinOp, ast.BoolOp, ast.Dict, ast.FormattedValue, ast.JoinedStr, ast.List, ast.Set, ast.Tuple)
TEXT_METHODS = frozenset(dir(str))
SEARCHING = frozenset(
    "endswith find join lstrip partition removeprefix rfind rpartition rstrip split startswith".split()
)
PATH_METHODS = frozenset(
    """absolute as_posix as_uri is_absolute is_relative_to joinpath match relative_to resolve with_name with_stem
    with_suffix""".split()
)
PATH_PARTS = frozenset("name parent parents parts stem suffix suffixes".split())
ASSERTION = re.compile(
    "assert(?:_(?:any|called|has|not).*|(?:Almost|Count|Dict|Is|List|Multi|Not|Sequence|Set|Tuple)?(?:Almost)?(?:Line)?"
    "(?:Equals?|In|Instance|IsNone|None|Regex|Raises|RaisesRegex|True|False|Greater|Less))"
)


def is_idle(node: ast.expr, scope: Scope, resolver: Resolver, exported: bool = False) -> bool:
    """Return whether nothing that the text ``node`` reaches could use it; what is not understood could.

    ``exported`` says that it is but a name: other modules may have it, which need more to use it and are told of that.
    """
    return BINDERS.isdisjoint(resolver.program.names) and _Trace(resolver, exported).stays(node, scope)


@dataclass
class _Trace:
    """Follows one text through a program."""

    resolver: Resolver
    exported: bool
    calls: dict[ast.AST, tuple[ast.Call, Scope]] = field(
        default_factory=dict
    )  # by which functions are entered
    seen: set[tuple[int, str]] = field(default_factory=set)
    steps: int = 0

    def stays(self, node: ast.AST, scope: Scope) -> bool:
        """Return whether the value of ``node`` reaches nothing where it stands."""
        self.steps += 1
        parent = self.resolver.program.parents[node]
        if self.steps > MAX_STEPS:
            return False
        if isinstance(parent, ast.keyword):
            return self._given(parent, self.resolver.program.parents[parent], scope)
        if isinstance(parent, ast.Call):
            return self._given(node, parent, scope)
        if isinstance(parent, ast.Attribute):
            return self._asked(parent, scope)
        if isinstance(parent, FLOWING):
            return (self.exported and _is_sentence(parent)) or self.stays(parent, scope)
        if isinstance(parent, ast.Subscript):
            return parent.value is not node or self.stays(parent, scope)
        if isinstance(parent, (ast.Assign, ast.AnnAssign)):
            targets = parent.targets if isinstance(parent, ast.Assign) else [parent.target]
            is_inner = scope.kind == "function" or (scope.kind == "module" and self.exported)
            return is_inner and all(self._kept(target, scope) for target in targets)
        if isinstance(parent, ast.For):
            return parent.iter is node and self._kept(parent.target, scope)
        if isinstance(parent, ast.Return):
            return scope.node in self.calls and self.stays(*self.calls[scope.node])
        if isinstance(parent, ast.IfExp):
            return parent.test is node or self.stays(parent, scope)
        return isinstance(parent, (ast.Assert, ast.Compare, ast.Expr, ast.If, ast.UnaryOp, ast.While))

    def _kept(self, target: ast.expr, scope: Scope) -> bool:
        """Return whether what is bound to ``target`` stays."""
        if isinstance(target, (ast.Tuple, ast.List)):
            return all(self._kept(part, scope) for part in target.elts)
        return isinstance(target, ast.Name) and self._read(target.id, scope)

    def _read(self, name: str, scope: Scope) -> bool:
        """Return whether ``name``, bound in ``scope``, stays wherever it is read."""
        if name in scope.elsewhere or (id(scope), name) in self.seen:
            return name not in scope.elsewhere
        self.seen.add((id(scope), name))
        places = self.resolver.reads.get(name, ())
        if scope.kind == "module" and not places:
            return False  # then it is for others
        return all(self.stays(site.node, site.scope) for site in places if _is_inside(site.scope, scope))

    def _asked(self, owner: ast.Attribute, scope: Scope) -> bool:
        """Return whether a method of the text is called whose result stays."""
        if owner.attr in PATH_PARTS:
            return self.stays(owner, scope)
        call = self.resolver.program.parents[owner]
        is_called = isinstance(call, ast.Call) and call.func is owner
        return is_called and owner.attr in TEXT_METHODS | PATH_METHODS and self.stays(call, scope)

    def _given(self, node: ast.AST, call: ast.AST, scope: Scope) -> bool:
        """Return whether an argument of ``call`` stays."""
        if not isinstance(call, ast.Call) or call.func is node:
            return False
        if _is_parametrized(call):
            return self._parametrized(call)
        if isinstance(call.func, ast.Attribute) and ASSERTION.fullmatch(call.func.attr):
            return True
        found = self.resolver.evaluate(call.func, scope)
        return bool(found) and all(self._passed(value, node, call, scope) for value in found)

    def _passed(self, callee: object, node: ast.AST, call: ast.Call, scope: Scope) -> bool:
        if isinstance(callee, Ref):
            return callee.name in ENDS or (callee.name in MAKERS and self.stays(call, scope))
        if isinstance(callee, Method) and isinstance(callee.of, Const):
            return self.stays(call, scope)
        if isinstance(callee, Local) and isinstance(callee.node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return self._entered(callee.node, node, call, scope)
        return isinstance(callee, Unknown) and last_name(call.func) in SEARCHING and self.stays(call, scope)

    def _entered(self, function: FunctionDef, node: ast.AST, call: ast.Call, scope: Scope) -> bool:
        """Return whether the parameter that ``node`` is given to stays in ``function``, and what that returns."""
        inner = self.resolver.program.scopes[function]
        names = [each.arg for each in (*function.args.posonlyargs, *function.args.args)]
        name = node.arg if isinstance(node, ast.keyword) else None
        if name is None and node in call.args and call.args.index(node) < len(names):
            name = names[call.args.index(node)]
        if name not in inner.bindings or inner.parent is None or inner.parent.kind == "class":
            return False
        if inner.yields or function.decorator_list or function in self.calls:
            return False
        self.calls[function] = call, scope
        return self._read(name, inner)

    def _parametrized(self, call: ast.Call) -> bool:
        """Return whether what `pytest.mark.parametrize` gives to a test stays in it."""
        program = self.resolver.program
        function = next(
            (each for each, calls in program.decorated.items() if any(c.func is call for c in calls)), None
        )
        names = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else ""
        inner = program.scopes.get(function) if function else None
        if inner is None or not isinstance(names, str):
            return False
        return all(self._read(name.strip(), inner) for name in names.split(","))


def _is_sentence(node: ast.AST) -> bool:
    """Return whether a text is put together with words between which there is space, so that it is no name."""
    parts = node.values if isinstance(node, ast.JoinedStr) else ()
    return any(isinstance(part, ast.Constant) and re.search(r"\w\s+\w", str(part.value)) for part in parts)


def _is_parametrized(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr == "parametrize"


def _is_inside(scope: Scope | None, outer: Scope) -> bool:
    while scope and scope is not outer:
        scope = scope.parent
    return scope is outer
