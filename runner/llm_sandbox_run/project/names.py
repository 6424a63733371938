"""Names in a project that are not the program's: those that tools of the host act on, and those of secrets.

What is protected is decided by one question: does some tool act on it without being asked? What people start by name, such
as a Makefile, they may look at before; a result says that it has changed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import translate
from functools import lru_cache
from importlib.machinery import BYTECODE_SUFFIXES
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

# Hooks, environments that shells enter, tasks and plugins of editors, instructions of agents, what CI runs.
READ_ONLY = (
    ".git", ".gitattributes", ".gitconfig", ".gitmodules", ".lfsconfig", ".hg", ".hgrc", ".hgsub", ".svn", ".bzr", ".jj",
    ".husky", ".lefthook.y*ml", "lefthook.y*ml", ".lintstagedrc*", "lint-staged.config.*", ".overcommit.yml",
    ".pre-commit-config.yaml",
    ".github", ".circleci", ".gitlab-ci.y*ml", ".travis.yml", ".drone.yml", ".cirrus.yml", ".woodpecker*", "appveyor.yml",
    "azure-pipelines.yml", "bitbucket-pipelines.yml", "jenkinsfile",
    ".venv", "venv", ".nox", ".tox", ".pixi", "node_modules", ".envrc", ".direnv", ".mise", ".mise.toml", "mise.toml",
    ".tool-versions", ".cargo", ".npmrc", ".pnpmfile.cjs", ".yarnrc", ".yarnrc.yml", ".yarn", ".pnp.*",
    "sitecustomize.py", "usercustomize.py", "*.pth", "*.egg-link",
    ".devcontainer", ".devcontainer.json", ".gitpod.yml", ".idea", ".vscode", ".vs", ".zed", ".fleet", ".theia", ".settings",
    "*.code-workspace", "*.sublime-project", ".exrc", ".nvimrc", ".nvim.lua", ".vimrc", ".lvimrc", ".dir-locals*.el",
    ".pylintrc", "pylintrc", ".flake8", "mypy.ini", ".mypy.ini", ".eslintrc*", "eslint.config.*", ".prettierrc*",
    "prettier.config.*", ".stylelintrc*", "stylelint.config.*", ".rubocop.yml", ".solargraph.yml",
    ".gdbinit", ".lldbinit", ".rprofile", ".renviron", ".irbrc", ".pryrc",
    ".claude", ".codex", ".cursor", ".cursorrules", ".gemini", ".continue", ".windsurf", ".windsurfrules", ".clinerules",
    ".roo", ".roomodes", ".kiro", ".amazonq", ".junie", ".augment", ".trae", ".opencode", "opencode.json*", ".mcp.json",
    ".aider.conf.yml", "agents.md", "agent.md", "claude.md", "claude.local.md", "gemini.md",
)  # fmt: skip
HIDDEN = (
    ".aws", ".azure", ".boto", ".databrickscfg", ".docker", ".dockercfg", ".env", ".env.*", ".git-credentials",
    "git-credentials", ".gnupg", ".kube", ".my.cnf", ".mylogin.cnf", ".netrc", "_netrc", ".pgpass", ".pypirc", ".s3cfg",
    ".ssh", ".vault-token", "id_dsa", "id_ecdsa", "id_ecdsa_sk", "id_ed25519", "id_ed25519_sk", "id_rsa",
)  # fmt: skip
# With many links in them: to what is elsewhere on the machine, or to packages of the project that people work on.
_INSTALLED = (".venv", "venv", ".nox", ".tox", ".pixi", "node_modules", ".yarn", ".direnv")
_TEMPLATES = (
    ".env.dist",
    ".env.example",
    ".env.sample",
    ".env.template",
)  # without secrets, to be copied by people
# Code that some Python takes for a module, beside or instead of the text that was checked.
IMPORTABLE = ("*.so", "*.pyd", "*.dll", "*.dylib", *(f"*{suffix}" for suffix in BYTECODE_SUFFIXES), "*.pyo")
STARTED_BY_PEOPLE = (
    "*.mk", "*.sh", "build.gradle*", "cmakelists.txt", "compose.y*ml", "conftest.py", "docker-compose*.y*ml", "dockerfile*",
    "dodo.py", "fabfile.py", "gemfile", "gnumakefile", "justfile", "makefile", "manage.py", "meson.build", "noxfile.py",
    "package.json", "pom.xml", "pyproject.toml", "rakefile", "sconstruct", "setup.cfg", "setup.py", "taskfile.y*ml",
    "tasks.py", "tox.ini", "vagrantfile",
)  # fmt: skip
QUARANTINE = "quarantined-by-llm-sandbox"

# Folders of any name are repositories or environments by what is in them; these are the parts that tools act on.
_REPOSITORY = ("head", {"objects", "commondir"})
_OF_REPOSITORIES = frozenset(
    "head objects commondir refs config config.worktree gitdir hooks info modules packed-refs worktrees".split()
)
_ENVIRONMENT = {"pyvenv.cfg", "conda-meta"}
_OF_ENVIRONMENTS = frozenset("pyvenv.cfg conda-meta bin etc include lib lib64 scripts".split())


@dataclass(frozen=True)
class Names:
    """The protected names: those above, and patterns that a policy adds."""

    read_only: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()

    def protects(self, name: str) -> bool:
        """Tell whether a name, at any depth of a project, is one that programs must not write."""
        return self.hides(name) or _matches(name, (*READ_ONLY, *self.read_only))

    def hides(self, name: str) -> bool:
        """Tell whether they must not read it either."""
        if name.casefold() in _TEMPLATES:
            return _matches(name, self.hidden)
        return _matches(name, (*HIDDEN, f"{QUARANTINE}*", *self.hidden))

    def leads(self, name: str) -> bool:
        """Tell whether the host acts on what links in a protected folder lead to."""
        return name.casefold() == "hooks" or (self.protects(name) and not _matches(name, _INSTALLED))


def is_importable(name: str) -> bool:
    """Tell whether some Python outside of the sandbox could take a file for a module, though nobody has read it."""
    return _matches(name, IMPORTABLE)


def is_started_by_people(name: str) -> bool:
    """Tell whether a file is one that people run by name."""
    return _matches(name, STARTED_BY_PEOPLE)


def acting_parts(inside: frozenset[str]) -> frozenset[str]:
    """Return which names in a folder tools act on, because of what else is ``inside``; all in small letters."""
    head, others = _REPOSITORY
    found: frozenset[str] = frozenset()
    if head in inside and others & inside:
        found |= _OF_REPOSITORIES
    if _ENVIRONMENT & inside:
        found |= _OF_ENVIRONMENTS
    return found


def _matches(name: str, patterns: tuple[str, ...]) -> bool:
    return _expression(patterns)(name.casefold()) is not None


@lru_cache(maxsize=64)
def _expression(patterns: tuple[str, ...]) -> Callable[[str], object]:
    return re.compile("|".join(translate(pattern.casefold()) for pattern in patterns) or r"(?!)").match


def printable(path: str) -> str:
    """Return a path on one line, with all spelt out that a terminal would obey."""
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode("ascii") for each in path
    )
