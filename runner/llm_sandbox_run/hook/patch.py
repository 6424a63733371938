"""The patches of Codex' ``apply_patch``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llm_sandbox_run.hook.shell.model import Unclear

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_BEGIN = "*** Begin Patch"
_ADD, _UPDATE, _DELETE, _MOVE = "*** Add File: ", "*** Update File: ", "*** Delete File: ", "*** Move to: "


def is_one(text: str) -> bool:
    """Tell whether a text is a patch."""
    return text.lstrip().startswith(_BEGIN)


def files(text: str) -> Iterator[tuple[str, Callable[[str], str | None]]]:
    """Yield each file of a patch, and what makes its new text of the old one; None stands for no text.

    Raises:
        Unclear: it is not plain what it does.
    """
    start = text.index(_BEGIN) + len(_BEGIN)
    lines: list[str] = []
    name = kind = ""
    for line in [*text[start:].split("\n")[1:], "*** End Patch"]:
        mark = next((each for each in (_ADD, _UPDATE, _DELETE) if line.startswith(each)), None)
        if mark or line.startswith("*** End Patch"):
            if name:
                yield name, _change(kind, lines)
            if not mark:
                return
            name, lines, kind = line[len(mark) :].strip(), [], mark
        elif line.startswith(_MOVE):
            name = _moved(name, line, kind)
        else:
            lines.append(line)


def _moved(name: str, line: str, kind: str) -> str:
    if kind == _UPDATE and name.endswith(".py") and line.endswith(".py"):
        raise Unclear("moves a file of Python and edits it; do that in two calls")
    if line.strip().endswith(".py"):
        raise Unclear("makes a file of Python by moving another; do that in two calls")
    return name


def _change(kind: str, lines: list[str]) -> Callable[[str], str | None]:
    if kind == _DELETE:
        return lambda _: None
    if kind == _ADD:
        return lambda _: "".join(line[1:] + "\n" for line in lines if line.startswith("+"))
    return lambda old: _updated(old, lines)


def _updated(old: str, lines: list[str]) -> str:
    text, at = old if old.endswith("\n") or not old else old + "\n", 0
    for hunk in _hunks(lines):
        before = "".join(line[1:] + "\n" for line in hunk if line[:1] in (" ", "-", ""))
        after = "".join(line[1:] + "\n" for line in hunk if line[:1] in (" ", "+", ""))
        found = text.find(before, at)
        found = text.find(before) if found < 0 else found
        if found < 0:
            raise Unclear("has a patch whose lines are not in the file as it stands; read the file again")
        text = text[:found] + after + text[found + len(before) :]
        at = found + len(after)
    return text


def _hunks(lines: list[str]) -> Iterator[list[str]]:
    hunk: list[str] = []
    for line in [*lines, "@@"]:
        if line.startswith("@@"):
            if any(each[:1] in ("+", "-") for each in hunk):
                yield hunk
            hunk = []
        elif not line.startswith("*** End of File"):
            hunk.append(line)
