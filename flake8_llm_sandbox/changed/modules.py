"""Which file of a program, and which of its names, an import stands for."""

from __future__ import annotations

import ast
import re
import sys
from collections import defaultdict
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from flake8_llm_sandbox.changed.reach import bindings_of
from flake8_llm_sandbox.deadline import NEVER
from flake8_llm_sandbox.depth import recurse
from flake8_llm_sandbox.names.scan import scan
from flake8_llm_sandbox.names.scopes import Program, Scope
from flake8_llm_sandbox.parser import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from flake8_llm_sandbox.names.scopes import Binding

    Name = tuple[str, str]  # a path, and what is bound at the top of that file; "" for the module itself

MAX_HOPS = 8  # from one file that only passes a name on to the next


class Code:
    """A file, read when somebody asks what is in it."""

    def __init__(self, path: str, source: bytes) -> None:
        self.path, self.source = path, source

    @cached_property
    def program(self) -> Program:
        """What is bound and mentioned in it: nothing if it is no Python, since then it does not run."""
        try:
            return recurse(lambda: scan(parse(self.source), NEVER), len(self.source))
        except Exception:  # noqa: BLE001 - the analysis has said what is wrong
            return Program(Scope("module"))

    @cached_property
    def scopes(self) -> dict[ast.AST, Scope]:
        """The scope of each place that is worth a look."""
        return {site.node: site.scope for site in self.program.sites}

    def has(self, word: str) -> bool:
        """Tell whether a word may stand in it; with escapes in its strings, that may be a part of another."""
        return word.encode() in self.source if b"\\" in self.source else word in self._words

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(re.findall(r"\w+", self.source.decode("utf-8", "replace")))

    def dotted(self, node: ast.AST, scope: Scope) -> list[str]:
        """Return what of other modules a name, or an attribute of one, may be; relative ones begin with dots."""
        attributes: list[str] = []
        while isinstance(node, ast.Attribute):
            attributes.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return []
        origins = self.origins(node.id, bindings_of(node.id, scope))
        return [".".join((origin, *reversed(attributes))) for origin in origins]

    def origins(self, name: str, bound: Sequence[Binding]) -> list[str]:
        """Return what of other modules a name with these bindings may be."""
        if bound:
            return [each.value for each in bound if isinstance(each.value, str)]
        return [f"{star}.{name}" for star in self.program.root.stars]


class Modules:
    """The files of a program by what imports call them: more than Python would, where several could be meant."""

    def __init__(self, codes: Iterable[Code]) -> None:
        self.codes: Mapping[str, Code] = {code.path: code for code in codes}
        self._parts = {path: _parts(path) for path in self.codes}
        self._by_last: dict[str, list[str]] = defaultdict(list)
        for path, parts in self._parts.items():
            self._by_last[parts[-1] if parts else ""].append(path)
        self._known: dict[tuple[str, str, int], set[Name]] = {}

    def names(self, importer: str, dotted: str, hops: int = MAX_HOPS) -> set[Name]:
        """Return where what ``importer`` calls ``dotted`` is bound, through files that only pass it on."""
        key = importer, dotted, hops
        if key not in self._known:
            self._known[key] = self._names(importer, dotted, hops)
        return self._known[key]

    def _names(self, importer: str, dotted: str, hops: int) -> set[Name]:
        found: set[Name] = set()
        for path, rest in self._files(importer, dotted):
            code = self.codes[path]
            bound = code.program.root.bindings.get(rest[0], ()) if rest else ()
            if not bound or any(not isinstance(each.value, str) for each in bound):
                found.add((path, rest[0] if rest else ""))
            for origin in code.origins(rest[0], bound) if rest and hops else ():
                found |= self.names(path, ".".join((origin, *rest[1:])), hops - 1)
        return found

    def last(self, path: str) -> str:
        """Return the last part of the name of the module that a file is."""
        return (self._parts[path] or ("",))[-1]

    def is_foreign(self, importer: str, dotted: str) -> bool:
        """Tell whether no file of the program is meant."""
        return not any(self._files(importer, dotted))

    def _files(self, importer: str, dotted: str) -> Iterator[tuple[str, list[str]]]:
        """Yield the files of the longest part of ``dotted`` that is a module, and what is left of it."""
        bare = dotted.lstrip(".")
        names, level = bare.split("."), len(dotted) - len(bare)
        if not level and names[0] in sys.stdlib_module_names:
            return
        above = PurePosixPath(importer).parts[:-1]
        # `from . import a` and `from ..a import b` are both noted with two dots.
        levels = (level, level - 1) if level > 1 else (level,)
        for length in range(len(names), 0 if not level else -1, -1):
            wanted = tuple(names[:length])
            ends = [(*above[: len(above) - each + 1], *wanted) for each in levels] if level else [wanted]
            found = [path for end in ends for path in self._ending(end, whole=bool(level))]
            if found:
                yield from ((path, names[length:]) for path in found)
                return

    def _ending(self, end: tuple[str, ...], whole: bool) -> Iterator[str]:
        """Yield the files of which the name as a module ends so, or is that as a ``whole``."""
        for path in self._by_last.get(end[-1] if end else "", ()):
            parts = self._parts[path]
            if parts == end or (not whole and parts[-len(end) :] == end):
                yield path


def _parts(path: str) -> tuple[str, ...]:
    parts = PurePosixPath(path).with_suffix("").parts
    return parts[:-1] if parts[-1] == "__init__" else parts
