"""Programs by name, as far as it matters whether they start Python."""

from __future__ import annotations

import re

PYTHON = re.compile(r"(?:python|pypy|graalpy)(?:\d+(?:\.\d+)*)?[dtw]?(?:\.exe)?|py(?:\.exe)?")
SHELLS = frozenset("sh bash dash zsh ksh ash mksh".split())
TESTS = {"pytest": "pytest", "py.test": "pytest", "coverage": "coverage"}

# Text that may name Python for some program to start.
MENTION = re.compile(
    r"(?<![\w.-])(?:(?:[ib]|pt)?python|pypy|graalpy)[\d.]*(?:\.exe)?(?![\w/-]|\.\w)|(?<![\w.-])(?:pytest|py\.test)(?![\w-])"
)
# Text that lets Python, or what may start it, run: for files that other programs read orders from.
ORDERS = re.compile(
    rf"{MENTION.pattern}|(?<![\w.-])(?:uvx?|poetry|pdm|pipenv|hatch|tox|nox|coverage)(?![\w.-])"
)

# Which options of what runs another program take a value, and how many words stand in front of that program.
WRAPPERS: dict[str, tuple[str, int]] = {
    "sudo": ("-u -g -h -p -C -T -r -t -D -R -U --user --group --chdir --prompt", 0),
    "doas": ("-u -C", 0),
    "env": ("-u --unset", 0),
    "nice": ("-n --adjustment", 0),
    "ionice": ("-c -n --class --classdata", 0),
    "nohup": ("", 0),
    "timeout": ("-s -k --signal --kill-after", 1),
    "gtimeout": ("-s -k --signal --kill-after", 1),
    "time": ("-f -o --format --output", 0),
    "stdbuf": ("-i -o -e --input --output --error", 0),
    "setsid": ("", 0),
    "unbuffer": ("", 0),
    "chronic": ("", 0),
    "caffeinate": ("-t -w", 0),
    "chrt": ("-T -P -D", 1),
    "taskset": ("", 1),
    "command": ("", 0),
    "builtin": ("", 0),
    "exec": ("-a", 0),
    "busybox": ("", 0),
    "xvfb-run": ("-s -n -e -f -p -w --server-args --server-num", 0),
    "strace": ("-e -o -p -s -u -a -I -O -S -E -P -b", 0),
    "ltrace": ("-e -o -p -s -u -a -l -n -x", 0),
    "flock": ("-w -E --timeout --wait --conflict-exit-code", 1),
    "valgrind": ("", 0),
}
NOT_FOLLOWED = {
    "sudo": frozenset({"-D", "--chdir", "-R", "--chroot", "-i", "--login", "-s", "--shell", "-e", "--edit"}),
    "doas": frozenset({"-s"}),
    "env": frozenset({"-S", "--split-string", "-C", "--chdir"}),
}

# Managers of environments: the words in front of what they run, and options with a value.
MANAGERS: dict[str, tuple[str, str]] = {
    "uv": (
        "run",
        "--with --extra --group --python -p --package --env-file --index --no-group --only-group --with-editable",
    ),
    "poetry": ("run", ""),
    "pdm": ("run", "-p --project"),
    "pipenv": ("run", ""),
    "rye": ("run", ""),
    "pixi": ("run", "-e --environment"),
    "conda": ("run", "-n --name -p --prefix"),
    "mamba": ("run", "-n --name -p --prefix"),
    "micromamba": ("run", "-n --name -p --prefix"),
    "uvx": ("", "--with --from --python -p --index"),
    "pipx": ("run", "--spec --python"),
    "pyenv": ("exec", ""),
    "mise": ("exec", ""),
    "dotenv": ("run", "-f --file"),
}
FOREIGN_FOLDER = frozenset(
    {
        "--directory",
        "--project",
        "-C",
        "--cwd",
        "--module",
        "-m",
        "--with-editable",
        "--env-file",
        "-f",
        "--file",
    }
)

