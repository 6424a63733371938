"""Through a shell text from its beginning to its end: where it is, what it sets, what it writes, which Python it starts."""

from __future__ import annotations

import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from llm_sandbox_run.hook import changing, feeds, loops, tables
from llm_sandbox_run.hook.programs import Budget, Place, Python
from llm_sandbox_run.hook.shell.model import UNKNOWN, Unclear
from llm_sandbox_run.hook.shell.parse import parse
from llm_sandbox_run.hook.started import started

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from llm_sandbox_run.hook.shell.model import Command, Script, Word

_SPECIAL = (
    tables.READERS
    | tables.CHANGERS
    | tables.SHELLS
    | tables.RUN_PROJECTS
    | set(tables.WRAPPERS)
    | set(tables.MANAGERS)
) | {"source", "eval", "trap", "xargs", "find", *tables.TESTS}


_REMOVERS = frozenset({"rm", "rmdir", "unlink", "find", "chmod", "chown", "git"})


def follow(text: str, place: Place) -> Iterator[Python]:
    """Yield the Python that a shell text runs, and the files of Python that it writes.

    Raises:
        Unclear: it may run some, and it cannot be told what.
    """
    script = parse(text)
    for name in script.functions:
        if name in _SPECIAL or tables.PYTHON.fullmatch(name):
            raise Unclear(f"gives `{name}` another meaning")
    place.budget.assigned.update(each.name for each in script.loops)
    for each in script.loops:
        if tables.STEERING.fullmatch(each.name):
            raise Unclear(f"sets {each.name} in a loop, which decides what is loaded")
    values = list(loops.rounds(script, text, place))
    if not values:
        yield from _Follower(script, text, place).programs()
        return
    start = place.budget.again()
    for given in values:
        here = place._replace(budget=start.again())
        for found in _Follower(parse(text, given), text, here).programs():
            yield found._replace(span=None)
        place.budget.joined(here.budget)


