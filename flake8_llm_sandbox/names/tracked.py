"""A program that keeps a log of which of its names are looked at, so that what depends on none of them need not be done anew."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from flake8_llm_sandbox.names.scopes import Program, Scope

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterable, Iterator

ALL = object()  # instead of a name
Seen = tuple[str, object]  # a table of the program, and a name in it or ALL


class Log:
    """What was looked at, or changed, since it was last taken."""

    def __init__(self) -> None:
        self._seen: set[Seen] = set()
        self.see = self._seen.add

    def take(self) -> frozenset[Seen]:
        """Return it, and begin anew."""
        seen = frozenset(self._seen)
        self._seen.clear()
        return seen


def tracked(log: Log) -> Program:
    """Return an empty program that writes to ``log``."""
    root = Scope(
        "module", bindings=Table("bindings", log), stars=_Row("stars", log), deleted=_Words("deleted", log)
    )
    tables: dict[str, Any] = {
        name: Table(name, log) for name in ("attributes", "calls", "class_keywords", "passed")
    }
    rows: dict[str, Any] = {name: _Row(name, log) for name in ("raised", "sites", "unnamed")}
    words: dict[str, Any] = {name: _Words(name, log) for name in ("assigned", "names")}
    return Program(root, scopes=_Scopes(log), **tables, **rows, **words)


class Table(defaultdict[str, list[Any]]):
    """Each key that is asked for counts, whether it is there or not; to go over it counts as to ask for all."""

    def __init__(self, name: str, log: Log) -> None:
        super().__init__(list)
        self._name, self._see = name, log.see

    def __getitem__(self, key: str) -> list[Any]:
        self._see((self._name, key))
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self._see((self._name, key))
        return super().__contains__(key)

    def get(self, key: str, default: Any = None) -> Any:
        self._see((self._name, key))
        return super().get(key, default)

    def __iter__(self) -> Iterator[str]:
        self._see((self._name, ALL))
        return super().__iter__()

    def __len__(self) -> int:
        self._see((self._name, ALL))
        return super().__len__()

    def keys(self) -> Any:
        self._see((self._name, ALL))
        return super().keys()

    def values(self) -> Any:
        self._see((self._name, ALL))
        return super().values()

    def items(self) -> Any:
        self._see((self._name, ALL))
        return super().items()


class _Row(list[Any]):
    """It counts as a whole."""

    def __init__(self, name: str, log: Log) -> None:
        super().__init__()
        self._all, self._see = (name, ALL), log.see

    def append(self, value: Any) -> None:
        self._see(self._all)
        super().append(value)

    def extend(self, values: Iterable[Any]) -> None:
        self._see(self._all)
        super().extend(values)

    def __iter__(self) -> Iterator[Any]:
        self._see(self._all)
        return super().__iter__()

    def __len__(self) -> int:
        self._see(self._all)
        return super().__len__()


class _Words(set[str]):
    """Each word that is asked for counts, and each that is new; of what is there already, no more."""

    def __init__(self, name: str, log: Log) -> None:
        super().__init__()
        self._name, self._see = name, log.see

    def add(self, word: str) -> None:
        if not super().__contains__(word):
            self._see((self._name, word))
            super().add(word)

    def update(self, *words: Iterable[str]) -> None:
        for each in words:
            for word in each:
                self.add(word)

    def __contains__(self, word: object) -> bool:
        self._see((self._name, word))
        return super().__contains__(word)

    def isdisjoint(self, others: Iterable[Any]) -> bool:
        words = list(others)
        for word in words:
            self._see((self._name, word))
        return super().isdisjoint(words)

    def __iter__(self) -> Iterator[str]:
        self._see((self._name, ALL))
        return super().__iter__()


class _Scopes(dict["ast.AST", Scope]):
    """To go over it counts; a node that is asked for is one's own."""

    def __init__(self, log: Log) -> None:
        super().__init__()
        self._all, self._see = ("scopes", ALL), log.see

    def __setitem__(self, node: ast.AST, scope: Scope) -> None:
        self._see(self._all)
        super().__setitem__(node, scope)

    def __iter__(self) -> Iterator[ast.AST]:
        self._see(self._all)
        return super().__iter__()

    def values(self) -> Any:
        self._see(self._all)
        return super().values()

    def items(self) -> Any:
        self._see(self._all)
        return super().items()
