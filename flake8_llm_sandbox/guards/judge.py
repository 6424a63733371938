"""From the change of a file that is no program to findings: what it disarms, what nobody can read, what people want to know."""

from __future__ import annotations

import posixpath
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from flake8_llm_sandbox.findings import Capability, Finding
from flake8_llm_sandbox.guards.codes import DISARMED, SEVERITIES, TOLD, UNSEEN
from flake8_llm_sandbox.guards.disarm import disarming
from flake8_llm_sandbox.guards.edit import Edit
from flake8_llm_sandbox.guards.kinds import LINK, MACHINE_CODE, PYTHON, SUBMODULE, kind
from flake8_llm_sandbox.guards.namesakes import namesake, told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flake8_llm_sandbox.guards.edit import Version


def guarded(new: Version | None, olds: tuple[Version, ...], armed: Callable[[], bool]) -> tuple[Finding, ...]:
    """Return what is to be said about a change, whatever the program in it does.

    What some parent has as well is no news. ``armed`` asks whether anything called the gate before.
    """
    found = [set(_found(Edit(old, new, armed))) for old in olds or (None,)]
    return tuple(sorted(set.intersection(*found)))


def _found(edit: Edit) -> Iterator[Finding]:
    reasons = list(disarming(edit))
    unseen = _unseen(edit.new) if edit.new else None
    what = edit.kind
    yield from (_finding(DISARMED, f"{reason}; leave that to a person", line) for line, reason in reasons)
    if unseen:
        yield _finding(UNSEEN, unseen)
    elif library := namesake(edit):
        yield told(edit.path, library)
    elif what and not reasons:
        how = "is gone" if not edit.new else "has changed" if edit.old else "is new"
        yield _finding(TOLD, f"{what}: `{edit.path}` {how}; look at it")


def _unseen(new: Version) -> str | None:
    """Return why nobody can read what a file stands for."""
    suffix = PurePosixPath(new.path).suffix
    if new.mode == SUBMODULE:
        return f"the submodule `{new.path}` stands for code of another repository; judge it there"
    if new.mode == LINK:
        target = new.content.decode("utf-8", "replace")
        inside = posixpath.normpath(posixpath.join(posixpath.dirname(new.path), target))
        if inside.split("/")[0] in ("", "..", ".git") or suffix in PYTHON or kind(new.path):
            return f"the link `{new.path}` leads to `{target}`; bring the file itself"
    if suffix in MACHINE_CODE:
        return f"`{new.path}` is machine code or bytecode; bring its source"
    return None


def _finding(code: str, message: str, line: int = 1) -> Finding:
    return Finding(line, 0, code, message, Capability.of(code), SEVERITIES[code])
