"""From the places of a program to the facts that rules see."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from flake8_llm_sandbox import harmless, library
from flake8_llm_sandbox.facts import Attribute, Call, Definition, Leak, Mention, Owner, Text
from flake8_llm_sandbox.leaks import leaks
from flake8_llm_sandbox.meaning import folding
from flake8_llm_sandbox.meaning.carried import unpacked
from flake8_llm_sandbox.meaning.classes import results
from flake8_llm_sandbox.meaning.kinds import (
    UNKNOWN,
    Carrier,
    Const,
    Items,
    Local,
    Method,
    Ref,
    Space,
    Unknown,
    Value,
    as_text,
    is_path,
)
from flake8_llm_sandbox.meaning.members import everything
from flake8_llm_sandbox.models import exported
from flake8_llm_sandbox.uses import (
    ACTING_WHEN_IMPORTED,
    is_direct,
    is_for_types,
    is_stored,
    is_tried,
    only_named,
    spelled,
)
from flake8_llm_sandbox.walk import given, imported_from, last_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from flake8_llm_sandbox.facts import Fact
    from flake8_llm_sandbox.meaning.resolver import Resolver
    from flake8_llm_sandbox.names.scopes import Scope, Site

PATH = re.compile(r"[/\\~]|^\.")
# By these a program can come by the namespace of a module, a mapping like any other.
NAMESPACES = frozenset(
    "__dict__ __getattribute__ __getstate__ attrgetter getattr globals locals methodcaller vars".split()
)
RE_EXPORTED = library.STRONG - {"builtins", "sys"}  # whose names others must not take from here unseen
FUNCTIONS = (ast.AsyncFunctionDef, ast.FunctionDef)
SPECIFICATION = re.compile(
    rf"(?<=:)[^{{}}:{folding.HOLE}]*{folding.HOLE}[^{{}}]*(?=\}})"
)  # of how a field looks
PARTS_OF_DISPLAY = frozenset({ast.List, ast.Set, ast.Tuple})
SETTERS = frozenset(
    {"builtins.setattr", "builtins.object.__setattr__", "builtins.type.__setattr__", "inspect.setattr"}
)
WRITING = frozenset({"__ior__", "__setitem__", "setdefault", "update"})
LOOKING = frozenset({ast.Assign, ast.Compare, ast.Expr, ast.NamedExpr, ast.Subscript})
SEARCHING = frozenset(
    """count endswith find index lstrip partition removeprefix replace rfind rpartition rsplit rstrip split startswith
    strip""".split()
)


def gather(resolver: Resolver, sites: Iterable[Site] | None = None) -> Iterator[Fact]:
    """Yield everything that rules may want to know of the resolver's program, or of some ``sites`` in it.

    Raises:
        Unverifiable: that takes too many steps.
        OutOfTime: the resolver's deadline has passed.
    """
    for site in resolver.program.sites if sites is None else sites:
        resolver.deadline.check()
        for gatherer in GATHERERS[type(site.node)]:
            yield from gatherer(site.node, site.scope, resolver)


def _reference(node: ast.expr, scope: Scope, resolver: Resolver) -> Iterator[Fact]:
    """Yield the library names that a whole chain `a.b.c`, call or subscript may mean."""
    parent = resolver.program.parents[node]
    if type(parent) is ast.Attribute:
        return
    for value in resolver.evaluate(node, scope):
        if isinstance(value, Space) and value.of in library.STRONG:
            yield Leak(node, str(value.of))
        elif isinstance(value, (Method, Space)):
            yield from _leaked_names(node, value, resolver)
        elif isinstance(value, Ref) and harmless.use(node, value, scope, resolver):
            continue
        elif isinstance(value, Ref) and not value.instance and not value.name.endswith("()"):
            yield from _mentioned(node, value, scope, resolver)
            is_hidden = value.name in library.SIGHT and not (
                _is_entry(node, scope, resolver) or _is_own_attribute(node, resolver)
            )
            if is_hidden and leaks(node, scope, resolver):
                sure = UNKNOWN not in resolver.evaluate(node, scope) or spelled(node, value, scope, resolver)
                yield Leak(node, value.name, sure)


def _mentioned(node: ast.expr, value: Ref, scope: Scope, resolver: Resolver) -> Iterator[Mention]:
    """Yield a library name where it is called, or where it is spelled and more than named."""
    parent = resolver.program.parents[node]
    is_spelled = spelled(node, value, scope, resolver)
    if isinstance(parent, ast.Call) and parent.func is node:
        call = Call(parent, value.name, method=False, receiver=value.path, resolver=resolver, scope=scope)
        direct = is_spelled and is_direct(node, scope)
        yield Mention(node, value.name, value.bound, call, spelled=is_spelled, direct=direct)
    elif is_spelled and not only_named(node, value.name, scope, resolver):
        kept = is_stored(node, resolver)
        yield Mention(node, value.name, value.bound, resolver=resolver, receiver=value.path, stored=kept)


def _owner(node: ast.Call, scope: Scope, resolver: Resolver) -> Iterator[Mention]:
    """Yield the class of an object of which, or of a part of which, a method is called."""
    owner = node.func
    while isinstance(owner, ast.Attribute):
        owner = owner.value
        for value in resolver.evaluate(owner, scope):
            if isinstance(value, Ref) and value.instance and not is_path(value):
                yield Mention(node.func, value.name, owner=Owner.GIVEN if value.given else Owner.MADE)


def _leaked_names(node: ast.AST, value: Method | Space, resolver: Resolver) -> Iterator[Fact]:
    """Yield the modules that a namespace takes out of sight, unless it is only asked for one name."""
    space = value.of if isinstance(value, Method) else value
    if isinstance(value, Method):
        looks = value.name in library.ITEM_METHODS | {"keys", "update"}
    else:
        looks = type(resolver.program.parents[node]) in LOOKING
    if looks or not isinstance(space, Space):
        return
    if isinstance(space.of, str):
        if library.is_module(space.of):
            yield Mention(node, f"{space.of}.?")
    else:
        found = (value for name in space.of.bindings for value in resolver.lookup(name, space.of))
        modules = {value.name for value in found if isinstance(value, Ref) and value.name in library.STRONG}
        yield from (Leak(node, name) for name in sorted(modules))


def _is_entry(node: ast.AST, scope: Scope, resolver: Resolver) -> bool:
    """Return whether ``node`` is `config["os"]`: a module lies there only if it has leaked before, or in a namespace."""
    if not isinstance(node, ast.Subscript) or not NAMESPACES.isdisjoint(resolver.program.names):
        return False
    return UNKNOWN in resolver.evaluate(node.value, scope)


def _is_own_attribute(node: ast.AST, resolver: Resolver) -> bool:
    """Return whether ``node`` is `self._socket`, and the program itself gives objects such an attribute."""
    if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
        return False
    methods = (scope.bindings.get(node.attr, ()) for scope in resolver.program.scopes.values())
    is_method = any(isinstance(bound.value, FUNCTIONS) for found in methods for bound in found)
    return node.value.id == "self" and (node.attr in resolver.program.attributes or is_method)


def _attribute(node: ast.Attribute, scope: Scope, resolver: Resolver) -> Iterator[Fact]:
    if not harmless.attribute(node, scope, resolver):
        yield Attribute(node, node.attr)


def _matched_attributes(node: ast.MatchClass, scope: Scope, resolver: Resolver) -> Iterator[Fact]:
    yield from (Attribute(node, name) for name in node.kwd_attrs)


def _call(node: ast.Call, scope: Scope, resolver: Resolver) -> Iterator[Fact]:
    yield from _inside_names(node)
    for callee in resolver.evaluate(node.func, scope):
        name = _callee(callee)
        if name and isinstance(callee, Ref) and not harmless.call(node, name, scope, resolver):
            yield Call(node, name, method=False, receiver=callee.path, resolver=resolver, scope=scope)
        if isinstance(callee, Ref) and callee.name in SETTERS:
            yield from _set_by_name(node, scope, resolver)
        if type(node.func) is not ast.Attribute or not (_is_foreign(callee) or _is_unread(callee)):
            continue
        if _is_known_result(node.func.value, scope, resolver):
            continue
        if not harmless.method(node, scope, resolver):
            yield Call(
                node, node.func.attr, method=True, receiver=folding.HOLE, resolver=resolver, scope=scope
            )


def _callee(value: Value) -> str:
    """Return the name of the library function that ``value`` is if it is called; for an instance, its `__call__`."""
    if not isinstance(value, Ref):
        return ""
    return f"{value.name}.__call__" if value.instance else value.name


def _is_known_result(owner: ast.expr, scope: Scope, resolver: Resolver) -> bool:
    """Return whether ``owner`` is what a function of this module gives, which is objects of the library or None."""
    callees = resolver.evaluate(owner.func, scope) if isinstance(owner, ast.Call) else ()
    functions = [
        value for value in callees if isinstance(value, Local) and not isinstance(value.node, ast.ClassDef)
    ]
    if not functions or len(functions) < len(callees):
        return False
    found = {value for function in functions for value in results(resolver, function)} - {Const(None)}
    return bool(found) and all(isinstance(value, Ref) and value.instance for value in found)


def _inside_names(node: ast.Call) -> Iterator[Definition]:
    """Yield what a call may put into a class: `dict(__reduce__=f)`, `f.__annotations__.update(x=y)`."""
    names = (keyword.arg or "" for keyword in node.keywords)
    yield from (Definition(node, name) for name in names if name.startswith("__"))
    owner = node.func.value if isinstance(node.func, ast.Attribute) else None
    if isinstance(owner, ast.Attribute) and last_name(node.func) in WRITING and owner.attr.startswith("__"):
        yield Definition(node, f".{owner.attr}")


def _set_by_name(node: ast.Call, scope: Scope, resolver: Resolver) -> Iterator[Definition]:
    """Yield the attribute that `setattr` binds as a class or an assignment would."""
    names = resolver.constants(resolver.evaluate(node.args[1], scope)) if len(node.args) > 1 else []
    for name in names:
        if isinstance(name, str) and name.startswith("__"):
            yield from (Definition(node, name), Definition(node, f".{name}"))


def _is_unread(value: Value) -> bool:
    """Return whether ``value`` is a method of text that is not all known."""
    if (
        not isinstance(value, Method)
        or not isinstance(value.of, Const)
        or not isinstance(value.of.value, str)
    ):
        return False
    return not folding.exact(SPECIFICATION.sub("", value.of.value))


def _is_foreign(value: Value) -> bool:
    """Return whether nothing is known of a method's owner."""
    if isinstance(value, Ref):
        return "()." in value.name
    return isinstance(value, Unknown)


