"""Uses of dangerous names that can do no harm where they stand: each is a proof, so whatever is not plain stays reported."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_llm_sandbox.harmless.environment import is_own_variable
from flake8_llm_sandbox.harmless.folders import height
from flake8_llm_sandbox.harmless.inprocess import CLIENTS, is_in_process
from flake8_llm_sandbox.harmless.inspection import (
    DESCRIBING,
    OF_OWN_CLASSES,
    describes,
    is_container,
    is_cut_back,
    is_local,
    is_of_own,
    is_own_global,
    is_own_lookup,
    is_own_name,
    only_describes,
    only_locates,
    only_parses,
    only_reads,
)
from flake8_llm_sandbox.harmless.mocked import fills_with_mocks, is_mocked
from flake8_llm_sandbox.harmless.reflection import reads_own_field
from flake8_llm_sandbox.harmless.settings import is_plain_configuration
from flake8_llm_sandbox.harmless.temporary import (
    is_atomic_save,
    is_other_replace,
    is_own_later,
    is_own_temporary,
)
from flake8_llm_sandbox.harmless.texts import is_idle as is_idle
from flake8_llm_sandbox.meaning.kinds import Ref
from flake8_llm_sandbox.patching import is_undone
from flake8_llm_sandbox.walk import last_name

if TYPE_CHECKING:
    from flake8_llm_sandbox.meaning.resolver import Resolver
    from flake8_llm_sandbox.names.scopes import Scope

FRAMES = frozenset({"inspect.currentframe", "sys._getframe"})
IMPORTS = frozenset({"logging.config"})  # under this name, by which all its uses are known
DELETING = frozenset(
    "os.remove os.rmdir os.unlink pathlib.Path.rmdir pathlib.Path.unlink shutil.rmtree".split()
)
PROFILERS = frozenset({"cProfile.run", "profile.run"})
PICKLES = frozenset({"pickle.loads", "cloudpickle.loads"})
VARIABLES = frozenset({"os.environ", "os.getenv"})
MOVING = frozenset("os.rename os.replace pathlib.Path.rename pathlib.Path.replace shutil.move".split())


def use(node: ast.expr, value: Ref, scope: Scope, resolver: Resolver) -> bool:
    """Return whether the library name ``value``, for which ``node`` stands, does no harm there."""
    parent = resolver.program.parents[node]
    if isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load):
        return True  # what is set or taken away there is not read
    called = parent if isinstance(parent, ast.Call) and parent.func is node else None
    if value.name == "sys.modules":
        return (
            is_container(node, parent)
            or is_own_name(parent, scope, resolver)
            or fills_with_mocks(node, scope, resolver)
        )
    if value.name in PICKLES and called:
        return copies(called, scope, resolver)
    if value.name.endswith("?") and is_own_name(node, scope, resolver):
        return resolver.evaluate(node.value, scope) == (Ref("sys.modules"),)
    if value.name == "builtins.__path__":
        return only_reads(node, scope, resolver)
    if value.name == "sys.path":
        return is_container(node, parent) or only_reads(node, scope, resolver) or is_cut_back(node, resolver)
    if isinstance(node, ast.Call) and value.name == "logging.?":
        return reads_own_field(node, scope, resolver)
    if value.name == "builtins.?":
        return is_own_global(node, scope, resolver)
    if value.name in VARIABLES:
        return is_own_variable(node, scope, resolver)
    if called is None:
        return value.name in DELETING and is_own_later(node, scope, resolver)
    if value.name in PROFILERS:
        return called in resolver.program.inner
    if value.name in ("sys.path.append", "sys.path.insert"):
        return (
            bool(called.args) and height(called.args[-1], scope, resolver) is not None and not called.keywords
        )
    if value.name == "builtins.compile":
        return only_parses(called, scope, resolver)
    if is_mocked(called, value.name, scope, resolver):
        return True
    if value.name in CLIENTS:
        return is_in_process(called, scope, resolver)
    if value.name == "logging.config.dictConfig":
        return (
            len(called.args) == 1
            and not called.keywords
            and is_plain_configuration(called.args[0], scope, resolver)
        )
    if value.name in FRAMES:
        return only_describes(called, scope, resolver)
    if value.name == "inspect.stack":
        return only_locates(called, resolver)
    if value.name in MOVING:
        return is_other_replace(value, called) or is_atomic_save(node, called, scope, resolver)
    if value.name in OF_OWN_CLASSES:
        return is_of_own(called, scope, resolver)
    return value.name in DELETING and is_own_temporary(node, called, scope, resolver)


def call(node: ast.Call, name: str, scope: Scope, resolver: Resolver) -> bool:
    """Return whether the call ``node`` of the library's ``name`` does no harm, whatever it is given."""
    if name == "builtins.getattr":
        return reads_own_field(node, scope, resolver)
    if name == "unittest.mock.patch.dict":
        return is_undone(node, resolver)
    if name.startswith("timeit."):
        return node in resolver.program.inner
    if name in MOVING and isinstance(node.func, ast.Attribute):
        return any(
            isinstance(each, Ref) and each.name == name and is_other_replace(each, node)
            for each in resolver.evaluate(node.func, scope)
        )
    return name in OF_OWN_CLASSES and is_of_own(node, scope, resolver)


def method(node: ast.Call, scope: Scope, resolver: Resolver) -> bool:
    """Return whether a method of what is not known only deletes what the program has made."""
    if last_name(node.func) not in ("rmdir", "unlink"):
        return False
    return is_own_temporary(node.func, node, scope, resolver)


def attribute(node: ast.Attribute, scope: Scope, resolver: Resolver) -> bool:
    """Return whether an attribute with the name of a door is only described, or is this object's own default."""
    parent = resolver.program.parents[node]
    if isinstance(parent, ast.Attribute) and parent.attr in DESCRIBING:
        return True
    if node.attr in ("__func__", "__self__") and isinstance(parent, ast.Compare):
        return all(isinstance(operator, (ast.Is, ast.IsNot)) for operator in parent.ops)
    if node.attr == "f_globals":
        return describes(node, resolver)
    if node.attr == "f_back":
        return only_describes(node, scope, resolver)
    if node.attr == "__path__":
        return only_reads(node, scope, resolver)
    if node.attr == "__wrapped__":
        return is_local(resolver.evaluate(node.value, scope))
    return node.attr == "__getattribute__" and is_own_lookup(node, parent, scope, resolver)


def reducer(node: ast.FunctionDef | ast.AsyncFunctionDef, resolver: Resolver) -> bool:
    """Return whether a `__reduce__` names nothing to call but classes and functions of this module."""
    scope = resolver.program.scopes[node]
    return bool(scope.returns) and all(
        isinstance(returned, ast.Tuple)
        and 0 < len(returned.elts) <= 3  # a sixth would be called too
        and (is_local(resolver.evaluate(returned.elts[0], scope)) or _is_own_class(returned.elts[0], node))
        for returned in scope.returns
    )


def copies(call: ast.Call, scope: Scope, resolver: Resolver) -> bool:
    """Return whether `pickle.loads` is given what `pickle.dumps` makes right there."""
    made = call.args[0] if len(call.args) == 1 and not call.keywords else None
    return isinstance(made, ast.Call) and resolver.evaluate(made.func, scope) == (Ref("pickle.dumps"),)


def _is_own_class(callee: ast.expr, function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Return whether ``callee`` is `type(self)` or `self.__class__` of the method that returns it."""
    if not function.args.args:
        return False
    self = function.args.args[0].arg
    return ast.unparse(callee) in (f"type({self})", f"{self}.__class__")
