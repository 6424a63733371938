"""What an expression may be: every meaning of it that can be told without running the program."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice, product
from typing import TYPE_CHECKING, Any

import libcst as cst

from flake8_llm_sandbox import library, values
from flake8_llm_sandbox.expressions import EVALUATORS
from flake8_llm_sandbox.functions import FUNCTIONS
from flake8_llm_sandbox.meanings import (
    MAX_MEANINGS,
    NOTHING,
    UNKNOWN,
    Const,
    Getter,
    Items,
    Local,
    Method,
    Ref,
    Space,
    Unknown,
    Value,
    Values,
    as_text,
    is_path,
    union,
)
from flake8_llm_sandbox.names import EACH, ENTER, REST, Binding, Program, Scope
from flake8_llm_sandbox.operations import entered, folded, joined, named, operate
from flake8_llm_sandbox.source import Unverifiable
from flake8_llm_sandbox.walk import identifier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

MAX_DEPTH = 500
MAX_STEPS = 400_000
MAX_COMBINATIONS = 64


class Resolver:
    """Evaluates expressions of one program; flow-insensitive: a name means everything it is ever bound to."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.known: dict[tuple[cst.CSTNode, Scope], Values] = {}
        self.busy: set[tuple[cst.CSTNode, Scope]] = set()
        self.steps = 0

    def evaluate(self, node: cst.CSTNode, scope: Scope) -> Values:
        """Return the meanings of the expression ``node``."""
        key = node, scope
        if key in self.known:
            return self.known[key]
        evaluator = EVALUATORS.get(type(node))
        if evaluator is None or key in self.busy:
            return NOTHING
        self.steps += 1
        if len(self.busy) > MAX_DEPTH or self.steps > MAX_STEPS:
            raise Unverifiable("LLS902", "its values depend on each other in too many steps")
        self.busy.add(key)
        try:
            result = self.known[key] = union(evaluator(self, node, scope))
        finally:
            self.busy.discard(key)
        return result

    def lookup(self, name: str, scope: Scope, order: int = 1 << 62) -> Values:
        """Return the meanings of a name read in ``scope``."""
        home: Scope | None = scope.elsewhere.get(name, scope)
        found: list[Value] = []
        first = True
        while home:
            bindings = home.bindings.get(name, ()) if first or home.kind != "class" else ()
            if bindings:
                found.extend(self.bound(bindings))
                if home.kind in ("function", "comprehension") or self._hides(home, name, bindings, order):
                    return union(found)
            found.extend(Ref(library.canonical(f"{module}.{name}")) for module in home.stars)
            first, home = False, home.parent
        return union((*found, Ref(library.builtin(name))))

    def _hides(self, home: Scope, name: str, bindings: Iterable[Binding], order: int) -> bool:
        """Return whether a module or class always means its own ``name``, not the builtin, at ``order``."""
        if not library.is_builtin(name) and home.kind == "module":
            return True
        return name not in home.deleted and any(
            binding.certain and binding.order < order and not self._refers_to_itself(name, binding)
            for binding in bindings
        )

    def _refers_to_itself(self, name: str, binding: Binding) -> bool:
        """`eval = eval` at module level reads the builtin."""
        return isinstance(binding.value, cst.Name) and identifier(binding.value) == name

    def bound(self, bindings: Iterable[Binding]) -> Iterator[Value]:
        """Yield what the bindings of one name may be; `x += y` adds to what came before."""
        before: list[Value] = []
        for binding in bindings:
            if isinstance(binding.value, cst.AugAssign):
                right = self.evaluate(binding.value.value, binding.scope)
                symbol = library.SYMBOLS[type(binding.value.operator)]
                before.extend(union(operate(symbol, tuple(before) or NOTHING, right)))
            elif binding.value is None:
                before.append(UNKNOWN)
            elif isinstance(binding.value, str):
                before.append(Ref(library.canonical(binding.value)))
            else:
                before.extend(self.follow(self.evaluate(binding.value, binding.scope), binding.path))
        yield from before

    def follow(self, found: Values, path: tuple[int | str, ...]) -> Values:
        """Go from a value to a part of it: unpacking, iteration, entering a context."""
        for step in path:
            if step == ENTER:
                found = union(entered(value) for value in found)
            elif step == EACH:
                found = union(part for value in found for part in self.members(value))
            else:
                keys = () if step == REST else (Const(step),)
                found = union(part for value in found for part in self.subscript(value, keys or NOTHING))
        return found

    def passed(self, node: cst.Param) -> Iterator[Value]:
        """Yield what a parameter may be: its default, what calls in this module pass, an instance of its annotation."""
        function = self.program.parents[node]
        outer = self.program.scopes[function].parent
        assert outer
        if self._is_self(node, function, outer) and isinstance(outer.node, cst.ClassDef):
            yield Local(outer.node)
            return
        if node.default:
            yield from self.evaluate(node.default, outer)
        if node.annotation:
            yield from (entered(value) for value in self.evaluate(node.annotation.annotation, outer))
        if isinstance(function, cst.FunctionDef):
            for call, scope in self.program.calls.get(self._called_as(function, outer), ()):
                yield from self._argument(call, scope, function, node, bound=outer.kind == "class")
        yield UNKNOWN

    def _is_self(self, node: cst.Param, function: cst.CSTNode, outer: Scope) -> bool:
        if not isinstance(function, cst.FunctionDef) or outer.kind != "class" or _is_static(function):
            return False
        positional = [*function.params.posonly_params, *function.params.params]
        return bool(positional) and positional[0] is node

    def _called_as(self, function: cst.FunctionDef, outer: Scope) -> str:
        """Return the name in calls of ``function``: `C(...)` calls `C.__init__`."""
        name = identifier(function.name)
        if name != "__init__":
            return name
        return identifier(outer.node.name) if isinstance(outer.node, cst.ClassDef) else name

    def _argument(
        self, call: cst.Call, scope: Scope, function: cst.FunctionDef, node: cst.Param, *, bound: bool
    ) -> Iterator[Value]:
        args, keywords = self.arguments(call, scope)
        if identifier(node.name) in keywords:
            yield from keywords[identifier(node.name)]
        positional = [*function.params.posonly_params, *function.params.params]
        if node in positional:
            number = positional.index(node) - (bound and not _is_static(function))
            if 0 <= number < len(args):
                yield from args[number]

    # --- parts of values -----------------------------------------------------------------------------------------

    def attribute(self, value: Value, name: str) -> Iterator[Value]:
        if isinstance(value, Ref):
            if name == "__dict__":
                yield Space(value.name)
            elif is_path(value) and name in library.PATH_PARTS:
                yield replace(value, path=values.HOLE) if library.PATH_PARTS[name] else UNKNOWN
            elif is_path(value):
                yield Ref(f"pathlib.Path.{name}", path=value.path)
            else:
                yield from named(library.attribute(value.name, name))
        elif isinstance(value, (Const, Items, Space)):
            yield Method(value, name)
        else:
            known = list(self.local_attribute(value, name))
            yield from known
            if not known and name.lstrip("_") in library.STRONG:
                yield Ref(name.lstrip("_"))
            if not known or isinstance(value, Unknown):
                yield UNKNOWN

    def local_attribute(self, value: Value, name: str) -> Iterator[Value]:
        """Yield what this module itself binds as the attribute ``name`` of ``value``."""
        if isinstance(value, Local) and isinstance(value.node, cst.ClassDef):
            yield from self.bound(self.program.scopes[value.node].bindings.get(name, ()))
        yield from self.bound(self.program.attributes.get(name, ()))

    def members(self, value: Value) -> Iterator[Value]:
        """Yield what iteration over ``value`` may give."""
        if isinstance(value, Const) and isinstance(value.value, (str, bytes, tuple)):
            yield from (Const(item) for item in value.value[:MAX_MEANINGS])
        elif isinstance(value, Items):
            yield from self.elements(value)
        elif isinstance(value, Ref):
            yield from named(library.EACH_OF.get(value.name, ""))
        else:
            yield UNKNOWN

    def elements(self, value: Items) -> Iterator[Value]:
        for element in getattr(value.node, "elements", ()):
            part = element.key if isinstance(element, cst.DictElement) else element.value
            found = self.evaluate(part, value.scope)
            if isinstance(element, cst.StarredElement):
                found = self.follow(found, (EACH,))
            yield from found
        if isinstance(value.node, (cst.ListComp, cst.GeneratorExp, cst.SetComp)):
            yield from self.evaluate(value.node.elt, self.program.scopes[value.node])

    def subscript(self, value: Value, keys: Values) -> Iterator[Value]:
        """Yield what ``value[key]`` may be for any of ``keys``."""
        for key in keys:
            if isinstance(value, Space):
                yield from self.entry(value, key)
            elif isinstance(value, Const) and isinstance(key, Const):
                yield from folded(lambda v=value, k=key: values.index(v.value, k.value))  # type: ignore[misc]
            elif isinstance(value, Items):
                yield from self.item(value, key)
            elif isinstance(value, Ref) and value.name in library.MAPPINGS:
                yield from self.entry(Space(library.MAPPINGS[value.name]), key)
            else:
                yield UNKNOWN

    def entry(self, space: Space, key: Value) -> Iterator[Value]:
        """Yield what a namespace holds under ``key``."""
        if not isinstance(key, Const) or not isinstance(key.value, str) or not values.exact(key.value):
            yield Ref(f"{space.of}.?") if isinstance(space.of, str) else Ref("builtins.?")
        elif isinstance(space.of, Scope):
            yield from self.lookup(key.value, space.of)
        elif space.of:
            yield from named(library.attribute(space.of, key.value))
        else:
            yield Ref(library.canonical(key.value))

    def item(self, value: Items, key: Value) -> Iterator[Value]:
        node = value.node
        if isinstance(node, cst.Dict):
            for element in node.elements:
                if isinstance(element, cst.DictElement):
                    names = self.evaluate(element.key, value.scope)
                    if not isinstance(key, Const) or UNKNOWN in names or key in names:
                        yield from self.evaluate(element.value, value.scope)
        elif isinstance(key, Const) and isinstance(key.value, int) and isinstance(node, (cst.List, cst.Tuple)):
            if -len(node.elements) <= key.value < len(node.elements):
                yield from self.evaluate(node.elements[key.value].value, value.scope)
        elif isinstance(node, cst.DictComp):
            yield from self.evaluate(node.value, self.program.scopes[node])
        else:
            yield from self.elements(value)

    # --- calls ---------------------------------------------------------------------------------------------------

    def call(self, node: cst.Call, scope: Scope) -> Iterator[Value]:
        for callee in self.evaluate(node.func, scope):
            yield from self.called(callee, node, scope)

    def called(self, callee: Value, node: cst.Call, scope: Scope) -> Iterator[Value]:
        args, keywords = self.arguments(node, scope)
        if isinstance(callee, Ref):
            yield from self.call_library(callee, args, keywords, scope)
        elif isinstance(callee, Local):
            yield from self.call_local(callee)
        elif isinstance(callee, Method):
            yield from self.call_method(callee, args, keywords)
        elif isinstance(callee, Getter):
            yield from self.call_getter(callee, args, node, scope)
        else:
            yield UNKNOWN

    def arguments(self, node: cst.Call, scope: Scope) -> tuple[list[Values], dict[str, Values]]:
        args: list[Values] = []
        keywords: dict[str, Values] = {}
        for argument in node.args:
            found = self.evaluate(argument.value, scope)
            if argument.keyword:
                keywords[identifier(argument.keyword)] = found
            elif argument.star == "*":
                args.extend(self.spread(found))
            elif not argument.star:
                args.append(found)
        return args, keywords

    def spread(self, found: Values) -> Iterator[Values]:
        """Yield the arguments that `*found` stands for."""
        for value in found:
            if isinstance(value, Const) and isinstance(value.value, tuple):
                yield from ((Const(item),) for item in value.value)
            elif isinstance(value, Items) and isinstance(value.node, (cst.List, cst.Tuple)):
                yield from (self.evaluate(element.value, value.scope) for element in value.node.elements)

    def call_library(
        self, callee: Ref, args: list[Values], keywords: Mapping[str, Values], scope: Scope
    ) -> Iterator[Value]:
        name = callee.name
        if name in FUNCTIONS:
            yield from FUNCTIONS[name](self, args, scope)
        elif name in library.GETTERS and args:
            yield from (Getter(library.GETTERS[name], value) for value in args[0])
        elif name == "pathlib.Path" or library.GIVES.get(name) == "pathlib.Path":
            start = [] if callee.path == values.HOLE else [(Const(callee.path),)]
            yield Ref("pathlib.Path", instance=True, path=joined([*start, *args]))
        elif name in library.GIVES:
            yield Ref(library.GIVES[name], instance=library.is_class(library.GIVES[name]))
        elif library.plain(name) in values.FUNCTIONS:
            yield from self.fold(lambda a, k: values.function(library.plain(name), a, k), args, keywords)
        elif library.is_class(name):
            yield Ref(name, instance=True)
        else:
            yield Ref(f"{name}()")

    def call_local(self, callee: Local) -> Iterator[Value]:
        if isinstance(callee.node, cst.ClassDef):
            yield callee
            return
        returns = self.program.scopes[callee.node].returns
        for expression in returns:
            yield from self.evaluate(expression, self.program.scopes[callee.node])
        yield UNKNOWN

    def call_method(self, callee: Method, args: list[Values], keywords: Mapping[str, Values]) -> Iterator[Value]:
        of = callee.of
        if isinstance(of, Const):
            yield from self.fold(lambda a, k: values.method(of.value, callee.name, a, k), args, keywords)
        elif isinstance(of, (Items, Space)) and callee.name in library.ITEM_METHODS and args:
            yield from self.subscript(of, args[0])
        elif isinstance(of, Items) and callee.name in ("values", "items"):
            yield of
        else:
            yield UNKNOWN

    def call_getter(self, callee: Getter, args: list[Values], node: cst.Call, scope: Scope) -> Iterator[Value]:
        if callee.kind == "partial":
            yield from self.called(callee.of, node, scope)
        elif args and callee.kind == "item":
            yield from (part for target in args[0] for part in self.subscript(target, (callee.of,)))
        elif args:
            yield from self.walk_attributes(args[0], callee.of)
        else:
            yield UNKNOWN

    def walk_attributes(self, found: Values, path: Value) -> Values:
        """Return ``found.a.b`` for the path "a.b", as `attrgetter` does."""
        if not isinstance(path, Const) or not isinstance(path.value, str) or not values.exact(path.value):
            return union(Ref(f"{value.name}.?") if isinstance(value, Ref) else UNKNOWN for value in found)
        for name in path.value.split("."):
            found = union(part for value in found for part in self.attribute(value, name))
        return found

    def fold(
        self,
        work: Callable[[list[Any], dict[str, Any]], Any],
        args: Iterable[Values],
        keywords: Mapping[str, Values],
    ) -> Iterator[Value]:
        """Apply ``work`` to every combination of constant arguments; what is not known counts as a hole."""
        choices = [self.constants(found) for found in (*args, *keywords.values())]
        for chosen in islice(product(*choices), MAX_COMBINATIONS):
            count = len(chosen) - len(keywords)
            named_ = dict(zip(keywords, chosen[count:], strict=True))
            yield from folded(lambda a=list(chosen[:count]), k=named_: work(a, k))  # type: ignore[misc]

    def constants(self, found: Values) -> list[Any]:
        """Return the constants among ``found``, a hole for all others."""
        return list(dict.fromkeys(self.constant(value) for value in found))

    def constant(self, value: Value) -> Any:
        if isinstance(value, Const):
            return value.value
        if isinstance(value, Items) and not isinstance(value.node, (cst.Dict, cst.DictComp)):
            return tuple(self.constant(item) for item in self.elements(value))
        return as_text(value)


def _is_static(function: cst.FunctionDef) -> bool:
    decorators = (item.decorator for item in function.decorators)
    return any(isinstance(decorator, cst.Name) and decorator.value == "staticmethod" for decorator in decorators)
