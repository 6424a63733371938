"""Where installed packages are, found without running anything of them.

The interpreter is started without the module ``site``, which would run ``sitecustomize`` and the lines of ``.pth`` files: an
image or an environment may have some that lead into the project.
"""

from __future__ import annotations

import os
import site
import sys
from contextlib import suppress
from typing import Iterable, Iterator, Sequence


def provide(closed: Sequence[str]) -> None:
    """Put the folders of installed packages on sys.path, and give builtins what programs expect."""
    sys.path += [*installed(closed), *named(closed)]
    prefix = environment()
    if prefix:
        sys.prefix = sys.exec_prefix = prefix
    site.setquit()
    site.setcopyright()
    site.sethelper()


def installed(closed: Sequence[str]) -> list[str]:
    """Return the folders of installed packages, but for those in one of ``closed``."""
    found = site.getsitepackages(list(_prefixes(environment())))
    if environment():  # Debian's interpreter looks elsewhere until it knows that it belongs to one
        found.insert(
            0,
            os.path.join(
                environment(), "lib", f"python{sys.version_info[0]}.{sys.version_info[1]}", "site-packages"
            ),
        )
    return _open(found, closed)


def named(closed: Sequence[str]) -> list[str]:
    """Return the folders that ``.pth`` files among installed packages name; no line of these files is run.

    What lies in one of ``closed`` does not count, nor does a folder that holds the user's home.
    """
    return _open((path for folder in installed(closed) for path in _named(folder)), closed)


def _open(paths: Iterable[str], closed: Sequence[str]) -> list[str]:
    home = os.path.realpath(os.path.expanduser("~"))
    real = {path: os.path.realpath(path) for path in paths if os.path.isdir(path)}
    return [path for path, place in real.items() if not (is_below(place, closed) or is_below(home, (place,)))]


def is_below(path: str, folders: Sequence[str]) -> bool:
    """Tell whether a path is one of the folders or lies in one."""
    return any(path == folder or path.startswith(folder.rstrip("/") + "/") for folder in folders)


def environment() -> str:
    """Return the virtual environment to which the interpreter belongs, if there is one."""
    prefix = os.path.dirname(os.path.dirname(sys.executable))
    return prefix if os.path.isfile(os.path.join(prefix, "pyvenv.cfg")) else ""


def _prefixes(prefix: str) -> Iterator[str]:
    if prefix:
        yield prefix
    if not prefix or _sees_system(prefix):
        yield from dict.fromkeys((sys.base_prefix, sys.base_exec_prefix))


def _sees_system(prefix: str) -> bool:
    with open(os.path.join(prefix, "pyvenv.cfg"), encoding="utf-8", errors="replace") as settings:
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
