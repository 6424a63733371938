"""Make `flake8_llm_sandbox/data/aliases.txt`: what of Python's library is the same under several names.

usage: python -m tests.proof.aliases INTERPRETER ...

One interpreter for each version of Python that is supported. Each imports its library in a process of its own.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import flake8_llm_sandbox
from flake8_llm_sandbox import library
from flake8_llm_sandbox.rules import all_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

PACKAGE = Path(flake8_llm_sandbox.__file__).parent
TABLE = PACKAGE / "data" / "aliases.txt"
HOLDINGS = Path(__file__).with_name("holdings.py")
OTHER_NAMES = ("genericpath", "nt", "ntpath", "posix")  # `os` and `os.path` have them all

Rows = dict[tuple[str, str], str]


class Thing(NamedTuple):
    """A kind of `holdings.py`, an identity, and the name that the thing has of itself."""

    kind: str
    identity: int
    own: str


@cache
def reported() -> frozenset[str]:
    """Return every name that a rule looks for."""
    kinds = ("calls", "defines", "leaks", "names")
    return frozenset(name for rule in all_rules() for kind in kinds for name in getattr(rule, kind))


@cache
def acting() -> frozenset[str]:
    """Return those names of which a use is a finding, or may be."""
    return frozenset(name for rule in all_rules() for name in rule.calls | rule.names)


@cache
def mentioned() -> frozenset[str]:
    """Return every dotted name in the text of the package, rules and tables among them."""
    texts = (path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    return reported() | {
        name.rstrip(".") for text in texts for name in re.findall(r"[^\W\d]\w*\.[\w.]+", text)
    }


def holdings(interpreter: str) -> dict[str, dict[str, dict[str, object]]]:
    """Return what `holdings.py` prints under ``interpreter``."""
    with tempfile.TemporaryDirectory() as folder:
        command = [shutil.which(interpreter) or interpreter, "-I", "-S", "-B", str(HOLDINGS)]
        run = subprocess.run(
            command, cwd=folder, env={"HOME": folder}, capture_output=True, check=True, timeout=300
        )
    result: dict[str, dict[str, dict[str, object]]] = json.loads(run.stdout)
    return result


class Library:
    """The library of one interpreter, and the one name of everything in it."""

    def __init__(self, found: dict[str, dict[str, dict]]) -> None:
        self.modules = found["modules"]
        self.modules["os.path"] = self.modules.pop("posixpath")
        self.classes = {int(identity): value for identity, value in found["classes"].items()}
        names, own = defaultdict(set), {}
        self.public = {
            f"{module}.{name}" for module, value in self.modules.items() for name in value["public"]
        }
        for module, name, thing in self.held():
            if thing.kind in "cfo" and module not in OTHER_NAMES:
                names[thing.identity].add(f"{module}.{name}")
                own[thing.identity] = thing.own
        self.names = {identity: _best(found, own[identity], self.public) for identity, found in names.items()}
        same = defaultdict(set)
        for name, module in self.modules.items():
            same[module["id"]].add(name)
        self.names |= {
            identity: "os.path" if "os.path" in each else _best(each) for identity, each in same.items()
        }
        self.of_classes = {
            self.names[identity]: value for identity, value in self.classes.items() if identity in self.names
        }
        for owner, value in self.of_classes.items():
            for name, thing in _things(value):
                if thing.kind == "f":
                    self.names.setdefault(thing.identity, f"{owner}.{name}")

    def held(self) -> Iterator[tuple[str, str, Thing]]:
        """Yield each module, each name in it, and what that is."""
        for module, value in self.modules.items():
            yield from ((module, name, thing) for name, thing in _things(value))

    def rows(self) -> Rows:
        """Return what each member of a module or class goes by elsewhere."""
        found = {
            (module, name): target for module, name, thing in self.held() if (target := self._target(thing))
        }
        for owner, value in self.of_classes.items():
            for name, thing in self._members(value):
                target = self._target(thing)
                if target in acting() or (target and thing.kind == "m"):
                    found[owner, name] = target
        return {key: target for key, target in found.items() if ".".join(key) != target or _is_door(key[1])}

    def _target(self, thing: Thing) -> str:
        name = self.names.get(thing.identity, "")
        return name if thing.kind != "o" or name in mentioned() else ""

    def _members(self, value: dict) -> Iterator[tuple[str, Thing]]:
        inherited: dict[str, Thing] = {}
        for base in reversed(value["bases"]):
            inherited.update(_things(self.classes.get(base, {"members": {}})))
        inherited.update(_things(value))
        yield from inherited.items()


def _things(value: dict) -> Iterator[tuple[str, Thing]]:
    yield from ((name, Thing(*each)) for name, each in value["members"].items())


def _is_door(name: str) -> bool:
    """Return whether ``name`` would be taken for a module wherever it is not known to be something else."""
    return name.lstrip("_") in library.DOORS


def _is_inside(name: str) -> bool:
    """Return whether a use of the public module or the class that ``name`` is a part of is a finding."""
    parts = name.split(".")
    return any(".".join(parts[:length]) in acting() for length in range(1, len(parts))) and name[0] != "_"


def _best(names: Iterable[str], own: str = "", public: AbstractSet[str] = frozenset()) -> str:
    """Return the name that rules know, or that people use."""
    return min(
        names,
        key=lambda name: (
            name not in acting(),
            name not in reported(),
            name not in mentioned(),
            _is_inside(own) != _is_inside(name),
            any(part.startswith("_") for part in name.split(".")),
            name not in public,
            name.count("."),
            name != own,
            len(name),
            name,
        ),
    )


def merged(versions: Iterable[Rows]) -> Rows:
    """Return the rows of all versions, each with the last name that they lead to; where they differ, what rules know."""
    found = defaultdict(list)
    for rows in versions:
        for key, target in rows.items():
            found[key].append(target)
    chosen = {key: _best(targets) for key, targets in found.items()}
    return {key: _last(target, chosen) for key, target in chosen.items()}


def _last(name: str, rows: Rows) -> str:
    """Return what ``name`` leads to; names that lead to each other are one."""
    seen = [name]
    while (following := rows.get(_split(seen[-1]), seen[-1])) not in seen:
        seen.append(following)
    return _best(seen[seen.index(following) :])


def _split(name: str) -> tuple[str, str]:
    owner, _, member = name.rpartition(".")
    return owner, member


def written(rows: Rows) -> str:
    """Return the table: a line for each module or class, `OWNER name=target ...`, sorted."""
    lines = defaultdict(list)
    for (owner, name), target in sorted(rows.items()):
        lines[owner].append(f"{name}={target}")
    return "".join(f"{owner} {' '.join(parts)}\n" for owner, parts in lines.items())


def main() -> None:
    """Write the table."""
    versions = [Library(holdings(interpreter)).rows() for interpreter in sys.argv[1:]]
    TABLE.write_text(written(merged(versions)), encoding="utf-8")


if __name__ == "__main__":
    main()
