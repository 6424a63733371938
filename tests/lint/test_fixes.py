"""What `--fix` changes, what it leaves, and that it touches nothing else."""

from __future__ import annotations

import ast
import warnings
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flake8_llm_sandbox import analyze
from flake8_llm_sandbox.fixes import FIXES, edits
from flake8_llm_sandbox.fixes.repair import repair
from flake8_llm_sandbox.fixes.store import store

IMPORTS = """\
import importlib, shutil, tarfile, torch, yaml, yaml as y
import keras.models
import numpy as np
from importlib import import_module
from torch import load as read
from tensorflow.keras.models import load_model
"""

# below IMPORTS: rule, before, after
REPAIRED = [
    ("LLS101", "x = eval('[1, 2]')", "x = [1, 2]"),
    ("LLS101", "x = eval(' 5 ')", "x = 5"),
    ("LLS101", "x = eval('-1') ** 2", "x = (-1) ** 2"),
    ("LLS101", "x = eval('5').real", "x = (5).real"),
    ("LLS101", "x = [eval('1, 2')]", "x = [(1, 2)]"),
    ("LLS101", "x = 1 if eval('5')else 2", "x = 1 if (5)else 2"),
    ("LLS101", "x = 1 if eval('0x1f')else 2", "x = 1 if (0x1f)else 2"),
    ("LLS101", "x = len(eval(\"{'é': b'1'}\"))", "x = len({'é': b'1'})"),
    ("LLS111", "j = importlib.import_module('json')", "import json as j"),
    ("LLS111", "json = import_module('json')", "import json"),
    ("LLS111", "m = __import__('math'); m.pi", "import math as m; m.pi"),
    (
        "LLS307",
        "with tarfile.open('a.tar') as tar: tar.extractall()",
        "with tarfile.open('a.tar') as tar: tar.extractall(filter=\"data\")",
    ),
    (
        "LLS307",
        "with (tarfile.open('a.tar') as tar, open('b') as b):\n\ttar.extract(b.read(),\n\t\t'c')",
        "with (tarfile.open('a.tar') as tar, open('b') as b):\n\ttar.extract(b.read(),\n\t\t'c',\n\t\tfilter=\"data\")",
    ),
    (
        "LLS307",
        "tar = tarfile.open('a.tar')\ntar.extractall('a', filter='fully_trusted')",
        "tar = tarfile.open('a.tar')\ntar.extractall('a', filter=\"data\")",
    ),
    (
        "LLS307",
        "shutil.unpack_archive('a.tar.gz', 'b')",
        "shutil.unpack_archive('a.tar.gz', 'b', filter=\"data\")",
    ),
    (
        "LLS307",
        "shutil.unpack_archive(str(x), format='zip' and 'tar')\nshutil.unpack_archive(f, 'b', 'tar')",
        "shutil.unpack_archive(str(x), format='zip' and 'tar')\nshutil.unpack_archive(f, 'b', 'tar', filter=\"data\")",
    ),
    ("LLS713", "x = np.load('a.npy', allow_pickle=True)", "x = np.load('a.npy')"),
    ("LLS713", "x = np.load('a.npy', allow_pickle=True, )", "x = np.load('a.npy', )"),
    (
        "LLS713",
        "x = np.load('a.npy', allow_pickle=True, mmap_mode='r')",
        "x = np.load('a.npy', mmap_mode='r')",
    ),
    ("LLS713", "x = np.load('a.npy', 'r', True)", "x = np.load('a.npy', 'r', False)"),
    ("LLS713", "x = torch.load('a.pt')['w']", "x = torch.load('a.pt', weights_only=True)['w']"),
    ("LLS713", "x = read('a.pt', weights_only=False)", "x = read('a.pt', weights_only=True)"),
    (
        "LLS713",
        "x = torch.load(\n    'a.pt',\n    map_location='cpu',\n)",
        "x = torch.load(\n    'a.pt',\n    map_location='cpu',\n    weights_only=True,\n)",
    ),
    ("LLS713", "x = torch.load(\n    'a.pt'\n)", "x = torch.load(\n    'a.pt',\n    weights_only=True\n)"),
    ("LLS713", "keras.models.load_model('a')", "keras.models.load_model('a', safe_mode=True)"),
    ("LLS713", "load_model('a', safe_mode=False)", "load_model('a', safe_mode=True)"),
    ("LLS714", "x = yaml.load(f)", "x = yaml.safe_load(f)"),
    ("LLS714", "x = y.load_all(stream=f)", "x = y.safe_load_all(stream=f)"),
    ("LLS714", "x = yaml.full_load(f)", "x = yaml.safe_load(f)"),
    ("LLS714", "x = yaml.unsafe_load_all(f)", "x = yaml.safe_load_all(f)"),
    ("LLS714", "x = yaml.load(f, Loader=yaml.FullLoader)", "x = yaml.safe_load(f)"),
    ("LLS714", "x = yaml.load(f, yaml.Loader)", "x = yaml.safe_load(f)"),
    ("LLS714", "x = y.load(f, Loader=yaml.CLoader)", "x = y.load(f, Loader=y.CSafeLoader)"),
    ("LLS714", "x = yaml.load(Loader=yaml.Loader, stream=f)", "x = yaml.safe_load(stream=f)"),
    ("LLS714", "x = 'é', yaml . load ( f )", "x = 'é', yaml . safe_load ( f )"),
    ("LLS714", "x = yaml.load(yaml.load(f), yaml.Loader)", "x = yaml.safe_load(yaml.safe_load(f))"),
    ("LLS714", "x = yaml.load(f), yaml.load(g)", "x = yaml.safe_load(f), yaml.safe_load(g)"),
    (
        "LLS714",
        "x = yaml.load(\n    f, # why\n).y; y.load(g)",
        "x = yaml.load(\n    f, # why\n).y; y.safe_load(g)",
    ),
]