def _definition(
    node: ast.FunctionDef | ast.AsyncFunctionDef, scope: Scope, resolver: Resolver
) -> Iterator[Fact]:
    if node.name != "__reduce__" or not harmless.reducer(node, resolver):
        yield Definition(node, node.name)


def _replaced(node: ast.Assign, scope: Scope, resolver: Resolver) -> Iterator[Fact]:
    """Yield what of the library a program replaces for everybody: `tempfile.mkdtemp = mine`."""
    for target in node.targets:
        if isinstance(target, ast.Attribute):
            owners = (value for value in resolver.evaluate(target.value, scope) if isinstance(value, Ref))
            is_off = isinstance(node.value, ast.Constant) and node.value.value is False
            for name in (library.attribute(owner.name, target.attr) for owner in owners):
                yield Definition(target, f"{name} = False" if is_off else name)


def _plugins(node: ast.Assign, scope: Scope, resolver: Resolver) -> Iterator[Mention]:
    """Yield what pytest imports for a module that lists it: `pytest_plugins = ["a"]`."""
    if any(last_name(target) == "pytest_plugins" for target in node.targets):
        for found in resolver.constants(resolver.evaluate(node.value, scope)):
            names = found if isinstance(found, tuple) else (found,)
            yield from (Mention(node, library.canonical(name)) for name in names if isinstance(name, str))


