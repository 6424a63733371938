"""Weights of models in files that are named like what Python runs at its start: ``*.pth``.

Python takes each line for a path, or runs it if it begins with ``import``. In a folder of packages every such file is left
alone. Elsewhere a folder has to be given to ``site.addsitedir``: a path adds nothing there that a module beside it would not.
"""

from __future__ import annotations

import re
from typing import BinaryIO

from llm_sandbox_run.project.folder import open_file

_PACKAGES = frozenset({"site-packages", "dist-packages"})
_BEGINNINGS = (b"PK\3\4", b"\x80\2", b"\x80\3", b"\x80\4", b"\x80\5")  # zip, and pickle by its protocols
_RUN = re.compile(
    rb"import[ \t]"
)  # wherever it stands: what ends a line depends on the version and on the locale
_CHUNK, _MOST = 1 << 20, 4 << 30


def may_lie_in(path: str) -> bool:
    """Tell whether the whole path of a file leaves room for that: its name, and the folders that it is in."""
    *folders, name = path.casefold().split("/")
    return name.endswith(".pth") and _PACKAGES.isdisjoint(folders)


def begin(file: BinaryIO) -> bool:
    """Tell whether a file begins like one of weights."""
    return file.read(4).startswith(_BEGINNINGS)


def are_all_of(folder: int, name: str) -> bool:
    """Tell whether Python would run no line of a file in an open folder; all of it is looked through."""
    try:
        with open_file(name, folder) as file:
            return begin(file) and _nothing_runs_in(file)
    except OSError:
        return False


def _nothing_runs_in(file: BinaryIO) -> bool:
    file.seek(0)
    last = b""
    while chunk := file.read(_CHUNK):
        if _RUN.search(last + chunk) or file.tell() > _MOST:
            return False
        last = chunk[-len("import") :]
    return True
