"""Commands that may change what a later one runs."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from llm_sandbox_run.hook import tables, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llm_sandbox_run.hook.shell.model import Command, Word

_IN_PLACE = re.compile(r"-[a-zA-Z]*i.*|--in-place.*", re.DOTALL)
_SED_WRITES = re.compile(r"(?:.*[;}/\d$])?w\s", re.DOTALL)
_STEADY = frozenset("uv uvx poetry pdm pipenv rye pixi conda mamba micromamba sudo [[".split())
_BY_NAME = frozenset({"tee", "cp", "sed", "gsed", "curl"})  # what they change is among their words


def what(command: Command) -> str:
    """Return by what a command may change code of the project; "" if by nothing.

    Raises:
        Unclear: it cannot be told what is run.
    """
    for each in command.redirects:
        if each.writes and each.target and not is_data(each.target.text):
            return each.operator
    name, texts = _run(command.words)
    return "" if not name or _is_steady(name, texts) else name


def of_data(command: Command) -> bool:
    """Tell whether a command may change files that are no code by their names."""
    targets = [each.target.text for each in command.redirects if each.writes and each.target]
    return _run(command.words)[0] in _BY_NAME or any(not each.startswith("/dev/") for each in targets)


def is_data(path: str) -> bool:
    """Tell whether what is written there is no code."""
    return path.startswith("/dev/") or PurePosixPath(path).suffix in tables.DATA_SUFFIXES


def _run(words: Sequence[Word]) -> tuple[str, list[str]]:
    """Return the name of what is run in the end, and the words behind it."""
    while words and "=" in words[0].text:
        words = words[1:]
    if not words:
        return "", []
    name = words[0].text.rpartition("/")[2]
    if name in tables.WRAPPERS:
        return _run(wrapped.inner(name, words))
    if name in tables.MANAGERS and (rest := wrapped.managed(name, words)) is not None:
        return _run(rest)
    texts = [word.text for word in words]
    if tables.PYTHON.fullmatch(name) and "-m" in texts[:-1]:
        at = texts.index("-m") + 1
        return (name, texts[at:]) if texts[at] not in tables.WRITERS else (texts[at], texts[at + 1 :])
    return name, texts[1:]


def _is_steady(name: str, texts: list[str]) -> bool:
    if texts == ["--version"]:
        return True
    if name in _CHANGES:
        return not _CHANGES[name](texts)
    if name in tables.READERS or name == "git":
        reads = name != "git" or any(each in tables.GIT_OF_READERS for each in texts[:1])
        return reads and not _is_told_to_write(name, texts)
    if name in _STEADY or name in tables.TESTS or name.endswith(".py"):
        return True
    return bool(tables.PYTHON.fullmatch(name))  # which is looked at by itself


def _is_told_to_write(name: str, texts: list[str]) -> bool:
    told = ("--output", "--output-file", *tables.WRITERS.get(name, "").split())
    for text in texts:
        short = "" if text.startswith("--") or not text.startswith("-") else text[1:]
        if text.partition("=")[0] in told or any(f"-{letter}" in told for letter in short):
            return True
    return name in ("uniq", "xxd") and sum(not each.startswith("-") for each in texts) > 1


def _sed(texts: list[str]) -> bool:
    files = [each for each in texts if not each.startswith("-")][1:]
    plain = all(each in ("-i", "-n", "-E", "-r", "-s") for each in texts if each.startswith("-"))
    in_place = any(map(_IN_PLACE.match, texts)) and not (plain and files and all(map(is_data, files)))
    return in_place or any(map(_SED_WRITES.match, texts))


def _cp(texts: list[str]) -> bool:
    files = [each for each in texts if not each.startswith("-")]
    return len(files) != 2 or files[0] in ("", ".") or not is_data(files[1]) or "-t" in "".join(texts)


def _tee(texts: list[str]) -> bool:
    return not all(map(is_data, (each for each in texts if each != "-a")))


def _curl(texts: list[str]) -> bool:
    left = list(texts)
    while "-o" in left[:-1] and is_data(left[left.index("-o") + 1]):
        del left[left.index("-o") : left.index("-o") + 2]
    return _is_told_to_write("curl", left)


def _source(texts: list[str]) -> bool:
    return not (texts and texts[0].endswith("/bin/activate"))


def _trap(texts: list[str]) -> bool:
    return texts[:1] not in ([], ["-"], ["-p"], ["-l"])


_CHANGES = {
    "sed": _sed,
    "gsed": _sed,
    "cp": _cp,
    "tee": _tee,
    "curl": _curl,
    "source": _source,
    ".": _source,
    "trap": _trap,
}
