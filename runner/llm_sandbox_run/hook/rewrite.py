"""The same call, with its Python in the sandbox."""

from __future__ import annotations

import os
import re
import shlex
from itertools import takewhile
from typing import TYPE_CHECKING

from llm_sandbox_run.hook import tables
from llm_sandbox_run.hook.shell.model import Unclear
from llm_sandbox_run.hook.shell.parse import parse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from llm_sandbox_run.hook.programs import Python
    from llm_sandbox_run.hook.shell.model import Command

_OPTION = re.compile(r"-[\w=.-]*|\d+(?:\.\d+)?[smhd]?|KILL|TERM|INT")
_AROUND = frozenset({"time", "timeout", "nice", "nohup"})


def sandboxed(text: str, programs: Sequence[Python], root: Path, policy: str, base: str) -> str:
    """Return a shell text that runs ``programs``, all of what ``text`` runs, by llm-sandbox-run.

    The agent will not ask a person before it runs that, so nothing else may be in it.

    Raises:
        Unclear: there is more.
    """
    programs = list({each.span: each for each in programs}.values())  # one for all rounds of a loop
    spans = [each.span for each in programs]
    starts = {span[0] for span in spans if span}
    commands = parse(text).commands
    bare = [each for each in commands if _is_bare(each, starts)]
    if (
        None in spans
        or len(bare) != len(programs)
        or not all(_is_cd(each) for each in commands if each not in bare)
    ):
        raise Unclear(
            "does more than to run Python, so it cannot be put into the sandbox as a whole; do the rest by itself"
        )
    given = [
        word for name, value in (("--policy", policy), ("--base", base)) if value for word in (name, value)
    ]
    for each in sorted(programs, key=lambda it: it.span or (0, 0), reverse=True):
        start, end = each.span or (0, 0)
        project = ["--project", str(root)] if each.folder != root and each.folder.is_relative_to(root) else []
        paths = [word for path in each.paths for word in ("--path", path)]
        words = ["llm-sandbox-run", *given, *project, *paths]
        words += ["-m", each.value] if text[start:end].endswith(tuple(tables.TESTS)) else []
        text = f"{text[:start]}{shlex.join(words)} {text[end:].lstrip()}"
    return text


def _is_bare(command: Command, starts: set[int]) -> bool:
    """Tell whether a command is Python and nothing else, but for a limit of time."""
    before = list(takewhile(lambda word: word.start not in starts, command.words))
    settings = all(word.text.startswith("PYTHONPATH=") for word in command.assignments)
    around = all(word.text in _AROUND or _OPTION.fullmatch(word.text) for word in before)
    return len(before) < len(command.words) and around and settings and _writes_nothing(command)


def _is_cd(command: Command) -> bool:
    return command.name == "cd" and not command.assignments and _writes_nothing(command)


def _writes_nothing(command: Command) -> bool:
    return all(
        not each.writes or (each.target and each.target.text == os.devnull) for each in command.redirects
    )
