"""From what a commit and its surroundings say to the name of an agent."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flake8_llm_sandbox.agents.table import ADDRESSES, LINES, NAMES, VARIABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

CO_AUTHOR = re.compile(
    r"co-authored-by:\s*(?P<name>[^<]*?)\s*<?(?P<address>[^\s<>]+@[^\s<>]+)>?\s*", re.IGNORECASE
)
IDENTITY = re.compile(r"(?P<name>.*?)\s*<(?P<address>[^<>]*)>\s*", re.DOTALL)
MAX_CHARACTERS = 1_000  # of a line that may be a mark
KINDS = ("author", "line", "variable")


@dataclass(frozen=True)
class Mark:
    """A sign of one's own: `author` is an address, `line` a regular expression for a line of the message, `variable` a name."""

    kind: str
    value: str

    @classmethod
    def parse(cls, text: str) -> Mark:
        """Return the mark that `KIND=VALUE` stands for.

        Raises:
            ValueError: it is none.
        """
        kind, _, value = text.partition("=")
        if kind not in KINDS or not value:
            raise ValueError(f"{text!r} is no mark: write {', '.join(f'{each}=...' for each in KINDS)}")
        if kind == "line":
            try:
                re.compile(value)
            except re.error as error:
                raise ValueError(f"{value!r} is no regular expression: {error}") from None
        return cls(kind, value)


def by_environment(variables: Mapping[str, str], marks: Iterable[Mark] = ()) -> str | None:
    """Return the agent that started this process, or None."""
    own = {mark.value: mark.value for mark in marks if mark.kind == "variable"}
    for sign, agent in (VARIABLES | own).items():
        name, _, value = sign.partition("=")
        if variables.get(name) and value in ("", variables[name]):
            return agent
    return None


def by_commit(author: str, message: str, marks: Iterable[Mark] = ()) -> str | None:
    """Return the agent that an author, `NAME <ADDRESS>`, or the lines of a message tell of, or None."""
    return next(_told(author, message, tuple(marks)), None)


def _told(author: str, message: str, marks: tuple[Mark, ...]) -> Iterator[str]:
    lines = [line.strip() for line in message.splitlines() if len(line) < MAX_CHARACTERS]
    people = [IDENTITY.fullmatch(author), *map(CO_AUTHOR.fullmatch, lines)]
    addresses = [each["address"].strip().lower() for each in people if each]
    yield from (ADDRESSES[address] for address in addresses if address in ADDRESSES)
    yield from (mark.value for mark in marks if mark.kind == "author" and mark.value.lower() in addresses)
    name = people[0]["name"] if people[0] else ""
    yield from (agent for pattern, agent in NAMES.items() if re.fullmatch(pattern, name, re.IGNORECASE))
    patterns = LINES | {mark.value: mark.value for mark in marks if mark.kind == "line"}
    for line in lines:
        yield from (
            agent for pattern, agent in patterns.items() if re.fullmatch(pattern, line, re.IGNORECASE)
        )
