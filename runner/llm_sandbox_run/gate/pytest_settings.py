"""Which settings pytest takes from the files of a project."""

from __future__ import annotations

import os
import shlex
from configparser import Error, RawConfigParser
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from llm_sandbox_run.gate.roots import table, toml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

# In the order in which pytest looks, and what it looks for in them.
_FILES = {
    "pytest.toml": "pytest",
    ".pytest.toml": "pytest",
    "pytest.ini": "pytest",
    ".pytest.ini": "pytest",
    "pyproject.toml": "",
    "tox.ini": "pytest",
    "setup.cfg": "tool:pytest",
}
_ITS_OWN = ("pytest.ini", ".pytest.ini", "pytest.toml", ".pytest.toml")  # which count even if they are empty


@dataclass(frozen=True)
class Settings:
    """What a file says, and where it lies; the values by name."""

    folder: Path
    place: str  # of the file, relative to the project
    values: Mapping[str, Any]

    def words(self, name: str, default: Sequence[str] = ()) -> list[str]:
        """Return a setting that is a list of words."""
        value = self.values.get(name)
        if isinstance(value, list):
            return [str(each) for each in value]
        try:
            return shlex.split(value) if isinstance(value, str) else list(default)
        except ValueError:  # pytest will say so
            return []


def find(root: Path, start: Path, named: str, cwd: Path) -> Settings:
    """Return the settings for tests in ``start`` or, if a file is ``named``, those in there; nothing from outside of ``root``."""
    if named:
        file = Path(os.path.normpath(cwd / named))
        if file.is_relative_to(root):
            return Settings(file.parent, file.relative_to(root).as_posix(), _in(file) or {})
    for folder in _upwards(start, root):
        for name in _FILES:
            values = _in(folder / name)
            if values is not None:
                return Settings(folder, (folder / name).relative_to(root).as_posix(), values)
    return Settings(cwd, "", {})


def _upwards(start: Path, root: Path) -> Iterator[Path]:
    yield from (folder for folder in (start, *start.parents) if folder.is_relative_to(root))


def _in(file: Path) -> dict[str, Any] | None:
    if not file.is_file():
        return None
    section = _FILES.get(file.name, "pytest")
    if file.suffix == ".toml":
        tools = toml(file) if section else table(toml(file), "tool")
        found = table(tools, "pytest")
        found = found if section else table(found, "ini_options") or found
    else:
        found = _section(file, section)
    known = found if isinstance(found, dict) else {}
    return known if known or file.name in _ITS_OWN else None


def _section(file: Path, name: str) -> dict[str, Any]:
    parser = RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    try:
        parser.read_string(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, Error):
        return {}
    return dict(parser[name]) if name in parser else {}
