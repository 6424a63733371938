"""Calls that give other things than what their name says: the doors of reflection, and what carries values along."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flake8_llm_sandbox import installed, library
from flake8_llm_sandbox.meaning import attributes, folding, members
from flake8_llm_sandbox.meaning.kinds import (
    NOTHING,
    UNKNOWN,
    Carrier,
    Const,
    Local,
    Ref,
    Space,
    Value,
    Values,
)
from flake8_llm_sandbox.meaning.operations import folded, getter, joined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flake8_llm_sandbox.meaning.resolver import Resolver
    from flake8_llm_sandbox.names.scopes import Scope


BACKWARDS = slice(None, None, -1)
PATHS = re.compile(r"(?<![\w.:/])(?:/|~/|\.\./)[\w./-]+")


def _getattr(resolver: Resolver, args: list[Values], scope: Scope) -> Iterator[Value]:
    if len(args) < 2:
        yield UNKNOWN
        return
    for name in args[1]:
        yield from attributes.walk_attributes(resolver, args[0], name)
    if len(args) > 2:
        yield from args[2]


def _import(resolver: Resolver, args: list[Values], scope: Scope) -> Iterator[Value]:
    for name in args[0] if args else NOTHING:
        if isinstance(name, Const) and isinstance(name.value, str) and folding.exact(name.value):
            yield Ref(library.canonical(name.value))
            yield Ref(library.canonical(name.value.partition(".")[0]))
        else:
            yield Ref("?")


def _vars(resolver: Resolver, args: list[Values], scope: Scope) -> Iterator[Value]:
    for value in args[0] if args else ():
        yield Space(value.name) if isinstance(value, Ref) else getter("namespace", value)
    if not args:
        yield Space(scope)


def _globals(resolver: Resolver, args: list[Values], scope: Scope) -> Iterator[Value]:
    yield Space(scope.module())


def _getitem(resolver: Resolver, args: list[Values], scope: Scope) -> Iterator[Value]:
    if len(args) == 2:
        yield from (part for value in args[0] for part in members.subscript(resolver, value, args[1]))


def _first(resolver: Resolver, args: list[Values], scope: Scope) -> Iterator[Value]:
    """`iter(x)`, `copy(x)`: as far as members are concerned, x itself."""
    yield from args[0] if args else NOTHING


def _next(resolver: Resolver, args: list[Values], scope: Scope) -> Iterator[Value]:
    for value in args[0] if args else ():
        yield from members.each(resolver, value)


def _map(resolver: Resolver, args: list[Values], scope: Scope) -> Iterator[Value]:
    """`map(chr, [...])` over constants; for other functions the results are not known."""
    for callee in args[0] if len(args) == 2 else ():
        for given in resolver.constants(args[1]):
            yield folded(_mapped, resolver, callee, given)


def _mapped(resolver: Resolver, callee: Value, members: Any) -> list[Any]:
    items = _exact(members)
    found = resolver.unroll(len(items), lambda: [_applied(resolver, callee, (item,)) for item in items])
    if found is None:
        raise folding.CannotFold
    return found


def _reduce(resolver: Resolver, args: list[Values], scope: Scope) -> Iterator[Value]:
    """`reduce(operator.add, [...])` over constants."""
    for callee in args[0] if len(args) in (2, 3) else ():
        for given in resolver.constants(args[1]):
            starts = [(start,) for start in resolver.constants(args[2])] if len(args) == 3 else [()]
            yield from (folded(_reduced, resolver, callee, start, given) for start in starts)


def _reduced(resolver: Resolver, callee: Value, start: tuple[Any, ...], given: Any) -> Any:
    return functools.reduce(lambda a, b: _applied(resolver, callee, (a, b)), _exact(given), *_exact(start))


def _exact(members: Any) -> tuple[Any, ...]:
    if not isinstance(members, (str, bytes, tuple)) or not folding.exact(members):
        raise folding.CannotFold
    return tuple(members)


def _applied(resolver: Resolver, callee: Value, args: tuple[Any, ...]) -> Any:
    if isinstance(callee, Ref):
        return folding.function(library.plain(callee.name), args, {})
    found = resolver.applied(callee, args) if isinstance(callee, Local) else NOTHING
    if len(found) != 1 or not isinstance(found[0], Const):
        raise folding.CannotFold
    return found[0].value


def _listed(resolver: Resolver, args: list[Values], scope: Scope) -> Iterator[Value]:
    for value in args[0] if args else ():
        constant = resolver.constant(value)
        exact = isinstance(constant, (str, bytes, tuple)) and folding.exact(constant)
        yield Const(tuple(constant)) if exact else value


def _reversed(resolver: Resolver, args: list[Values], scope: Scope) -> Iterator[Value]:
    for value in _listed(resolver, args, scope):
        yield folded(folding.index, value.value, BACKWARDS) if isinstance(value, Const) else value


def _pairs(resolver: Resolver, args: list[Values], scope: Scope) -> Iterator[Value]:
    yield from (getter("pairs", value) for value in (args[0] if args else ()))


def _second(resolver: Resolver, args: list[Values], scope: Scope) -> Iterator[Value]:
    """`filter(f, x)`, `cast(kind, x)`: x, or members of it."""
    yield from args[1] if len(args) == 2 else NOTHING


def _template(resolver: Resolver, args: list[Values], scope: Scope) -> Iterator[Value]:
    yield Ref("string.Template", instance=True)
    yield from (getter("template", value) for value in (args[0] if args else ()))


def _url(resolver: Resolver, args: list[Values], scope: Scope) -> Iterator[Value]:
    """Yield what the parts of a URL may be: any of its texts."""
    yield UNKNOWN
    for text in resolver.constants(args[0]) if args else ():
        parts = folded(lambda url: tuple(urlsplit(folding.spelt(url))), text)
        if isinstance(parts, Const) and any(map(folding.LEADS_OUT.match, parts.value)):
            yield getter("fields", parts)


def _parsed(resolver: Resolver, args: list[Values], scope: Scope) -> Iterator[Value]:
    """Yield what reads out of text: data of which nothing is known but the paths in it."""
    yield UNKNOWN
    for text in resolver.constants(args[0]) if args else ():
        if isinstance(text, (str, bytes)):
            yield from (Carrier(Const(path)) for path in PATHS.findall(folding.spelt(text)))


def _searched(resolver: Resolver, args: list[Values], scope: Scope) -> Iterator[Value]:
    """Yield what a regular expression finds in text."""
    yield from (part for found in args[1:] for part in _parsed(resolver, [found], scope))


def _read_later(resolver: Resolver, args: list[Values], scope: Scope) -> Iterator[Value]:
    yield Ref("io.StringIO", instance=True)
    yield from _parsed(resolver, args, scope)


def _paths_of_python(resolver: Resolver, args: list[Values], scope: Scope) -> Iterator[Value]:
    yield Carrier(Const(f"{library.PYTHON}/site-packages"))


def _file_of(resolver: Resolver, args: list[Values], scope: Scope) -> Iterator[Value]:
    """Yield where the library has what is asked for."""
    yield UNKNOWN
    for value in args[0] if args else ():
        if isinstance(value, Ref) and library.is_own(value.name):
            yield Const(f"{library.PYTHON}/{value.name}.py")


def _resource(resolver: Resolver, args: list[Values], scope: Scope) -> Iterator[Value]:
    """Yield the path of what a package has: of Python's own it lies with the interpreter, else maybe in the project."""
    for value in args[0] if args else ():
        package = value.name if isinstance(value, Ref) else resolver.constant(value)
        start = Const((installed.place(package) if isinstance(package, str) else None) or folding.HOLE)
        yield Ref("pathlib.Path", instance=True, path=joined([(start,), *args[1:]]))


