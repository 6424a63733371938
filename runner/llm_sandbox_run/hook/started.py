"""The words of a command: which Python it starts, itself or through other programs."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from llm_sandbox_run.hook import edits, feeds, files, patch, python_call, tables, texts, wrapped
from llm_sandbox_run.hook.programs import Python
from llm_sandbox_run.hook.shell.model import UNKNOWN, Unclear, Word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from llm_sandbox_run.hook.programs import Place


def started(words: Sequence[Word], place: Place, first: Word | None = None) -> Iterator[Python]:
    """Yield the Python that a command starts; ``first`` is the word from which on it is replaced.

    Raises:
        Unclear: it may start some, and it cannot be told what.
    """
    while words and (setting := words[0].text.partition("="))[1] and setting[0].isidentifier():
        if not (place.command and place.command.name in tables.SETTERS) and tables.STEERING.fullmatch(
            setting[0]
        ):
            raise Unclear(f"sets {setting[0]}, which decides what is loaded, behind another program")
        place.budget.assigned.add(setting[0])
        words = words[1:]
    if not words:
        return
    name = called(words[0], place)
    if name in tables.EVALUATE and any(
        "[" in word.text and tables.SUBSTITUTES.search(word.text) for word in words
    ):
        raise Unclear(f"gives `{name}` a text that holds commands")
    own = files.executable(words, place)
    if own is not None:
        yield from own
    elif tables.PYTHON.fullmatch(name):
        yield from python_call.started(words, place, first)
    elif name in tables.TESTS:
        yield from _tests(name, words, place, first)
    elif name in tables.WRAPPERS:
        yield from _wrapped(name, words, place)
    elif name in tables.SHELLS:
        yield from texts.shell(words, place)
    elif name in tables.MANAGERS and (rest := wrapped.managed(name, words)) is not None:
        yield from _in_environment(rest, place, first or words[0])
    elif name in _SPECIAL:
        yield from _SPECIAL[name](words, place)
    elif name in tables.REFUSED:
        raise Unclear(f"uses `{name}`, which {tables.REFUSED[name]}")
    elif name in tables.SHOWS_ITSELF and [word.text for word in words[1:]] == ["--version"]:
        return
    elif name in tables.RUN_PROJECTS:
        raise Unclear(f"uses `{name}`, which loads Python of the project that cannot be followed")
    elif name in tables.TASKS:
        yield from files.task(name, words, place)
    elif name == "llm-sandbox-run":
        _ungranted(words)
    elif name in tables.READERS or name in tables.CHANGERS:
        _no_programs(name, words)
    elif not (name in ("docker", "podman") and _is_contained(words)):
        yield from _unknown(name, words, place)


def called(word: Word, place: Place) -> str:
    """Return the name of a program without its folder.

    Raises:
        Unclear: it is only known when it runs.
    """
    name = word.text.rpartition("/")[2].removeprefix("=")  # by which zsh asks for the path of a program
    if UNKNOWN in name or word.splits or (place.steered and UNKNOWN in word.text):
        raise Unclear("starts a program whose name is only known when it runs; write the name itself")
    return files.interpreter(word, place) or name


def _tests(name: str, words: Sequence[Word], place: Place, first: Word | None) -> Iterator[Python]:
    if place.steered:
        raise Unclear(f"sets {place.steered}, which decides what Python loads; leave that out")
    found = python_call.module(
        tables.TESTS[name], words[1:], place, ((first or words[0]).start, words[0].end)
    )
    yield from found


def _wrapped(name: str, words: Sequence[Word], place: Place) -> Iterator[Python]:
    rest = wrapped.inner(name, words)
    if name == "flock" and rest and rest[0].text in ("-c", "--command"):
        yield from texts.text(rest[1], place)
    else:
        yield from started(rest, place)


def _in_environment(words: Sequence[Word], place: Place, first: Word) -> Iterator[Python]:
    if words and words[0].known and _is_program(words[0], place):
        words = [Word("python", first.start, first.end), *words]
    yield from started(words, place, first)


def _is_program(word: Word, place: Place) -> bool:
    return word.text == "-" or word.text.endswith(".py") or place.path(word).is_dir()


def _no_programs(name: str, words: Sequence[Word]) -> None:
    """Look at the options that name programs to start."""
    options = tables.STARTERS.get(name, "").split()
    for before, word in pairwise(words):
        given = before.text in options or any(word.text.startswith(each) for each in options)
        if given and (not word.known or tables.MENTION.search(word.text)):
            raise Unclear(f"may have `{name}` start Python")


def _xargs(words: Sequence[Word], place: Place) -> Iterator[Python]:
    rest = wrapped.operands(
        words[1:],
        "-a -d -E -I -L -n -P -s --arg-file --delimiter --replace --max-args --max-procs --max-lines".split(),
    )
    replaced = ["{}", *(after.text for word, after in pairwise(words) if word.text == "-I")]
    replaced += [match[1] for word in words if (match := tables.REPLACED.match(word.text))]
    if any(each in word.text for each in replaced for word in rest[1:]):
        rest = [*rest[:1], *(_filled(word, replaced) for word in rest[1:])]
    else:
        rest = [*rest, Word(UNKNOWN, 0, 0, splits=True)] if rest else []
    yield from started(rest, place)


def _filled(word: Word, marks: Sequence[str]) -> Word:
    text = word.text
    for mark in marks:
        text = text.replace(mark, UNKNOWN)
    return Word(text, word.start, word.end, word.quoted, word.splits or text != word.text)


def _find(words: Sequence[Word], place: Place) -> Iterator[Python]:
    for index, word in enumerate(words):
        if word.text in ("-exec", "-execdir", "-ok", "-okdir", "-x", "-X", "--exec", "--exec-batch"):
            rest = list(words[index + 1 :])
            ends = [at for at, each in enumerate(rest) if each.text in (";", "+")]
            yield from started([_filled(each, ["{}"]) for each in rest[: ends[0] if ends else None]], place)


def _git(words: Sequence[Word], place: Place) -> Iterator[Python]:
    rest = wrapped.operands(words[1:], ["-c", "-C", "--git-dir", "--work-tree", "--config-env"])
    verb = rest[0].text if rest else ""
    harmless = verb in tables.GIT_OF_DATA and not any(
        word.text == "-c" for word in words[: len(words) - len(rest)]
    )
    ways = any("ext::" in word.text for word in words)
    if ways or (not harmless and any(tables.MENTION.search(word.text) for word in words)):
        raise Unclear("has git start Python")
    yield from ()


def _sed(words: Sequence[Word], place: Place) -> Iterator[Python]:
    if any(tables.SED_RUNS.search(word.text) for word in words[1:] if not word.text.startswith("-")):
        raise Unclear("may have sed run commands (its `e`)")
    yield from ()


def _ungranted(words: Sequence[Word]) -> None:
    for word in words[1:]:
        if not word.text.startswith("-") or word.text in ("-c", "-m", "-"):
            return
        if word.text.partition("=")[0] not in tables.GRANTLESS:
            raise Unclear(
                f"gives llm-sandbox-run {word.text}: what a program is granted is for a person to say"
            )


def _unknown(name: str, words: Sequence[Word], place: Place) -> Iterator[Python]:
    if name == "hash" and any(word.text == "-p" for word in words):
        raise Unclear("gives commands other names")
    for word in words[1:]:
        if tables.MENTION.search(word.text):
            raise Unclear(f"may have `{name}` start Python; run Python itself")
        if (
            word.known
            and word.text.endswith(".py")
            and not word.text.startswith("-")
            and place.path(word).is_file()
        ):
            yield Python("file", str(place.path(word)), (), place.here, place.paths)
    texts.no_orders(name, place)
    yield from files.of_project(name, words, place)


def _is_contained(words: Sequence[Word]) -> bool:
    """Tell whether `docker run` gives a container nothing of the host, so that what runs in it does not concern it."""
    rest = wrapped.operands(words[2:], tables.CONTAINED_VALUED)
    texts = [word.text.partition("=")[0] for word in words[2 : len(words) - len(rest)]]
    while texts and texts[0] in tables.CONTAINED | tables.CONTAINED_VALUED:
        texts = texts[1 + (texts[0] in tables.CONTAINED_VALUED) :]
    return [word.text for word in words[1:2]] == ["run"] and not texts


def _patch(words: Sequence[Word], place: Place) -> Iterator[Python]:
    text = words[1].text if len(words) > 1 else feeds.text_for(place.command, place)
    if UNKNOWN in text or not patch.is_one(text):
        raise Unclear("has a patch that is only known when it runs")
    yield from edits.written({"patch": text}, place)


_SPECIAL = {
    "apply_patch": _patch,
    "applypatch": _patch,
    "xargs": _xargs,
    "find": _find,
    "fd": _find,
    "fdfind": _find,
    "git": _git,
    "sed": _sed,
    "gsed": _sed,
    "eval": texts.evaluated,
    "watch": texts.evaluated,
    "trap": texts.trap,
    "source": texts.sourced,
    ".": texts.sourced,
}