# They start nothing that is in their words.
READERS = frozenset(
    """: [ [[ true false test echo printf cat bat less more head tail grep egrep fgrep rg ag ack ls tree stat file wc sort uniq cut
    tr nl od xxd hexdump strings diff cmp comm basename dirname realpath readlink pwd which whereis type whoami id date cal uname
    hostname uptime df du free ps top pgrep kill pkill killall wait jobs sleep printenv set shopt unset umask ulimit exit return
    break continue shift cd pushd popd dirs seq yes expr bc jq yq md5sum sha1sum sha256sum column paste fold fmt rev tac lsof ss
    netstat ping host dig nslookup mkdir rmdir touch chmod chown rm read local declare typeset readonly export let
    getopts times history man help info open xdg-open clear tput stty nproc lscpu lsblk gh glab hub llm-sandbox-run
    flake8-llm-sandbox ruff mypy pyright pyre black isort autopep8 yapf flake8 pylint bandit pyflakes pycodestyle codespell
    pip pip3 pipx twine pyenv virtualenv brew apt apt-get dpkg yum dnf apk pacman snap systemctl journalctl cloc tokei
    shellcheck hadolint actionlint eslint prettier tsc""".split()
)
# The same, but they may change files of the project.
CHANGERS = frozenset(
    """curl wget cp mv ln install tee dd rsync scp tar unzip zip gzip gunzip bunzip2 xz patch truncate split mktemp sponge git svn hg code
    vim vi nvim nano emacs sed uv poetry pdm pipenv rye pixi conda mamba micromamba hatch mise""".split()
)
# They load Python of a project, and nobody can follow which.
RUN_PROJECTS = frozenset(
    """tox nox flask django-admin celery gunicorn uvicorn hypercorn daphne waitress-serve streamlit gradio chainlit alembic scrapy
    locust invoke inv fab doit behave robot jupyter jupyter-lab jupyter-notebook jupyter-nbconvert jupyter-execute papermill
    ipython ipython3 bpython ptpython sphinx-build sphinx-autobuild mkdocs pre-commit prek hatch manim kedro dagster airflow
    prefect snakemake luigi ansible ansible-playbook pdb pdb3 pydoc pydoc3 asv mutmut cosmic-ray pyinstaller cythonize
    accelerate torchrun deepspeed ray modal pyrun xonsh hy""".split()
)
# They do what a file of the project says.
TASKS: dict[str, tuple[str, ...]] = {
    "make": ("GNUmakefile", "makefile", "Makefile"),
    "gmake": ("GNUmakefile", "makefile", "Makefile"),
    "just": ("justfile", "Justfile", ".justfile"),
    "task": ("Taskfile.yml", "Taskfile.yaml"),
    "npm": ("package.json",),
    "pnpm": ("package.json",),
    "yarn": ("package.json",),
    "bun": ("package.json",),
    "rake": ("Rakefile",),
    "cmake": ("CMakeLists.txt",),
    "ninja": ("build.ninja",),
    "docker-compose": ("docker-compose.yml", "compose.yaml"),
}
REFUSED = {
    "alias": "gives commands other names",
    "enable": "loads commands into the shell",
    "complete": "has the shell start programs later",
    "compgen": "has the shell start programs",
    "bind": "has the shell start programs later",
    "fc": "runs commands of the past",
    "parallel": "makes commands of texts",
    "at": "runs commands later",
    "batch": "runs commands later",
    "crontab": "runs commands later",
}

