"""What the gate says of steps: what runs was judged together with all that ran before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from llm_sandbox_run import UsageError
from llm_sandbox_run.gate import gate
from llm_sandbox_run.gate.steps import MOST_BYTES, History
from llm_sandbox_run.model import CleanCode, Code, Refused

from flake8_llm_sandbox.models import SHIPPED

if TYPE_CHECKING:
    from pathlib import Path

    from llm_sandbox_run.gate.gate import Joined


@pytest.fixture
def history(tmp_path: Path) -> History:
    def judge(program: Code | Joined) -> CleanCode | Refused:
        return gate.check(program, tmp_path)

    return History(judge, 10, SHIPPED)


def after(history: History, *texts: str, failed: tuple[int, ...] = ()) -> CleanCode | Refused:
    """Have all but the last run, those with a number in ``failed`` in part only; return the verdict on the last."""
    for number, text in enumerate(texts[:-1], 1):
        assert isinstance(history.check(f"<step {number}>", text), CleanCode), text
        history.add(f"<step {number}>", text, finished=number not in failed)
    return history.check(f"<step {len(texts)}>", texts[-1])


SPLIT = {
    "value": ("from pathlib import Path\nd = Path('data')", "d.unlink()"),
    "module": ("import os", "os.remove('x')"),
    "alias": ("import os as json", "json.system('id')"),
    "global of an earlier function": (
        "f = print\ndef g(x):\n    f(x)",
        "import os",
        "f = os.remove",
    ),
    "attribute": (
        "class A: pass\na = A()\na.f = print\ndef g(): a.f('x')",
        "import os\na.f = os.remove",
    ),
    "class": ("class A:\n    pass", "import os\nclass A:\n    f = os.remove", "A.f('x')"),
    "container": ("table = {}", "def g(): table['f']('x')", "import os\ntable['f'] = os.remove"),
    "loop": ("import os\nfor f in (print, len):\n    pass", "for f in (os.remove,):\n    f('x')"),
    "argument": ("def g(f): f('x')", "import os\ng(os.remove)"),
    "namespace": ("import os\nname = 'os'", "globals()[name].remove('x')"),
    "deleted name": ("def eval(x): return x", "del eval", "eval('1')"),
    "text": ("text = '__import__(\"os\")'", "eval(text)"),
    "star": ("from os import *", "remove('x')"),
    "annotation": ("from __future__ import annotations\nimport os", "x: os.remove('x') = 1"),
    "decorator": ("import os\ndef g(f): return f", "@os.remove\ndef h(): pass"),
    "await": ("import os\nasync def g(f): f('x')", "await g(os.remove)"),
}


@pytest.mark.parametrize("texts", SPLIT.values(), ids=SPLIT)
def test_danger_that_is_split_over_steps_is_found(history: History, texts: tuple[str, ...]) -> None:
    steps = list(texts)
    for number, text in enumerate(steps[:-1], 1):
        verdict = history.check(f"<step {number}>", text)
        if isinstance(verdict, Refused):
            return
        history.add(f"<step {number}>", text, finished=True)
    assert isinstance(history.check(f"<step {len(steps)}>", steps[-1]), Refused)


UNFINISHED = {
    "definition": "1 / 0\ndef eval(x): return x",
    "import": "1 / 0\nfrom ast import literal_eval as eval",
    "assignment": "1 / 0\neval = len",
    "loop": "1 / 0\nfor eval in (len,): pass",
}


@pytest.mark.parametrize("text", UNFINISHED.values(), ids=UNFINISHED)
def test_what_a_broken_step_would_have_bound_hides_no_builtin(history: History, text: str) -> None:
    assert isinstance(after(history, text, "eval('1 + 1')", failed=(1,)), Refused)


def test_what_a_whole_step_has_bound_is_its_own(history: History) -> None:
    assert isinstance(after(history, "def eval(x): return x", "eval('1 + 1')"), CleanCode)


ALONE = {
    "opens a string": 'x = """',
    "closes one": '""" + 1',
    "goes on": "x = 1 + \\",
    "goes on after the end": "x = 1\\\n",
    "belongs to another": "else:\n    pass",
    "is indented": "    x = 1",
    "only decorates": "@staticmethod",
    "has a NUL": "x = 1\0",
    "has half a character": "x = '\ud800'",
    "reorders": "x = '\u202e'",
}


