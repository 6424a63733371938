"""What Python's library does as its arguments decide is known of each public name, and computed from its source."""

from __future__ import annotations

import ast
import platform
import shutil
import subprocess
import sys
import zipfile
from functools import cache
from typing import TYPE_CHECKING

import pytest

from flake8_llm_sandbox import analyze, models
from flake8_llm_sandbox.command.cli import main
from flake8_llm_sandbox.model.reach import Library
from flake8_llm_sandbox.model.scope import Module
from tests.proof import aliases, model

if TYPE_CHECKING:
    from pathlib import Path

OF_ONE_VERSION = {  # removed or added between 3.10 and 3.13
    "asyncio.TaskGroup": "3.11",
    "copy.replace": "3.13",
    "imp.load_source": "3.10",
    "itertools.batched": "3.12",
}


VERSIONS = ("3.10", "3.11", "3.12", "3.13")


@cache
def holdings(interpreter: str = sys.executable) -> dict[str, dict[str, dict]]:
    return aliases.holdings(interpreter)["modules"]


@pytest.fixture(params=VERSIONS)
def held(request: pytest.FixtureRequest) -> dict[str, dict[str, dict]]:
    """What the library of each supported version holds, where that is installed."""
    if sys.version_info[:2] == tuple(map(int, request.param.split("."))):
        return holdings()
    name = f"python{request.param}"
    command = [shutil.which(name) or "false", "-c", "import sys; print(sys.executable)"]
    found = subprocess.run(command, check=False, capture_output=True, text=True).stdout.strip()
    if not found:
        pytest.skip(f"there is no {name} here")
    return holdings(found)


def is_public(name: str) -> bool:
    return not any(part.startswith("_") for part in name.split("."))


def test_every_public_name_has_a_verdict(held: dict[str, dict[str, dict]]) -> None:
    missing = [
        f"{module}.{name}"
        for module, value in held.items()
        for name, (kind, *_) in value["members"].items()
        if kind in "cf" and is_public(f"{module}.{name}") and name not in models.entries(module)
    ]
    assert len(held) > 300
    assert missing == []


def test_nothing_is_left_unreviewed(held: dict[str, dict[str, dict]]) -> None:
    owners = [module for module in held if is_public(module)]
    left = [
        f"{owner}.{name}"
        for owner in owners
        for name, entry in models.entries(owner).items()
        if not entry.reviewed
    ]
    assert left == []


def test_table_is_what_its_maker_makes_of_this_library() -> None:
    """Of other versions the table may say more; nox makes all of it anew."""
    if platform.python_version() not in model.TABLE.read_text("ascii").partition("\n")[0].split():
        pytest.skip("the table was made from another patch of this version")
    table = model.made([sys.executable])
    differs = [
        f"{owner}.{name} {kind}"
        for owner, members in table.items()
        for name, member in members.items()
        for kind, places in member.reach.items()
        if not places <= told(owner, name).get(kind, set())
    ]
    assert sum(len(members) for members in table.values()) > 5000
    assert differs == []


def told(owner: str, name: str) -> dict[str, set[str]]:
    """Return what the table says of a name, by kind."""
    entry = models.entries(owner).get(name)
    return {
        kind: {f"{'' if at is None else at}{rest}{argument}" for at, argument, rest in found}
        for kind, found in (entry.reach if entry else ())
    }


@pytest.mark.parametrize("name", OF_ONE_VERSION)
def test_all_supported_versions_are_known(name: str) -> None:
    module, _, last = name.rpartition(".")
    assert last in models.entries(module)


@pytest.mark.parametrize(
    ("name", "kind", "argument"),
    [
        ("gzip.GzipFile", "path", "filename"),
        ("imaplib.IMAP4_stream", "start", "command"),
        ("logging.handlers.RotatingFileHandler", "path", "filename"),
        ("mailbox.Maildir.get", "path", "key"),
        ("optparse.Values.read_file", "exec", "filename"),
        ("pydoc.pipepager", "start", "cmd"),
        ("tarfile.TarFile.gettarinfo", "path", "name"),
        ("unittest.TestLoader.discover", "import", "start_dir"),
        ("xml.sax.make_parser", "import", "parser_list"),
    ],
)
def test_argument_decides(name: str, kind: str, argument: str) -> None:
    assert any(
        reach.kind == kind and argument in [place.name for place in reach.places]
        for reach in models.reach(name)
    )


@pytest.mark.parametrize(
    "name",
    [
        "collections.namedtuple",
        "json.dumps",
        "logging.info",
        "re.compile",
        "traceback.print_exc",
        "warnings.warn",
    ],
)
def test_argument_decides_nothing(name: str) -> None:
    assert models.reach(name) == ()


