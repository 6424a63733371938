"""Settings of flake8 by which our codes are no longer shown."""

from __future__ import annotations

import configparser
import re
import sys
from collections import Counter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_llm_sandbox.guards.edit import Edit

FILES = frozenset({".flake8", "pyproject.toml", "setup.cfg", "tox.ini"})  # flake8-pyproject reads the second
LOCAL = "local-plugins"
OUR_CODES = re.compile(
    r"\bL(?:L(?:S\d{0,3})?)?\b"
)  # and what they begin with, by which flake8 chooses as well
NARROWING = frozenset(
    "disable-noqa enable-extensions exclude extend-exclude extend-select filename select".split()
)
IGNORING = frozenset({"extend-ignore", "ignore", "per-file-ignores"})


def disarmed(edit: Edit) -> Iterator[tuple[str, str]]:
    """Yield a word of the new text and the reason, for each setting by which the gate sees less."""
    if PurePosixPath(edit.path).name not in FILES:
        return
    before, after = (_settings(edit.path, text) for text in (edit.before, edit.after))
    for key in sorted({*before, *after}):
        was, now = before.get(key, ""), after.get(key, "")
        if was == now:
            continue
        if key == LOCAL:
            yield LOCAL, "flake8 would run other code of the repository"
        elif key in IGNORING and Counter(OUR_CODES.findall(now)) - Counter(OUR_CODES.findall(was)):
            yield key, f"`{key}` names our codes"
        elif key in NARROWING and edit.armed():
            yield key, f"`{key}` decides what flake8 looks at and shows"


def _settings(path: str, text: str) -> dict[str, str]:
    """Return the settings of flake8, those of local plugins under that name; what cannot be read counts as one of them."""
    try:
        sections = tomllib.loads(text).get("tool", {}) if path.endswith(".toml") else _sections(text)
        found = {key.replace("_", "-"): str(value) for key, value in sections.get("flake8", {}).items()}
    except (ValueError, AttributeError, RecursionError, configparser.Error):
        return {LOCAL: text} if "flake8" in text else {}
    local = sections.get(f"flake8:{LOCAL}")
    return found | ({LOCAL: str(local)} if local else {})


def _sections(text: str) -> dict[str, dict[str, str]]:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.read_string(text)
    return {name: dict(parser[name]) for name in parser.sections()}
