"""Programs that import each other: which module a name means in which of them."""

from __future__ import annotations

import sys
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator, Mapping

    from flake8_llm_sandbox.names.scopes import Binding, Program, Scope

    Called = tuple[ast.Call, Scope]

MOST = 4  # modules that one name may mean


@dataclass(eq=False)
class Project:
    """The modules of one project by their paths, as `src.package.module`; folders are packages."""

    roots: dict[str, Scope] = field(default_factory=dict)
    packages: set[str] = field(default_factory=set)
    ends: dict[str, list[str]] = field(default_factory=dict)  # `package.module` -> the paths that end so
    importers: dict[Scope, str] = field(default_factory=dict)  # the package that each module is in
    programs: dict[Scope, Program] = field(default_factory=dict)
    owners: dict[str, list[tuple[ast.expr, Binding]]] = field(default_factory=lambda: defaultdict(list))
    handed: dict[Scope, dict[str, Called]] = field(
        default_factory=lambda: defaultdict(dict)
    )  # the ways out of the project that calls in other modules give to the functions of each
    _calls: dict[str, list[Called]] = field(default_factory=lambda: defaultdict(list))
    _passed: dict[str, list[Called]] = field(default_factory=lambda: defaultdict(list))
    _aliases: dict[str, set[str]] = field(
        default_factory=lambda: defaultdict(set)
    )  # what imports call a name

    def calls(self, name: str, but: Scope) -> Iterator[Called]:
        """Yield what other modules than ``but`` call by ``name``, or by a name that an import gives to that."""
        return self._known_as(name, self._calls, but)

    def passed(self, name: str, but: Scope) -> Iterator[Called]:
        """Yield the calls in other modules than ``but`` that pass on what has ``name``."""
        return self._known_as(name, self._passed, but)

    def _known_as(self, name: str, found: Mapping[str, list[Called]], but: Scope) -> Iterator[Called]:
        names, pending = {name}, [name]
        while pending:
            further = self._aliases.get(pending.pop(), set()) - names
            names |= further
            pending += further
        for each in sorted(names):
            yield from (site for site in found.get(each, ()) if site[1].root is not but)

    def add(self, path: str, program: Program) -> None:
        """Add the module at ``path``, with `/` between its parts."""
        root = program.root
        self.programs[root] = program
        *folders, name = path.removesuffix(".py").split("/")
        self.importers[root] = ".".join(folders)
        parts = folders if name == "__init__" else [*folders, name]
        self.roots[".".join(parts)] = root
        for length in range(1, len(parts) + 1):
            if length < len(parts):
                self.packages.add(".".join(parts[:length]))
            end = parts[-length:]
            if end[0] not in sys.stdlib_module_names:
                self.ends.setdefault(".".join(end), []).append(".".join(parts))

    def __contains__(self, module: str) -> bool:
        return module in self.roots or module in self.packages

    def find(self, name: str, importer: Scope) -> Iterator[tuple[str, list[str]]]:
        """Yield the modules that the dotted ``name`` of an import, relative ones too, begins with, and the rest of it."""
        if not self.roots:
            return
        package = self.importers.get(importer, "")
        dots = len(name) - len(name.lstrip("."))
        parts = name[dots:].split(".")
        if dots:
            level = dots - (len(parts) == 1)  # `from . import a` stands as `..a`
            above = package.split(".")[: len(package.split(".")) - level + 1] if package else []
            found = list(self._longest(above, parts))
            yield from found or [(".".join(above), parts)]  # `from . import name`
        else:
            yield from self._absolute(package, parts)

    def _absolute(self, package: str, parts: list[str]) -> Iterator[tuple[str, list[str]]]:
        """Yield what is found from a folder that the importer is in, or else anywhere."""
        folders = package.split(".") if package else []
        if parts[0] in sys.stdlib_module_names:
            return
        for length in range(len(folders), -1, -1):
            found = list(self._longest(folders[:length], parts))
            if found:
                yield from found
                return
        for length in range(len(parts), 0, -1):
            ends = self.ends.get(".".join(parts[:length]), ())
            yield from ((module, parts[length:]) for module in ends[:MOST])
            if ends:
                return

    def _longest(self, above: list[str], parts: list[str]) -> Iterator[tuple[str, list[str]]]:
        for length in range(len(parts), 0, -1):
            module = ".".join((*above, *parts[:length]))
            if module in self:
                yield module, parts[length:]
                return

    def join(self) -> None:
        """Let what one module stores in a name of another, or calls it by, be known where that is from."""
        for program in self.programs.values():
            for name, binding in program.stored:
                for imported in _imported(name, binding.scope):
                    self._store(imported, binding.scope.root, binding, set())
            for name, found in program.calls.items():
                self._calls[name] += found
            for name, found in program.passed.items():
                self._passed[name] += found
            for name, owners in program.owners.items():
                self.owners[name] += owners
        inner = {id(program.scopes): program.scopes.values() for program in self.programs.values()}
        for scope in (*self.programs, *chain.from_iterable(inner.values())):
            self._join(scope)

    def _store(self, imported: str, importer: Scope, binding: Binding, seen: set[tuple[Scope, str]]) -> None:
        for module, rest in self.find(imported, importer):
            root = self.roots.get(module)
            if root is None or len(rest) != 1 or (root, rest[0]) in seen:
                continue
            seen.add((root, rest[0]))
            if rest[0] in root.bindings:
                root.bindings[rest[0]].append(binding)
            for further in _imported(rest[0], root):
                self._store(further, root, binding, seen)

    def _join(self, scope: Scope) -> None:
        for name, bindings in scope.bindings.items():
            for binding in bindings:
                if isinstance(binding.value, str) and any(
                    rest for _, rest in self.find(binding.value, scope.root)
                ):
                    self._aliases[binding.value.rpartition(".")[2]].add(name)


def _imported(name: str, scope: Scope) -> Iterator[str]:
    """Yield the dotted names that imports give ``name`` in a scope."""
    home: Scope | None = scope.elsewhere.get(name, scope)
    while home:
        if name in home.bindings:
            yield from (each.value for each in home.bindings[name].copy() if isinstance(each.value, str))
            return
        yield from (f"{module}.{name}" for module in home.stars)
        home = home.parent
