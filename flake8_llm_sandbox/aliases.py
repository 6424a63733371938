"""What of Python's own library is the same under several names: `tarfile.bltn_open` is `builtins.open`.

The table is made by `python -m tests.proof.aliases`, of everything that the supported versions hold, and read when a
program names a module in it.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

_TABLE = Path(__file__).with_name("data") / "aliases.txt"


def alias(owner: str, name: str) -> str:
    """Return what ``owner.name`` goes by elsewhere, or nothing."""
    return _members(owner).get(name, "") if owner in _lines() else ""


@cache
def _lines() -> dict[str, str]:
    lines = _TABLE.read_text(encoding="ascii").splitlines()
    return {owner: members for owner, _, members in (line.partition(" ") for line in lines)}


@lru_cache(maxsize=256)
def _members(owner: str) -> dict[str, str]:
    pairs = (each.partition("=") for each in _lines()[owner].split())
    return {name: target for name, _, target in pairs}