def _class_attributes(node: ast.ClassDef, scope: Scope, resolver: Resolver) -> Iterator[Fact]:
    """Yield what a class binds other than by `def`, and the attributes by which patterns take its objects apart."""
    inner = resolver.program.scopes[node]
    for name, bindings in inner.bindings.items():
        if not all(isinstance(binding.value, FUNCTIONS) for binding in bindings):
            values = (binding.value for binding in bindings if isinstance(binding.value, ast.expr))
            yield Definition(next(values, node), name)
    if "__match_args__" in inner.bindings:
        yield from _taken_apart(node, resolver.lookup("__match_args__", inner), resolver)


def _taken_apart(node: ast.AST, found: Iterable[Value], resolver: Resolver) -> Iterator[Fact]:
    for given_ in resolver.constants(tuple(found)):
        names = given_ if isinstance(given_, tuple) else (given_,)
        for name in names:
            if isinstance(name, str) and folding.exact(name):
                yield Attribute(node, name)
            else:
                yield Mention(node, "?")


def _written_inside(
    node: ast.Assign | ast.AnnAssign | ast.AugAssign, scope: Scope, resolver: Resolver
) -> Iterator[Fact]:
    """Yield the attribute by which a program changes what the interpreter knows of an object: `f.__annotations__["x"] = y`."""
    for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
        while isinstance(target, ast.Subscript):
            target = target.value
        if isinstance(target, ast.Attribute) and target.attr.startswith("__"):
            yield Definition(target, f".{target.attr}")


