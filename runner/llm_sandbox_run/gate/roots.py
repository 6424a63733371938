"""Which folders of a project pip would put on sys.path, were it installed in editable mode."""

from __future__ import annotations

import sys
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MARKS = ("pyproject.toml", "setup.py", "setup.cfg")


def import_roots(root: Path) -> tuple[Path, ...]:
    """Return the folders from which the packages of the project at ``root`` are imported; none if pip knows no project there."""
    if not any((root / each).is_file() for each in _MARKS):
        return ()
    named = dict.fromkeys((*_of_pyproject(toml(root / "pyproject.toml")), *_of_setup(root / "setup.cfg")))
    usual = root / "src"
    if not named and usual.is_dir() and not (usual / "__init__.py").exists():
        named = {"src": None}
    found = [root / each for each in named or ("",)]
    return tuple(each for each in found if each.is_dir() and each.resolve().is_relative_to(root))


def toml(path: Path) -> dict[str, Any]:
    """Return what a file of settings says; nothing if it is missing or cannot be read."""
    try:
        return _parsed(path.read_bytes())
    except (OSError, ValueError):
        return {}


@lru_cache(maxsize=16)
def _parsed(text: bytes) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib  # slow to load
    else:
        import tomli as tomllib
    return tomllib.loads(text.decode())


def table(value: Any, *keys: str) -> Any:
    """Return what stands below ``keys``; an empty table where there is nothing."""
    for key in keys:
        value = value.get(key, {}) if isinstance(value, dict) else {}
    return value


def _of_pyproject(settings: dict[str, Any]) -> Iterator[str]:
    tools = table(settings, "tool")
    yield from _texts(table(tools, "setuptools", "package-dir", ""))
    yield from _texts(table(tools, "setuptools", "packages", "find", "where"))
    yield from _texts(table(tools, "hatch", "build", "dev-mode-dirs"))
    for package in _texts(table(tools, "hatch", "build", "targets", "wheel", "packages")):
        yield PurePosixPath(package).parent.as_posix()
    packages = table(tools, "poetry", "packages")
    for each in packages if isinstance(packages, list) else ():
        yield from _texts(table(each, "from"))
    for keys in (
        ("pdm", "build", "package-dir"),
        ("uv", "build-backend", "module-root"),
        ("maturin", "python-source"),
    ):
        yield from _texts(table(tools, *keys))


def _of_setup(path: Path) -> Iterator[str]:
    from configparser import Error, RawConfigParser  # slow to load, as tomllib is

    settings = RawConfigParser(strict=False)
    try:
        settings.read_string(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, Error):
        return
    for line in settings.get("options", "package_dir", fallback="").splitlines():
        name, _, folder = line.partition("=")
        yield from [folder.strip()] if folder and not name.strip() else []
    yield from settings.get("options.packages.find", "where", fallback="").split()


def _texts(value: Any) -> list[str]:
    texts = value if isinstance(value, list) else [value]
    return [each for each in texts if isinstance(each, str)]