class _Follower:
    """What is known so far."""

    def __init__(self, script: Script, text: str, place: Place) -> None:
        self.script, self.text, self.place, self.budget = script, text, place, place.budget
        self.folders: dict[tuple[int, ...], Path | None] = {}
        self.removed = False  # whether a folder may be gone
        self.chained: set[tuple[int, ...]] = (
            set()
        )  # subshells in a folder only if all in front of it went well

    def programs(self) -> Iterator[Python]:
        commands = self.script.commands
        self.folders[()] = self.place.folder
        piped = {id(each.source) for each in commands}
        quiet = True  # whether nothing before it starts what reads code
        for each in commands:
            if self.script.unordered or (each.piped and not quiet):
                self._changes(each, self.place)
            if self.script.unordered:
                self._with_settings(each, self.place)
            quiet = quiet and each.name in tables.READERS
        for command in commands:
            place = self.place._replace(folder=self._folder(command), command=command)
            place = self._with_settings(command, place)
            yield from self._started(command, place)
            if command.name in ("cd", "pushd", "popd"):
                alone = not (command.conditional or command.piped or id(command) in piped)
                self._enter(command, place, alone and (not self.script.unordered or self._is_only(command)))
            self.removed = self.removed or command.name in _REMOVERS
            yield from self._writes(command, place)

    def _started(self, command: Command, place: Place) -> Iterator[Python]:
        if command.name not in self.script.functions:
            for each in list(started(command.words, place)):
                yield from self._settled(each)

    def _settled(self, it: Python) -> Iterator[Python]:
        """Yield a program as it may be when it starts: with the text that was written before, or without.

        Raises:
            Unclear: that cannot be told, since files are changed before.
        """
        if self.place.level or it.kind == "written":
            it = it._replace(span=None)
        path, written = it.folder / it.value if it.kind == "file" else None, self.budget.written
        others = [each for each in written if each != path]
        if path in written and not others and not self.budget.changed:
            yield it._replace(kind="text", value=written[path], folder=path.parent, span=None)
            if path.is_file():
                yield it
            return
        by = [f"`{each}`" for each in self.budget.changed] + [f"writing {each.name}" for each in written]
        why = by[0] if by else ""
        if (why and it.kind in ("file", "module")) or (path and self.budget.changes_data(path)):
            raise Unclear(f"may change files ({why or 'data'}) and then starts Python; do that in two calls")
        yield it._replace(after=why)

    def _folder(self, command: Command) -> Path | None:
        """Return where a command starts; None if that depends on what became of those in front of it."""
        scopes = command.scopes
        while scopes not in self.folders:
            scopes = scopes[:-1]
        if scopes in self.chained and (command.after not in ("&&", "|", "|&") or scopes != command.scopes):
            self.folders[scopes] = None
        return self.folders[scopes]

    def _enter(self, command: Command, place: Place, alone: bool) -> None:
        known = alone and command.after != "||"
        self.folders[command.scopes] = self._target(command, place) if known else None
        if command.after == "&&" or self.removed:
            self.chained.add(command.scopes)

    def _is_only(self, command: Command) -> bool:
        """Tell whether a ``cd`` comes before all, and no other."""
        commands = self.script.commands
        changes = [each for each in commands if each.name in ("cd", "pushd", "popd")]
        return len(changes) == 1 and command is commands[0] and not self.script.background

    def _target(self, command: Command, place: Place) -> Path | None:
        words = [word for word in command.words[1:] if word.text not in ("--", "-P", "-L")]
        if command.name == "popd" or len(words) != 1 or not words[0].known or words[0].text == "-":
            return None
        path = place.path(words[0])
        return path.resolve() if path.is_dir() else None

    def _with_settings(self, command: Command, place: Place) -> Place:
        own = command.words[1:] if command.name in tables.SETTERS else []
        for word in (*command.assignments, *own):
            name, equals, value = word.text.partition("=")
            if equals and UNKNOWN not in name:
                place = self._set(name.rstrip("+"), value, word, place)
            elif command.name in tables.SETTERS - {"env", "sudo"} and self._is_unknown(name):
                place = place._replace(steered=name.replace(UNKNOWN, "what is only known when it runs"))
            self.budget.assigned.add(name.rstrip("+"))
        if command.name in tables.ASSIGNERS:
            names = [word.text.removeprefix("-v") for word in command.words]
            steered = next(filter(tables.STEERING.fullmatch, names), "")
            place = place._replace(steered=place.steered or steered)
            self.budget.assigned.update(names)
        if not command.words or command.name in (tables.SETTERS | tables.ASSIGNERS) - {"env", "sudo"}:
            self.place = self.place._replace(paths=place.paths, steered=place.steered)
        return place

    def _is_unknown(self, name: str) -> bool:
        """Tell whether a variable that is exported may have got any value, and decide what is loaded."""
        given = name in self.budget.assigned or name in ("PATH", "HOME", "PWD", "OLDPWD", "TMPDIR")
        return UNKNOWN in name or bool(tables.STEERING.fullmatch(name) and not given)

    def _set(self, name: str, value: str, word: Word, place: Place) -> Place:
        if "$(" in value or "`" in value:
            raise Unclear(f"sets {name} to a text that holds commands")
        if tables.RUNS_ORDERS.fullmatch(name) and tables.MENTION.search(value):
            raise Unclear(f"sets {name}, which others run, to something that starts Python")
        if name == "PYTHONPATH":
            return self._search(value, self.text[word.start : word.end], place)
        if name == "PATH" and self._leads_here(value, self.text[word.start : word.end]):
            raise Unclear("puts a folder of the project into PATH")
        return place._replace(steered=name) if tables.STEERING.fullmatch(name) else place

    def _search(self, value: str, raw: str, place: Place) -> Place:
        here = tables.HERE.sub(".", raw.partition("=")[2])
        if here.count("$") + here.count("`") < value.count(UNKNOWN):
            value = here.strip('"')
        parts = [
            each
            for each in value.split(":")
            if each and each not in (UNKNOWN, "$PYTHONPATH", "${PYTHONPATH}")
        ]
        if any(set(each) & {UNKNOWN, "$", "`", '"', "'", "\\"} for each in parts):
            return place._replace(steered="PYTHONPATH")
        return place._replace(paths=(*place.paths, *parts))

    def _leads_here(self, value: str, raw: str) -> bool:
        parts = [each for each in value.split(":") if not each.startswith(UNKNOWN)]
        return "PWD" in raw or "pwd" in raw or any(not each.startswith(("/", "~")) for each in parts)

    def _writes(self, command: Command, place: Place) -> Iterator[Python]:
        found = list(self._texts_written(command, place))
        for path, text in found:
            self.budget.written[path] = text
            if path.suffix in tables.PYTHON_SUFFIXES:
                before = place.budget.text(path) if path.is_file() else ""
                yield Python("written", text, (str(path),), place.here, before=before)
        if not found:
            self._changes(command, place)

    def _changes(self, command: Command, place: Place) -> None:
        by = changing.what(command)
        if changing.of_data(command):
            self.budget.data = True
            words = [*command.words, *(each.target for each in command.redirects if each.target)]
            if place.folder is None or any(_is_link(place.folder, word.text) for word in words):
                by = by or command.name or "a link"
        if by:
            self.budget.changed.append(by)

    def _texts_written(self, command: Command, place: Place) -> Iterator[tuple[Path, str]]:
        """Yield the files that get a text which is written here."""
        targets = [
            each
            for each in command.redirects
            if each.operator in (">", ">|", ">>") and each.stream in ("", "1")
        ]
        words = [each.target for each in targets if each.target]
        if command.name == "tee" and not any(word.text.startswith("-") for word in command.words[1:]):
            words = command.words[1:]
        if not words or any(not word.known for word in words) or place.folder is None:
            return
        if all(changing.is_data(word.text) for word in words):
            return
        text = _text_of(command, place)
        for word in words if text is not None else ():
            path = place.path(word)
            old = (
                place.budget.text(path)
                if any(each.operator == ">>" for each in targets) and path.is_file()
                else ""
            )
            yield path, old + (text or "")


def _text_of(command: Command, place: Place) -> str | None:
    try:
        return feeds.text_for(command, place) if command.name == "tee" else feeds.printed(command, place)
    except Unclear:
        return None


def _is_link(folder: Path, name: str) -> bool:
    """Tell whether a file has another name, which may be that of code."""
    with suppress(OSError, ValueError):
        found = (folder / name).lstat()
        return stat.S_ISLNK(found.st_mode) or (stat.S_ISREG(found.st_mode) and found.st_nlink > 1)
    return False


def in_call(root: Path, folder: Path) -> Place:
    """Return the place where a call of an agent starts."""
    return Place(root, folder, follow, Budget())


def project_of(folder: Path) -> Path:
    """Return the project that a folder belongs to: the repository around it, or the folder itself."""
    return next((each for each in (folder, *folder.parents) if (each / ".git").exists()), folder)
