"""The words behind `python`: which of them is the program."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from llm_sandbox_run.hook import feeds, tables
from llm_sandbox_run.hook.programs import Python
from llm_sandbox_run.hook.shell.model import UNKNOWN, Unclear

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from llm_sandbox_run.hook.programs import Place
    from llm_sandbox_run.hook.shell.model import Word

_FLAGS = frozenset("bBdEIOPqRsSuv")
_HARMLESS_VALUE = re.compile(
    r"W(?:ignore|default|error|always|module|once)|X(?:dev|utf8|importtime|faulthandler|tracemalloc)\b.*"
)


def started(words: Sequence[Word], place: Place, first: Word | None = None) -> Iterator[Python]:
    """Yield what ``python`` with these words behind it would run; ``first`` is the word from which on it is replaced.

    Raises:
        Unclear: that cannot be told.
    """
    if place.steered:
        raise Unclear(f"sets {place.steered}, which decides what Python loads; leave that out")
    start = (first or words[0]).start
    index = 1
    while index < len(words):
        word = words[index]
        option = _known(word)
        if option == "--":
            index += 1
            break
        if option == "-" or not option.startswith("-"):
            break
        if option.startswith("--"):
            if option in ("--version", "--help", "--help-all", "--help-env", "--help-xoptions"):
                return
            raise Unclear(f"gives Python {option}, which is not followed")
        end = _value_at(option)
        letter = option[end : end + 1]
        if letter and letter in "Vh?":
            return
        if not letter:
            index += 1
            continue
        glued = option[end + 1 :]
        rest = words[index + 1 :] if glued else words[index + 2 :]
        value = glued or (_known(words[index + 1]) if index + 1 < len(words) else "")
        if letter in "cm":
            span = (start, word.start) if end == 1 else None
            yield from _given(letter, value, rest, place, span)
            return
        if not _HARMLESS_VALUE.fullmatch(letter + value):
            raise Unclear(f"gives Python -{letter} {value}, which is not followed")
        index += 1 if glued else 2
    yield from _file(words[index:], place, start)


def _known(word: Word) -> str:
    if word.splits and not word.known:
        raise Unclear("gives Python words that are only known when it runs; write them")
    return word.text


def _value_at(option: str) -> int:
    """Return where the first letter is that needs a value, or ends all."""
    for index, letter in enumerate(option[1:], 1):
        if letter not in _FLAGS:
            if letter in "cmWXVh?":
                return index
            raise Unclear(f"gives Python {option}, which is not followed")
    return len(option)


def _given(
    letter: str, value: str, rest: Sequence[Word], place: Place, span: tuple[int, int] | None
) -> Iterator[Python]:
    if UNKNOWN in value:
        raise Unclear(
            "gives Python a text that is only known when it runs; quote it with '...', and pass values as arguments"
        )
    args = tuple(word.text for word in rest)
    if letter == "c":
        yield Python("text", value, args, place.here, place.paths, span)
    else:
        yield from module(value, rest, place, span)


def module(name: str, rest: Sequence[Word], place: Place, span: tuple[int, int] | None) -> Iterator[Python]:
    """Yield what ``python -m`` runs.

    Raises:
        Unclear: that depends on words that are not known.
    """
    top = name.partition(".")[0]
    if name in tables.TOOLS and not any((place.here / each).exists() for each in (top, f"{top}.py")):
        return
    if any(not word.known for word in rest):
        raise Unclear(f"gives {name} words that are only known when it runs; write them")
    yield Python("module", name, tuple(word.text for word in rest), place.here, place.paths, span)


def _file(words: Sequence[Word], place: Place, start: int) -> Iterator[Python]:
    span = (start, words[0].start) if words else None
    if words and words[0].text.startswith("-") and words[0].text != "-":
        raise Unclear("starts a file whose name looks like an option; write ./ in front of it")
    args = tuple(word.text for word in words[1:])
    if not words or words[0].text == "-":
        yield Python("text", feeds.text_for(place.command, place), args, place.here, place.paths, span)
    else:
        yield Python("file", str(place.path(words[0])), args, place.here, place.paths, span)
