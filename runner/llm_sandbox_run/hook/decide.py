"""From a tool call to what is said of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from llm_sandbox_run.hook import answers, edits, follow, patch, started
from llm_sandbox_run.hook.calls import Call, Malformed, read
from llm_sandbox_run.hook.shell.model import Unclear, Word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llm_sandbox_run.hook.programs import Place, Python

MAX_SHELL = 200_000  # characters
_OF_EDITORS = frozenset(
    {"create", "insert", "str_replace", "undo_edit", "view"}
)  # what a tool for files is to do


class Settings(NamedTuple):
    """What a person has said."""

    policy: str = ""
    base: str = ""
    project: str = ""
    rewrite: bool = False
    seconds: float = 0.8


class Said(NamedTuple):
    """What the hook prints, and its exit code."""

    out: str = ""
    error: str = ""
    code: int = 0


def decide(text: bytes, settings: Settings) -> Said:
    """Return the answer to a tool call; an empty one where there is nothing to say."""
    try:
        call = read(text)
    except Malformed as error:
        return Said(
            error=f"llm-sandbox-run hook: not done: what the agent says of its call is not understood: {error}",
            code=answers.BLOCKS,
        )
    try:
        return _decided(call, settings)
    except Unclear as error:
        return _denied(call, answers.unclear(str(error)))
    except Malformed as error:
        return _denied(call, f"Not done: the call is not understood: {error}")


def _decided(call: Call, settings: Settings) -> Said:
    place = _place(call, settings)
    programs = list(dict.fromkeys(_programs(call, place)))
    if not programs:
        return Said(answers.nothing(call))
    from llm_sandbox_run.hook import judge

    problems = judge.problems(programs, place.root, settings.policy, settings.base, settings.seconds)
    if problems:
        from llm_sandbox_run import repair

        return _denied(call, repair.repair_order(problems))
    started_ones = [each for each in programs if each.kind != "written"]
    if settings.rewrite and started_ones:
        return _rewritten(call, started_ones, place, settings)
    return Said(answers.nothing(call))


def _denied(call: Call, reason: str) -> Said:
    if call.dialect == "cursor":  # which may know another form of the answer by now, but the code is the same
        return Said(answers.denial(call, reason), reason, answers.BLOCKS)
    return Said(answers.denial(call, reason))


def _place(call: Call, settings: Settings) -> Place:
    folder = Path(call.folder or Path.cwd()).resolve()
    inner = (folder / call.command_folder).resolve() if call.commands else folder
    if not inner.is_dir():
        raise Unclear(f"runs in {inner}, which is no folder")
    root = Path(settings.project).resolve() if settings.project else follow.project_of(folder)
    return follow.in_call(root, inner)


def _programs(call: Call, place: Place) -> Iterator[Python]:
    yield from edits.written(call.given, place)
    for command in call.commands:
        if isinstance(command, list):
            words = [Word(each.replace("\0", " "), 0, 0, quoted=True) for each in command]
            yield from started.started(words, place)
        elif len(command) > MAX_SHELL and not patch.is_one(command):
            raise Unclear(f"has a command of over {MAX_SHELL} characters; write files with the tool for that")
        elif command not in _OF_EDITORS and not patch.is_one(command):
            yield from place.follow(command, place)


def _rewritten(call: Call, programs: list[Python], place: Place, settings: Settings) -> Said:
    from llm_sandbox_run.hook import rewrite

    command = call.commands[0]
    if len(call.commands) > 1 or not isinstance(command, str):
        raise Unclear(
            "gives a list of words, which cannot be put into the sandbox; run llm-sandbox-run instead"
        )
    text = rewrite.sandboxed(command, programs, place.root, settings.policy, settings.base)
    answer = answers.rewriting(call, text)
    if answer is None:
        raise Unclear("starts Python outside of the sandbox; begin it with llm-sandbox-run")
    return Said(answer)
