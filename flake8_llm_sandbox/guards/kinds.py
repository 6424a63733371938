"""Which files tools act on without being asked, by their names."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

OURS = re.compile(r"(?<![\w.])(?:flake8[-_])?llm[-_]sandbox(?:[-_]\w+)?(?!\w)|\bLLS\d{0,3}\b", re.IGNORECASE)

EXECUTABLE, LINK, SUBMODULE = "100755", "120000", "160000"  # modes of git
STARTED = "code that every start of Python runs"
KINDS = {
    "hooks of git": """.githooks/* .git-hooks/* .husky/* .lefthook/* .overcommit.yml .pre-commit-config.yaml
        .pre-commit-hooks.yaml git-hooks/* lefthook-local.* lefthook.yaml lefthook.yml prek.toml""",
    "CI": """.buildkite/* .ci/* .circleci/* .drone.yml .github/actions/* .github/workflows/* .gitlab-ci.yml .gitlab/*
        .travis.yml CODEOWNERS *.gitlab-ci.yml Jenkinsfile* action.yaml action.yml appveyor.yml azure-pipelines*
        bitbucket-pipelines.yml noxfile.py""",
    "settings of linters and tests": """.coveragerc .flake8 .ruff.toml conftest.py pyproject.toml pytest.ini ruff.toml
        setup.cfg tox.ini""",
    STARTED: "*.pth sitecustomize.py usercustomize.py",
    "settings of git": ".gitattributes .gitconfig .gitmodules .lfsconfig",
    "scripts": "*.bash *.bat *.cmd *.fish *.ps1 *.sh *.zsh Dockerfile* Makefile justfile setup.py",
    "what gets installed": "*requirements*.txt Pipfile environment.yml requirements/*.txt",
    "settings of agents and editors": ".claude/* .codex/* .cursor/* .devcontainer/* .envrc .mcp.json .vscode/*",
}
MACHINE_CODE = frozenset(".dll .dylib .egg .pyc .pyd .pyo .pyz .so .whl".split())
DATA = frozenset({".json", ".toml"})  # that may be a policy or a baseline
PYTHON = frozenset({".ipynb", ".py", ".pyi", ".pyw"})


def kind(path: str, start: bytes = b"") -> str | None:
    """Return what a file is for, if a tool acts on it: by its name, wherever it lies, or because it ``start``s as a script."""
    parts = PurePosixPath(path).parts
    tails = ["/".join(parts[first:]) for first in range(len(parts))]
    for name, patterns in KINDS.items():
        if any(fnmatchcase(tail, pattern) for pattern in patterns.split() for tail in tails):
            return name
    return "scripts" if start.startswith(b"#!") and not is_python(path, start) else None


def is_python(path: str, start: bytes) -> bool:
    """Return whether a file is a program in Python: by its name, or by its first line."""
    return PurePosixPath(path).suffix in PYTHON or bool(re.match(rb"#![^\n]*python", start))


def is_wanted(path: str, mode: str) -> bool:
    """Return whether a change of a file may have to be told: most of what a repository holds is neither run nor acted on."""
    suffix = PurePosixPath(path).suffix
    by_name = suffix in PYTHON or suffix in MACHINE_CODE or suffix in DATA or kind(path)
    return bool(by_name) or not suffix or mode in (EXECUTABLE, LINK, SUBMODULE)