def _keys(node: ast.Dict, scope: Scope, resolver: Resolver) -> Iterator[Fact]:
    """Yield the special names among the keys of a dict, which may become the namespace of a class."""
    names = (key.value for key in node.keys if isinstance(key, ast.Constant))
    yield from (Definition(node, name) for name in names if isinstance(name, str) and name.startswith("__"))


def _import(node: ast.Import, scope: Scope, resolver: Resolver) -> Iterator[Fact]:
    for alias in node.names:
        if alias.asname or alias.name not in harmless.IMPORTS:
            root = alias.name.partition(".")[0]
            yield from _imported(node, alias, alias.name, root, scope, resolver)


def _import_from(node: ast.ImportFrom, scope: Scope, resolver: Resolver) -> Iterator[Fact]:
    module = imported_from(node)
    for alias in node.names:
        if alias.name == "*":
            yield Mention(node, f"{library.canonical(module)}.*")
            if module in RE_EXPORTED or not exported(module):
                yield Leak(node, library.canonical(module))
        else:
            yield Attribute(alias, alias.name)
            yield from _imported(node, alias, f"{module}.{alias.name}", alias.name, scope, resolver)


def _imported(
    node: ast.stmt, alias: ast.alias, name: str, root: str, scope: Scope, resolver: Resolver
) -> Iterator[Fact]:
    """Yield what an import takes in, unless the program reads it: then its uses speak."""
    name = library.canonical(name)
    reads = resolver.reads.get(alias.asname or root, ())
    if name in ACTING_WHEN_IMPORTED:
        yield Mention(alias, name)
    elif is_for_types(node, scope, resolver):
        return
    elif (alias.asname or root) not in resolver.loaded:
        yield Mention(alias, name, exported=is_tried(node, resolver))
    elif scope.kind != "function" and all(
        only_named(each.node, name, each.scope, resolver) for each in reads
    ):
        yield Mention(alias, name, exported=True)
    bound = alias.asname or name
    # `_os` is a door: an attribute of that name stays in sight everywhere
    same = bound.removeprefix("_") == name
    if name in library.STRONG and not same and (scope.kind != "function" or bound in scope.elsewhere):
        yield Leak(alias, name)


def _text(node: ast.expr, scope: Scope, resolver: Resolver) -> Iterator[Fact]:
    """Yield strings and paths, literal or put together, but those that are only compared or searched for."""
    parent = resolver.program.parents[node]
    is_part = type(parent) is type(node) is ast.BinOp
    is_docstring = type(parent) is ast.Expr and type(node) is ast.Constant
    if is_part or is_docstring or _is_compared(node, resolver) or _is_searched_for(node, scope, resolver):
        return
    built = type(node) is not ast.Constant
    texts = _texts(resolver.evaluate(node, scope), built)
    if built and texts:
        echoed = _echoed(node, scope, resolver)
        texts = [text for text in texts if text not in echoed]
    if not texts:
        return
    is_path = any(map(PATH.search, texts))
    about = Text(
        node,
        "",
        built,
        annotation=node in resolver.program.annotations,
        idle=_is_idle(texts, node, scope, resolver),
        parts=_parts(node, scope, resolver) if is_path and built else (),
        label=_label(node, resolver),
        stored=is_stored(node, resolver),
    )
    yield from (about._replace(value=text) for text in texts)


def _is_idle(texts: list[str], node: ast.expr, scope: Scope, resolver: Resolver) -> bool:
    """Return whether a path, or an internal name of the interpreter, is but data."""
    if any(map(PATH.search, texts)):
        return harmless.is_idle(node, scope, resolver)
    return any("__" in text for text in texts) and harmless.is_idle(node, scope, resolver, exported=True)


def _texts(found: Iterable[Value], built: bool) -> list[str]:
    """Return the strings, and the texts of Paths that are put together, among ``found``."""
    texts = []
    for value in found:
        if isinstance(value, Const) and isinstance(value.value, (str, bytes)) and value.value:
            texts.append(folding.spelt(value.value))
        elif built and is_path(value):
            texts.append(as_text(value))
    return texts


def _echoed(node: ast.expr, scope: Scope, resolver: Resolver) -> set[str]:
    """Return the texts that a call or an entry hands on, as they were written or put together elsewhere."""
    if not isinstance(node, (ast.Call, ast.Subscript)):
        return set()
    handed: list[Value] = []
    for value in resolver.evaluate(node.func if isinstance(node, ast.Call) else node.value, scope):
        if isinstance(value, Carrier):
            handed += (part.of for part in unpacked(resolver, value))
        elif isinstance(value, Local):
            handed += results(resolver, value)
        elif isinstance(value, Items):
            handed += everything(resolver, value)
    return set(_texts(handed, built=True))


