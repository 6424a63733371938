"""What rules see of a program: names, calls and texts instead of syntax."""

from __future__ import annotations

import ast
import re
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple

from flake8_llm_sandbox import library
from flake8_llm_sandbox.meaning import folding
from flake8_llm_sandbox.meaning.arguments import arguments
from flake8_llm_sandbox.meaning.carried import unpacked
from flake8_llm_sandbox.meaning.kinds import (
    Carrier,
    Const,
    Getter,
    Items,
    Local,
    Method,
    Ref,
    Unknown,
    Value,
    as_text,
    is_path,
)
from flake8_llm_sandbox.meaning.members import elements, everything
from flake8_llm_sandbox.walk import given, has_star, last_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flake8_llm_sandbox.meaning.resolver import Resolver
    from flake8_llm_sandbox.models import Place, Reach
    from flake8_llm_sandbox.names.scopes import Scope


NAMED = re.compile(r"(?![/~]|[A-Za-z]:|\.+$)(?!.*\.\.)(?:.*[/\ufffc])?\w[\w.-]*/?|\.\w[\w.-]*")


FILLING = frozenset({"write_bytes", "write_text"})  # with what is no path
SEARCHES = frozenset({"pathlib.Path.glob", "pathlib.Path.iterdir", "pathlib.Path.rglob"})
COMPUTED = re.compile(r"[^\w.]")
OWN_NAMES = frozenset({"__name__", "__package__"})
OWN_NAME = re.compile(r"[\w.]+\.__(?:name|package)__")  # and not of what a call gives


class Owner(Enum):
    """Who has made the object of which a method is called: others, or the program itself."""

    GIVEN = "given"
    MADE = "made"


class Mention(NamedTuple):
    """A library name that is called, imported, or stands somewhere as a value."""

    node: ast.AST
    name: str
    bound: int = 0  # how many parts of the name are the class whose instance it is an attribute of
    call: Call | None = None
    resolver: Resolver | None = None  # where it is neither called nor imported
    receiver: str = folding.HOLE  # the text of the Path whose method it is
    spelled: bool = True  # here, and not another name for it
    direct: bool = True  # called by the name that an import or Python itself gives to it, or to what it is in
    stored: bool = False  # it is kept under another name, by which its calls are seen
    exported: bool = False  # an import that this text does nothing with; another may take it from here
    owner: Owner | None = None  # it is the class of an object, of which a method is called

    def argument(self, position: int | None, keyword: str = "") -> Argument:
        """Return an argument of the call, or one that is not given where nothing is called."""
        return self.call.argument(position, keyword) if self.call else NO_ARGUMENT

    @property
    def value(self) -> bool:
        """Whether it is passed, stored or returned, so that others may call it."""
        return self.resolver is not None

    @property
    def reach(self) -> tuple[Reach, ...]:
        """What a call would do, where it is a value."""
        return self.resolver.models.reach(self.name) if self.resolver else ()

    @property
    def texts(self) -> frozenset[str]:
        """Every string that the program holds or puts together."""
        return self.resolver.texts if self.resolver else frozenset()


class Leak(NamedTuple):
    """A module or function that is stored, passed on or returned, so that later uses of it cannot be seen."""

    node: ast.AST
    name: str
    sure: bool = True  # it is nothing else, or is written so


class Attribute(NamedTuple):
    """An attribute of anything."""

    node: ast.AST
    name: str


class Definition(NamedTuple):
    """A function or method that the program defines."""

    node: ast.AST
    name: str


class Text(NamedTuple):
    """A string; what is not known of it stands as `folding.HOLE`."""

    node: ast.AST
    value: str
    built: bool  # put together from parts
    annotation: bool = False
    idle: bool = False  # it reaches nothing that could open it
    parts: tuple[str, ...] = ()  # those that it is built of, and that were written elsewhere
    label: str = ""  # the name, keyword or key that it is given to
    stored: bool = False  # kept under a name, so that whatever opens it shows


class Argument(NamedTuple):
    """One argument of a call: what it may be."""

    given: bool
    constants: tuple[Any, ...]
    known: bool  # the constants are all it may be
    function: bool = False  # it is a function or class of the program, so neither text nor unknown
    anything: bool = False  # it may be something of which nothing is known
    own: bool = False  # it is an object of a class of the program

    def may_be(self, *wanted: Any) -> bool:
        """Return whether the argument is given and may be one of ``wanted``; what is not known may be anything."""
        return self.given and (not self.known or any(value in wanted for value in self.constants))

    @property
    def texts(self) -> tuple[str, ...]:
        """The strings and bytes that the argument may be, as text."""
        return tuple(folding.spelt(value) for value in self.constants if isinstance(value, (str, bytes)))

    @property
    def named(self) -> bool:
        """Whether it is a path of which the program itself writes the last part: `"build"`, `root / "build"`."""
        return bool(self.texts) and not self.anything and all(map(NAMED.fullmatch, self.texts))


