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

from flake8_llm_sandbox import shown

if TYPE_CHECKING:
    from collections.abc import Callable

# Hooks, environments that shells enter, tasks and plugins of editors, instructions of agents, what CI runs.
READ_ONLY = (
    ".git", ".gitattributes", ".gitconfig", ".gitmodules", ".lfsconfig", ".hg", ".hgrc", ".hgsub", ".svn", ".bzr", ".jj",
    ".husky*", "husky.config.*", ".lefthook*", "lefthook.*", "lefthook-local.*", ".lintstagedrc*", "lint-staged.config.*",
    ".overcommit.yml", ".pre-commit-config.y*ml", "prek.toml", ".simple-git-hooks*", "simple-git-hooks.*", ".nano-staged*",
    "nano-staged.*", ".rusty-hook*", "captainhook.json", "grumphp.y*ml", ".gitlint", ".commitlintrc*", "commitlint.config.*",
    ".github", ".circleci", ".gitlab", ".gitlab-ci*.y*ml", ".travis.yml", ".drone.*", ".cirrus.*", ".woodpecker*", ".buildkite",
    ".forgejo", ".gitea", ".semaphore", ".builds", ".build.yml", ".tekton", ".azuredevops", ".azure-pipelines",
    "azure-pipelines*.y*ml", "appveyor.yml", ".appveyor.yml", "bitbucket-pipelines.yml", "jenkinsfile", ".readthedocs.y*ml",
    ".zuul*", ".teamcity", "bitrise.yml", "codemagic.yaml", "buildspec*.y*ml", "cloudbuild.y*ml",
    ".venv", "venv", ".nox", ".tox", ".pixi", "node_modules", ".direnv", ".mise", ".mise.*toml", "mise.toml",
    "mise.*.toml", ".rtx.toml", ".autoenv*", ".tool-versions", ".hermit", ".flox", "flake.nix", "shell.nix", "devenv.nix",
    "devbox.json", ".cargo", "rust-toolchain*", "build.rs", ".pnpmfile.cjs", ".yarn", ".pnp.*",
    "sitecustomize.py", "usercustomize.py", "*.egg-link", "*.dist-info", "*.egg-info", "*.egg", "__pypackages__",
    ".python-version*", ".pdm-python", ".pdbrc", ".pdbrc.py", "ipython_*config.*", "jupyter_*config.*", ".ropeproject", ".jedi",
    ".pyre_configuration*", ".spyproject",
    ".devcontainer", ".devcontainer.json", "devfile.yaml", ".gitpod.*", ".codesandbox", ".stackblitzrc", ".replit", ".idx",
    ".idea", ".vscode", ".vs", ".zed", ".fleet", ".theia", ".settings",
    "*.code-workspace", "*.sublime-project", ".exrc", ".nvimrc", ".nvim.lua", ".vimrc", ".lvimrc", ".dir-locals*.el",
    ".helix", ".lazy.lua", ".neoconf.json", ".nvim", ".vim", ".ycm_extra_conf.py", ".kakrc", ".projectile", ".sublime-project",
    "*.sublime-workspace", ".atom", ".clangd", ".php-cs-fixer*.php",
    ".pylintrc*", "pylintrc*", ".flake8", "mypy.ini", ".mypy.ini", ".eslintrc*", "eslint.config.*", ".prettierrc*",
    "prettier.config.*", ".stylelintrc*", "stylelint.config.*", ".rubocop.yml", ".solargraph.yml",
    ".gdbinit", ".lldbinit", ".rprofile", ".renviron", ".irbrc", ".pryrc", ".ghci", ".stack-ghci",
    ".ocamlinit",
    ".claude", ".codex", ".cursor", ".cursorrules", ".gemini", ".continue", ".windsurf", ".windsurfrules", ".clinerules",
    ".roo", ".roomodes", ".kiro", ".amazonq", ".junie", ".augment", ".trae", ".opencode", "opencode.json*", ".mcp.json",
    ".aider.conf.yml", "agents.md", "agents.*.md", "agent.md", "claude.md", "claude.*.md", "gemini.md", "qwen.md", ".qwen",
    "crush.md", ".crush*", "crush.json", ".goose", ".goosehints", ".factory", ".kilocode*", ".cline*", ".rules", ".agent",
    ".agents", ".openhands", ".warp", "warp.md", ".tabnine", ".codebuddy", ".qoder", ".iflow", ".vibe", ".copilot",
    "copilot-instructions.md", ".jules", ".devin", ".zencoder",
)  # fmt: skip
_KEYS = ("dsa", "ecdsa", "ecdsa_sk", "ed25519", "ed25519_sk", "rsa")
HIDDEN = (
    ".aws", ".azure", ".boto", ".databrickscfg", ".dev.vars*", ".docker", ".dockercfg", ".env", ".env[!a-z]*", ".envrc", ".envs",
    ".flaskenv", ".git-credentials", ".htpasswd", ".npmrc", ".secrets", ".secrets.*", ".yarnrc", ".yarnrc.yml",
    "git-credentials", ".gnupg", ".kube", ".my.cnf", ".mylogin.cnf", ".netrc", "_netrc", ".pgpass", ".pypirc", ".s3cfg",
    ".ssh", ".vault-token", *(f"id_{kind}" for kind in _KEYS),
)  # fmt: skip
# With many links in them: to what is elsewhere on the machine, or to packages of the project that people work on.
_INSTALLED = (".venv", "venv", ".nox", ".tox", ".pixi", "node_modules", ".yarn", ".direnv")
# Of files: read by programs of their owner, and not run. Each name may stand for something else where its folder does.
_HIDDEN_FILES = (
    "*.env", "*.tfvars", "*.tfvars.json", "*.tfstate", "*.tfstate.*", *(f"id_{kind}[-.~_]*" for kind in _KEYS),
)  # fmt: skip
_HIDDEN_IN_DOT_FOLDERS = (
    "*credential*",
    "*secret*",
    "*token*",
    "gcloud",
    "gh",
)  # such as .cargo, .streamlit, .config
_HIDDEN_IF_PRIVATE = (
    "*.jks", "*.key", "*.keystore", "*.p12", "*.pem", "*.pfx", "auth.json", "*credential*.json", "*password*.txt", "*secret*.json",
    "*secret*.toml", "*secret*.txt", "*secret*.y*ml", "*service[-_]account*.json", "local.settings.json",
)  # fmt: skip
# To be copied and filled in by people, to be given to others, or a program.
_WILD = frozenset("*?[")
_OPEN = frozenset("default defaults dist example examples sample template tmpl pub py pyi".split())
# Code that some Python takes for a module, beside or instead of the text that was checked.
IMPORTABLE = ("*.so", "*.pyd", "*.dll", "*.dylib", *(f"*{suffix}" for suffix in BYTECODE_SUFFIXES), "*.pyo")
STARTED_BY_PEOPLE = (
    "*.mk", "*.sh", ".*.js*", ".*.lua", ".*.toml", ".*.y*ml", ".*rc", "*.config.[cm][jt]s", "*.config.[jt]s", ".pytest.ini",
    "build.gradle*", "buildout.cfg", "celeryconfig.py", "cmakelists.txt", "compose.y*ml", "conf.py", "conftest.py",
    "docker-compose*.y*ml", "dockerfile*", "dodo.py", "fabfile.py", "gemfile", "gnumakefile", "gunicorn.conf.py", "hatch.toml",
    "hatch_build.py", "justfile", "locustfile.py", "makefile", "manage.py", "meson.build", "mkdocs.y*ml", "noxfile.py",
    "package.json", "pavement.py", "pdm.toml", "pipfile", "poetry.toml", "pom.xml", "pyproject.toml", "pytest.ini", "rakefile",
    "sconstruct", "setup.cfg", "setup.py", "snakefile", "taskfile.y*ml", "tasks.py", "tox.ini", "uv.toml", "vagrantfile",
    "wscript",
)  # fmt: skip
_STARTS = "*.pth"  # of which Python runs lines, unless the file holds weights of a model
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

    def protects(self, name: str, weights: bool = False) -> bool:
        """Tell whether a name, at any depth of a project, is one that programs must not write.

        ``weights``: it is that of a file which holds some, see weights.py.
        """
        wanted = (*READ_ONLY, *[_STARTS] * (not weights), *self.read_only)
        return self.hides(name) or _matches(name, wanted)

    def hides(self, name: str) -> bool:
        """Tell whether they must not read it either."""
        if _is_open(name):
            return _matches(name, (f"{QUARANTINE}*", *self.hidden))
        return _matches(name, (*HIDDEN, f"{QUARANTINE}*", *self.hidden))

    def hides_in(self, folder: str, name: str, is_folder: bool, is_private: Callable[[str], bool]) -> bool:
        """Tell whether they must not read what has this name in a folder of that one.

        ``is_private`` tells whether a file is kept from others.
        """
        if _is_open(name):
            return False
        if folder.startswith(".") and _matches(name, _HIDDEN_IN_DOT_FOLDERS):
            return True
        return not is_folder and (
            _matches(name, _HIDDEN_FILES) or (_matches(name, _HIDDEN_IF_PRIVATE) and is_private(name))
        )

    def leads(self, name: str) -> bool:
        """Tell whether the host acts on what links in a protected folder lead to."""
        return name.casefold() == "hooks" or (self.protects(name) and not _matches(name, _INSTALLED))


def _is_open(name: str) -> bool:
    return not _OPEN.isdisjoint(re.split(r"[-._]", name.casefold()))


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
    words, expression = _compiled(patterns)
    return name.casefold() in words or expression(name.casefold()) is not None


@lru_cache(maxsize=64)
def _compiled(patterns: tuple[str, ...]) -> tuple[frozenset[str], Callable[[str], object]]:
    """Split off what are plain words: most are, and each makes the expression slower to compile."""
    folded = [pattern.casefold() for pattern in patterns]
    words = frozenset(pattern for pattern in folded if _WILD.isdisjoint(pattern))
    wild = [translate(pattern) for pattern in folded if pattern not in words]
    return words, re.compile("|".join(wild) or r"(?!)").match


def printable(path: str) -> str:
    """Return a path on one line, with all spelt out that a terminal would obey, or that is not what it looks like."""
    return shown.name(path)
