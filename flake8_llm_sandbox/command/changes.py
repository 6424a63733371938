"""`--base`, `--staged`, `--commits`: which revisions are judged, and by which agents they are."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from flake8_llm_sandbox import cache
from flake8_llm_sandbox.agents import by_commit, by_environment
from flake8_llm_sandbox.command.deliver import show
from flake8_llm_sandbox.command.revision import judged
from flake8_llm_sandbox.guards.kinds import is_wanted
from flake8_llm_sandbox.history.git import Git, GitError
from flake8_llm_sandbox.history.revisions import commits, ends, fork, packages, staged
from flake8_llm_sandbox.history.worktree import worktree
from flake8_llm_sandbox.place import Place

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from flake8_llm_sandbox.findings import Finding
    from flake8_llm_sandbox.formats.report import Checked
    from flake8_llm_sandbox.history.changes import Revision
    from flake8_llm_sandbox.models import Models

# Where CI services say which branch they check.
BRANCHES = ("GITHUB_HEAD_REF", "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME", "GITHUB_REF_NAME", "CI_COMMIT_BRANCH")


def changed(options: argparse.Namespace, models: Models) -> tuple[Checked, ...]:
    """Return what is news in the changes that the options name; ``models`` are what is known of packages.

    Raises:
        GitError: git cannot tell what has changed.
        OSError: a file cannot be read.
    """
    git = Git.around(Path.cwd())
    place = None if options.no_cache else cache.folder([Path.cwd(), git.root])

    known = packages(git, options.trusted)

    def check(source: bytes, path: str) -> tuple[Finding, ...]:
        return cache.verdict(source, path, place, at=Place(path, known), models=models)

    return tuple(
        _named(program, revision) if options.commits else program
        for revision in _revisions(git, options)
        for program in judged(git, revision, check, whole=options.whole)
    )


def _named(program: Checked, revision: Revision) -> Checked:
    found = (replace(each, message=f"{each.message} (commit {revision.name})") for each in program.findings)
    return replace(program, findings=tuple(found))


def _revisions(git: Git, options: argparse.Namespace) -> Iterator[Revision]:
    if options.base is not None:
        yield worktree(git, fork(git, options.base), [Path(path) for path in options.paths], is_wanted)
    elif options.commits:
        yield from _commits(git, options)
    elif not options.agent or by_environment(os.environ, options.mark):
        yield staged(git)
    else:
        revision = staged(git)
        if by_commit(revision.author, _message(options, git), options.mark):
            yield revision


def _commits(git: Git, options: argparse.Namespace) -> list[Revision]:
    every = list(commits(git, *ends(git, options.commits)))
    chosen = every
    if not options.all and not _is_theirs(git, options):
        chosen = [each for each in every if by_commit(each.author, each.message, options.mark)]
    show(f"judged: {len(chosen)} of {len(every)} commits of {options.commits}\n", sys.stderr)
    return chosen


def _message(options: argparse.Namespace, git: Git) -> str:
    """Return the message of the commit that is being made; the hook `commit-msg` gets the file, none has it before."""
    path = Path(options.paths[0])
    if path.resolve().parent != git.folder.resolve():
        return ""
    return path.read_text(encoding="utf-8", errors="replace")


def _is_theirs(git: Git, options: argparse.Namespace) -> bool:
    """Return whether the branch that is judged is one of agents."""
    names = {os.environ.get(name, "") for name in BRANCHES} | {options.commits.rpartition("..")[2]}
    with suppress(GitError):  # none is checked out
        names.add(git.run("symbolic-ref", "--short", "HEAD").decode().strip())
    return any(fnmatchcase(name, pattern) for name in names for pattern in options.branch)
