"""From what a person names (a range, the index, a base) to revisions."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from flake8_llm_sandbox.history.changes import INDEX, Revision, combined
from flake8_llm_sandbox.history.git import GitError
from flake8_llm_sandbox.place import package_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_llm_sandbox.history.git import Git

SETTINGS = ("/pyproject.toml", "/setup.cfg", "/setup.py")  # of a project below the top
SHORT = 12  # digits of a commit's hash that people get to see


def staged(git: Git) -> Revision:
    """Return what the next commit would change."""
    parents = [git.empty_tree]
    with suppress(GitError):  # the first commit has no parent
        parents = [git.commit("HEAD")]
    with suppress(GitError):
        parents.append(git.commit("MERGE_HEAD"))
    return Revision("index", tuple(parents), combined(git, INDEX, parents), author=_identity(git))


def between(git: Git, base: str, tip: str) -> Revision:
    """Return what ``tip`` has and ``base`` has not."""
    return Revision(tip[:SHORT], (base,), combined(git, tip, [base]))


def fork(git: Git, base: str) -> str:
    """Return where the current commit left what people call ``base``; that itself, if it never was part of it.

    Raises:
        GitError: there is no such commit, or too little history to tell.
    """
    there = git.commit(base)
    with suppress(GitError):
        return git.run("merge-base", there, git.commit("HEAD")).decode().strip()
    _refuse_shallow(git)
    return there


def _refuse_shallow(git: Git) -> None:
    """Raise a GitError if the clone lacks history."""
    if git.run("rev-parse", "--is-shallow-repository").strip() == b"true":
        raise GitError(
            "this clone is shallow, so that what was before cannot be told: `git fetch --unshallow`"
        )


def packages(git: Git, trusted: str) -> frozenset[str]:
    """Return the packages of a commit's projects, at its top and in folders with settings; none if there is no such commit.

    Not of the work tree: who could add one there would decide which library is none.
    """
    with suppress(GitError):
        listed = git.run("ls-tree", "-r", "-z", "--name-only", "--full-tree", git.commit(trusted)).split(
            b"\0"
        )
        paths = [path.decode("utf-8", "replace") for path in listed]
        projects = {"", *(path.rpartition("/")[0] for path in paths if path.endswith(SETTINGS))}
        found = (each for path in paths if (each := package_of(path)))
        names = {name for project, name in found if project in projects}
        return frozenset(names - sys.stdlib_module_names)
    return frozenset()


def ends(git: Git, span: str) -> tuple[str, str]:
    """Return the commits that `BASE..TIP` names.

    Raises:
        GitError: it is no such range, or a commit is missing.
    """
    base, dots, tip = span.partition("..")
    if not dots or not base or tip.startswith("."):
        raise GitError(f"{span!r} is no range: write BASE..TIP")
    return git.commit(base), git.commit(tip or "HEAD")


def commits(git: Git, base: str, tip: str) -> Iterator[Revision]:
    """Yield the commits that ``tip`` has and ``base`` has not, parents first.

    Raises:
        GitError: history is missing.
    """
    _refuse_shallow(git)
    listed = git.run("rev-list", "--reverse", "--topo-order", tip, f"^{base}", "--").decode().split()
    yield from (_revision(git, name, raw) for name, raw in git.contents(listed).items())


def commit(git: Git, name: str) -> Revision:
    """Return one commit by its hash.

    Raises:
        GitError: it is not there, or what was before it is missing.
    """
    return _revision(git, name, git.contents([name])[name])


def _revision(git: Git, name: str, raw: bytes) -> Revision:
    head, _, message = raw.partition(b"\n\n")
    fields = [line.partition(b" ")[::2] for line in head.splitlines()]
    parents = [value.decode() for key, value in fields if key == b"parent"] or [git.empty_tree]
    author = next((value for key, value in fields if key == b"author"), b"").rpartition(b">")[0] + b">"
    return Revision(
        name[:SHORT],
        tuple(parents),
        combined(git, name, parents),
        author.decode("utf-8", "replace"),
        message.decode("utf-8", "replace"),
    )


def _identity(git: Git) -> str:
    with suppress(GitError):  # none is set
        return git.run("var", "GIT_AUTHOR_IDENT").decode("utf-8", "replace").rpartition(">")[0] + ">"
    return ""
