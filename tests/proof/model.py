"""Make `flake8_llm_sandbox/data/library.txt`: what every public function of Python's library does as its arguments decide.

usage: python -m tests.proof.model INTERPRETER ...

One interpreter for each version of Python that is supported. Each imports its library in a process of its own; its source
is read here, so that this has to be run by the newest of them.
"""

from __future__ import annotations

import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from flake8_llm_sandbox.library import canonical
from flake8_llm_sandbox.model.reach import Library
from flake8_llm_sandbox.model.reading import modules
from flake8_llm_sandbox.model.scope import Module
from flake8_llm_sandbox.model.sinks import SINKS, is_harmless, places
from flake8_llm_sandbox.model.table import Member, Table, merged, reach_of, written
from tests.proof import aliases
from tests.proof.holdings import SKIPPED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

TABLE = aliases.PACKAGE / "data" / "library.txt"
LEFT_OUT = (*SKIPPED, "ensurepip._bundled", "site-packages")
PLATFORMS = {  # of Windows, which no interpreter of ours has
    "msvcrt": "LK_LOCK LK_NBLCK LK_NBRLCK LK_RLCK LK_UNLCK getch getche getwch getwche kbhit locking putch putwch setmode ungetch ungetwch",
    "os": "add_dll_directory get_handle_inheritable getlogin listdrives listmounts listvolumes set_handle_inheritable startfile",
    "signal": "CTRL_BREAK_EVENT CTRL_C_EVENT",
    "socket": "fromshare",
    "ssl": "enum_certificates enum_crls",
    "sys": "getwindowsversion",
    "winreg": "",
    "winsound": "Beep MessageBeep PlaySound SND_ALIAS SND_ASYNC SND_FILENAME SND_LOOP SND_MEMORY SND_NODEFAULT SND_NOSTOP SND_NOWAIT SND_PURGE",
}


def public(name: str) -> bool:
    """Return whether no part of a name is private."""
    return not any(part.startswith("_") for part in name.split("."))


def computed(interpreter: str) -> Library:
    """Return what the source of the interpreter's library does."""
    command = [interpreter, "-I", "-S", "-c", "import os; print(os.__file__)"]
    folder = Path(subprocess.run(command, capture_output=True, check=True, text=True).stdout).parent
    found = modules(folder, "", lambda name: not any(f"{name}.".startswith(f"{each}.") for each in LEFT_OUT))
    library = Library(Module(name, tree, (folder / name.replace(".", "/")).is_dir()) for name, tree in found)
    library.settle()
    return library


def reached(name: str, own: str, library: Library) -> dict[str, set[str]]:
    """Return what a function or class does that goes by ``name``, and that its own module calls ``own``."""
    names = (canonical(name), f"{canonical(name)}.__init__", own, f"{own}.__init__")
    for each in names:
        if each in SINKS:
            return {kind: set(places(found)) for kind, found in SINKS[each]}
    for each in names:
        if each in library.units and (each.endswith(".__init__") or each not in library.classes):
            return reach_of(library.units[each])
    return {}


def is_known(name: str, own: str, library: Library) -> bool:
    """Return whether the source, a rule or a review says what ``name`` does."""
    parts = canonical(name).split(".")
    return (
        own in library.units
        or own in library.classes
        or canonical(name) in SINKS
        or any(is_harmless(each) for each in (name, own, canonical(name)))
        or any(".".join(parts[:length]) in aliases.acting() for length in range(1, len(parts) + 1))
    )


def version(interpreter: str) -> str:
    """Return the version of an interpreter."""
    command = [interpreter, "-I", "-S", "-c", "import platform; print(platform.python_version())"]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout.strip()


def table_of(holdings: Mapping[str, Mapping[str, dict]], library: Library) -> Table:
    """Return what one version of Python has."""
    table: Table = defaultdict(dict)
    held = holdings["modules"]
    for module, value in {**held, "os.path": held["posixpath"]}.items():
        if not public(module):
            continue
        for name, (kind, _, own) in value["members"].items():
            full = f"{module}.{name}"
            if kind == "m":
                continue
            unknown = public(name) and kind in "cf" and not is_known(full, own, library)
            unknown = unknown and not (kind == "c" and _is_made(own, library))
            member = Member(name in value["star"], unknown)
            if kind in "cfo":
                for reach, at in reached(full, own, library).items():
                    member.reach[reach] |= at
            if not public(name) and not member.reach:
                continue
            table[module][name] = member
            if kind == "c" and canonical(full) == full:
                table[full] = dict(_methods(own, library))
        table[module] |= {
            name: Member(exported=True)
            for name in value["star"]
            if name not in table[module] and public(name)
        }
    return table


def _is_made(own: str, library: Library) -> bool:
    """Return whether a class is an exception, or made by Python code that calls a maker of classes."""
    return own.rpartition(".")[0] in library.modules or own.endswith(
        ("Error", "Exception", "Warning", "error")
    )


def _methods(own: str, library: Library) -> Iterator[tuple[str, Member]]:
    if own in library.classes:
        for name in library.methods(library.classes[own]):
            found = reached(f"{own}.{name}", f"{own}.{name}", library)
            if found and (public(name) or name == "__call__"):
                member = Member(exported=True)
                member.reach.update(found)
                yield name, member


def made(interpreters: Iterable[str]) -> Table:
    """Return the table of all versions together, with what no interpreter here has and what a review says."""
    tables = [table_of(aliases.holdings(each), computed(each)) for each in interpreters]
    tables.append(
        {owner: {name: Member(exported=True) for name in names.split()} for owner, names in PLATFORMS.items()}
    )
    table = merged(tables)
    for name, kinds in SINKS.items():
        owner, _, last = name.rpartition(".")
        if owner in table or owner.rpartition(".")[0] in table:
            table[owner][last].exported |= last not in table[owner]
            table[owner][last].reach.update({kind: set(places(found)) for kind, found in kinds})
    return table


def main() -> None:
    """Write the table."""
    table = made(sys.argv[1:])
    versions = " ".join(map(version, sys.argv[1:]))
    TABLE.write_text(f"# Python {versions}\n{written(table, acting(table))}", encoding="ascii")


def acting(table: Table) -> set[str]:
    """Return the modules, and no classes, of which some part acts."""
    names = {owner for owner, members in table.items() if any(each.reach for each in members.values())}
    names |= {name.rpartition(".")[0] for name in aliases.acting()}
    found = {each for name in names for each in (name, name.rpartition(".")[0])} & set(table)
    return {each for each in found if each.rpartition(".")[2] not in table.get(each.rpartition(".")[0], {})}


if __name__ == "__main__":
    main()
