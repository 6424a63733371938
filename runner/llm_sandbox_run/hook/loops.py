"""What the loops of a shell text give their variables, as far as that is written in it."""

from __future__ import annotations

import re
from itertools import product
from math import prod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from llm_sandbox_run.hook.programs import Place
    from llm_sandbox_run.hook.shell.model import Command, Loop, Script, Word

MAX_ROUNDS = 30
_PATTERN = re.compile(r"[\w./-]*\*[\w.*-]*\.py")
_OTHER_WAYS = re.compile(r"\(\(|\[\[|\w\[|\$\[|\$\{(?!\w+(?:\}|[%#]|:-))")  # to set a variable
_ASSIGNERS = frozenset(
    "read mapfile readarray getopts eval source . declare typeset local export readonly let unset wait trap".split()
)
_NAMES_FILES = frozenset({"touch", "mkdir", "shopt", "set"})  # or decides which names a pattern finds


def rounds(script: Script, text: str, place: Place) -> Iterator[Sequence[str | None]]:
    """Yield what the loops give their variables, for each round; nothing at all where that is not known of any."""
    if not script.loops or script.functions or _OTHER_WAYS.search(text):
        return
    if any(_assigns(each) for each in script.commands):
        return
    folder = _folder(script.commands, place)
    found = [_values(each, text, folder) for each in script.loops]
    if any(found) and prod(len(each) or 1 for each in found) <= MAX_ROUNDS:
        yield from product(*(each or [None] for each in found))


def _assigns(command: Command) -> bool:
    texts = [word.text for word in command.words]
    return not _ASSIGNERS.isdisjoint(texts) or (
        "printf" in texts and any(each.startswith("-v") for each in texts)
    )


def _folder(commands: Sequence[Command], place: Place) -> Path | None:
    """Return where all loops run; None if files may get other names there."""
    changes = [each for each in commands if each.name in ("cd", "pushd", "popd")]
    if any(word.text in _NAMES_FILES for each in commands for word in each.words) or place.folder is None:
        return None
    if not changes:
        return place.folder
    first = commands[0]
    plain = (
        first.name == "cd"
        and len(first.words) == 2
        and not (first.scopes or first.conditional or first.piped)
    )
    return place.path(first.words[1]) if changes == [first] and plain and first.words[1].known else None


def _values(loop: Loop, text: str, folder: Path | None) -> list[str | None]:
    name = re.escape(loop.name)
    uses = rf"\$\{{{name}[^}}=]*\}}|\${name}\b|\bfor\s+{name}\s+in\b"
    if re.search(rf"(?<![\w-]){name}(?!\w)", re.sub(uses, "", text)):
        return []
    found: list[str | None] = []
    for word, raw in loop.words:
        values = _of_word(word, raw, folder)
        if not values:
            return []
        found += values
    return found


def _of_word(word: Word, raw: str, folder: Path | None) -> list[str]:
    if word.known and not word.splits and not word.text.startswith("~"):
        return [word.text]
    if folder is None or not _PATTERN.fullmatch(raw) or raw.startswith("/"):
        return []
    return sorted(each.relative_to(folder).as_posix() for each in folder.glob(raw))
