"""What the names of a module mean, and which classes and functions it defines."""

from __future__ import annotations

import ast
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flake8_llm_sandbox.library import canonical
from flake8_llm_sandbox.model.flow import FUNCTIONS, Flow, Reader, Values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass
class Class:
    """A class: its bases, its methods, and what its attributes may be."""

    name: str
    bases: list[str] = field(default_factory=list)
    methods: dict[str, Flow] = field(default_factory=dict)
    values: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


class Module:
    """One module."""

    def __init__(self, name: str, tree: ast.Module, package: bool) -> None:
        self.name, self.package = name, package
        self.names: dict[str, set[str]] = defaultdict(set)
        self.stars: list[str] = []
        self.functions: dict[str, Flow] = {}
        self.classes: dict[str, Class] = {}
        body = list(_statements(tree.body))
        for node in body:
            self._bind(node)
        outer = ast.parse("def _(): pass").body[0]
        assert isinstance(outer, ast.FunctionDef)
        top = Reader(self, outer, method=False)
        for node in body:
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    if isinstance(target, ast.Name):
                        self.names[target.id] |= {
                            each for each in top.value(node.value) if each[0] not in "$@"
                        }
        for node in body:
            if isinstance(node, FUNCTIONS):
                self.functions[node.name] = Reader(self, node, method=False).read()
            elif isinstance(node, ast.ClassDef):
                self._read_class(node, node.name, top)

    def _bind(self, node: ast.AST) -> None:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            for name, target in self.imported(node):
                self.names[name].add(target)
        elif isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            self.names[node.name].add(f"{self.name}.{node.name}")

    def _read_class(self, node: ast.ClassDef, name: str, top: Reader) -> None:
        found = self.classes.setdefault(name, Class(f"{self.name}.{name}"))
        found.bases += [each for base in node.bases for each in top.value(base)]
        for part in _statements(node.body):
            if isinstance(part, FUNCTIONS):
                decorators = {getattr(each, "id", getattr(each, "attr", "")) for each in part.decorator_list}
                flow = Reader(self, part, method="staticmethod" not in decorators).read()
                found.methods[part.name] = flow
                for attribute, values in flow.kept.items():
                    found.values[attribute] |= values
                if "property" in decorators:
                    found.values[part.name] |= flow.returns
            elif isinstance(part, ast.ClassDef):
                self._read_class(part, f"{name}.{part.name}", top)
            elif isinstance(part, ast.Assign):
                for target in part.targets:
                    if isinstance(target, ast.Name):
                        for each in top.value(part.value):
                            own = each.removeprefix("builtins.")
                            found.values[target.id].add(f"@{own}" if own in found.methods else each)

    def imported(self, node: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, str]]:
        """Yield each name that an import binds, and what it is."""
        if isinstance(node, ast.Import):
            for alias in node.names:
                target = alias.name if alias.asname else alias.name.partition(".")[0]
                yield alias.asname or target, canonical(target)
            return
        module = node.module or ""
        if node.level:
            parts = self.name.split(".")
            base = parts[: len(parts) - node.level + self.package]
            module = ".".join((*base, *([module] if module else [])))
        for alias in node.names:
            if alias.name == "*":
                self.stars.append(module)
            else:
                yield alias.asname or alias.name, f"{module}.{alias.name}"

    def value(self, name: str) -> Values:
        """Return what ``name`` is here."""
        if name in self.names:
            return frozenset(self.names[name])
        return frozenset({f"builtins.{name}", *(f"{star}.{name}" for star in self.stars)})


def _statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements of a block, and of those in it that decide which of them run."""
    for node in body:
        yield node
        if isinstance(node, (ast.If, ast.Try, ast.With, ast.For, ast.While)):
            for name in ("body", "orelse", "finalbody"):
                yield from _statements(getattr(node, name, ()))
            for handler in getattr(node, "handlers", ()):
                yield from _statements(handler.body)
