"""Files of the project that are started, or that other programs take their orders from."""

from __future__ import annotations

import json
import re
import sys
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from llm_sandbox_run.hook import makefile, tables, wrapped
from llm_sandbox_run.hook.programs import Python
from llm_sandbox_run.hook.shell.model import UNKNOWN, Unclear

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from llm_sandbox_run.hook.programs import Place
    from llm_sandbox_run.hook.shell.model import Word

_INTERPRETER = re.compile(r"#!\s*(?:\S*/env\s+(?:-\S+\s+)*)?(?:\S*/)?([\w.-]+)")
_OPTION_OF_MAKE = re.compile(r"-[skBnC]+|-j\d*|--silent|--no-print-directory|--directory|--keep-going")
_AROUND_RECIPES = re.compile(r"^\t[ @+-]+", re.MULTILINE)
_WRAPPERS_OF_JAVA = ("gradlew", "mvnw")


def executable(words: Sequence[Word], place: Place) -> Iterator[Python] | None:
    """Return what a file of the project runs that is called by its path; None if the name says it.

    Raises:
        Unclear: that cannot be told.
    """
    text = words[0].text
    if "/" not in text or UNKNOWN in text:
        return None
    path = place.path(words[0])
    if not place.owns(path) or (path.parent.parent / "pyvenv.cfg").is_file() or "node_modules" in path.parts:
        return None
    if path.is_file():
        with suppress(OSError), path.open("rb") as file:
            if file.read(4) == b"\x7fELF":
                return None
    return _script(path, words, place)


def _script(path: Path, words: Sequence[Word], place: Place) -> Iterator[Python]:
    text = place.budget.orders(path)
    match = _INTERPRETER.match(text)
    if match and tables.PYTHON.fullmatch(match[1]):
        if place.steered:
            raise Unclear(f"sets {place.steered}, which decides what Python loads; leave that out")
        yield Python("file", str(path), tuple(word.text for word in words[1:]), place.here, place.paths)
    elif path.name in _WRAPPERS_OF_JAVA or (match and match[1] not in tables.SHELLS):
        _no_orders(path.name, text)
    else:
        yield from place.follow(text, place.deeper())


def interpreter(word: Word, place: Place) -> str:
    """Return the name of the interpreter that a path leads to, whatever its own name; "" if it is none that is known."""
    if "/" not in word.text or not word.known:
        return ""
    path = place.path(word)
    with suppress(OSError):
        real = path.resolve()
        known = [Path(sys.executable).resolve(), *Path("/usr/bin").glob("python3*[0-9]")]
        if path.is_file() and any(
            each.is_file() and each.stat().st_size == real.stat().st_size for each in known
        ):
            return "python"
        return real.name if tables.PYTHON.fullmatch(real.name) else ""
    return ""


def of_project(name: str, words: Sequence[Word], place: Place) -> Iterator[Python]:
    """Yield what a command runs that the project itself would install."""
    settings = place.root / "pyproject.toml"
    if not settings.is_file():
        return
    wanted = rf"^\s*[\"']?{re.escape(name)}[\"']?\s*=\s*[\"']([\w.]+)(?::[\w.]+)?[\"']"
    match = re.search(wanted, place.budget.text(settings), re.MULTILINE)
    if match:
        yield Python("text", f"import {match[1]}\n", tuple(word.text for word in words[1:]), place.root)


def task(name: str, words: Sequence[Word], place: Place) -> Iterator[Python]:
    """Yield what `make` runs; look at the file that says what its likes do.

    Raises:
        Unclear: it names Python.
    """
    folder = place.here
    for option, value in pairwise(words):
        if option.text in ("-C", "--directory", "--prefix", "--cwd", "--dir"):
            folder = place.path(value)
        elif option.text in ("-f", "--file", "--makefile", "--taskfile", "--justfile"):
            _no_orders(name, place.budget.orders(place.path(value), tables.TASKS))
    for word in words[1:]:
        if tables.MENTION.search(word.text):
            raise Unclear(f"may have `{name}` start Python; run Python itself")
    for each in tables.TASKS[name]:
        if (folder / each).is_file():
            text = place.budget.orders(folder / each, tables.TASKS)
            text = _scripts(text) if each == "package.json" else text
            if name not in ("make", "gmake") or not tables.ORDERS.search(_AROUND_RECIPES.sub("\t", text)):
                _no_orders(name, text)
                continue
            yield from _made(text, words, place.deeper()._replace(folder=folder))
            return


def _made(text: str, words: Sequence[Word], place: Place) -> Iterator[Python]:
    operands = wrapped.operands(words[1:], ("-C", "--directory"))
    options = {word.text for word in words[1 : len(words) - len(operands)] if word.text.startswith("-")}
    if any(not word.known or "=" in word.text or word.text.startswith("-") for word in operands):
        raise Unclear("gives `make` words that are not followed; run Python itself")
    if not all(_OPTION_OF_MAKE.fullmatch(each) for each in options):
        raise Unclear(f"gives `make` options that are not followed: {', '.join(sorted(options))}")
    lines = [*makefile.recipes(text, [word.text for word in operands], place.budget.assigned)]
    for line in (
        *lines,
        *lines,
    ):  # again, since one may change what another reads, and they may run side by side
        yield from place.follow(line, place)


def _scripts(text: str) -> str:
    """Return the commands in a package.json."""
    with suppress(ValueError, RecursionError):
        found = json.loads(text)
        scripts = found.get("scripts", {}) if isinstance(found, dict) else {}
        return "\n".join(map(str, scripts.values())) if isinstance(scripts, dict) else text
    return text


def _no_orders(name: str, text: str) -> None:
    if tables.ORDERS.search(text):
        raise Unclear(f"may have `{name}` start Python, which its file names; run Python itself")
