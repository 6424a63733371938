"""One file before and after, when it is no program that counts but what tools make of it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flake8_llm_sandbox.guards.kinds import kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

REGULAR = "100"  # how modes of regular files begin


@dataclass(frozen=True)
class Version:
    """A file as it is at one time: ``mode`` is git's, and a link's content is where it leads."""

    path: str
    mode: str
    content: bytes

    @property
    def text(self) -> str:
        """What it says; nothing if it is no regular file."""
        return self.content.decode("utf-8", "replace") if self.mode.startswith(REGULAR) else ""

    @property
    def kind(self) -> str | None:
        """What it is for, if a tool acts on it."""
        return kind(self.path, self.content)


@dataclass(frozen=True)
class Edit:
    """A file that is new, gone, or another one than before; ``armed`` asks whether anything called the gate before."""

    old: Version | None
    new: Version | None
    armed: Callable[[], bool]

    @property
    def path(self) -> str:
        """Where it is, or was."""
        return (self.new or self.old).path  # type: ignore[union-attr] # one of them is there

    @property
    def kind(self) -> str | None:
        """What it is for, or was."""
        return next((each.kind for each in (self.new, self.old) if each and each.kind), None)

    @property
    def before(self) -> str:
        """What it said."""
        return self.old.text if self.old else ""

    @property
    def after(self) -> str:
        """What it says."""
        return self.new.text if self.new else ""

    @property
    def added(self) -> Iterator[tuple[int, str]]:
        """Yield number and text of the lines that it did not have."""
        had = Counter(line.strip() for line in self.before.splitlines())
        for number, line in enumerate(self.after.splitlines(), 1):
            had[line.strip()] -= 1
            if had[line.strip()] < 0:
                yield number, line

    def line(self, word: str) -> int:
        """Return the first line that it has now with ``word`` in it, or 1."""
        lines = enumerate(self.after.splitlines(), 1)
        return next((number for number, line in lines if re.search(rf"\b{re.escape(word)}\b", line)), 1)
