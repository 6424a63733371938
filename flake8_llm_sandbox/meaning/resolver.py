"""Names and expressions to their meanings; flow-insensitive: a name means everything that it is ever bound to."""

from __future__ import annotations

import ast
from collections import defaultdict
from functools import cached_property
from itertools import islice, product, zip_longest
from typing import TYPE_CHECKING, Any, TypeVar

from flake8_llm_sandbox import library
from flake8_llm_sandbox.meaning import attributes, classes, folding, members, parameters
from flake8_llm_sandbox.meaning.carried import carried
from flake8_llm_sandbox.meaning.cycles import Cycles
from flake8_llm_sandbox.meaning.expressions import EVALUATORS, PLAIN, mixed
from flake8_llm_sandbox.meaning.kinds import (
    NOTHING,
    UNKNOWN,
    Carrier,
    Const,
    Getter,
    Items,
    Local,
    Ref,
    Value,
    Values,
    as_text,
    sure,
    union,
)
from flake8_llm_sandbox.meaning.operations import folded, operate
from flake8_llm_sandbox.models import SHIPPED
from flake8_llm_sandbox.names.project import Project
from flake8_llm_sandbox.names.scopes import EACH, ENTER, REST, SOME, Binding, Function, Scope
from flake8_llm_sandbox.walk import given

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping

    from flake8_llm_sandbox.deadline import Deadline
    from flake8_llm_sandbox.models import Models
    from flake8_llm_sandbox.names.scopes import Program, Site, Step

T = TypeVar("T")

MAX_COMBINATIONS = 64
MAX_MEMBERS = 65_536
MAX_INNER_MEMBERS = 8
MAX_INSIDE = 1
MAX_TURNS = 4_096
MANY_TURNS = 16_384  # in one program; after so many, only short comprehensions are unrolled
FEW_TURNS = 64
NAMESPACES = frozenset({"globals", "locals", "vars"})  # by these a program can take back its names unseen