def _parts(node: ast.expr, scope: Scope, resolver: Resolver) -> tuple[str, ...]:
    """Return the texts that ``node`` is built of, but those that are written in it."""
    return tuple(
        text for part in _operands(node) for text in _texts(resolver.evaluate(part, scope), built=True)
    )


def _operands(node: ast.expr) -> Iterator[ast.expr]:
    """Yield what stands in the expression ``node`` by another name."""
    if isinstance(node, ast.BinOp):
        parts = [node.left, node.right]
    elif isinstance(node, ast.JoinedStr):
        parts = [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
    elif isinstance(node, ast.Call):
        owner = [node.func.value] if isinstance(node.func, ast.Attribute) else []
        parts = [*owner, *given(node)]
    else:
        parts = []
    for part in parts:
        if isinstance(part, (ast.Attribute, ast.Name, ast.Subscript)):
            yield part
        yield from _operands(part)


def _label(node: ast.expr, resolver: Resolver) -> str:
    """Return the name, keyword or key that a string is given to, or nothing."""
    parent = resolver.program.parents[node]
    if isinstance(parent, ast.keyword):
        return parent.arg or ""
    if isinstance(parent, ast.Dict):
        keys = [key for key, value in zip(parent.keys, parent.values, strict=True) if value is node]
        return str(keys[0].value) if keys and isinstance(keys[0], ast.Constant) else ""
    if isinstance(parent, (ast.AnnAssign, ast.Assign)):
        target = parent.targets[0] if isinstance(parent, ast.Assign) else parent.target
        return last_name(target)
    return ""


def _grown_text(node: ast.AugAssign, scope: Scope, resolver: Resolver) -> Iterator[Fact]:
    for value in resolver.evaluate(node.target, scope):
        if isinstance(value, Const) and isinstance(value.value, str):
            yield Text(node, value.value, built=True)


def _is_compared(node: ast.AST, resolver: Resolver) -> bool:
    """Return whether a string is only compared, or part of a display that is: `name in (".env", ".git")`."""
    parent = resolver.program.parents[node]
    if isinstance(parent, ast.Compare):
        return True
    while type(parent) in PARTS_OF_DISPLAY:
        node, parent = parent, resolver.program.parents[parent]
    return isinstance(parent, ast.Compare) and node in parent.comparators


def _is_searched_for(node: ast.expr, scope: Scope, resolver: Resolver) -> bool:
    """Return whether a string is an argument by which another is searched or split, or part of a URL."""
    call = resolver.program.parents[node]
    if isinstance(call, ast.keyword):
        call = resolver.program.parents[call]
    if not isinstance(call, ast.Call) or call.func is node:
        return False
    if resolver.evaluate(call.func, scope) == (Ref("urllib.parse.urljoin"),):
        return True
    if not isinstance(call.func, ast.Attribute):
        return False
    if call.func.attr in SEARCHING:
        return True
    is_regex = resolver.evaluate(call.func.value, scope) == (Ref("re"),)
    return is_regex and call.args[:1] == [node] and _is_pattern(node)


def _is_pattern(node: ast.expr) -> bool:
    """Return whether ``node`` is a regular expression that could be no path or name if it were used as one."""
    return isinstance(node, ast.Constant) and bool(re.search(r"[|(\[]", str(node.value)))


GATHERERS: dict[type[ast.AST], tuple[Callable[..., Iterator[Fact]], ...]] = {
    ast.AnnAssign: (_written_inside,),
    ast.Assign: (_plugins, _replaced, _written_inside),
    ast.AsyncFunctionDef: (_definition,),
    ast.Attribute: (_reference, _attribute),
    ast.AugAssign: (_grown_text, _written_inside),
    ast.BinOp: (_text,),
    ast.Call: (_reference, _call, _owner, _text),
    ast.ClassDef: (_class_attributes,),
    ast.Constant: (_text,),
    ast.Dict: (_keys,),
    ast.FunctionDef: (_definition,),
    ast.Import: (_import,),
    ast.ImportFrom: (_import_from,),
    ast.JoinedStr: (_text,),
    ast.MatchClass: (_matched_attributes,),
    ast.Name: (_reference,),
    ast.Subscript: (_reference, _text),
}
