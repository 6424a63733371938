"""Where installed packages are, found without running anything of them.

The interpreter is started without the module ``site``, which would run ``sitecustomize`` and the lines of ``.pth`` files: an
image or an environment may have some that lead into the project.
"""

from __future__ import annotations

import os
import site
import sys
from contextlib import suppress
from typing import Iterator, Sequence


def provide(closed: Sequence[str]) -> None:
    """Put the folders of installed packages on sys.path, and give builtins what programs expect.

    Of ``.pth`` files count the folders that they name, unless these lie in one of ``closed``; no line of them is run.
    """
    prefix = _environment()
    if prefix:
        sys.prefix = sys.exec_prefix = prefix
    found = site.getsitepackages(list(_prefixes(prefix)))
    for path in [*found, *(path for folder in found for path in _named(folder))]:
        if os.path.isdir(path) and path not in sys.path and not is_below(os.path.realpath(path), closed):
            sys.path.append(path)
    site.setquit()
    site.setcopyright()
    site.sethelper()


def is_below(path: str, folders: Sequence[str]) -> bool:
    """Tell whether a path is one of the folders or lies in one."""
    return any(path == folder or path.startswith(folder.rstrip("/") + "/") for folder in folders)


def _environment() -> str:
    """Return the virtual environment to which the interpreter belongs, if there is one."""
    prefix = os.path.dirname(os.path.dirname(sys.executable))
    return prefix if os.path.isfile(os.path.join(prefix, "pyvenv.cfg")) else ""


def _prefixes(environment: str) -> Iterator[str]:
    if environment:
        yield environment
    if not environment or _sees_system(environment):
        yield from dict.fromkeys((sys.base_prefix, sys.base_exec_prefix))


def _sees_system(environment: str) -> bool:
    with open(os.path.join(environment, "pyvenv.cfg"), encoding="utf-8", errors="replace") as settings:
        pairs = (line.partition("=") for line in settings)
        return any(
            (key.strip().lower(), value.strip().lower()) == ("include-system-site-packages", "true")
            for key, _, value in pairs
        )


def _named(folder: str) -> Iterator[str]:
    """Yield the folders that the ``.pth`` files of a folder name."""
    with suppress(OSError):
        for name in sorted(os.listdir(folder)):
            if name.endswith(".pth") and not name.startswith("."):
                with open(os.path.join(folder, name), encoding="utf-8-sig", errors="replace") as lines:
                    plain = (
                        line.strip() for line in lines if not line.startswith(("#", "import ", "import\t"))
                    )
                    yield from (os.path.abspath(os.path.join(folder, line)) for line in plain if line)
