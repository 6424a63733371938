"""Texts that a command hands to a shell, or to another language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llm_sandbox_run.hook import feeds, tables
from llm_sandbox_run.hook.shell.model import UNKNOWN, Unclear

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from llm_sandbox_run.hook.programs import Place, Python
    from llm_sandbox_run.hook.shell.model import Word

_UNKNOWN_TEXT = "runs a text as a shell that is only known when it runs; write the commands themselves"
_VALUED = frozenset({"-o", "+o", "-O", "+O"})


def text(word: Word, place: Place) -> Iterator[Python]:
    """Yield what a text runs.

    Raises:
        Unclear: that cannot be told.
    """
    if not word.known:
        raise Unclear(_UNKNOWN_TEXT)
    yield from place.follow(word.text, place.deeper())


def shell(words: Sequence[Word], place: Place) -> Iterator[Python]:
    """Yield what ``bash`` and its likes run.

    Raises:
        Unclear: that cannot be told.
    """
    index, of_text = 1, False
    while index < len(words) and words[index].text[:1] in ("-", "+") and words[index].text != "-":
        option = words[index].text
        if not words[index].known or option in ("--rcfile", "--init-file"):
            raise Unclear("gives a shell options that are not followed")
        if option in ("--version", "--help"):
            return
        of_text = of_text or (not option.startswith("--") and "c" in option)
        index += (
            2
            if option in _VALUED or (option.startswith("-") and option.endswith("o") and option[1] != "-")
            else 1
        )
    rest = words[index:]
    reads = any(not each.text.startswith("--") and "s" in each.text for each in words[1:index])
    if of_text and rest:
        yield from text(rest[0], place)
    elif rest and not reads and rest[0].text != "-":
        yield from place.follow(place.budget.orders(place.path(rest[0])), place.deeper())
    else:
        yield from place.follow(feeds.text_for(place.command, place), place.deeper())


def evaluated(words: Sequence[Word], place: Place) -> Iterator[Python]:
    """Yield what `eval` and `watch` run: their words, put together.

    Raises:
        Unclear: that cannot be told.
    """
    if any(not word.known for word in words):
        raise Unclear(_UNKNOWN_TEXT)
    texts = [word.text for word in words[1:]]
    while words[0].text == "watch" and texts and texts[0].startswith("-"):
        texts = texts[2 if texts[0] in ("-n", "--interval") else 1 :]
    yield from place.follow(" ".join(texts), place.deeper())


def trap(words: Sequence[Word], place: Place) -> Iterator[Python]:
    """Yield what runs when a signal comes.

    Raises:
        Unclear: that cannot be told.
    """
    if len(words) > 2 and words[1].text not in ("-", "-p", "-l"):
        yield from text(words[1], place)


def sourced(words: Sequence[Word], place: Place) -> Iterator[Python]:
    """Yield what a file runs in this shell. Those of environments, and outside of the project, are the user's own.

    Raises:
        Unclear: that cannot be told.
    """
    if len(words) < 2:
        return
    if UNKNOWN in words[1].text and words[1].text.endswith("/bin/activate"):
        return
    path = place.path(words[1])
    if not place.owns(path) or (path.parent.parent / "pyvenv.cfg").is_file():
        return
    yield from place.follow(place.budget.orders(path), place.deeper())


def no_orders(name: str, place: Place) -> None:
    """Look at the text that another program reads.

    Raises:
        Unclear: it names Python.
    """
    for each in place.command.redirects if place.command else ():
        if each.text and tables.MENTION.search(each.text):
            raise Unclear(f"may have `{name}` start Python; run Python itself")