class Resolver:
    """Evaluates the expressions of one program, each once."""

    def __init__(
        self,
        program: Program,
        deadline: Deadline,
        path: str | None = None,
        project: Project | None = None,
        cycles: Cycles | None = None,
        beside: dict[Scope, Resolver] | None = None,
        models: Models = SHIPPED,
    ) -> None:
        """``path`` leads from the root of the repository to the program, if that is known.

        ``project`` has the modules that it may import, ``cycles`` what is known of those, ``beside`` their resolvers;
        ``models`` say what packages do.
        """
        self.program, self.deadline, self.root, self.models = program, deadline, program.root, models
        self.project = project or Project()
        self.beside = beside if beside is not None else {}
        self.beside[self.root] = self
        self.path = f"./{path}" if path else None
        self.gathering = False  # whether arguments that a function has gathered are being looked at
        self._cycles = cycles or Cycles(deadline)
        self.settle = self._cycles.settle
        self._constants: dict[tuple[Items, int], Any] = {}
        self._turns: dict[tuple[ast.AST, Any], Scope] = {}
        self._turns_left: int | None = None
        self._turns_done = 0

    def evaluate(self, node: ast.AST, scope: Scope) -> Values:
        """Return the meanings of the expression ``node``.

        Raises:
            Unverifiable: that takes too many steps.
            OutOfTime: the deadline has passed.
        """
        if scope.root is not self.root and scope.root in self.beside:
            return sure(self.beside[scope.root].evaluate(node, scope))
        evaluator = EVALUATORS.get(type(node))
        if evaluator is not None:
            return self.settle((id(node), id(scope)), evaluator, self, node, scope)
        if isinstance(node, ast.Name):  # its meanings are kept by name
            return self.lookup(node.id, scope, self.program.orders.get(node, 0))
        plain = PLAIN.get(type(node))
        return (plain(node, scope),) if plain else NOTHING

    def opened(self, value: Value, work: Callable[..., Iterable[Value]], *args: Value | str) -> Values:
        """Return what ``work`` on ``value`` gives, which may contain itself."""
        home = self.home(value)
        found = home.settle((work, value, *args, id(home)), work, home, value, *args)
        return found if home is self else sure(found)

    def lookup(self, name: str, scope: Scope, order: int = 1 << 62) -> Values:
        """Return the meanings of ``name`` read in ``scope``; ``order`` is the place in the program that reads."""
        home: Scope | None = scope.elsewhere.get(name, scope)
        found: Values = ()
        first = True
        while home:
            if name in home.bindings and (first or home.kind != "class"):
                here = self.settle((name, id(home)), self.bound, home.bindings[name])
                found = found + here if found else here
                if home.kind in ("function", "comprehension") or self._hides(home, name, order):
                    return found if found is here else union(found)
            for module in home.stars:
                found += self.settle(("*", module, name, id(home)), self._imported, f"{module}.{name}", home)
            first, home = False, home.parent and home.parent.elsewhere.get(name, home.parent)
        return union((*found, self._outer(name)))

    def _outer(self, name: str) -> Value:
        """Return what ``name`` means where the program does not bind it."""
        if name == "__file__" and self.path:
            return Const(self.path)
        return Ref(library.builtin(name))

    def _hides(self, home: Scope, name: str, order: int) -> bool:
        """Return whether a module or class always means its own ``name``, not the builtin, at ``order``."""
        if not library.is_builtin(name) and home.kind == "module":
            return True
        return (
            self.program.names.isdisjoint(NAMESPACES)
            and name not in home.deleted
            and any(
                binding.certain and binding.order < order and not _refers_to_itself(name, binding)
                for binding in home.bindings[name]
            )
        )

    @cached_property
    def texts(self) -> frozenset[str]:
        """Every string that the program holds or puts together, and does more with than compare it."""
        kinds = (ast.BinOp, ast.Call, ast.Constant, ast.JoinedStr, ast.Subscript)
        idle = (ast.Compare, ast.Expr)
        sites = (
            site
            for site in self.program.sites
            if isinstance(site.node, kinds)
            and not (
                isinstance(site.node, ast.Constant) and isinstance(self.program.parents[site.node], idle)
            )
        )
        values = (value for site in sites for value in self.evaluate(site.node, site.scope))
        return frozenset(
            folding.spelt(value.value)
            if isinstance(value, Const) and isinstance(value.value, bytes)
            else as_text(value)
            for value in values
        )

    @cached_property
    def reads(self) -> dict[str, list[Site]]:
        """Where each name is read."""
        found = defaultdict(list)
        for site in self.program.sites:
            if isinstance(site.node, ast.Name):
                found[site.node.id].append(site)
        return found

    @cached_property
    def loaded(self) -> frozenset[str]:
        """The names that the program reads, annotations in quotes among them."""
        quoted = (part for hint in self.program.typed.values() for part in ast.walk(hint))
        return frozenset((*self.reads, *(node.id for node in quoted if isinstance(node, ast.Name))))

    def attributes(self, name: str) -> Values:
        """Return everything that the program binds as the attribute ``name`` of anything."""
        bindings = self.program.attributes.get(name)
        return self.settle((".", name, id(self)), self.bound, bindings) if bindings else ()

    def home(self, value: Value) -> Resolver:
        """Return the resolver of the module that a value is of."""
        if isinstance(value, Getter):
            return self.home(value.of)
        if isinstance(value, Items):
            return self.beside.get(value.scope.root, self)
        return (
            self.beside.get(self.program.scopes[value.node].root, self) if isinstance(value, Local) else self
        )

    def set_elsewhere(self, value: Local | Ref, name: str) -> Values:
        """Return what is bound as the attribute ``name`` of a class or module of the project outside its own file."""
        if name not in self.project.owners:
            return ()
        return self.settle(("set", value, name), self._set_elsewhere, value, name)

    def calling(
        self, what: Container[ast.AST | None], calls: Iterable[tuple[ast.Call, Scope]]
    ) -> Iterator[tuple[ast.Call, Scope]]:
        """Yield those of ``calls`` that call one of the functions and classes ``what``."""
        for call, scope in calls:
            if any(
                isinstance(value, Local) and value.node in what for value in self.evaluate(call.func, scope)
            ):
                yield call, scope

    def _set_elsewhere(self, value: Local | Ref, name: str) -> Iterator[Value]:
        own = (
            self.project.roots.get(value.name)
            if isinstance(value, Ref)
            else self.program.scopes[value.node].root
        )
        for owner, binding in self.project.owners[name]:
            if binding.scope.root is not own and self._may_be(owner, binding.scope, value):
                yield from self.bound((binding,))

    def _may_be(self, owner: ast.expr, scope: Scope, value: Value) -> bool:
        found = self.evaluate(owner, scope)
        return value in found or any(value in classes.ancestors(self, each) for each in found)

    def operands(self) -> Values:
        """Return what stands beside objects of this module's classes, in their brackets, or is given to them."""
        return self.settle(("operands", id(self)), self._operands)

    def _operands(self) -> Iterator[Value]:
        for owners, others, scope in self._sides:
            values = (value for owner in owners for value in self.evaluate(owner, scope))
            if any(isinstance(value, Local) and isinstance(value.node, ast.ClassDef) for value in values):
                yield from (value for other in others for value in self.evaluate(other, scope))

    @cached_property
    def _sides(self) -> list[tuple[list[ast.expr], list[ast.expr], Scope]]:
        """The operands that may own a special method, those that it is given, and where they stand."""
        return [
            (*sides, site.scope) for site in self.program.sites if all(sides := self._sides_of(site.node))
        ]

    def _sides_of(self, node: ast.AST) -> tuple[list[ast.expr], list[ast.expr]]:
        if isinstance(node, ast.Subscript):
            return [node.value], [node.slice]
        if isinstance(node, ast.BinOp):
            return [node.left, node.right], [node.left, node.right]
        if isinstance(node, ast.Call) and self._may_be_object(node.func):
            return [node.func], list(given(node))
        return [], []

    def _may_be_object(self, callee: ast.expr) -> bool:
        """Return whether what is called may be an object with `__call__`, and not a function, class or method."""
        if isinstance(callee, ast.Attribute):
            return callee.attr in self.program.attributes
        return not isinstance(callee, ast.Name) or callee.id in self.program.assigned

    def bound(self, bindings: Iterable[Binding]) -> Values:
        """Return what the bindings of one name may be; `x += y` adds to what came before."""
        found: list[Value] = []
        for binding in bindings:
            if isinstance(binding.value, ast.AugAssign):
                right = self.evaluate(binding.value.value, binding.scope)
                symbol = library.SYMBOLS[type(binding.value.op)]
                left = tuple(found) or NOTHING
                found.extend(union((*operate(symbol, left, right), *mixed(self, (*left, *right)))))
            elif binding.value is None:
                found.append(UNKNOWN)
            elif isinstance(binding.value, str):
                found.extend(self._imported(binding.value, binding.scope))
            else:
                found.extend(self.follow(self.evaluate(binding.value, binding.scope), binding.path))
        return tuple(found)

    def _imported(self, name: str, scope: Scope) -> Iterator[Value]:
        """Yield what an import binds: something of the project, or of the library."""
        own = False
        for module, rest in self.project.find(name, scope.module()):
            own = True
            found: Values = (Ref(module),)
            for part in rest:
                found = union(each for value in found for each in attributes.attribute(self, value, part))
            yield from found
        name = library.canonical(name)
        if not own:
            yield Const(library.CONSTANTS[name]) if name in library.CONSTANTS else Ref(name)

    def member(self, module: str, name: str) -> Iterator[Value]:
        """Yield what ``name`` is in a module of the project."""
        joint = f"{module}.{name}"
        root = self.project.roots.get(module)
        if joint in self.project:
            yield Ref(joint)
        elif root and name not in root.bindings and "__getattr__" in root.bindings:
            for binding in root.bindings["__getattr__"]:
                yield from sure(self.beside[root].asked(binding.value, name))
        elif not root or (name not in root.bindings and not root.stars):
            yield UNKNOWN
        else:
            yield from self.settle(("of", name, id(root)), self._member, name, root)
        yield from self.set_elsewhere(Ref(module), name)

    def _member(self, name: str, root: Scope) -> Iterator[Value]:
        if name in root.bindings:
            yield from self.settle((name, id(root)), self.bound, root.bindings[name])
            return
        for star in root.stars:
            yield from self.settle(("*", star, name, id(root)), self._imported, f"{star}.{name}", root)

    def follow(self, found: Values, path: tuple[Step, ...]) -> Values:
        """Go from values to a part of them: unpacking, iteration, entering a context."""
        for step in path:
            if step == SOME:
                found = union((*found, *carried(self, found)))
            elif step == ENTER:
                found = union(part for value in found for part in members.entered(self, value))
            elif step == EACH:
                found = union(part for value in found for part in members.each(self, value))
            elif isinstance(step, str) and step.startswith("."):
                found = union(part for value in found for part in attributes.attribute(self, value, step[1:]))
            else:
                keys = NOTHING if step == REST else (Const(step),)
                found = union(part for value in found for part in members.subscript(self, value, keys))
        return found

    def unroll(self, turns: int, work: Callable[[], T]) -> T | None:
        """Return what ``work`` gives, or None if it, and what is unrolled in it, takes too many turns."""
        outer = self._turns_left
        limit = MAX_TURNS if self._turns_done < MANY_TURNS else FEW_TURNS
        self._turns_left = (limit if outer is None else outer) - turns
        result = None
        if self._turns_left >= 0:
            self._turns_done += turns
            result = work()
        if outer is None:
            self._turns_left = None
        return result

    def turn(
        self, node: ast.ListComp | ast.GeneratorExp, scope: Scope, number: int, item: folding.Constant
    ) -> Scope:
        """Return the scope of one turn of a comprehension, in which its targets are one member of what it goes over."""
        target = node.generators[0].target
        names = target.elts if isinstance(target, ast.Tuple) else [target]
        items = item if isinstance(target, ast.Tuple) and isinstance(item, (str, tuple)) else (item,)
        bindings = {
            name.id: [Binding(ast.Constant(part), scope)]
            for name, part in zip_longest(names, items[: len(names)])
            if isinstance(name, ast.Name)
        }
        return self._turns.setdefault((node, number), Scope("comprehension", scope, bindings=bindings))

    def applied(self, function: Local, args: tuple[Any, ...]) -> Values:
        """Return what a lambda, or a function with one `return`, gives for constants."""
        inner = self.program.scopes[function.node]
        names = parameters.parameters(function.node) if isinstance(function.node, Function) else []
        if len(inner.returns) != 1 or inner.yields or len(names) != len(args):
            return NOTHING
        bindings = {
            name.arg: [Binding(ast.Constant(arg), inner)] for name, arg in zip(names, args, strict=True)
        }
        scope = self._turns.setdefault(
            (function.node, args), Scope("function", inner.parent, bindings=bindings)
        )
        return self.evaluate(inner.returns[0], scope)

    def asked(self, function: ast.AST | str | None, name: str) -> Values:
        """Return what `__getattr__` or its like gives for an attribute ``name``."""
        if not isinstance(function, Function) or not parameters.parameters(function):
            return ()
        inner = self.program.scopes[function]
        bindings = inner.bindings | {
            parameters.parameters(function)[-1].arg: [Binding(ast.Constant(name), inner)]
        }
        scope = Scope("function", inner.parent, bindings=bindings, elsewhere=inner.elsewhere)
        scope = self._turns.setdefault((function, name), scope)
        return union(part for value in inner.returns for part in self.evaluate(value, scope))

    def mapping(self, value: Value) -> dict[str, Any] | None:
        """Return a dict display as one of constants, holes among them, or None for anything else."""
        if not isinstance(value, Items) or not isinstance(value.node, ast.Dict):
            return None
        result = {}
        for key, held in zip(value.node.keys, value.node.values, strict=True):
            names = self.constants(self.evaluate(key, value.scope)) if key else []
            result.update(dict.fromkeys(map(str, names), self.constants(self.evaluate(held, value.scope))[0]))
        return result

    def fold(
        self,
        work: Callable[[list[Any], dict[str, Any]], Any],
        args: Iterable[Values],
        keywords: Mapping[str, Values] | None = None,
    ) -> Iterator[Value]:
        """Apply ``work`` to every combination of constant arguments; what is not known counts as a hole."""
        keywords = keywords or {}
        choices = [self.constants(found) for found in (*args, *keywords.values())]
        for chosen in islice(product(*choices), MAX_COMBINATIONS):
            count = len(chosen) - len(keywords)
            named = dict(zip(keywords, chosen[count:], strict=True))
            yield folded(work, list(chosen[:count]), named)

    def constants(self, found: Values) -> list[Any]:
        """Return the constants among ``found``, a hole for all others."""
        held = (value.of for value in found if isinstance(value, Carrier))
        return list(dict.fromkeys(self.constant(value) for value in (*found, *held)))

    def constant(self, value: Value, inside: int = 0) -> Any:
        """Return ``value`` as a constant; parts that are not known, or nested deeper, are holes.

        ``inside`` how many displays it is: a part may mean many things, of which each may have such parts again.
        """
        if isinstance(value, Const):
            return value.value
        if not isinstance(value, Items) or isinstance(value.node, ast.DictComp) or inside > MAX_INSIDE:
            return as_text(value)
        key = value, inside
        if key in self._constants:
            return self._constants[key]
        limit = MAX_INNER_MEMBERS if inside and not _is_literal(value.node) else MAX_MEMBERS
        items = islice(members.elements(self, value), limit)
        result, final = self._cycles.observe(lambda: tuple(self.constant(item, inside + 1) for item in items))
        if final:
            self._constants[key] = result
        return result


def _is_literal(node: ast.AST) -> bool:
    return all(isinstance(part, ast.Constant) for part in given(node))


def _refers_to_itself(name: str, binding: Binding) -> bool:
    """`eval = eval` at module level reads the builtin."""
    return isinstance(binding.value, ast.Name) and binding.value.id == name
