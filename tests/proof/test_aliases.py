"""What the library holds under several names is one thing to the analysis."""

from __future__ import annotations

import sys
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

import pytest

from flake8_llm_sandbox import analyze
from flake8_llm_sandbox.library import canonical
from flake8_llm_sandbox.rules import all_rules
from tests.proof import aliases
from tests.proof.tables import plainest

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 4  # modules in a chain
ACTING = frozenset(name for rule in all_rules() for name in rule.calls | rule.names)
# Classes that do not do what those do that they derive from.
QUIET = {
    "importlib.metadata.DistributionFinder",
    "importlib.metadata.MetadataPathFinder",
    "multiprocessing.pool.ThreadPool",
    "multiprocessing.process._ParentProcess",
    "xmlrpc.client.GzipDecodedResponse",
}
ENDS = {
    "builtins": "exec(x)",
    "ctypes": "CDLL(None)",
    "importlib": "import_module(x)",
    "os": "system('ls')",
    "socket": "socket()",
    "subprocess": "run(['ls'])",
    "sys": "settrace(x)",
}


@cache
def here() -> aliases.Library:
    return aliases.Library(aliases.holdings(sys.executable))


def chains(module: str, name: str, length: int) -> Iterator[str]:
    """Yield programs' ends: chains of attributes that lead from ``module`` to one of ENDS."""
    for inner, (kind, _, target) in here().modules.get(module, {"members": {}})["members"].items():
        if kind == "m" and target != module and not inner.startswith("__"):
            if target in ENDS:
                yield f"{name}.{inner}.{ENDS[target]}"
            elif length > 1:
                yield from chains(target, f"{name}.{inner}", length - 1)


def test_no_chain_of_modules_gets_by() -> None:
    starts = [name for name in here().modules if name not in ENDS]
    programs = {f"import {name}\n{chain}\n" for name in starts for chain in chains(name, name, LONGEST)}
    assert len(programs) > 4000
    assert [program for program in sorted(programs) if not analyze(program)] == []


def test_what_acts_acts_by_every_name_that_it_has_here() -> None:
    names = defaultdict(set)
    for module, name, thing in here().held():
        if thing.kind in "cfm" and module != "ntpath":  # which stands in for Windows here
            names[thing.identity].add(canonical(f"{module}.{name}"))
    acting = [found for found in names.values() if found & aliases.acting()]
    assert len(acting) > 300
    assert [found for found in acting if not found <= aliases.acting()] == []


def test_what_derives_from_what_acts_acts() -> None:
    names = here().names
    derived = {
        names[identity]
        for identity, value in here().classes.items()
        if identity in names and not ACTING.isdisjoint(names.get(base, "") for base in value["bases"])
    }
    assert len(derived) > 30
    quiet = {name for name in derived if not _is_inside(name) and not analyze(plainest(name))}
    assert quiet <= QUIET


def _is_inside(name: str) -> bool:
    parts = name.split(".")
    return any(".".join(parts[:length]) in ACTING for length in range(1, len(parts) + 1))


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("asyncio.events.subprocess.run", "subprocess.run"),
        ("bz2._builtin_open", "builtins.open"),
        ("dataclasses.FunctionType", "types.LambdaType"),
        ("logging.os.remove", "os.remove"),
        ("posix.remove", "os.remove"),
        ("re.enum.bltns.exec", "builtins.exec"),
        ("tarfile.bltn_open", "builtins.open"),
    ],
)
def test_name_is_resolved_to_the_one_that_rules_know(name: str, target: str) -> None:
    assert canonical(name) == target


@pytest.mark.parametrize("name", sorted(aliases.acting()))
def test_rules_know_each_thing_by_its_one_name(name: str) -> None:
    assert canonical(name) in (name, *aliases.reported())
