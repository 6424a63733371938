"""Programs that import each other: which module a name means in which of them."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator

    from flake8_llm_sandbox.names.scopes import Program, Scope

MOST = 4  # modules that one name may mean


@dataclass(eq=False)
class Project:
    """The modules of one project by their paths, as `src.package.module`; folders are packages."""

    roots: dict[str, Scope] = field(default_factory=dict)
    packages: set[str] = field(default_factory=set)
    ends: dict[str, list[str]] = field(default_factory=dict)  # `package.module` -> the paths that end so
    importers: dict[Scope, str] = field(default_factory=dict)  # the package that each module is in
    programs: dict[Scope, Program] = field(default_factory=dict)
    aliases: dict[str, set[str]] = field(default_factory=dict)  # the names that imports give to a name

    def calls(self, name: str, but: Program) -> Iterator[tuple[ast.Call, Scope]]:
        """Yield what other modules than that of ``but`` call by ``name``, or by a name that an import gives to that."""
        for program in self.programs.values() if len(self.programs) > 1 else ():
            for each in self.aliases.get(name, {name}) if program is not but else ():
                yield from program.calls.get(each, ())

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
        for root in self.importers:
            for name, bindings in list(root.bindings.items()):
                for binding in bindings.copy():
                    if isinstance(binding.value, str):
                        self._join(root, name, binding.value)

    def _join(self, root: Scope, name: str, imported: str) -> None:
        for module, rest in self.find(imported, root):
            if len(rest) == 1 and module in self.roots:
                others = [each for each in root.bindings[name] if not isinstance(each.value, str)]
                if others:
                    self.roots[module].bindings[rest[0]].extend(others)
                self.aliases.setdefault(rest[0], {rest[0]}).add(name)