KEPT = {
    "not a literal": "eval('1 + x')",
    "a function call": "eval('set()')",
    "not a constant": "eval(input())",
    "two lines": "eval('[1,\\n2]')",
    "names of its own": "eval('1', {})",
    "its own eval": "def eval(text): return text\nx = eval('1')",
    "eval of a star import": "from tools import *\nx = eval('1')",
    "in an f-string": "x = f\"{eval('{1: 2}')}\"",
    "yaml in an f-string": "import yaml\nx = f'{yaml.load(f)}'",
    "a comment in the call": "import yaml\nx = yaml.load(  # trusted\n    f)",
    "its own yaml": "class yaml:\n    def load(text): pass\nx = yaml.load(f)",
    "yaml or json": "import json, yaml\nhow = yaml if x else json\ny = how.load(f)",
    "yaml, unless it is missing": "try:\n    import yaml\nexcept ImportError:\n    import json as yaml\nx = yaml.load(f)",
    "yaml as a parameter": "import yaml\ndef f(yaml): return yaml.load(1)",
    "yaml, changed": "import yaml\nyaml.load = print\nx = yaml.load(f)",
    "yaml with tags of its own": "import yaml\nyaml.add_constructor('!x', print)\nx = yaml.load(f)",
    "a loader of its own": "import yaml\nclass Own(yaml.Loader): pass\nx = yaml.load(f, Loader=Own)",
    "arguments from elsewhere": "import torch, yaml\nx = yaml.load(*a)\ny = torch.load(f, **a)",
    "not called": "import yaml\nx = list(map(yaml.load, fs))",
    "a pickle module of its own": "import torch, dill\nx = torch.load(f, pickle_module=dill)",
    "flag that is computed": "import numpy as np, torch\nx = np.load(f, allow_pickle=y)\nz = torch.load(f, weights_only=y)",
    "a zip file": "import zipfile\nwith zipfile.ZipFile(f) as z: z.extractall('x')",
    "zip or tar": "import tarfile, zipfile\nx = tarfile.open(f) if y else zipfile.ZipFile(f)\nx.extractall('x')",
    "zip here, tar there": "import tarfile, zipfile\nx = tarfile.open(f)\nx = zipfile.ZipFile(f)\nx.extractall('x')",
    "an archive of any kind": "import shutil\nshutil.unpack_archive(f)\nshutil.unpack_archive('a.tar', format='zip')",
    "unknown archive": "def f(archive): archive.extractall('x')",
    "a package, not its module": "x = __import__('xml.dom')",
    "what a package may call so": "import importlib\nx = importlib.import_module('xml.dom')",
    "a relative module": "import importlib\nx = importlib.import_module('.a', 'b')",
    "no name of a module": "x = __import__('class')\ny = __import__('a b')",
    "two targets": "x = y = __import__('math')",
    "not assigned": "__import__('math').pi",
    "a module that must not leave sight": "helper = __import__('os')",
    "line ends that tools see differently": "import yaml\nx = yaml.load(\rf)",
    "not a program": "import yaml\nx = yaml.load(f",
    "a call longer than a page": f"import yaml\nx = yaml.load({'1+' * 1000}1)",
    "very deep": f"import yaml\nx{'.y' * 2000}.load(1)\nx = yaml.load({'-' * 2000}1)",
}


def repaired(program: str) -> str:
    return repair(program.encode()).source.decode()


