"""JSON that is safe to print anywhere."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import quote


def dumps(value: Any) -> str:
    """Return ``value`` as JSON in ASCII, without controls and without what CI services take for commands."""
    text = json.dumps(value, indent=2)
    return text.replace("\x7f", "\\u007f").replace("##", "#\\u0023") + "\n"


def readable(path: str) -> str:
    """Return a path as text; bytes that are no UTF-8 are spelt out."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def relative(path: str) -> str:
    """Return a path as code hosts know it: without `./`."""
    return os.path.normpath(readable(path))


def uri(path: str) -> str:
    """Return the URI of a file, relative unless the path is absolute."""
    return ("file://" if Path(path).is_absolute() else "") + quote(os.fsencode(os.path.normpath(path)))
