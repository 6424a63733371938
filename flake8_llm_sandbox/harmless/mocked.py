"""Clients of which a test has replaced the network while they run: by `responses`, `respx`, `moto`, `patch` and the like."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_llm_sandbox.harmless.inspection import is_inside
from flake8_llm_sandbox.meaning.kinds import Const, Local, Ref
from flake8_llm_sandbox.patching import MOCKS, is_fixture, is_test, is_undone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flake8_llm_sandbox.meaning.resolver import Resolver
    from flake8_llm_sandbox.names.scopes import Scope

# As decorators and contexts, these replace what a library sends by. Whatever they do not know the answer to is an error.
REPLACING = {
    "aioresponses.aioresponses": {"aiohttp"},
    "moto.mock_aws": {"boto3", "botocore"},
    "requests_mock.Mocker": {"requests"},
    "requests_mock.mock": {"requests"},
    "responses.RequestsMock": {"requests"},
    "responses.activate": {"requests"},
    "respx.mock": {"httpx"},
}
FIXTURES = {
    "aioresponses": "aiohttp",
    "httpx_mock": "httpx",
    "requests_mock": "requests",
    "respx_mock": "httpx",
}
SERVER = "httpserver"  # a fixture that listens on this machine
SIGNS = frozenset({*(name.rpartition(".")[2] for name in REPLACING), *FIXTURES, SERVER, "patch"})
# By these, or by ending it early, requests go out all the same.
OPENING = frozenset(
    """PassthroughResponse add_passthru non_mocked_hosts pass_through passthrough passthrough_unmatched passthru_prefixes
    real_http stop""".split()
)
HARMLESS = frozenset({"assert_all_called", "assert_all_mocked", "assert_all_requests_are_fired", "base_url"})
CLIENTS = frozenset({"client", "resource", "session"})  # what makes them; classes do, too
MOCKING = frozenset({"autospec", "return_value", "side_effect", "spec"})


def is_mocked(call: ast.Call, name: str, scope: Scope, resolver: Resolver) -> bool:
    """Return whether the call of the library's ``name`` can only meet what replaces it, or a server of the test itself."""
    program = resolver.program
    if program.names.isdisjoint(SIGNS) or not isinstance(scope.node, (ast.AsyncFunctionDef, ast.FunctionDef)):
        return False
    if not OPENING.isdisjoint(program.names) or any(
        keyword.arg in OPENING
        for site in program.sites
        if isinstance(site.node, ast.Call)
        for keyword in site.node.keywords
    ):
        return False
    if _outlives(call, name, scope, resolver):
        return False
    wanted = {name.partition(".")[0]}
    if _is_looked_up(call, name, scope, resolver):
        wanted.add(name)
    return (
        any(
            not wanted.isdisjoint(_replaced(each, scope, resolver)) for each in _around(call, scope, resolver)
        )
        or any(FIXTURES.get(each) in wanted for each in _fixtures(scope, resolver))
        or (SERVER in _fixtures(scope, resolver) and _asks_own_server(call))
    )


def _is_looked_up(call: ast.Call, name: str, scope: Scope, resolver: Resolver) -> bool:
    """Return whether the call finds its function by this very name in the module, where `patch` replaces it."""
    if not isinstance(call.func, ast.Attribute) or ast.unparse(call.func) != name:
        return False
    return resolver.evaluate(call.func.value, scope) == (Ref(name.rpartition(".")[0]),)


def _outlives(call: ast.Call, name: str, scope: Scope, resolver: Resolver) -> bool:
    """Return whether a client may be used when the mock is gone: it is kept, returned or handed on."""
    last = name.rpartition(".")[2]
    if last not in CLIENTS and not last[:1].isupper():
        return False  # an answer
    parents, node = resolver.program.parents, call
    parent = parents[node]
    while isinstance(parent, (ast.Attribute, ast.Await)) or (
        isinstance(parent, ast.Call) and parent.func is node
    ):
        node, parent = parent, parents[parent]  # type: ignore[assignment]
    if isinstance(parent, ast.withitem):
        return parent.optional_vars is not None and _is_handed_on(parent.optional_vars, scope, resolver)
    if isinstance(parent, ast.Assign):
        return any(_is_handed_on(target, scope, resolver) for target in parent.targets)
    is_given = isinstance(parent, ast.Yield) and scope.node is not None and is_fixture(scope.node)
    return not (isinstance(parent, ast.Expr) or is_given)