def _installed(resolver: Resolver, args: list[Values], scope: Scope) -> Iterator[Value]:
    """Yield the path of a file that an installed package has."""
    yield Ref("pathlib.Path", instance=True, path=joined([(Const(library.INSTALLED),), *args]))


def _spaced(resolver: Resolver, args: list[Values], scope: Scope) -> Iterator[Value]:
    """`patch.dict("os.environ")`: entered, it gives what it is the name of, or is given."""
    for value in args[0] if args else ():
        text = value.value if isinstance(value, Const) else None
        yield Ref(library.canonical(text)) if isinstance(text, str) and folding.exact(text) else value


FUNCTIONS: dict[str, Callable[[Resolver, list[Values], Scope], Iterator[Value]]] = {
    "builtins.__import__": _import,
    "builtins.enumerate": _pairs,
    "builtins.filter": _second,
    "builtins.frozenset": _listed,
    "builtins.getattr": _getattr,
    "builtins.globals": _globals,
    "builtins.iter": _first,
    "builtins.list": _listed,
    "builtins.locals": _vars,
    "builtins.map": _map,
    "builtins.next": _next,
    "builtins.object.__getattribute__": _getattr,
    "builtins.reversed": _reversed,
    "builtins.set": _listed,
    "builtins.sorted": _listed,
    "builtins.tuple": _listed,
    "builtins.type.__getattribute__": _getattr,
    "builtins.vars": _vars,
    **dict.fromkeys(
        """ast.literal_eval csv.DictReader csv.reader json.loads plistlib.loads shlex.split tomllib.loads toml.loads
        tomli.loads yaml.safe_load""".split(),
        _parsed,
    ),
    "copy.copy": _first,
    "functools.reduce": _reduce,
    "importlib.__import__": _import,
    "importlib.import_module": _import,
    "importlib.metadata.Distribution.locate_file": _installed,
    "importlib.metadata.PackagePath.locate": _installed,
    "importlib.resources.as_file": _first,
    "importlib.resources.files": _resource,
    "importlib.resources.path": _resource,
    "importlib.reload": _first,
    "inspect.getabsfile": _file_of,
    "inspect.getattr_static": _getattr,
    "inspect.getfile": _file_of,
    "inspect.getsourcefile": _file_of,
    "io.StringIO": _read_later,
    "operator.getitem": _getitem,
    "pytest.importorskip": _import,
    **{f"re.{name}": _searched for name in "findall finditer fullmatch match search split sub".split()},
    "string.Template": _template,
    "sysconfig.get_config_vars": _paths_of_python,
    "sysconfig.get_paths": _paths_of_python,
    "typing.cast": _second,
    "unittest.mock.patch.dict": _spaced,
    "urllib.parse.urlparse": _url,
    "urllib.parse.urlsplit": _url,
}