@pytest.mark.parametrize("text", ALONE.values(), ids=ALONE)
def test_step_that_is_no_program_by_itself_is_refused_where_it_stands(history: History, text: str) -> None:
    verdict = after(history, "if True:\n    x = 1", text)
    assert isinstance(verdict, Refused)
    assert {each.path for each in verdict.problems} == {"<step 2>"}


def test_step_keeps_its_own_text_and_name(history: History) -> None:
    verdict = after(history, "x = 1", "# coding: latin-1\nx + 1")
    assert isinstance(verdict, CleanCode)
    assert (verdict.source, verdict.filename) == (b"# coding: latin-1\nx + 1", "<step 2>")


def test_findings_are_told_by_step_and_line(history: History) -> None:
    verdict = after(history, "f = print\n\n\ndef g(): f('x')", "import os", "x = 1\nf = os.remove")
    assert isinstance(verdict, Refused)
    assert [(each.path, each.finding.line) for each in verdict.problems] == [("<step 1>", 4), ("<step 3>", 2)]
    verdict = after(history, "\r\ny = 2\rz = 3\n\n", "w = 4\nos.system('id')")
    assert isinstance(verdict, Refused)
    assert [(each.path, each.finding.line) for each in verdict.problems] == [("<step 2>", 2)]


def test_refused_step_is_no_history(history: History) -> None:
    assert isinstance(after(history, "import os", "f = os.remove"), Refused)
    assert isinstance(history.check("<step 2>", "f = print\nf('x')"), CleanCode)


def test_what_the_application_gives_does_no_harm_by_itself(history: History) -> None:
    history.give("search")
    assert isinstance(
        after(history, "for hit in search('x', most=3):\n    print(hit['name'].strip())"), CleanCode
    )


@pytest.mark.parametrize(
    "text", ["eval(search('x'))", "import os\nsearch = os.remove", "search('x').unlink()"]
)
def test_what_the_application_gives_excuses_nothing(history: History, text: str) -> None:
    history.give("search")
    assert isinstance(after(history, text), Refused)


@pytest.mark.parametrize("name", ["", "a b", "open", "eval", "print", "__import__", "__builtins__", "def", "None", "x.y"])  # fmt: skip
def test_application_gives_nothing_under_a_name_of_python(history: History, name: str) -> None:
    with pytest.raises(UsageError, match="plain name"):
        history.give(name)


def test_session_that_grows_too_long_says_so(history: History) -> None:
    text = f"x = '{'a' * (MOST_BYTES // 2)}'"
    verdict = after(history, text, text)
    assert isinstance(verdict, Refused)
    assert "begin another session" in str(verdict.problems[0])


def test_module_that_another_file_has_renamed_is_known_in_later_steps(tmp_path: Path) -> None:
    (tmp_path / "helper.py").write_text("import pickle as p\n")
    history = History(lambda program: gate.check(program, tmp_path), 10, SHIPPED)
    for text in ("import helper", "x = 1"):
        assert isinstance(history.check("<step>", text), CleanCode)
        history.add("<step>", text, finished=True)
    joint = gate.check(Code(b"import helper\nx = 1\nq = helper.p\n"), tmp_path)
    assert type(history.check("<step>", "q = helper.p")) is type(joint)
    assert isinstance(history.check("<step>", "from helper import p"), Refused)


def test_what_earlier_steps_import_stays_approved(tmp_path: Path) -> None:
    (tmp_path / "helper.py").write_text("x = 1\n")
    history = History(lambda program: gate.check(program, tmp_path), 10, SHIPPED)
    history.check("<step 1>", "def f():\n    import helper")
    history.add("<step 1>", "def f():\n    import helper", finished=True)
    (tmp_path / "helper.py").unlink()
    verdict = history.check("<step 2>", "f()")
    assert isinstance(verdict, CleanCode)
    assert "helper.py" in verdict.approved


def test_folder_that_an_earlier_step_adds_is_followed(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "inner.py").write_text("import os\nos.remove('x')\n")
    history = History(lambda program: gate.check(program, tmp_path), 10, SHIPPED)
    for text in ("import sys\nsys.path.append('lib')",):
        assert isinstance(history.check("<step>", text), CleanCode)
        history.add("<step>", text, finished=True)
    assert isinstance(history.check("<step>", "import inner"), Refused)
