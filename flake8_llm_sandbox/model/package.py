"""The model of a package that others publish, from its source: an installed one, or a wheel. Nothing of it is run."""

from __future__ import annotations

import sys
import tempfile
import zipfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from flake8_llm_sandbox.model.reach import Library
from flake8_llm_sandbox.model.reading import modules
from flake8_llm_sandbox.model.scope import Module
from flake8_llm_sandbox.model.sinks import SINKS
from flake8_llm_sandbox.model.table import Member, Table, reach_of, written

if TYPE_CHECKING:
    from collections.abc import Iterator

PARTS_LEFT_OUT = frozenset({"_vendor", "benchmarks", "conftest", "test", "testing", "tests"})


class NoSourceError(Exception):
    """There is no source of a package of that name."""


def model(package: str) -> str:
    """Return the table of ``package``: the name of one that is installed here, or the path of a wheel.

    Raises:
        NoSourceError: it is neither.
    """
    if not package.endswith(".whl"):
        return f"# {package}\n{_table(_installed(package), package)}"
    try:
        _, version, *_ = Path(package).name.split("-")
        with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(package) as wheel:
            wheel.extractall(folder)
            inside = sorted(path for path in Path(folder).iterdir() if (path / "__init__.py").is_file())
            return "".join(f"# {path.name} {version}\n{_table(path, path.name)}" for path in inside)
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        raise NoSourceError(f"{package} is no wheel that can be read: {error}") from error


def _installed(package: str) -> Path:
    """Return where a package lies; to look for it by import would run what packages hook in."""
    folders = (Path(each) / package for each in sys.path if package.isidentifier())
    for folder in folders:
        if (folder / "__init__.py").is_file():
            return folder
    raise NoSourceError(
        f"no package {package} is installed here: give its name as it is imported, or a wheel"
    )


def _table(folder: Path, name: str) -> str:
    found = modules(folder, name, lambda dotted: PARTS_LEFT_OUT.isdisjoint(dotted.split(".")))
    library = Library(Module(each, tree, _is_package(folder, name, each)) for each, tree in found)
    library.settle()
    table: Table = defaultdict(dict)
    for owner, member, unit in _public(library):
        if member not in table[owner]:
            table[owner][member] = Member(exported=True)
        if library.units[unit].source in SINKS:
            continue
        for kind, places in reach_of(library.units[unit]).items():
            table[owner][member].reach[kind] |= places
    return written({owner: _acting(members) for owner, members in table.items()}, ())


def _is_package(folder: Path, name: str, dotted: str) -> bool:
    return (folder / dotted[len(name) :].replace(".", "/")).is_dir()


def _acting(members: dict[str, Member]) -> dict[str, Member]:
    return {name: member for name, member in members.items() if member.reach}


def _public(library: Library) -> Iterator[tuple[str, str, str]]:
    """Yield what can be called from outside: its owner, its name there, and the function behind it."""
    own = library.units.keys() | library.classes.keys()
    for module in library.modules.values():
        if any(part.startswith("_") for part in module.name.split(".")):
            continue
        for name in module.names:
            if name.startswith("_") or not (f"{module.name}.{name}" in own or module.package):
                continue  # what a module has only imported is known by where it comes from
            for target in sorted(library.resolve(f"{module.name}.{name}")):
                if f"{target}.__init__" in library.units:
                    yield module.name, name, f"{target}.__init__"
                elif target in library.units:
                    yield module.name, name, target
                for method in library.methods(library.classes[target]) if target in library.classes else ():
                    if method == "__call__" or not method.startswith("_"):
                        yield f"{module.name}.{name}", method, f"{target}.{method}"
