"""Looks at the project before a run and after it: what has changed, and what must not stay under its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from llm_sandbox_run import changes, protected

if TYPE_CHECKING:
    from pathlib import Path

    from llm_sandbox_run.model import Change
    from llm_sandbox_run.survey import Surveyor, Tree


class Before(NamedTuple):
    """The project before a run."""

    since: int  # no file that the run changes can be older; in nanoseconds
    tree: Tree


def before(surveyor: Surveyor) -> Before:
    """Take note of what there is."""
    return Before(changes.now(), surveyor.look())


def after(root: Path, surveyor: Surveyor, seen: Before) -> tuple[tuple[str, ...], tuple[Change, ...]]:
    """Rename what the host might act on; return what was done, in words, and all that has changed."""
    done = protected.undo(root, seen.tree, surveyor.look())
    found, more = changes.between(root, seen.tree, surveyor.look(), seen.since)
    bytecode = (each.path for each in found if each.kind != "deleted" and protected.is_bytecode(each.path))
    done += protected.quarantine(root, bytecode)
    if found:
        changes.wait()  # or the next run could be taken for their author
    if more:
        done += (f"{more} more changes in the project are not listed",)
    return done, found
