"""What a merge is about to do, kept on disk until it is done: one whose host dies in the middle is finished by the next call."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from llm_sandbox_run.project import state

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llm_sandbox_run.model import ChangeKind, Identity
    from llm_sandbox_run.project.verdict import Verdict


class Step(NamedTuple):
    """One change that was wanted, or was not for a reason."""

    path: str
    kind: ChangeKind
    is_folder: bool
    was: tuple[int, int] | None  # inode and time of change (ns) of what was in the project; None if nothing
    reason: str


class Unfinished(NamedTuple):
    """A merge that somebody has begun."""

    layer: Path
    project: Identity
    steps: list[Step]


@contextmanager
def kept(root: Path, project: Identity, layer: Path, verdict: Verdict) -> Iterator[None]:
    """Keep it in this block; it stays if the block does not come to its end.

    It need not outlive the machine: what lies in the layer does not either.
    """
    folder = state.folder_for("merges", root)
    if not folder:
        yield
        return
    steps = [
        (
            each.path,
            each.kind,
            each.is_folder,
            each.was and (each.was.st_ino, each.was.st_ctime_ns),
            verdict.reasons.get(each.path, ""),
        )
        for each in verdict.found
    ]
    path, new = folder / layer.name, folder / f".{layer.name}"
    new.write_text(json.dumps([str(layer), project, steps]), encoding="ascii")
    new.rename(path)
    yield
    path.unlink()


def is_empty(root: Path) -> bool:
    """Tell whether no merge goes on, nor was begun by somebody who is gone."""
    folder = state.folder_for("merges", root)
    return not (folder and any(folder.glob("[!.]*")))


def unfinished(root: Path) -> Iterator[Unfinished]:
    """Yield the merges that were begun by somebody who is gone, and forget each when it is done.

    Only for those who merge.
    """
    folder = state.folder_for("merges", root)
    for path in sorted(folder.glob("[!.]*")) if folder else ():
        with suppress(ValueError, OSError):
            layer, project, steps = json.loads(path.read_text(encoding="ascii"))
            yield Unfinished(Path(layer), tuple(project), [_step(*step) for step in steps])
        os.unlink(path)


def _step(path: str, kind: ChangeKind, is_folder: bool, was: list[int] | None, reason: str) -> Step:
    return Step(path, kind, is_folder, (was[0], was[1]) if was else None, reason)