LIBRARY = """
import os, subprocess
from builtins import open as unlock

class Base:
    def __init__(self, place):
        self.place = place

    def read(self):
        return unlock(self.place)

class Derived(Base):
    def __init__(self, first, place):
        super().__init__(place)

    def begin(self, words=None):
        return subprocess.Popen(self.line(words))

    def line(self, words):
        return list(words)

def outer(a, *, b):
    inner(b, size=a)

def inner(path, size):
    return os.listdir(path)[:size]

def chained(command):
    Derived(1, 2).begin(command)

def loop(path):
    return loop(path) or inner(path, 1)

def harmless(path):
    return path.upper()
"""


@pytest.mark.parametrize(
    ("function", "effects"),
    [
        ("Derived.__init__", {("path", "$place")}),
        ("Derived.begin", {("start", "$words")}),
        ("outer", {("path", "$b")}),
        ("chained", {("start", "$command")}),
        ("loop", {("path", "$path")}),
        ("harmless", set()),
    ],
)
def test_arguments_are_followed_to_what_acts(function: str, effects: set[tuple[str, str]]) -> None:
    library = Library([Module("mine", ast.parse(LIBRARY), package=False)])
    library.settle()
    found = {effect for effect in library.units[f"mine.{function}"].effects if effect[1].startswith("$")}
    assert found == effects


@pytest.mark.parametrize(
    ("program", "codes"),
    [
        ("import os\nos.invented('x')\n", {"LLS908"}),
        ("import os\nprint(os.path.splitext('x'))\n", set()),
        ("import itertools\nitertools.izip('a', 'b')\n", set()),
        ("import tarfile\ntarfile.TarFile.gettarinfo(t, '/opt/x')\n", {"LLS402"}),
        ("import xml.sax, sys\nxml.sax.make_parser([sys.argv[1]])\n", {"LLS111"}),
        ("import xml.sax\nxml.sax.make_parser()\n", set()),
        ("from subprocess import *\nrun(['ls'])\n", {"LLS201", "LLS807"}),
        ("from math import *\nfrom typing import *\nfrom sys import *\nprint(sqrt(4))\n", set()),
        ("from sys import *\nmodules['os'].remove('x')\n", {"LLS301", "LLS806"}),
    ],
)
def test_program_has_findings(program: str, codes: set[str]) -> None:
    assert {finding.code for finding in analyze(program)} == codes


def test_table_is_read_only_where_it_is_asked() -> None:
    program = "from flake8_llm_sandbox import analyze, models\nanalyze('x = 1')\nassert not models._library.cache_info().currsize"
    subprocess.run([sys.executable, "-c", program], check=True)


def test_model_of_a_wheel_is_made_of_its_source_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wheel = tmp_path / "mine-1.5-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("mine/__init__.py", "raise SystemExit\nfrom mine._parts import load, Store\n")
        archive.writestr("mine/tests/__init__.py", "def run(text):\n    exec(text)\n")
        archive.writestr(
            "mine/_parts.py",
            "import pickle\n\ndef load(path, n=1):\n    with open(path) as file:\n        return pickle.load(file)\n\n"
            "class Store:\n    def __init__(self, *, place):\n        self.place = place\n\n"
            "    def get(self, key):\n        return load(self.place / key)\n",
        )
    assert main(["--model", str(wheel)]) == 0
    assert capsys.readouterr().out == (
        "# mine 1.5\n"
        "mine Store=path:place;unpickle:place load=path:0path;unpickle:0path\n"
        "mine.Store get=path:0key;unpickle:0key\n"
    )


@pytest.mark.parametrize("package", ["no_such_package", "os.path", "missing.whl"])
def test_what_is_no_package_is_told(package: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--model", package]) == 2
    assert package in capsys.readouterr().err


@pytest.mark.parametrize(
    ("program", "codes"),
    [
        ("import fsspec.utils, sys\nfsspec.utils.atomic_write('/opt/x')\n", {"LLS402"}),
        (
            "import fsspec.utils, sys\nfsspec.utils.get_package_version_without_import(sys.argv[1])\n",
            {"LLS111"},
        ),
        ("import joblib\njoblib.hash([1])\n", set()),
        ("from numpy import *\nprint(zeros(3))\n", set()),
    ],
)
def test_packages_are_known_by_their_models(program: str, codes: set[str]) -> None:
    assert {finding.code for finding in analyze(program)} == codes
