"""From the words of a shell text to its commands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from llm_sandbox_run.hook.shell.model import UNKNOWN, Command, Loop, Redirect, Script, Unclear, Word
from llm_sandbox_run.hook.shell.words import MAX_DEPTH, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_COMMANDS = 500
_OPERATOR = re.compile(r"\|\||&&|\|&|;;&|;;|;&|[|&;\n]")
_REDIRECT = re.compile(r"(\d*)(<<<|<<-|<<|<>|<&|>>|>&|>\||<(?!\()|>(?!\()|&>>|&>)")
_ASSIGNED = re.compile(r"[A-Za-z_]\w*(?:\[[^\]]*\])?\+?=")
_OPENS = frozenset({"if", "while", "until", "{", "for", "select", "case"})
_CLOSES = frozenset({"fi", "done", "}", "esac"})
_GOES_ON = frozenset({"then", "else", "elif", "do", "!", "time"})
_LOOPS = frozenset({"while", "until", "for", "select"})
_NOT_SURE = "has a here-document that begins where it is not sure where it ends"


def parse(text: str, values: Sequence[str | None] = ()) -> Script:
    """Return the commands of ``text``; ``values`` are what its loops give their variables, as far as that is known.

    Raises:
        Unclear: it is not plain what they are.
    """
    script = Script()
    reader = _Reader(script, (), values)
    reader.everything(Words(text, reader.substitution, 0))
    return script


class _Reader:
    """Reads the commands of one shell or subshell. It takes more than a shell does, and nothing otherwise."""

    def __init__(self, script: Script, scopes: tuple[int, ...], values: Sequence[str | None]) -> None:
        self._script, self._scopes, self._values = script, scopes, values
        self._around: list[dict[str, str]] = []  # what is known outside of each loop or branch
        self._documents: list[tuple[Command, int]] = []  # whose texts start with the next line
        self._depth = 0

    def substitution(self, words: Words, until: str) -> None:
        """Read the commands of ``$(...)`` up to its end, and go past that."""
        inner = _Reader(self._script, (*self._scopes, len(self._script.commands)), self._values)
        start, usual, known = words.at, words.nested, words.values
        words.nested, words.depth = inner.substitution, words.depth + 1
        if words.depth > MAX_DEPTH:
            raise Unclear(f"has over {MAX_DEPTH} subshells in each other")
        inner.everything(words, until)
        words.nested, words.depth, words.values = usual, words.depth - 1, known
        if self._documents and "\n" in words.text[start : words.at]:
            raise Unclear(_NOT_SURE)

    def everything(self, words: Words, until: str = "") -> None:
        """Read commands up to ``until``, and go past that."""
        after, last = "", None
        while True:
            words.blanks()
            if words.peek() == until:
                break
            last = self._command(words, after, last if after in ("|", "|&") else None)
            words.blanks()
            if words.peek() == until:
                break
            after = self._operator(words)
        if self._documents and until:
            raise Unclear(_NOT_SURE)
        words.at += len(until)

    def _operator(self, words: Words) -> str:
        match = _OPERATOR.match(words.text, words.at)
        if not match:
            raise Unclear(_unexpected(words))
        words.at = match.end()
        if match[0] == "&":
            self._script.unordered = self._script.background = True
        elif match[0] == "\n":
            self._read_documents(words)
        elif match[0] in (";;", ";&", ";;&"):
            self._pattern(words)
        return match[0]

    def _command(self, words: Words, after: str, source: Command | None) -> Command | None:
        while True:
            words.blanks()
            if _REDIRECT.match(words.text, words.at):
                return self._simple(words, None, after, source)
            if _OPERATOR.match(words.text, words.at) or words.peek() in ("", ")"):
                return None
            if words.peek() == "(":
                self._parenthesis(words)
                return None
            word = self._next(words)
            if word.quoted or not self._reserved(word, words):
                return self._simple(words, word, after, source)

    def _next(self, words: Words) -> Word:
        if words.peek(2) in ("<(", ">("):
            start = words.at
            words.at += 2
            self.substitution(words, ")")
            return Word(UNKNOWN, start, words.at)
        word = words.word()
        if word.start == word.end:
            raise Unclear(_unexpected(words))
        return word

    def _parenthesis(self, words: Words) -> None:
        if words.peek(2) == "((":
            words.at += 2
            words.arithmetic()
        else:
            words.at += 1
            self.substitution(words, ")")
        self._trailing(words)

    def _trailing(self, words: Words) -> None:
        """Read the redirections of a compound command, which is over."""
        whole = Command([], [], [], conditional=True, scopes=self._scopes)
        words.blanks()
        while _REDIRECT.match(words.text, words.at):
            self._redirect(words, whole)
            words.blanks()
        if whole.redirects:
            self._add(whole)

    def _reserved(self, word: Word, words: Words) -> bool:
        """Tell whether ``word`` only says how commands belong together, and note that."""
        name = word.text
        if name in _OPENS:
            self._depth += 1
            self._around.append(words.values)
            self._script.unordered = self._script.unordered or name in _LOOPS
            if name in ("for", "select", "case"):
                self._head(words, name)
        elif name in _CLOSES:
            self._depth -= 1
            words.values = self._around.pop() if self._around else {}
            self._trailing(words)
        elif name in ("function", "coproc"):
            raise Unclear(f"uses `{name}`")
        elif words.peek(2) == "()":
            words.at += 2
            self._script.functions.append(name)
            self._script.unordered = True
        else:
            return name in _GOES_ON
        return True

    def _head(self, words: Words, name: str) -> None:
        """Go past the words of a loop, or of a ``case`` and its first pattern."""
        words.blanks()
        if words.peek(2) == "((":
            words.at += 2
            words.arithmetic()
            return
        variable = self._next(words)
        words.blanks()
        if name == "case":
            if self._next(words).text != "in":
                raise Unclear("has a `case` without its `in`")
            self._pattern(words)
            return
        found = []
        while words.peek() not in (";", "\n", ""):
            found.append(self._next(words))
            words.blanks()
        words.values = {each: value for each, value in words.values.items() if each != variable.text}
        self._loop(variable.text, found[1:] if name == "for" else [], words)

    def _loop(self, name: str, given: list[Word], words: Words) -> None:
        loops = self._script.loops
        value = self._values[len(loops)] if len(loops) < len(self._values) else None
        if value is not None:
            words.values[name] = value
        loops.append(Loop(name, [(each, words.text[each.start : each.end]) for each in given]))

    def _pattern(self, words: Words) -> None:
        """Go past the pattern of a case, if there is one."""
        self._line_ends(words)
        if words.text.startswith("esac", words.at):
            return
        words.at += words.peek() == "("
        while words.peek() != ")":
            words.blanks()
            self._next(words)
            words.blanks()
            words.at += words.peek() == "|"
        words.at += 1

    def _line_ends(self, words: Words) -> None:
        words.blanks()
        while words.peek() == "\n":
            if self._documents:
                raise Unclear(_NOT_SURE)
            words.at += 1
            words.blanks()

    def _simple(self, words: Words, first: Word | None, after: str, source: Command | None) -> Command:
        piped = after in ("|", "|&")
        command = Command([], [], [], source, piped, after, self._scopes, conditional=self._depth > 0)
        if first and first.text == "[[":
            return self._test(words, command)
        if first:
            self._put(first, command, words)
        while True:
            words.blanks()
            if _REDIRECT.match(words.text, words.at):
                self._redirect(words, command)
            elif _OPERATOR.match(words.text, words.at) or words.peek() in ("", ")"):
                return self._add(command)
            else:
                self._put(self._next(words), command, words)

    def _put(self, word: Word, command: Command, words: Words) -> None:
        match = _ASSIGNED.match(words.text, word.start)
        if command.words or not match or match.end() > word.end:
            command.words.append(word)
            return
        command.assignments.append(word)
        if words.peek() == "(" and match.end() == word.end:
            words.at += 1
            self._line_ends(words)
            while words.peek() != ")":
                command.assignments.append(self._next(words))
                self._line_ends(words)
            words.at += 1

    def _test(self, words: Words, command: Command) -> Command:
        """Go past ``[[ ... ]]``."""
        command.words.append(Word("[[", words.at, words.at))
        while command.words[-1].text != "]]":
            while words.peek() and words.peek() in " \t()<>&|":
                words.at += 1
            command.words.append(self._next(words))
        return self._add(command)

    def _redirect(self, words: Words, command: Command) -> None:
        match = _REDIRECT.match(words.text, words.at)
        assert match
        words.at = match.end()
        words.blanks()
        target = self._next(words)
        text = target.text + "\n" if match[2] == "<<<" else None
        if match[2] in ("<<", "<<-"):
            if not target.known or (words.values and "$" in words.text[target.start : target.end]):
                raise Unclear(_NOT_SURE)
            self._documents.append((command, len(command.redirects)))
        command.redirects.append(Redirect(match[2], match[1], target, text))

    def _read_documents(self, words: Words) -> None:
        for command, index in self._documents:
            old = command.redirects[index]
            assert old.target
            text = _document(words, old.target, indented=old.operator == "<<-")
            if not old.target.quoted:
                text = Words(text, self.substitution, words.depth + 1).double_quoted("")
            command.redirects[index] = Redirect(old.operator, old.stream, old.target, text)
        self._documents.clear()

    def _add(self, command: Command) -> Command:
        if len(self._script.commands) >= MAX_COMMANDS:
            raise Unclear(f"has over {MAX_COMMANDS} commands")
        self._script.commands.append(command)
        return command


def _document(words: Words, end: Word, indented: bool) -> str:
    """Return the lines of a here-document, and go past its end."""
    lines = []
    while words.at < len(words.text):
        stop = words.text.find("\n", words.at)
        stop = len(words.text) if stop < 0 else stop
        line = words.text[words.at : stop]
        words.at = stop + 1
        line = line.lstrip("\t") if indented else line
        if line == end.text:
            break
        if line.endswith("\\") and not end.quoted:
            raise Unclear(_NOT_SURE)
        lines.append(line + "\n")
    return "".join(lines)


def _unexpected(words: Words) -> str:
    found = words.peek()
    return f"has a {found!r} that is not expected there" if found else "ends in the middle"