class Call(NamedTuple):
    """A call of a library name, or of a method of something unknown."""

    node: ast.Call
    name: str
    method: bool
    receiver: str  # the text of the Path whose method is called
    resolver: Resolver
    scope: Scope
    surely: bool = False  # what may be something else as well does not count as a path

    def argument(self, position: int | None, keyword: str = "") -> Argument:
        """Return the argument at ``position``, from 0, or of the name ``keyword``."""
        args, keywords = arguments(self.resolver, self.node, self.scope)
        if keyword in keywords:
            return _argument(self.resolver, keywords[keyword])
        if position is not None and position < len(args):
            return _argument(self.resolver, args[position])
        if has_star(self.node):
            return Argument(given=True, constants=(), known=False)
        return NO_ARGUMENT

    @property
    def sure(self) -> bool:
        """Whether it is of nothing else, as the program writes it, and of no name that is computed."""
        return len(self.resolver.evaluate(self.node.func, self.scope)) == 1 and not COMPUTED.search(self.name)

    @property
    def reach(self) -> tuple[Reach, ...]:
        """What the call does as its arguments decide."""
        return self.resolver.models.reach(self.name)

    def at(self, place: Place) -> list[Argument]:
        """Return the arguments that ``place`` stands for."""
        if place.rest == "**":
            return [self.argument(None, each.arg or "") for each in self.node.keywords]
        if place.rest:
            return [self.argument(number) for number in range(place.position or 0, len(self.node.args))]
        return [self.argument(place.position, place.name)]

    @property
    def owner(self) -> str:
        """The name of what this is a method of, `tk` in `window.tk.call()`, or "" where it has none."""
        function = self.node.func
        return last_name(function.value) if isinstance(function, ast.Attribute) else ""

    @property
    def shows_objects(self) -> bool:
        """Whether any argument may be a function, class or module, or an object of this program."""
        args, keywords = arguments(self.resolver, self.node, self.scope)
        found = [value for each in (*args, *keywords.values()) for value in each]
        displays = [value for value in found if isinstance(value, Items)]
        found += [part for display in displays for part in everything(self.resolver, display)]
        return any(
            isinstance(value, Local)
            or (isinstance(value, Ref) and not value.instance and library.leads_on(value.name))
            for value in found
        )

    def words(self, position: int = 0, keyword: str = "args") -> tuple[str | None, ...]:
        """Return the words of the command line at ``position``, None for what is not known; without any, nothing is."""
        args, keywords = arguments(self.resolver, self.node, self.scope)
        found = keywords.get(keyword, args[position] if position < len(args) else ())
        starred = next(
            (each for each in self.node.args[: position + 1] if isinstance(each, ast.Starred)), None
        )
        if starred:
            found = self.resolver.evaluate(starred.value, self.scope)
        for value in found:
            if isinstance(value, Items) and isinstance(value.node, (ast.List, ast.Tuple)):
                parts = [self.resolver.evaluate(part, value.scope) for part in value.node.elts]
                return tuple(map(_word, parts))
            if isinstance(value, Const) and isinstance(value.value, (str, tuple)):
                text = value.value
                return tuple(text.split()) if isinstance(text, str) else tuple(map(str, text))
        return ()

    def origin(self, position: int) -> str:
        """Return the name of the function whose result the argument is, `[]` for an entry of something, or nothing."""
        argument = self.node.args[position] if position < len(self.node.args) else None
        if isinstance(argument, ast.Subscript):
            return "[]"
        return last_name(argument.func) or "?" if isinstance(argument, ast.Call) else ""

    @property
    def dropped(self) -> bool:
        """Whether what the call gives goes nowhere, or to a variable of a function that nothing reads."""
        parent = self.resolver.program.parents[self.node]
        if not isinstance(parent, ast.Assign) or self.scope.kind != "function":
            return isinstance(parent, ast.Expr)
        names = [target.id if isinstance(target, ast.Name) else None for target in parent.targets]
        return not any(
            name is None or name in self.scope.elsewhere or name in self.resolver.reads for name in names
        )

    @property
    def called(self) -> bool:
        """Whether what the call gives is called in its turn, there or by the name that it gets."""
        program = self.resolver.program
        parent = program.parents[self.node]
        if isinstance(parent, ast.Assign):
            names = map(last_name, parent.targets)
            return any(scope is self.scope for name in names for _, scope in program.calls.get(name, ()))
        return isinstance(parent, ast.Call) and parent.func is self.node

    @property
    def below_module(self) -> bool:
        """Whether the first argument starts with a module's name and a dot: `f"{__name__}.{name}"`."""
        start = _parts(self.node.args[0])[:2] if self.node.args else []
        if len(start) < 2 or not OWN_NAMES.isdisjoint(self.resolver.program.attributes):
            return False
        owners = self.resolver.evaluate(start[0], self.scope)
        is_module = bool(owners) and all(
            isinstance(each, Ref) and not each.bound and OWN_NAME.fullmatch(each.name) for each in owners
        )
        dot = start[1].value if isinstance(start[1], ast.Constant) else ""
        return is_module and isinstance(dot, str) and dot.startswith(".")

    @property
    def searched(self) -> str:
        """The pattern of the search that a loop hands its finds to this call from: `for x in folder.rglob("*.pyc")`, or nothing."""
        search = self._search()
        pattern = search.args[0] if search and len(search.args) == 1 else None
        text = pattern.value if isinstance(pattern, ast.Constant) else ""
        return text if isinstance(text, str) else ""

    @property
    def searched_in(self) -> Argument:
        """The folder in which that search is made, or that a loop goes through: `for x in folder.iterdir()`."""
        search = self._search()
        if not search or not isinstance(search.func, ast.Attribute):
            return NO_ARGUMENT
        return _argument(self.resolver, self.resolver.evaluate(search.func.value, self.scope))

    def _search(self) -> ast.Call | None:
        """Return the call of a method of a Path of which the first argument is one of the finds."""
        name = (
            last_name(self.node.args[0]) if self.node.args and isinstance(self.node.args[0], ast.Name) else ""
        )
        bindings = list(self.scope.bindings.get(name, ()))
        if len(bindings) != 1 or any(
            name in each.elsewhere for each in self.resolver.program.scopes.values()
        ):
            return None
        search = bindings[0].value
        if not isinstance(search, ast.Call):
            return None
        found = self.resolver.evaluate(search.func, bindings[0].scope)
        is_search = bool(found) and all(isinstance(each, Ref) and each.name in SEARCHES for each in found)
        return search if is_search else None

    def texts(self) -> tuple[str, ...]:
        """Return every string or path that any argument may be or list, and the Path whose method this is."""
        if self.surely:
            return self.certain
        given = self._given()
        displays = [value for found in given for value in found if isinstance(value, Items)]
        inside = [value for display in displays for value in elements(self.resolver, display)]
        given.append(inside)
        given += [elements(self.resolver, value) for value in inside if isinstance(value, Items)]
        texts = (text for each in given for text in _argument(self.resolver, each).texts)
        return (self.receiver, *texts) if self.receiver != folding.HOLE else tuple(texts)

    @property
    def certain(self) -> tuple[str, ...]:
        """The strings and paths among the arguments, and the Path whose method this is, that can be nothing else."""
        given = self._given()
        if self.name.startswith("pathlib.Path.") and isinstance(self.node.func, ast.Attribute):
            given.append(self.resolver.evaluate(self.node.func.value, self.scope))
        found = (_argument(self.resolver, each) for each in given)
        return tuple(text for each in found if each.known for text in each.texts)

    def _given(self) -> list[Iterable[Value]]:
        """Return what the arguments may be, but for what a file is filled with."""
        if (
            last_name(self.node.func) in FILLING and len(self.node.args) < 2
        ):  # a second one: `Path.write_text(path, text)`
            return []
        args, keywords = arguments(self.resolver, self.node, self.scope)
        return [*args, *keywords.values()]

    @property
    def written(self) -> tuple[str, ...]:
        """The strings that stand as arguments in the call itself."""
        values = (value.value for value in given(self.node) if isinstance(value, ast.Constant))
        return tuple(folding.spelt(value) for value in values if isinstance(value, (str, bytes)))

    @property
    def made(self) -> tuple[str, ...]:
        """The strings and paths that the call may give."""
        return _argument(self.resolver, self.resolver.evaluate(self.node, self.scope)).texts

    def literals(self) -> Iterator[str]:
        """Yield every string that stands in the program, docstrings too."""
        for site in self.resolver.program.sites:
            if isinstance(site.node, ast.Constant):
                yield str(site.node.value)


