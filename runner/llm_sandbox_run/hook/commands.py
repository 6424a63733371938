"""A shell text that is one Python program and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llm_sandbox_run.hook import follow
from llm_sandbox_run.hook.shell.model import Unclear
from llm_sandbox_run.hook.shell.parse import parse
from llm_sandbox_run.model import Code, Module, Script

if TYPE_CHECKING:
    from pathlib import Path

    from llm_sandbox_run.hook.shell.model import Redirect


def one_program(text: str, root: Path) -> Code | Script | Module:
    """Return the program that ``text`` runs in the project at ``root``.

    Raises:
        Unclear: it is more, or something else.
    """
    place = follow.in_call(root, root)
    programs = list(place.follow(text, place))
    commands = parse(text).commands
    if len(programs) != 1 or len(commands) != 1 or programs[0].kind == "written":
        raise Unclear("is not one Python program")
    (it,), (command,) = programs, commands
    if it.folder != root or it.paths or command.assignments:
        raise Unclear("changes where Python runs")
    if not all(_is_harmless(each, it.kind == "text") for each in command.redirects):
        raise Unclear("sends input or output elsewhere")
    if it.kind == "text":
        return Code(it.value.encode("utf-8", "surrogateescape"), it.args)
    return Script(root / it.value, it.args) if it.kind == "file" else Module(it.value, it.args)


def _is_harmless(redirect: Redirect, has_text: bool) -> bool:
    return (redirect.reads and has_text) or (redirect.operator == ">&" and not redirect.writes)
