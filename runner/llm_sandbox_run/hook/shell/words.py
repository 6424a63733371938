"""From the letters of a shell text to its words: quotes, escapes, expansions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from llm_sandbox_run.hook.shell.model import UNKNOWN, Unclear, Word

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_DEPTH = 40
_PLAIN = re.compile(r"[^\s|&;()<>\"'\\$`*?\[\]{}~\0]+")
_IN_QUOTES = re.compile(r"[^\"\\$`\0]+")
_NAME = re.compile(r"\w+|[@*#?$!-]")
_END = frozenset(" \t\n|&;()<>")
_TEST = re.compile(r"\[\[?(?=\s|$)")  # a command, not a pattern
_BRACES = re.compile(r"\{[^{}\s]*(?:,|\.\.)[^{}\s]*\}")
_ANSI = re.compile(
    r"\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|([0-7]{1,3})|(.))", re.DOTALL
)
_ESCAPES = {
    "n": "\n",
    "t": "\t",
    "r": "\r",
    "\\": "\\",
    "'": "'",
    '"': '"',
    "a": "\a",
    "b": "\b",
    "e": "\x1b",
    "E": "\x1b",
    "?": "?",
    "f": "\f",
    "v": "\v",
}
_SPLITS = re.compile(r"[\s*?\[\\]|^$")  # where no quotes are around it
_STABLE = frozenset({"HOME", "PWD", "VIRTUAL_ENV", "CONDA_PREFIX", "TMPDIR"})  # hold one path


class Words:
    """Reads a text from its beginning to its end, each letter once. ``nested`` reads what is in ``$(...)``."""

    def __init__(self, text: str, nested: Callable[[Words, str], None], depth: int) -> None:
        if UNKNOWN in text:
            raise Unclear("holds a byte that no shell takes")
        self.text, self.at, self.depth = text, 0, depth
        self.nested = nested
        self.values: dict[str, str] = {}  # of variables of loops

    def peek(self, size: int = 1) -> str:
        """Return what comes next."""
        return self.text[self.at : self.at + size]

    def blanks(self) -> None:
        """Go past blanks, continued lines and a comment."""
        while True:
            if self.peek() in (" ", "\t"):
                self.at += 1
            elif self.peek(2) == "\\\n":
                self.at += 2
            else:
                break
        if self.peek() == "#":
            end = self.text.find("\n", self.at)
            self.at = len(self.text) if end < 0 else end

    def word(self) -> Word:
        """Return the word that starts here; one without letters if there is none."""
        start = self.at
        parts: list[str] = []
        quoted = splits = False
        while self.at < len(self.text) and (letter := self.text[self.at]) not in _END:
            plain = _PLAIN.match(self.text, self.at)
            if plain:
                self.at = plain.end()
                parts.append(plain[0])
            elif letter in "\"'" or self.peek(2) in ("$'", '$"'):
                quoted = True
                parts.append(self._quotes())
            elif letter == "\\":
                quoted = quoted or self.peek(2) != "\\\n"
                parts.append(self._escape())
            elif letter in "$`":
                before = self.at
                parts.append(self.expansion())
                quoted = quoted or parts[-1] not in (UNKNOWN, "$")  # such a word is none of the shell's own
                if _SPLITS.search(parts[-1]):
                    parts[-1] = UNKNOWN
                splits = splits or (
                    parts[-1] == UNKNOWN and self.text[before + 1 : self.at].strip("{}") not in _STABLE
                )
            elif letter in "*?" or (letter == "[" and not _TEST.match(self.text, start)):
                self.at += 1
                splits = True
                parts.append(UNKNOWN)
            else:
                self.at += 1
                parts.append(letter)
        raw = self.text[start : self.at]
        text = "".join(parts)
        if "{" in raw and _BRACES.search(raw):
            splits, text = True, text + UNKNOWN
        return Word(text, start, self.at, quoted, splits)

    def _quotes(self) -> str:
        ansi = self.peek(2) == "$'"
        self.at += self.peek() == "$"
        mark = self.peek()
        self.at += 1
        if mark == '"':
            return self.double_quoted()
        start = self.at
        if ansi:
            return self._ansi_quoted()
        end = self.text.find("'", start)
        if end < 0:
            raise Unclear("has a quote that does not end")
        self.at = end + 1
        return self.text[start:end]

    def _ansi_quoted(self) -> str:
        start = self.at
        while self.peek() not in ("'", ""):
            self.at += 1 + (self.peek() == "\\")
        if not self.peek():
            raise Unclear("has a quote that does not end")
        self.at += 1
        return _ANSI.sub(_unescaped, self.text[start : self.at - 1])

    def double_quoted(self, until: str = '"') -> str:
        """Return what stands before the end of the quotes; before the end of the text if ``until`` is empty."""
        parts: list[str] = []
        while (letter := self.peek()) != until:
            plain = _IN_QUOTES.match(self.text, self.at)
            if plain:
                self.at = plain.end()
                parts.append(plain[0])
            elif letter == "\\":
                parts.append(self._escape(within='$`"\\\n' if until else "$`\\\n"))
            elif letter in ("$", "`") and letter:
                parts.append(self.expansion())
            elif not letter:
                raise Unclear("has a quote that does not end")
            else:
                self.at += 1
                parts.append(letter)
        self.at += len(until)
        return "".join(parts)

    def _escape(self, within: str = "") -> str:
        letter = self.text[self.at + 1 : self.at + 2]
        self.at += 2
        if letter == "\n":
            return ""
        return "\\" + letter if within and letter not in within else letter

    def expansion(self) -> str:
        """Go past what starts with a dollar or a backtick, and return what it stands for."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Unclear(f"has over {MAX_DEPTH} expansions in each other")
        text = self._expansion()
        self.depth -= 1
        return text

    def _expansion(self) -> str:
        if self.peek() == "`":
            self._backticks()
        elif self.peek(3) == "$((":
            self.at += 3
            self.arithmetic()
        elif self.peek(2) == "$(":
            self.at += 2
            self.nested(self, ")")
        elif self.peek(2) == "${":
            self.at += 2
            start = self.at
            self._braces()
            return self.values.get(self.text[start : self.at - 1], UNKNOWN)
        elif match := _NAME.match(self.text, self.at + 1):
            self.at = match.end() if not match[0][0].isdigit() else self.at + 2
            return self.values.get(match[0], UNKNOWN)
        else:
            self.at += 1
            return "$"
        return UNKNOWN

    def _backticks(self) -> None:
        start = self.at + 1
        self.at = start
        while self.peek() not in ("`", ""):
            self.at += 1 + (self.peek() == "\\")
        if not self.peek():
            raise Unclear("has a backtick without its end")
        inner = re.sub(r"\\([$`\\])", r"\1", self.text[start : self.at])
        self.at += 1
        self.nested(Words(inner, self.nested, self.depth + 1), "")

    def arithmetic(self) -> None:
        """Go past an expression and the two parentheses at its end."""
        depth = 0
        while depth or self.peek() != ")":
            if not self.peek() or self.peek() in "'\"":
                raise Unclear("has an expression that cannot be followed")
            if self.peek() in "$`":
                self.expansion()
                continue
            depth += {"(": 1, ")": -1}.get(self.peek(), 0)
            self.at += 1
        if self.peek(2) != "))":
            raise Unclear("has commands in two parentheses; put a blank between them")
        self.at += 2

    def _braces(self) -> None:
        if self.peek() == "!":
            raise Unclear("takes the name of a variable from a variable")
        while (letter := self.peek()) != "}":
            if letter in ("", "'") or self.peek(2) == "@P":
                raise Unclear("has an expansion that cannot be followed")
            if letter == '"':
                self._quotes()
            elif letter in "$`":
                self.expansion()
            else:
                self.at += 1 + (letter == "\\")
        self.at += 1


def _unescaped(match: re.Match[str]) -> str:
    number = match[1] or match[2] or match[3]
    code = int(number, 16) if number else int(match[4], 8) if match[4] else 0
    if number or match[4]:
        return (
            chr(code) if 0 < code < 0x80 or (not match[1] and not match[4] and code <= 0x10FFFF) else UNKNOWN
        )
    return UNKNOWN if match[5] in "cxuUCM" else _ESCAPES.get(match[5], match[0])
