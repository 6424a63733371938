"""A shell text as values."""

from __future__ import annotations

from typing import NamedTuple

UNKNOWN = "\0"  # in a text: what is only known when it runs


class Unclear(Exception):  # noqa: N818 - a verdict on the text, not a fault of ours
    """What a shell text runs cannot be told; the message says why, as the end of a sentence about it."""


class Word(NamedTuple):
    """What a command is given, without its quotes; UNKNOWN stands for each expansion."""

    text: str
    start: int
    end: int
    quoted: bool = False  # some of it
    splits: bool = False  # may become several words, or none

    @property
    def known(self) -> bool:
        """Whether this is all that it can be."""
        return UNKNOWN not in self.text


class Redirect(NamedTuple):
    """Where a stream goes, or comes from: ``text`` is what a here-document holds."""

    operator: str
    stream: str  # its number, "" for the usual one
    target: Word | None = None
    text: str | None = None

    @property
    def reads(self) -> bool:
        """Whether this is about standard input."""
        return self.operator.startswith("<") and self.stream in ("", "0")

    @property
    def writes(self) -> bool:
        """Whether a file may be made or changed."""
        return ">" in self.operator and not (
            self.operator == ">&" and self.target and self.target.text.strip("0123456789") in ("", "-")
        )


class Command(NamedTuple):
    """A simple command, with all that is known of the moment when it starts."""

    words: list[Word]
    assignments: list[Word]
    redirects: list[Redirect]
    source: Command | None = None  # whose output it reads
    piped: bool = False  # reads from some pipe
    after: str = ""  # the operator in front of it
    scopes: tuple[int, ...] = ()  # subshells around it
    conditional: bool = False  # in a loop, a branch or a function

    @property
    def name(self) -> str:
        """What is called."""
        return self.words[0].text if self.words else ""


class Loop(NamedTuple):
    """A ``for`` or ``select``: its variable, and what that gets, each word also as it was written."""

    name: str
    words: list[tuple[Word, str]]


class Script:
    """The commands of a text in the order in which they stand there."""

    def __init__(self) -> None:
        self.commands: list[Command] = []
        self.functions: list[str] = []
        self.loops: list[Loop] = []
        self.unordered = False  # some of them run again, later, or beside each other
        self.background = False  # beside each other