RUNS_ORDERS = re.compile(
    r"\w*(?:EDITOR|PAGER|SSH|COMMAND|ASKPASS|BROWSER|SHELL|LESSOPEN|HOOK|CMD)\w*"
)  # variables, too
HERE = re.compile(r"\$PWD\b|\$\{PWD\}|\$\(pwd\)|`pwd`")
ASSIGNERS = frozenset("read mapfile readarray getopts printf".split())  # take NAME
SETTERS = frozenset("export declare typeset local readonly env sudo".split())  # take NAME=VALUE
# Variables that decide what Python, the shell or a test runner loads.
STEERING = re.compile(
    r"PYTHON(?!(?:DONTWRITEBYTECODE|UNBUFFERED|HASHSEED|UTF8|IOENCODING|FAULTHANDLER|DEVMODE|NOUSERSITE|SAFEPATH)$)\w*"
    r"|LD_\w+|DYLD_\w+|PATH|BASH_ENV|ENV|IFS|CDPATH|SHELLOPTS|BASHOPTS|PROMPT_COMMAND|PS[0-4]|PYTEST_\w+|COVERAGE_\w+"
    r"|HOME|PWD|OLDPWD|VIRTUAL_ENV|CONDA_PREFIX|TMPDIR|BASH_FUNC\w*"
)
# Modules for `python -m` that only do what they are for.
TOOLS = frozenset(
    """pip venv virtualenv ensurepip json.tool compileall py_compile tabnanny ruff black isort mypy flake8 pylint bandit pyflakes
    pycodestyle autopep8 yapf twine build site sysconfig platform this calendar uuid sqlite3 http.server tokenize ast dis
    flake8_llm_sandbox pipx pip_audit""".split()
)
# Of `docker run`: options that lead to nothing of the host; those with a value; what follows is not the host's.
CONTAINED = frozenset("--rm -i -t -it -ti -d --interactive --tty --detach --init -q --quiet".split())
CONTAINED_VALUED = frozenset(
    "-e --env --name -w --workdir -u --user --pull --platform --entrypoint -m --memory --cpus -p --publish".split()
)
# Loading nothing of a project where that is all they are asked for: `--version`.
SHOWS_ITSELF = frozenset(
    "flask pre-commit jupyter mkdocs sphinx-build alembic celery uvicorn gunicorn streamlit".split()
)
GRANTLESS = frozenset(
    "-c -m - --check --json --timeout --memory --read-only --changes --fenced --stop --version --help -h --path --project".split()
)
DATA_SUFFIXES = frozenset(
    ".txt .log .csv .tsv .json .jsonl .md .out .err .html .xml .svg .png .tmp .diff .patch .lst .rst".split()
)
# Builtins that evaluate what stands in the brackets of a name, and options that name programs.
EVALUATE = frozenset(
    "test [ [[ printf read declare typeset local export readonly let unset wait mapfile readarray".split()
)
SUBSTITUTES = re.compile(r"\$\(|`")
STARTERS = {
    "tar": "-I -F --to-command --checkpoint-action --use-compress-program --rsh-command --info-script --new-volume-script",
    "rsync": "-e --rsh --rsync-path",
    "scp": "-S -o",
    "split": "--filter",
    "zip": "-TT --unzip-command",
    "install": "--strip-program",
    "sort": "--compress-program",
    "rg": "--pre --hostname-bin",
    "bat": "--pager",
    "ag": "--pager",
    "man": "-P --pager -H --html",
    "apt": "-o",
    "apt-get": "-o",
    "vim": "-c --cmd +",
    "vi": "-c --cmd +",
    "nvim": "-c --cmd +",
    "emacs": "--eval -e --load -l -f",
}
# How readers are told to write a file: options, and words.
WRITERS = {
    "sort": "-o",
    "tree": "-o",
    "less": "-o -O --log-file --LOG-FILE",
    "yq": "-i -s --inplace --in-place --split-exp",
    "pip": "-t -d -w --target --prefix --root --dest --wheel-dir download wheel",
    "pip3": "-t -d -w --target --prefix --root --dest --wheel-dir download wheel",
    "ruff": "-o",
    "eslint": "-o",
    "man": "-P --pager",
    "bat": "--pager",
    "gh": "checkout clone download sync extension alias co",
    "glab": "checkout clone download sync alias co",
    "hub": "checkout clone sync fetch pull am apply merge",
    "dpkg": "-x -X -R --extract --raw-extract --vextract",
    "apt": "download source",
    "apt-get": "download source",
    "git": "-O",
    "curl": "-o -O -K -J -c -D --remote-name --remote-name-all --remote-header-name --config --cookie-jar --dump-header",
    "flake8-llm-sandbox": "--fix --write-baseline",
}
REPLACED = re.compile(r"(?:-I|-i|--replace=)(.+)", re.DOTALL)  # of xargs
GIT_OF_DATA = frozenset(
    "add blame branch cherry-pick checkout clean commit describe diff fetch grep init log ls-files merge mv notes pull push "
    "reflog remote reset restore rev-list rev-parse revert rm shortlog show stash status switch tag clone".split()
)
GIT_OF_READERS = frozenset(
    "add blame branch commit describe diff fetch grep init log ls-files notes push reflog remote rev-list rev-parse shortlog "
    "show status tag".split()
)
SED_RUNS = re.compile(
    r"(?:^|[;{}\n!$\d])\s*e(?:\s|$)|^\s*/(?:[^/\\]|\\.)*/\s*e(?:\s|$)|/[gpiIMm\d]*e[gpiIMm\d]*\s*(?:[;}\n]|$)"
)
PYTHON_SUFFIXES = frozenset({".py", ".pyw", ".pth", ".ipynb"})
STARTED = re.compile(r"#!.*\b(?:python|pypy|uv\b)")  # a file that Python runs, whatever its name