NO_ARGUMENT = Argument(given=False, constants=(), known=True)
Fact = Mention | Leak | Attribute | Definition | Text | Call


def _parts(node: ast.expr) -> list[ast.expr]:
    """Return what a text is put together of."""
    if isinstance(node, ast.JoinedStr):
        return [part.value if isinstance(part, ast.FormattedValue) else part for part in node.values]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return [*_parts(node.left), *_parts(node.right)]
    return [node]


def _word(found: Iterable[Value]) -> str | None:
    for value in found:
        if isinstance(value, Const):
            return str(value.value)
    return None


def _argument(resolver: Resolver, found: Iterable[Value]) -> Argument:
    values = list(found)
    held = [part.of for value in values if isinstance(value, Carrier) for part in unpacked(resolver, value)]
    values += (value for value in held if isinstance(value, Const) or is_path(value))
    constants = [value.value for value in values if isinstance(value, Const)]
    constants.extend(as_text(value) for value in values if is_path(value))
    known = len(constants) == len(values) and all(map(folding.exact, constants))
    function = all(isinstance(value, (Carrier, Local, Getter, Method)) for value in values)
    anything = any(isinstance(value, Unknown) for value in values)
    own = bool(values) and all(isinstance(value, Local) for value in values)
    return Argument(True, tuple(constants), known, function, anything, own)
