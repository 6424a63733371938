"""Programs that run another one: which of their words are that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llm_sandbox_run.hook import tables
from llm_sandbox_run.hook.shell.model import UNKNOWN, Unclear, Word

if TYPE_CHECKING:
    from collections.abc import Container, Sequence


def inner(name: str, words: Sequence[Word]) -> Sequence[Word]:
    """Return the words behind `sudo`, `timeout 5` and their likes.

    Raises:
        Unclear: it is run elsewhere, or it cannot be told what.
    """
    valued, count = tables.WRAPPERS[name]
    if name == "command" and words[1:] and words[1].text in ("-v", "-V"):
        return []
    rest = operands(words[1:], valued.split())
    given = {word.text.partition("=")[0] for word in words[1 : len(words) - len(rest)]}
    if strange := sorted(given & tables.NOT_FOLLOWED.get(name, frozenset())):
        raise Unclear(f"gives `{name}` options that are not followed: {', '.join(strange)}")
    return rest[count:]


def operands(words: Sequence[Word], valued: Container[str]) -> Sequence[Word]:
    """Return the words behind the options, of which some take a value.

    Raises:
        Unclear: it cannot be told which these are.
    """
    index = 0
    while index < len(words) and words[index].text != "-":
        if words[index].splits or words[index].text.startswith(UNKNOWN):
            raise Unclear("starts a program through words that are only known when it runs; write them")
        if words[index].text == "--":
            return words[index + 1 :]
        if not words[index].text.startswith("-"):
            break
        index += 2 if words[index].text in valued else 1
    return words[index:]


def managed(name: str, words: Sequence[Word]) -> Sequence[Word] | None:
    """Return the words behind `uv run` and its likes; None if nothing is run.

    Raises:
        Unclear: it is run elsewhere, or it cannot be told what.
    """
    verb, valued = tables.MANAGERS[name]
    texts = [word.text for word in words]
    if verb and verb not in texts:
        return None
    at = texts.index(verb) if verb else 0
    behind = words[at + 1 :]
    rest = operands(behind, valued.split())
    given = {each.partition("=")[0] for each in texts[1 : len(words) - len(rest)]}
    if given & {"--script", "-s", "--gui-script"} and rest:
        return [Word("python", words[0].start, words[0].end), *rest]
    if given & {"-m", "--module"}:
        at = next(index for index, word in enumerate(behind) if word.text in ("-m", "--module"))
        return [Word("python", words[0].start, words[0].end), *behind[at:]]
    if given & tables.FOREIGN_FOLDER:
        raise Unclear(f"gives `{name}` a folder or a file of settings, which is not followed")
    return rest
