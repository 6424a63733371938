"""What functions of Python's library, and of packages, do as their arguments decide: read from tables that `model/` makes.

A line stands for a module or class: `OWNER NAME NAME=KIND:PLACE,PLACE;KIND:PLACE ...`. `OWNER!` is a module of which some
part acts; `-NAME` is not bound by `from OWNER import *`, and of `NAME?` nobody knows what it does. A place is a position and
a name, `0file`; `1*args` stands for all from there on, `**options` for all that have names.
Tables begin with a comment that says which version they were made from; those of packages list what acts alone.
"""

from __future__ import annotations

import hashlib
import re
import sys
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

_REACH = r"[a-z]+:[\w*]+(,[\w*]+)*"
_DATA = Path(__file__).with_name("data")
_TOKEN = re.compile(r"(?P<hidden>-?)(?P<name>\w+)(?P<unknown>\??)(?:=(?P<reach>\S+))?")
_PLACE = re.compile(r"(?P<position>\d*)(?P<rest>\*{0,2})(?P<name>\w*)")
_HEADER = re.compile(r"# (?P<package>\w+)( \S+)?", re.ASCII)
_OF_PACKAGE = re.compile(rf"[\w.]+( \w+={_REACH}(;{_REACH})*)+", re.ASCII)

UNREVIEWED = "unreviewed"


class Place(NamedTuple):
    """An argument: where it stands, and its name. ``rest`` is `*` for all from there on, `**` for all with a name."""

    position: int | None
    name: str
    rest: str


class Reach(NamedTuple):
    """What a call does (`model/sinks.py` has the kinds), and which arguments decide about it."""

    kind: str
    places: tuple[Place, ...]


class Entry(NamedTuple):
    """What is known of one name."""

    exported: bool
    reviewed: bool
    reach: tuple[Reach, ...]


@lru_cache(maxsize=4096)
def reach(name: str) -> tuple[Reach, ...]:
    """Return what a call of ``name`` does as its arguments decide."""
    owner, _, last = name.rpartition(".")
    entry = entries(owner).get(last)
    if entry and entry.reach:
        return entry.reach
    return (Reach(UNREVIEWED, ()),) if is_unreviewed(name) else ()


def is_unreviewed(name: str) -> bool:
    """Return whether ``name`` is of a module of Python's library that can act, and nobody knows what it does."""
    owner, _, last = name.rpartition(".")
    entry = entries(owner).get(last)
    if entry or owner == "builtins" or last.startswith("_"):
        return bool(entry and not entry.reviewed)
    return f"{owner}!" in _library() or (
        owner in sys.stdlib_module_names and owner[0] != "_" and not {owner, f"{owner}!"} & _library().keys()
    )


def exported(module: str) -> frozenset[str]:
    """Return the names that `from module import *` binds in any version of Python; none for what is not Python's own."""
    known = module in _library() or f"{module}!" in _library()
    return frozenset(name for name, entry in entries(module).items() if entry.exported and known)


@lru_cache(maxsize=256)
def entries(owner: str) -> dict[str, Entry]:
    """Return what is known of the members of a module or class."""
    package = owner.partition(".")[0]
    lines = _package(package) if package in _packages() else _library()
    text = lines.get(owner) or lines.get(f"{owner}!", "")
    found = (match for match in map(_TOKEN.fullmatch, text.split()) if match)
    return {
        each["name"]: Entry(not each["hidden"], not each["unknown"], _reach(each["reach"])) for each in found
    }


@cache
def _library() -> dict[str, str]:
    return _lines(_DATA / "library.txt")


@cache
def _packages() -> frozenset[str]:
    return frozenset(path.stem for path in (_DATA / "packages").iterdir())


@cache
def _package(name: str) -> dict[str, str]:
    return _lines(_DATA / "packages" / f"{name}.txt")


def _lines(path: Path) -> dict[str, str]:
    lines = path.read_text(encoding="ascii").splitlines()
    return {owner: members for owner, _, members in (line.partition(" ") for line in lines)}


class Models:
    """What packages do of which people have named a table; it adds to what is known of them here, and takes nothing away."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        """``texts`` are as `--model` prints them.

        Raises:
            ValueError: one is not, or speaks of Python's own library.
        """
        self.packages: set[str] = set()
        self._reach: dict[str, tuple[Reach, ...]] = {}
        lines = [line for text in texts for line in text.splitlines()]
        for line in lines:
            self._add(line)
        self.digest = hashlib.sha256("\n".join(lines).encode()).digest() if lines else b""

    def reach(self, name: str) -> tuple[Reach, ...]:
        """Return what a call of ``name`` does as its arguments decide."""
        return (*reach(name), *self._reach.get(name, ()))

    def _add(self, line: str) -> None:
        header = _HEADER.fullmatch(line)
        owner, _, members = line.partition(" ")
        package = header["package"] if header else owner.partition(".")[0]
        if not (header or _OF_PACKAGE.fullmatch(line)) or package in sys.stdlib_module_names:
            raise ValueError(f"no line of a package's model: {line[:80]!r}")
        self.packages.add(package)
        for name, _, found in (each.partition("=") for each in ([] if header else members.split())):
            key = f"{owner}.{name}"
            self._reach[key] = (*self._reach.get(key, ()), *_reach(found))


SHIPPED = Models()


def _reach(text: str | None) -> tuple[Reach, ...]:
    parts = (part.partition(":") for part in (text or "").split(";") if part)
    return tuple(Reach(kind, tuple(map(_place, places.split(",")))) for kind, _, places in parts)


def _place(text: str) -> Place:
    match = _PLACE.fullmatch(text)
    assert match
    return Place(int(match["position"]) if match["position"] else None, match["name"], match["rest"])
