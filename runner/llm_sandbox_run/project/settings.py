"""The syntax of git's settings.

Source: https://git-scm.com/docs/git-config#_syntax

Read here and not by git: each command would pay for a process that takes half as long as a warm run, git leaves out what is
included on a condition that does not hold yet, and nothing of somebody's repository should be started to find out what it
would start.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

# What git would call an error is skipped, so that nothing that follows is missed.
_TOKEN = re.compile(
    r"""
    \[ [ \t]* (?P<section> [-.\w]+ ) (?: [ \t]+ "(?P<inner> (?: \\. | [^"\\\n] )* )" )? [ \t]* \]
    | (?P<key> [a-z][-a-z0-9]* ) (?: [ \t]* = (?P<value> (?: "(?: \\. | [^"\\] )*" | \\. | [^\n\#;"\\] )* ) )?
    | [\#;] [^\n]*
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE | re.ASCII,
)
_ESCAPED = re.compile(r'\\(.)|"', re.DOTALL)
_MEANING = {"n": "\n", "t": "\t", "b": "\b", "\n": ""}
_CREDENTIAL = re.compile(r"://[^/@\s]*:[^/@\s]+@|://(gh[a-z]_|github_pat_|glpat-)[^/@\s]*@")
_INCLUDES = re.compile(r"include(if\..*)?\.path", re.DOTALL)


class Value(NamedTuple):
    """Of one setting."""

    name: str  # as git lists it; what stands between the first and the last dot as it was written
    text: str

    @property
    def is_secret(self) -> bool:
        """Whether a password or a token stands in it."""
        return self.name.endswith(".extraheader") or bool(_CREDENTIAL.search(f"{self.name} {self.text}"))

    @property
    def includes(self) -> bool:
        """Whether it names another file of settings."""
        return _INCLUDES.fullmatch(self.name) is not None


def parse(text: str) -> Iterator[Value]:
    """Yield what a file of settings says."""
    section = ""
    for token in _TOKEN.finditer(text.replace("\r\n", "\n")):
        if token["section"]:
            inner = token["inner"]
            section = token["section"].lower() + ("" if inner is None else f".{_plain(inner)}")
        elif token["key"]:
            yield Value(f"{section}.{token['key'].lower()}", _plain(token["value"] or "").strip())


def _plain(text: str) -> str:
    return _ESCAPED.sub(lambda found: _MEANING.get(found[1], found[1] or ""), text)
