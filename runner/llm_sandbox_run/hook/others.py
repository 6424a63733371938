"""Programs that are not Python: whether their words have them start some."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from llm_sandbox_run.hook import tables, wrapped
from llm_sandbox_run.hook.shell.model import Unclear

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llm_sandbox_run.hook.shell.model import Word


def no_programs(name: str, words: Sequence[Word]) -> None:
    """Look at the options that name programs to start.

    Raises:
        Unclear: one may be Python.
    """
    options = tables.STARTERS.get(name, "").split()
    for before, word in pairwise(words):
        given = before.text in options or any(word.text.startswith(each) for each in options)
        if given and (not word.known or tables.MENTION.search(word.text)):
            raise Unclear(f"may have `{name}` start Python")


def git(words: Sequence[Word]) -> None:
    """Look at what git is told to start.

    Raises:
        Unclear: that may be Python.
    """
    rest = wrapped.operands(words[1:], ["-c", "-C", "--git-dir", "--work-tree", "--config-env"])
    verb = rest[0].text if rest else ""
    harmless = verb in tables.GIT_OF_DATA and not any(
        word.text == "-c" for word in words[: len(words) - len(rest)]
    )
    ways = any("ext::" in word.text for word in words)
    if ways or (not harmless and any(tables.MENTION.search(word.text) for word in words)):
        raise Unclear("has git start Python")


def sed(words: Sequence[Word]) -> None:
    """Look at what sed is told to start.

    Raises:
        Unclear: there is something.
    """
    if any(tables.SED_RUNS.search(word.text) for word in words[1:] if not word.text.startswith("-")):
        raise Unclear("may have sed run commands (its `e`)")


def ungranted(words: Sequence[Word]) -> None:
    """Look at what an agent's own llm-sandbox-run is told.

    Raises:
        Unclear: that is for a person to say.
    """
    for word in words[1:]:
        if not word.text.startswith("-") or word.text in ("-c", "-m", "-"):
            return
        if word.text.partition("=")[0] not in tables.GRANTLESS:
            raise Unclear(
                f"gives llm-sandbox-run {word.text}: what a program is granted is for a person to say"
            )


def is_contained(words: Sequence[Word]) -> bool:
    """Tell whether `docker run` gives a container nothing of the host, so that what runs in it does not concern it."""
    rest = wrapped.operands(words[2:], tables.CONTAINED_VALUED)
    texts = [word.text.partition("=")[0] for word in words[2 : len(words) - len(rest)]]
    while texts and texts[0] in tables.CONTAINED | tables.CONTAINED_VALUED:
        texts = texts[1 + (texts[0] in tables.CONTAINED_VALUED) :]
    return [word.text for word in words[1:2]] == ["run"] and not texts