@pytest.mark.parametrize(
    ("code", "before", "after"), REPAIRED, ids=[f"{row[0]}: {row[1]}" for row in REPAIRED]
)
def test_what_has_one_right_answer_is_repaired(code: str, before: str, after: str) -> None:
    assert code in {finding.code for finding in analyze(IMPORTS + before)}
    assert repaired(IMPORTS + before) == IMPORTS + after


@pytest.mark.parametrize("program", KEPT.values(), ids=KEPT)
def test_what_is_in_doubt_is_left(program: str) -> None:
    result = repair(program.encode())
    assert (result.source, result.fixed, result.remaining) == (program.encode(), 0, analyze(program))


def test_what_libcst_cannot_read_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: str) -> None:
        raise TypeError("not understood")

    monkeypatch.setattr(edits.cst, "parse_module", fail)
    assert repaired("import yaml\nyaml.load(f)") == "import yaml\nyaml.load(f)"


def test_every_fix_is_in_the_table() -> None:
    assert {code for code, *_ in REPAIRED} == set(FIXES)


@pytest.mark.parametrize(("before", "after"), [row[1:] for row in REPAIRED if row[0] == "LLS101"])
def test_the_literal_is_what_eval_gave(before: str, after: str) -> None:
    values = [{}, {}]
    for namespace, program in zip(values, (before, after), strict=True):
        exec(program, namespace)  # noqa: S102 - a line of the table above
    assert values[0]["x"] == values[1]["x"]


def test_it_says_how_many_were_repaired_and_what_remains() -> None:
    result = repair(b"import os, yaml\nx = yaml.load(f), yaml.load(g)\nos.remove('x')\n")
    assert result.fixed == 2
    assert [(finding.line, finding.code) for finding in result.remaining] == [(3, "LLS301")]


def indented(lines: str) -> str:
    return "".join(f"    {line}" for line in lines.splitlines(keepends=True))


SAME = [
    "# yaml.load(f)  \n",
    "text = 'yaml.load(f)' ; x=1   # odd  spacing\n",
    "x = '''\n  eval('1')\n'''\n",
    "print( eval (z) )\n",
    "\n\n",
    "\f\n",
    "def f( a,b = 1 ) :\n\treturn a \\\n  + b\n",
]
PARTS = st.sampled_from(
    [*((part, part) for part in SAME), *((row[1] + "\n", row[2] + "\n") for row in REPAIRED)]
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(PARTS, max_size=5),
    st.booleans(),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "\ufeff"]),
)
def test_nothing_else_changes(parts: list[tuple[str, str]], nested: bool, line_end: str, mark: str) -> None:
    """Programs of parts of which we know what becomes of each: any line ends, with a byte order mark, indented."""
    before, after = ("".join(part[index] for part in parts) for index in (0, 1))
    if nested:
        before, after = ("if True:\n    pass\n" + indented(text) for text in (before, after))
    before, after = ((mark + IMPORTS + text).replace("\n", line_end).encode() for text in (before, after))
    result = repair(before).source
    assert result == after
    assert repair(result).source == result


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_mutated_programs_are_repaired_right_or_not_at_all(data: st.DataObject) -> None:
    source = bytearray(
        (IMPORTS + "\n".join(row[1] for row in data.draw(st.permutations(REPAIRED))[:4])).encode()
    )
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(source) - 1))
        source[place : place + data.draw(st.integers(0, 3))] = data.draw(
            st.sampled_from(
                [
                    b"(",
                    b")",
                    b"#",
                    b"\\\n",
                    b"\r",
                    b"\n",
                    b"\f",
                    b"\t",
                    b"'",
                    b"\xc3\xa9",
                    b"\xff",
                    b",",
                    b" ",
                    b"*",
                ]
            )
        )
    before, result = bytes(source), repair(bytes(source))
    assert (result.source == before) == (result.fixed == 0)
    assert result.remaining == analyze(result.source)
    if result.fixed:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(result.source)
        assert len(result.remaining) <= len(analyze(before))


def test_a_file_keeps_its_mode(tmp_path: Path) -> None:
    file = tmp_path / "run.py"
    file.write_bytes(b"old")
    file.chmod(0o751)
    store(file, b"new")
    assert file.read_bytes() == b"new"
    assert file.stat().st_mode & 0o7777 == 0o751
    assert [path.name for path in tmp_path.iterdir()] == ["run.py"]


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "real.py").write_bytes(b"old")
    (tmp_path / "link.py").symlink_to("real.py")
    with pytest.raises(OSError, match="is a link"):
        store(tmp_path / "link.py", b"new")
    assert (tmp_path / "real.py").read_bytes() == b"old"


def test_nothing_is_left_behind_if_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError("disk full")

    file = tmp_path / "a.py"
    file.write_bytes(b"old")
    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        store(file, b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["a.py"]
    assert file.read_bytes() == b"old"
