"""Files that hold keys, or that decide what other programs do later."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from flake8_llm_sandbox.facts import Text
from flake8_llm_sandbox.findings import Severity
from flake8_llm_sandbox.rule import Rule

if TYPE_CHECKING:
    from flake8_llm_sandbox.facts import Call, Fact

LONGEST = 4096  # characters in a path that an operating system opens
OPENERS = frozenset(
    """builtins.open codecs.open linecache.getline linecache.getlines os.open shutil.copy shutil.copy2
    shutil.copyfile""".split()
)

URL = re.compile(r"https?://(?!.*\.\.)[^\\\ufffc]+")
BEFORE = "(?:.*[/~\ufffc])?"  # any folder, home, or what is not known
NAMED_FOLDER = r"(?:login data|application support|user data|start menu)(?:/|$)"
ENV_FILE = re.compile(r"(?:.*[/\ufffc])?\.env(?:\*|rc|(?:\.(?!example|sample|template|dist)[\w*]+)+)?")
CREDENTIAL = re.compile(
    BEFORE
    + r"""(?:
    (?: \.(?:aws|azure|gnupg|kube|password-store|ssh) | \.cache/huggingface | \.config/(?:gcloud|gh)
      | \.config/google-chrome | google/chrome | \.mozilla | mozilla/firefox | \.electrum | \.ethereum
      | \.local/share/keyrings | (?<=/)run/secrets
    )(?:/.*)?
    | \.docker/config\.json | application_default_credentials\.json | id_(?:dsa|ecdsa|ed25519|rsa) | _netrc
    | \.(?:git-credentials|htpasswd|my\.cnf|netrc|npmrc|pgpass|pypirc|s3cfg|vault-token)
    | \.(?:bash|mysql|node_repl|psql|python|sqlite|zsh)_history
    | (?<=/)login\ data | cookies\.sqlite | wallet\.dat | login\.keychain(?:-db)?
    | (?<=/)etc/(?:g?shadow|passwd|sudoers|security/opasswd)-? | (?<=/)proc/[^/]+/(?:environ|mem)
    | docker\.sock
    )""",
    re.IGNORECASE | re.VERBOSE,
)
START_UP = re.compile(
    BEFORE
    + r"""(?:
    \.(?:bash(?:rc|_aliases|_login|_logout|_profile)|cshrc|inputrc|kshrc|tcshrc|xinitrc|xprofile|xsession)
    | \.(?:zlogin|zprofile|zshenv|zshrc) | (?<=[/~\ufffc])\.profile | config\.fish
    | (?: \.config/(?:autostart|systemd) | launch(?:agents|daemons) | start\ menu/programs/startup | hkey_\w+
      | (?<=/)etc/(?:cron(?:tab|\.\w+)|environment|hosts(?:\.\w+)?|init\.d|ld\.so\.\w+|profile(?:\.d)?)
      | (?<=/)etc/(?:rc\.local|resolv\.conf|systemd) | (?<=/)var/spool/cron | currentversion/run(?:once)?
    )(?:/.*)?
    )""",
    re.IGNORECASE | re.VERBOSE,
)
TOOL = re.compile(
    BEFORE
    + r"""(?:
    (?:\.git/hooks | \.config/git | \.github/workflows | \.ipython | \.jupyter)(?:/.*)?
    | \.git/config | \.gitconfig | \.vscode/(?:launch|settings|tasks)\.json | \.condarc | \.pdbrc
    | \.?pip[/.]conf | (?:site|user)customize\.py | site-packages/[^/]+\.pth
    )""",
    re.IGNORECASE | re.VERBOSE,
)


class EnvironmentFile(Rule):
    """`{name}` is a file of keys; take settings as arguments, or read a settings file without keys.

    Bad:
        with open(".env") as file:
            settings = file.read()

    Bad:
        from pathlib import Path
        print(Path("deploy", ".env.production").read_text())

    Good:
        IGNORED = {".git", ".venv", ".env"}
        with open(".env.example") as file:
            print(file.read(), "environment")
    """

    code = "LLS611"
    severity = Severity.TELL
    reached = True
    calls = OPENERS

    @staticmethod
    def matches(call: Call) -> bool:
        return any(re.fullmatch(r"\.env(?:rc)?", text) for text in call.texts())

    @staticmethod
    def matches_text(text: Text) -> bool:
        return (text.built or text.value.strip(".") != "env") and bool(ENV_FILE.fullmatch(_path(text.value)))


class CredentialFile(Rule):
    """`{name}` holds keys, passwords or private data; take the value that you need as an argument.

    Bad:
        with open(".ssh/id_rsa") as file:
            print(file.read())

    Bad:
        import shutil
        from pathlib import Path
        def collect(home):
            shutil.copytree(Path(home) / ".aws" / "credentials", "copy")

    Good:
        print("Put your public key where ~/.ssh/id_rsa.pub would be, then try again.")
        path = "data/passwd.csv"
    """

    code = "LLS612"
    reached = True

    @staticmethod
    def matches_text(text: Text) -> bool:
        return bool(CREDENTIAL.fullmatch(_path(text.value)))


class StartUp(Rule):
    """`{name}` decides what the machine does at every start or login; keep settings in a file of the project.

    Bad:
        with open("~/.bashrc", "a") as file:
            file.write("alias ls=rm")

    Bad:
        from pathlib import Path
        def install(home):
            (Path(home) / ".config" / "autostart" / "me.desktop").write_text("[Desktop Entry]")

    Good:
        with open("settings/profile.json", "w") as file:
            file.write("{}")
        print("Add this line to your ~/.bashrc file.")
    """

    code = "LLS613"
    reached = True

    @staticmethod
    def matches_text(text: Text) -> bool:
        return bool(START_UP.fullmatch(_path(text.value)))


class ToolSetting(Rule):
    """`{name}` makes git, an editor or Python run what it names; leave it to the people who own the project.

    Bad:
        with open(".git/hooks/pre-commit", "w") as file:
            file.write("#!/bin/sh")

    Good:
        with open("templates/pre-commit.txt", "w") as file:
            file.write("print")
        weights = "models/resnet.pth"
    """

    code = "LLS614"
    reached = True
    exempt = "what code hosts and editors run"

    @staticmethod
    def matches_text(text: Text) -> bool:
        return bool(TOOL.fullmatch(_path(text.value)))

    @classmethod
    def level(cls, fact: Fact) -> Severity:
        hosted = isinstance(fact, Text) and re.search("workflows|vscode|jupyter|ipython|condarc", fact.value)
        return Severity.TELL if hosted else cls.severity


KEY = re.compile(
    r"""(?<![\w-])(?:
    sk-(?:ant-|proj-|live-)?[\w-]{24,} | sk_live_\w{20,} | gh[oprsu]_\w{36} | github_pat_\w{50,} | glpat-[\w-]{20}
    | (?:AKIA|ASIA)[0-9A-Z]{16} | AIza[\w-]{35} | xox[abeprs]-[\w-]{20,} | hf_[A-Za-z]{34} | npm_\w{36} | pypi-[\w-]{50,}
    | eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}
    )(?![\w-]) | -----BEGIN\ (?:\w+\ )*PRIVATE\ KEY-----\s+[\w+/=]{40}""",
    re.VERBOSE,
)
ACCOUNT = re.compile(r"\w+://[^/\s:@]+:(?P<value>[^/\s:@]{6,})@(?!localhost|127\.|[\w-]+[:/])")
SECRET = re.compile(
    r"(?:^|_)(?:api_?key|access_?key|passwd|password|private_?key|pwd|secret|secret_?key|token)$",
    re.IGNORECASE,
)
MADE_UP = re.compile(
    r"[\s{}<>$%\ufffc/]|(.)\1{3}|0123|1234|abcd|change|dummy|env|example|fake|foo|insert|invalid|mock|pass|placeholder|sample|secret|test|your",
    re.IGNORECASE,
)


class WrittenSecret(Rule):
    """a key or password is written into the program; take it as an argument, and change this one: others have read it.

    Bad, as an expression:
        "KEY = 'gh" + "p_" + "a1B2c3D4e5F6" * 3 + "'"

    Bad:
        connect(user="app", password="wW7fGq2LpX9z")

    Good:
        connect(user="app", password="changeme")
        PLACEHOLDER = "sk-..."
    """

    code = "LLS615"

    @staticmethod
    def matches_text(text: Text) -> bool:
        if KEY.search(text.value) and not MADE_UP.search(text.value):
            return True
        account = ACCOUNT.match(text.value)
        if account:
            return not MADE_UP.search(account["value"]) and bool(re.search("[0-9]", account["value"]))
        value = text.value if SECRET.search(text.label) else ""
        return not text.built and not MADE_UP.search(value) and _is_random(value)


def _is_random(value: str) -> bool:
    """Return whether ``value`` mixes capitals, small letters and digits, as words do not."""
    kinds = ("[a-z]", "[A-Z]", "[0-9]")
    return 12 <= len(value) <= 200 and all(re.search(kind, value) for kind in kinds)


@lru_cache(maxsize=4096)
def _path(text: str) -> str:
    """Return ``text`` with plain separators, or nothing if it is prose, a URL or too long for a path.

    Opened as a file, a URL without `..` stays below a folder `https:` of the project.
    """
    if URL.fullmatch(text):
        return ""
    path = re.sub(r"[/\\]+(?:\.[/\\]+)*", "/", text[: LONGEST + 1])
    is_prose = re.search(r"\s", path) and not re.search(NAMED_FOLDER, path, re.IGNORECASE)
    return "" if is_prose or len(text) > LONGEST else path
