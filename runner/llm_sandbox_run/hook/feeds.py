"""What a command reads from its standard input, as far as that is written in the shell text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from llm_sandbox_run.hook.shell.model import UNKNOWN, Unclear

if TYPE_CHECKING:
    from llm_sandbox_run.hook.programs import Place
    from llm_sandbox_run.hook.shell.model import Command

_FORMAT = re.compile(r"(?:[^%\\]|%%|\\[nt\\\"'])*")
_ESCAPES = {"\\n": "\n", "\\t": "\t", "\\\\": "\\", '\\"': '"', "\\'": "'", "%%": "%"}


def text_for(command: Command | None, place: Place) -> str:
    """Return what ``command`` reads.

    Raises:
        Unclear: that is not written here.
    """
    if command is None:
        raise Unclear("reads from a standard input that is not written in the call")
    redirects = [each for each in command.redirects if each.reads]
    if redirects:
        last = redirects[-1]
        if last.text is None and last.operator == "<" and last.target:
            return place.budget.orders(place.path(last.target))
        text = last.text
    else:
        source = command.source if command.piped else None
        text = (
            printed(source, place) if source and not any(each.writes for each in source.redirects) else None
        )
    if text is None:
        raise Unclear("reads its program from a standard input that is not written in the call")
    if UNKNOWN in text:
        raise Unclear(
            "gives Python a text that is only known when it runs; quote the end of the here-document (<<'EOF'), and "
            "pass values as arguments"
        )
    return text


def printed(command: Command, place: Place) -> str | None:
    """Return what a command prints; None if that is not known.

    Raises:
        Unclear: it comes from a file that cannot be read.
    """
    if command.assignments:
        return None
    words = command.words[1:]
    texts = [word.text for word in words]
    if any(word.splits for word in words):
        return None
    if command.name == "echo":
        newline = "" if texts[:1] == ["-n"] else "\n"
        texts = texts[not newline :]
        return None if "\\" in "".join(texts) or texts[:1] in (["-e"], ["-E"]) else " ".join(texts) + newline
    if command.name == "printf":
        return _formatted(texts)
    if command.name == "cat" and not texts:
        return text_for(command, place)
    if command.name == "cat" and not any(each.startswith("-") for each in texts):
        return "".join(place.budget.orders(place.path(word)) for word in words)
    return None


def _formatted(texts: list[str]) -> str | None:
    if texts[:1] in (["%s"], ["%s\\n"]):
        return "".join(each + "\n" * (texts[0] != "%s") for each in texts[1:])
    if len(texts) != 1 or texts[0].startswith("-") or not _FORMAT.fullmatch(texts[0]):
        return None
    return re.sub(r"\\.|%%", lambda match: _ESCAPES[match[0]], texts[0])
