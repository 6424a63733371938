"""Where a file may come from that says how others are judged."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from flake8_llm_sandbox.history.git import Git, GitError
from flake8_llm_sandbox.models import SHIPPED, Models

if TYPE_CHECKING:
    import argparse


def named_models(options: argparse.Namespace) -> Models:
    """Return what is known of packages, with the files of `--models`.

    Raises:
        GitError, OSError: as in ``trusted``.
        ValueError: a file is no model.
    """
    return Models(trusted(Path(each), options) for each in options.models) if options.models else SHIPPED


def trusted(path: Path, options: argparse.Namespace) -> str:
    """Return what the file says; if the author of what is judged could have written it, what it says at the base.

    Raises:
        GitError: it lies among what is judged, and there is no commit to trust that has it.
        OSError: it cannot be read.
    """
    place = path.resolve()
    try:
        git = Git.around(Path.cwd())
    except GitError:
        git = None
    inside = [git.root.resolve()] if git else [Path(each).resolve() for each in options.paths]
    if not any(place.is_relative_to(each) for each in inside):
        return path.read_text(encoding="utf-8")
    if not git or not options.trusted:
        raise GitError(
            f"{path} lies among what is judged: keep it elsewhere, or name a commit to trust by --base"
        )
    name = f"{git.commit(options.trusted)}:{place.relative_to(inside[0]).as_posix()}"
    try:
        return git.run("cat-file", "blob", "--end-of-options", name).decode("utf-8", "replace")
    except GitError:
        raise GitError(f"{path} is not there at {options.trusted}, the commit to trust") from None
