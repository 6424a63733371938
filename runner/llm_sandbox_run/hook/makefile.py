"""Makefiles: the shell texts that targets stand for, where the file is simple enough to say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from llm_sandbox_run.hook.shell.model import Unclear

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

MAX_CHARACTERS = 20_000  # of a line with its variables
MAX_DEPTH = 5  # of variables in each other
_UNFOLLOWED = re.compile(
    r"^ *(?:-?include|sinclude|define|override|export|unexport|vpath|-?load|undefine|if\w+|else|endif|private)\b"
    r"|\$[({](?:eval|call|guile|file|value|foreach)\b|!=|\.(?:ONESHELL|DEFAULT|SECONDEXPANSION|RECIPEPREFIX|SHELLFLAGS)|\b(?:SHELL|MAKEFLAGS|MAKEFILES|VPATH)\b",
    re.MULTILINE,
)
_ASSIGNED = re.compile(r"([A-Za-z_]\w*)\s*(?:[:?]|::)?=\s*(.*)")
_RULE = re.compile(r"([\w./ -]+?)\s*:([\w./ -]*)")
_SPECIAL = re.compile(r"\.(?:PHONY|SILENT|IGNORE|PRECIOUS|NOTPARALLEL|SUFFIXES|INTERMEDIATE)")
_SHELL = re.compile(r"\$[({]shell\b(?:\s+([^(){}$]*)[)}])?")
_VARIABLE = re.compile(r"\$(?:[({](\w+)[)}]|(.))", re.DOTALL)
_UNKNOWN = "${_}"  # for the shell, too, what is only known when it runs
_NOT_FOLLOWED = "may have `make` start Python, by a file that is not followed; run Python itself"


class _Makefile:
    def __init__(self) -> None:
        self.needed: dict[str, list[str]] = {}
        self.recipes: dict[str, list[str]] = {}
        self.variables: dict[str, str] = {}


def recipes(text: str, targets: Sequence[str], assigned: Collection[str]) -> Iterator[str]:
    """Yield the shell texts that make runs for ``targets``, or for the first one.

    Variables that the file gives no value are the user's own, unless they are ``assigned`` outside of it.

    Raises:
        Unclear: the file is not simple.
    """
    file = _read(text)
    for match in _SHELL.finditer(text):
        if match[1] is None:
            raise Unclear(_NOT_FOLLOWED)
        yield match[1]
    left = list(targets) or list(file.needed)[:1]
    seen: set[str] = set()
    while left:
        target = left.pop()
        if target not in seen:
            seen.add(target)
            left += file.needed.get(target, [])
            for line in file.recipes.get(target, []):
                yield _expanded(line, file.variables, assigned).lstrip(" \t@+-")


def _read(text: str) -> _Makefile:
    if _UNFOLLOWED.search(text):
        raise Unclear(_NOT_FOLLOWED)
    file = _Makefile()
    targets: list[str] = []
    for line in _lines(text):
        plain = line.partition("#")[0].strip(" ")
        if line.startswith("\t") and targets:
            for each in targets:
                file.recipes.setdefault(each, []).append(line[1:])
        elif match := _ASSIGNED.fullmatch(plain):
            targets = []
            if match[1] in file.variables:
                raise Unclear(_NOT_FOLLOWED)
            file.variables[match[1]] = match[2]
        elif match := _RULE.fullmatch(plain):
            targets = [each for each in match[1].split() if not _SPECIAL.fullmatch(each)]
            for each in targets:
                file.needed.setdefault(each, []).extend(match[2].split())
        elif plain.strip():
            raise Unclear(_NOT_FOLLOWED)
    if any(each.startswith(".") for each in file.needed):  # rules for all files of a kind
        raise Unclear(_NOT_FOLLOWED)
    return file


def _lines(text: str) -> Iterator[str]:
    """Yield logical lines; those of recipes keep their ends, as the shell gets them."""
    left = iter(text.split("\n"))
    for line in left:
        whole = line
        while whole.endswith("\\"):
            more = next(left, "")
            whole = (
                f"{whole}\n{more.removeprefix(chr(9))}"
                if line.startswith("\t")
                else f"{whole[:-1]} {more.lstrip()}"
            )
        yield whole


def _expanded(text: str, variables: dict[str, str], assigned: Collection[str], depth: int = 0) -> str:
    def value(match: re.Match[str]) -> str:
        name = match[1] or ""
        if match[2] == "$":
            return "$"
        if match[2] and match[2] in "@<^*?":
            return _UNKNOWN
        if not name or name in assigned or depth > MAX_DEPTH:
            raise Unclear(_NOT_FOLLOWED)
        return _expanded(variables[name], variables, assigned, depth + 1) if name in variables else _UNKNOWN

    new = _VARIABLE.sub(value, text)
    if len(new) > MAX_CHARACTERS:
        raise Unclear(_NOT_FOLLOWED)
    return new
