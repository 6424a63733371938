"""A file that somebody is about to write, by itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from flake8_llm_sandbox import Deadline, OutOfTime, cache
from llm_sandbox_run.gate.checked import TOO_SLOW, Checked
from llm_sandbox_run.model import Problem
from llm_sandbox_run.policy import packages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flake8_llm_sandbox import Finding
    from llm_sandbox_run.policy.policy import Policy


def problems(
    source: bytes, path: str, root: Path, policy: Policy, verdicts: Path | None, seconds: float
) -> tuple[Problem, ...]:
    """Return what is found in the text of a program, a notebook, or a ``.pth`` file, of which Python runs some lines.

    ``path`` leads there from the project at ``root``.

    Raises:
        UsageError: a model of the policy lies in the project, or is none.
    """
    suffix = PurePosixPath(path).suffix
    checked = Checked(policy, packages.known(policy, root), verdicts, Deadline.after(seconds))
    if suffix == ".ipynb":
        try:
            return tuple(_of_notebook(source, path, checked))
        except OutOfTime:
            checked.refuse(path, "LLS996", TOO_SLOW)
    elif suffix == ".pth":
        lines = source.split(b"\n")
        checked.add(
            b"\n".join(line if line.startswith((b"import ", b"import\t")) else b"" for line in lines), path
        )
    else:
        checked.add(source, path)
    return tuple(checked.problems)


def _of_notebook(source: bytes, path: str, checked: Checked) -> Iterator[Problem]:
    from flake8_llm_sandbox.notebooks.notebook import NAME, read  # few files are any

    def analysis(program: bytes) -> tuple[Finding, ...]:
        return cache.verdict(
            program, NAME, checked.verdicts, deadline=checked.deadline, models=checked.models
        )

    notebook = read(source, analysis)
    for each in notebook.findings:
        if not checked.policy.grants(each, path):
            cell, line, column = notebook.place(each.line, each.column)
            where = f"{path}:cell {cell}" if cell else path
            yield Problem(where, replace(each, line=line, column=column), notebook.text(each.line))
