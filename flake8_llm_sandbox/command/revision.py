"""One revision: what is news in its programs, and in what stands guard over them."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

from flake8_llm_sandbox.changed import Text, news
from flake8_llm_sandbox.files import is_notebook
from flake8_llm_sandbox.formats.report import Checked
from flake8_llm_sandbox.guards.edit import Version
from flake8_llm_sandbox.guards.judge import guarded
from flake8_llm_sandbox.guards.kinds import is_python, is_wanted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from flake8_llm_sandbox.changed.news import Check
    from flake8_llm_sandbox.findings import Finding
    from flake8_llm_sandbox.history.changes import Change, File, Revision
    from flake8_llm_sandbox.history.git import Git

ARMED = "llm[-_]sandbox|LLS[0-9]*"
CALLERS = ".flake8 .github .gitlab-ci.yml .pre-commit-config.yaml prek.toml pyproject.toml setup.cfg tox.ini".split()


def judged(git: Git, revision: Revision, check: Check, *, whole: bool) -> Iterator[Checked]:
    """Yield the files of a revision, each with what is news in it; of programs all that is found if ``whole``.

    Raises:
        GitError: a content is missing.
    """
    changes = [
        each for each in revision.changes if any(is_wanted(one.path, one.mode) for one in each.versions)
    ]
    contents = revision.contents(git, changes)
    texts = [_texts(change, contents, check) for change in changes]
    found = news([(new, () if whole else olds) for new, olds in texts])

    @cache
    def armed() -> bool:
        return any(git.mentions(ARMED, parent, CALLERS) for parent in revision.parents)

    for change, (text, _), in_text in zip(changes, texts, found, strict=True):
        versions = [_version(file, contents) for file in change.versions]
        new = versions.pop(0) if change.new else None
        findings: tuple[Finding, ...] = (*in_text, *guarded(new, tuple(versions), armed))
        path = os.path.relpath(git.root / change.path)
        source = text.source if text else new.content if new else b""
        yield Checked(path, source, tuple(sorted(findings)), text.notebook if text else None)


def _texts(
    change: Change, contents: Mapping[str, bytes], check: Check
) -> tuple[Text | None, tuple[Text, ...]]:
    made = [_text(file, contents, check) for file in change.versions]
    new = made.pop(0) if change.new else None
    return new, tuple(filter(None, made))


def _text(file: File, contents: Mapping[str, bytes], check: Check) -> Text | None:
    """Return a file as a program, if it is one; a link is none."""
    source = contents.get(file.name, b"")
    if not (file.mode.startswith("100") and is_python(file.path, source)):
        return None
    if not is_notebook(file.path):
        return Text(file.path, source, check)
    from flake8_llm_sandbox.notebooks.notebook import read  # and with it all rules

    program_path = f"{file.path.removesuffix('.ipynb')}.py"  # where its program would lie
    notebook = read(source, lambda program: check(program, program_path))
    return Text(file.path, notebook.program, lambda *_: notebook.findings, notebook)


def _version(file: File, contents: Mapping[str, bytes]) -> Version:
    return Version(file.path, file.mode, contents.get(file.name, b""))
