"""Finishes the merge of a run whose host died in the middle of it: what has been done is done, and the rest is done now."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from llm_sandbox_run.project.compare import Difference
from llm_sandbox_run.project.folder import Way, identity_of, open_folder
from llm_sandbox_run.project.layers import Claim
from llm_sandbox_run.project.marks import parents_of
from llm_sandbox_run.project.merge import merge
from llm_sandbox_run.project.names import printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from llm_sandbox_run.project.journal import Step, Unfinished
    from llm_sandbox_run.project.withheld import Withheld

_CUT = "an earlier run was cut short while what it had written became part of the project"


def finish(root: Path, begun: Unfinished, withheld: Withheld) -> Iterator[str]:
    """Do the rest, and say so."""
    if identity_of(root) != begun.project or not (begun.layer / "upper").is_dir():
        yield f"{_CUT}, and the rest of it is out of reach: look at what has changed"
        return
    yield f"{_CUT}: the rest of it was done now"
    claim = Claim(begun.layer)
    with open_folder(root) as project:
        with Way(claim.upper) as source, Way(project) as target:
            left = [(step, each) for step in begun.steps if (each := _left(source, target, step))]
        reasons = {step.path: why for step, each in left if (why := step.reason or _conflict(step, each))}
        failed = merge(claim.upper, project, [each for step, each in left if step.path not in reasons])
    reasons |= failed
    with Way(claim.upper) as source:
        for path, why in reasons.items():
            if not reasons.keys().isdisjoint(parents_of(path)):
                continue  # it went with its folder
            folder, _, name = path.rpartition("/")
            where = ""
            with suppress(OSError):
                where = withheld.take(source.to(folder), name, path)
            kept = f"; it is kept as {printable(where)}" if where else ""
            yield f"{printable(path)} is not part of the project: {why}{kept}"
    claim.empty()


def _left(layer: Way, project: Way, step: Step) -> Difference | None:
    """Return what is still to be done of a step; None if nothing is."""
    now = _status(project, step.path)
    if step.kind == "deleted":
        return Difference(step.path, step.kind, step.is_folder, None, now) if now else None
    status = _status(layer, step.path)
    if not status or stat.S_ISDIR(status.st_mode) != step.is_folder:
        return None
    is_there = step.is_folder and now and stat.S_ISDIR(now.st_mode)
    return Difference(step.path, "modified" if is_there else step.kind, step.is_folder, status, now)


def _conflict(step: Step, each: Difference) -> str:
    now = each.was and (each.was.st_ino, each.was.st_ctime_ns)
    return "" if step.is_folder or now == step.was else "somebody else has changed it meanwhile"


def _status(way: Way, path: str) -> os.stat_result | None:
    folder, _, name = path.rpartition("/")
    with suppress(OSError):
        return os.stat(name or ".", dir_fd=way.to(folder), follow_symlinks=False)
    return None
