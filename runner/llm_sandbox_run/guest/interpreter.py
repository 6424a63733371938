"""Of which of the host's files the interpreter consists that runs here. People keep other things beside it."""

from __future__ import annotations

import os
import sys
from typing import Iterator, Sequence

from . import packages

# Of a prefix, which may be somebody's home or hold other projects.
_PARTS = ("lib", "lib32", "lib64", "pyvenv.cfg", "etc/fonts", "share/fonts", "share/gdal", "share/proj", "share/terminfo",
          "share/zoneinfo", "ssl/cacert.pem", "ssl/cert.pem", "ssl/certs", "ssl/openssl.cnf")  # fmt: skip
_IMPORTABLE = (".py", ".so")


def way(path: str) -> list[str]:
    """Return a path, and all to which it leads by links on the way."""
    paths: list[str] = []
    path = os.path.abspath(path)
    while path not in paths:
        paths.append(path)
        parts = path.split("/")
        for count in range(2, len(parts) + 1):
            link = "/".join(parts[:count])
            if os.path.islink(link):
                path = os.path.normpath(
                    os.path.join(os.path.dirname(link), os.readlink(link), *parts[count:])
                )
                break
    return paths


def files(closed: Sequence[str]) -> list[str]:
    """Return the files and folders that it reads, installed packages included; nothing that lies in, or holds, ``closed``."""
    named = packages.named(closed)
    found = [*way(sys.executable), *packages.installed(closed)]
    found += (path for path in sys.path if path not in named)
    prefixes = {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix, packages.environment()}
    found += (os.path.join(prefix, part) for prefix in prefixes - {""} for part in _PARTS)
    found += (path for folder in named for path in _importable(folder))
    real = {path: os.path.realpath(path) for path in dict.fromkeys(found) if os.path.exists(path)}
    there = dict.fromkeys([*real, *real.values()])
    return [path for path in there if not _meets(path, closed) and not _meets(real.get(path, path), closed)]


def _meets(path: str, closed: Sequence[str]) -> bool:
    return packages.is_below(path, closed) or any(packages.is_below(each, (path,)) for each in closed)


def _importable(folder: str) -> Iterator[str]:
    """Yield the modules and packages in a folder, which may be a whole project with other things in it."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(_IMPORTABLE) or (entry.name.isidentifier() and _is_package(entry.path)):
                yield entry.path


def _is_package(path: str) -> bool:
    return os.path.isdir(path) and any(name.endswith(_IMPORTABLE) for name in os.listdir(path))
