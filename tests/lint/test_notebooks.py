"""Notebooks: what is judged in them, and that nothing in them goes unjudged."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from flake8_llm_sandbox import analyze, cache
from flake8_llm_sandbox.command.cli import main
from flake8_llm_sandbox.command.judge import judge
from flake8_llm_sandbox.formats import FORMATS, renderer
from flake8_llm_sandbox.formats.report import Report

if TYPE_CHECKING:
    from pathlib import Path

    from flake8_llm_sandbox.formats.report import Checked
    from tests.lint.conftest import Judge
    from tests.lint.repository import Repository


def notebook(*cells: str, **more: Any) -> bytes:
    made = [
        {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": text}
        for text in cells
    ]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **more}).encode()


def judged(*cells: str, **more: Any) -> Checked:
    return judge("n.ipynb", notebook(*cells, **more), None)


def found(*cells: str, **more: Any) -> list[str]:
    checked = judged(*cells, **more)
    return [f"{checked.place(each.line, each.column)} {each.code}" for each in checked.findings]


@pytest.mark.parametrize(
    "cells",
    [
        [],
        ["import math\n%matplotlib inline\n%load_ext autoreload\n%autoreload 2", "math.pi"],
        ["%config InlineBackend.figure_format = 'retina'"],
        ["%%time\nx = [1]\nsum(x)", "%timeit -n 10 -r 3 sum(x)", "total = %time sum(x)", "%%timeit y = 1\ny"],
        ["%%capture out\nprint(1)", "%%latex\n$x^2$", "%%markdown\n!ls"],
        ["print?", "?print", "print.__doc__??"],
        ["a = (1\n% 2)\ns = '''\n!ls\n%time x\n'''", "x = 7 \\\n  % 2"],
        ["env = 1", "env"],
        ["import re as load", "load"],
        ["await f()\nasync for x in y:\n    pass"],
        ["for _ in range(3):\n    pass", "_"],
        ["# only\n\n# comments\n"],
    ],
)
def test_what_harms_nobody_is_clean(cells: list[str]) -> None:
    assert found(*cells) == []


@pytest.mark.parametrize(
    ("cells", "findings"),
    [
        (["import os", "x = 1\nos.remove('x')"], ["cell 2:2:1 LLS301"]),
        (["!ls"], ["cell 1:1:1 LLS202"]),
        (["!!ls"], ["cell 1:1:1 LLS202"]),
        (["files = !ls"], ["cell 1:1:1 LLS202"]),
        (["if 1:\n    !ls \\\n  -l\nopen('../x')"], ["cell 1:2:5 LLS202", "cell 1:4:1 LLS401"]),
        (["%%bash\nrm -rf /\n'''"], ["cell 1:1:1 LLS202"]),
        (["\n  \n%%time\n\n%%bash\nls"], ["cell 1:5:1 LLS202"]),
        (["%pip install x"], ["cell 1:1:1 LLS206"]),
        (["%run x.py", "x = %load y.py"], ["cell 1:1:1 LLS101", "cell 2:1:1 LLS101"]),
        (["%cd .."], ["cell 1:1:1 LLS405"]),
        (["%env"], ["cell 1:1:1 LLS601"]),
        (["%%writefile a.py\nx"], ["cell 1:1:1 LLS907"]),
        (["%unheard of"], ["cell 1:1:1 LLS907"]),
        ([",f a"], ["cell 1:1:1 LLS907"]),
        (["import os", "%time os.remove('x')"], ["cell 2:1:7 LLS301"]),
        (["import os", "x = %time os.system('x')"], ["cell 2:1:5 LLS202"]),
        (["%%timeit open('../x')\npass"], ["cell 1:1:10 LLS401"]),
        (["get_ipython().system('ls')"], ["cell 1:1:1 LLS103"]),
        (["import os; os.system('x'); os.getcwd()"], ["cell 1:1:12 LLS202"]),
        (["x = 1; open('../x')"], ["cell 1:1:8 LLS401"]),
    ],
)
def test_what_does_harm_is_found_in_its_cell(cells: list[str], findings: list[str]) -> None:
    assert found(*cells) == findings


@pytest.mark.parametrize(
    "cells",
    [
        ["'''", "import os; os.system('x') #'''"],  # each cell is a program by itself
        ["x = 1\\", "!ls"],
        ["# note\u2028!ls"],  # a line for IPython, a comment for Python
        ["# note\r!ls"],
        ["x = '''\n>>> '''"],  # a prompt, which IPython takes away
        ["x = (\n... )"],
        ["rm -x"],  # a magic without its sign
        ["if 0: rm = 1", "rm -x"],
        ["%matplotlib {1}"],  # evaluated by IPython
        ["%matplotlib $x"],
        ["%autoawait os.system"],
        ["%time '''\n!ls\n%time '''"],  # a line for IPython, the start of a string for Python
        ["%timeit (\n!ls\n)"],
        ["open = print", "%reset -f", "open('../x')"],
        ["open('x')", "_.buffer", "Out[1]"],
        ["print", "_1('x')"],
        ["x = f'''{y[\"\"\"a\n!ls\n\"\"\"]}'''\n'"],
    ],
)
def test_what_python_and_ipython_read_differently_is_refused(cells: list[str]) -> None:
    assert found(*cells)


def test_what_a_cell_shows_is_followed() -> None:
    assert "cell 2:1:1 LLS201" in found("import subprocess\nsubprocess", "_.run('x')")
    assert found("from pathlib import Path\nPath('..')", "__.unlink()")


@pytest.mark.parametrize(
    "source",
    [
        b"",
        b"print(1)",
        b"\xff",
        b"[" * 100_000,
        notebook(nbformat=3),
        notebook(cells={}),
        notebook(cells=[{"cell_type": "odd"}]),
        notebook(cells=[{"cell_type": "code", "source": [1]}]),
        notebook().replace(b'"nbformat": 4', b'"nbformat": 4, "cells": []'),
        notebook(metadata={"kernelspec": {"name": "ir", "language": "R"}}),
        notebook(metadata={"kernelspec": {"name": "bash", "language": "python"}}),
        notebook(metadata={"language_info": {"name": "julia"}}),
        notebook(metadata=[1]),
        notebook(metadata={"kernelspec": {"name": 1}}),
    ],
)
def test_what_is_no_notebook_in_python_is_refused(source: bytes) -> None:
    assert [each.code for each in judge("n.ipynb", source, None).findings] == ["LLS907"]


def test_kernels_of_environments_are_python() -> None:
    kernel = {"name": "conda-env-ml-py", "language": "python"}
    assert found("x = 1", metadata={"kernelspec": kernel, "language_info": {"name": "python"}}) == []


def test_no_notebook_passes_for_a_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [each.code for each in analyze(notebook("x = 1"))] == ["LLS907"]
    assert [each.code for each in analyze("x = 1\n", "n.IPYNB")] == ["LLS907"]
    assert analyze('{"name": "cells", "rows": []}') == ()
    (tmp_path / "cache").mkdir()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    place = cache.folder([])
    assert cache.verdict(b"x = 1\n", "a.py", place) == ()
    assert [each.code for each in cache.verdict(b"x = 1\n", "n.ipynb", place)] == ["LLS907"]


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_names_the_cell(name: str) -> None:
    report = Report((judged("x = 1", "import os\nos.remove('x')"),))
    shown = renderer(name)(report)
    assert "cell 2:2:1" in shown or '"cell": 2' in shown


def test_fingerprints_of_commands_tell_them_apart() -> None:
    assert len({each.fingerprint for each in judged("!ls", "!rm x", "%%bash\nls").details}) == 3
    assert judged("!ls").details[0].fingerprint == judged("x = 1", "!ls").details[0].fingerprint


def test_folders_are_searched_and_nothing_is_repaired(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "n.ipynb").write_bytes(notebook("x = 1", "\nx = eval('1')"))
    assert main([]) == 1
    assert capsys.readouterr().out.startswith("n.ipynb:cell 2:2:5: LLS101")
    assert main(["--fix"]) == 1
    assert (tmp_path / "n.ipynb").read_bytes() == notebook("x = 1", "\nx = eval('1')")
    output = capsys.readouterr()
    assert output.out.startswith("n.ipynb:cell 2:2:5: LLS101")
    assert output.err == "fixed: 0, remaining: 1\n"


def test_in_a_change_only_news_is_told(repository: Repository, judge: Judge) -> None:
    old, new = ["import os\nos.remove('x')", "!ls"], ["y = 1", "import os\nos.remove('x')", "!ls", "!rm x"]
    repository.write("n.ipynb", notebook(*old).decode())
    repository.commit()
    repository.write("n.ipynb", notebook(*new).decode())
    verdict = judge("--staged")
    assert [(each["cell"], each["code"]) for each in verdict.findings] == [(4, "LLS202")]


def test_a_notebook_lies_somewhere(
    repository: Repository, judge: Judge, capsys: pytest.CaptureFixture[str]
) -> None:
    cells = ["import shutil\nfrom app import tidy\nshutil.rmtree(input())\ntidy.openai()"]
    for path, severity in (("n.ipynb", "stop"), ("tests/n.ipynb", "tell"), ("test_n.ipynb", "tell")):
        repository.write(path, notebook(*cells).decode())
        assert [each["severity"] for each in judge("--staged").findings] == [severity]
        assert [each["severity"] for each in judge(path).findings] == [severity]
        repository.commit()
