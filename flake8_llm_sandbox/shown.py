"""Text of others on a terminal, or in the log of a CI job: nothing of it is obeyed."""

from __future__ import annotations

import re

# Terminals obey C0, DEL and C1 controls; harmless are line feed, tab and carriage return. Others do not show; joiners, which
# words and pictures need, have nothing to join at the start of a line.
_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
    "|(?:^|(?<=[\r\n]))[\u200c\u200d]"
)
# What ends a line, what cannot be written, and commands to GitHub (`##[error]`), Azure Pipelines (`##vso[`) and TeamCity.
_NOT_IN_A_LINE = re.compile("[\t\n\r\u2028\u2029\ud800-\udfff\ufffe\uffff]|(?<=#)#(?=\\w*\\[)")
_COMMAND = re.compile(r"^(\s*):(?=:)")  # `::error::`, which GitHub obeys at the start of a line


def harmless(text: str) -> str:
    """Return ``text`` with everything spelt out that a terminal would obey."""
    return _CONTROLS.sub(_spelt_out, text)


def line(text: str) -> str:
    """Return ``text`` as one line, or the start of one, that neither a terminal nor a CI service obeys."""
    return _COMMAND.sub(r"\1\\x3a", _NOT_IN_A_LINE.sub(_spelt_out, harmless(text)))


def in_markdown(text: str) -> str:
    """Return ``text`` as itself wherever Markdown and HTML would see more in it, links and mentions too."""
    return re.sub(r"[^\w /-]|_|www", _entities, line(text))


def _entities(match: re.Match[str]) -> str:
    return "".join(f"&#{ord(each)};" for each in match[0])


def name(text: str) -> str:
    """Return a path, or another name, as one line in which each letter is what it looks like; the rest is spelt out."""
    if text.isascii():
        return "".join(map(_shown, text))
    from flake8_llm_sandbox.lookalikes import spelt  # for most names there is no need of it

    return "".join(map(_shown, spelt(text)))


def _shown(letter: str) -> str:
    return letter if letter.isprintable() else letter.encode("unicode_escape").decode("ascii")


def _spelt_out(match: re.Match[str]) -> str:
    return f"\\x{ord(match[0]):02x}"