def _is_handed_on(target: ast.expr, scope: Scope, resolver: Resolver) -> bool:
    """Return whether what is assigned is more than a variable of which the function calls methods."""
    if not isinstance(target, ast.Name) or target.id in scope.elsewhere:
        return True
    parents = resolver.program.parents
    for read in (each for each in resolver.reads.get(target.id, ()) if is_inside(each.scope, scope)):
        method = parents[read.node]
        call = parents[method]
        is_call = isinstance(method, ast.Attribute) and isinstance(call, ast.Call) and call.func is method
        if read.scope is not scope or not is_call or isinstance(parents[call], (ast.Return, ast.Yield)):
            return True
    return False


def fills_with_mocks(node: ast.expr, scope: Scope, resolver: Resolver) -> bool:
    """Return whether `sys.modules`, for which ``node`` stands, gets mocks in place of modules, or nothing."""
    parent = resolver.program.parents[node]
    if isinstance(node, ast.Call) or (isinstance(parent, ast.Call) and parent.args[:1] == [node]):
        call = node if isinstance(node, ast.Call) else parent
        assert isinstance(call, ast.Call)
        table = call.args[1] if len(call.args) == 2 else None
        is_patch = resolver.evaluate(call.func, scope) == (Ref("unittest.mock.patch.dict"),)
        values = table.values if isinstance(table, ast.Dict) else ()
        return is_patch and is_undone(call, resolver) and _are_mocks(values, scope, resolver)
    if isinstance(parent, ast.Attribute) and parent.attr == "setdefault":
        call = resolver.program.parents[parent]
        return isinstance(call, ast.Call) and _are_mocks(call.args[1:], scope, resolver)
    assignment = resolver.program.parents[parent]
    return (
        isinstance(parent, ast.Subscript)
        and isinstance(assignment, ast.Assign)
        and assignment.value is not parent
        and _are_mocks([assignment.value], scope, resolver)
    )


def _are_mocks(values: Iterable[ast.expr], scope: Scope, resolver: Resolver) -> bool:
    found = [each for value in values for each in resolver.evaluate(value, scope)]
    return bool(found) and all(
        each == Const(None) or (isinstance(each, Ref) and each.instance and each.name in MOCKS)
        for each in found
    )


def _around(node: ast.AST, scope: Scope, resolver: Resolver) -> Iterator[ast.expr]:
    """Yield the contexts that ``node`` stands in, and the decorators of its function, unless that only makes a generator."""
    parents = resolver.program.parents
    while node is not scope.node:
        parent = parents[node]
        if isinstance(parent, (ast.AsyncWith, ast.With)) and node in parent.body:
            yield from (item.context_expr for item in parent.items)
        node = parent
    if scope.yields or not isinstance(node, (ast.AsyncFunctionDef, ast.FunctionDef)):
        return
    yield from node.decorator_list
    home = scope.parent.node if scope.parent else None
    if isinstance(home, ast.ClassDef) and node.name.startswith("test"):
        yield from home.decorator_list


def _replaced(node: ast.expr, scope: Scope, resolver: Resolver) -> set[str]:
    """Return the libraries or names that a context or decorator replaces."""
    keywords: set[str | None] = set()
    arguments: list[ast.expr] = []
    if isinstance(node, ast.Call):
        keywords, arguments, node = {each.arg for each in node.keywords}, node.args, node.func
    found = resolver.evaluate(node, scope)
    if found == (Ref("unittest.mock.patch"),):
        target = arguments[0].value if arguments and isinstance(arguments[0], ast.Constant) else ""
        return {str(target)} if len(arguments) == 1 and keywords <= MOCKING else set()
    names = {each.name if isinstance(each, Ref) else "" for each in found if isinstance(each, (Local, Ref))}
    if arguments or not keywords <= HARMLESS or len(names) != 1:
        return set()
    return set(REPLACING.get(names.pop(), ()))


def _fixtures(scope: Scope, resolver: Resolver) -> set[str]:
    """Return the parameters of a test that pytest's plugins fill, since the program has no fixtures of these names."""
    function = scope.node
    if not isinstance(function, (ast.AsyncFunctionDef, ast.FunctionDef)) or not is_test(function):
        return set()
    own = resolver.program.root.bindings
    given = {each.arg for each in function.args.args}
    return {each for each in given if all(bound.value == each for bound in own.get(each, ()))}


def _asks_own_server(call: ast.Call) -> bool:
    """Return whether the first argument is `httpserver.url_for(...)`."""
    url = call.args[0] if call.args else None
    return (
        isinstance(url, ast.Call)
        and isinstance(url.func, ast.Attribute)
        and url.func.attr == "url_for"
        and isinstance(url.func.value, ast.Name)
        and url.func.value.id == SERVER
    )
