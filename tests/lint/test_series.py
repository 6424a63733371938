"""Programs that come step by step: what is found in them as a whole is found in one of their steps."""

from __future__ import annotations

import ast
from itertools import pairwise

import pytest

from flake8_llm_sandbox import analyze
from flake8_llm_sandbox.series import Series
from flake8_llm_sandbox.source import LINE_END
from tests.lint.test_rules import cases


def steps_of(program: str) -> list[str] | None:
    """Return each statement of a program as a step, if it can be divided so."""
    lines = [f"{line}\n" for line in LINE_END.split(program)]
    try:
        body = ast.parse(program).body
    except SyntaxError:
        return None
    starts = [
        min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", []))]) for node in body
    ]
    if len(set(starts)) < len(starts) or any(
        a.end_lineno >= start for a, start in zip(body, starts[1:], strict=False)
    ):
        return None
    cuts = [1, *starts[1:], len(lines) + 1]
    return ["".join(lines[start - 1 : end - 1]) for start, end in pairwise(cuts)]


@pytest.mark.parametrize("program", [*cases()])
def test_step_by_step_nothing_is_missed_and_nothing_is_made_up(program: str) -> None:
    steps = steps_of(program)
    if not steps:
        return
    series, found = Series(), []
    for number, step in enumerate(steps):
        found = series.judge(step)
        so_far = analyze("".join(steps[: number + 1]))
        assert bool(found) <= bool(so_far), (step, found)
        if found:
            break
        if so_far:  # nothing but what has run means something else by now
            past = sum(len(LINE_END.findall(each)) for each in steps[:number])
            assert all(each.line <= past for each in so_far), (step, so_far)
        series.keep()
    else:
        assert not [
            each for each in analyze(program) if each.line > len(LINE_END.findall("".join(steps[:-1])))
        ]


def test_step_that_did_not_run_leaves_no_trace() -> None:
    series = Series()
    for step in ("f = print\ndef g():\n    f('x')\n", "import os\n"):
        assert not series.judge(step)
        series.keep()
    for _ in range(2):
        assert [each.line for each in series.judge("f = os.remove\n")] == [3, 5]
        assert not series.judge("f = len\ng()\n")
    series.keep()
    assert [each.line for each in series.judge("f = os.remove\n")] == [3, 7]


@pytest.mark.parametrize(
    "late",
    [
        "names.append('/etc/passwd')",
        "names[0] = '/etc/passwd'",
        "names += ['/etc/passwd']",
        "names.extend(['/etc/passwd'])",
    ],
)
def test_what_others_do_later_is_judged_by_what_there_is_then(late: str) -> None:
    series = Series()
    for step in ("names = ['a.txt']\n", "files = map(open, names)\n"):
        assert not series.judge(step)
        series.keep()
    assert bool(series.judge(f"{late}\n")) or not analyze(
        f"names = ['a.txt']\nfiles = map(open, names)\n{late}\n"
    )


def test_only_what_a_step_may_have_changed_is_judged_again(monkeypatch: pytest.MonkeyPatch) -> None:
    judged: list[object] = []
    look = Series._look
    monkeypatch.setattr(
        Series, "_look", lambda self, unit, *rest: judged.append(unit) or look(self, unit, *rest)
    )
    series = Series()
    for number in range(30):
        step = f"import math\ndef mean{number}(xs):\n    return math.fsum(xs) / len(xs)\nm{number} = mean{number}([1, 2])\nprint(m{number})\n"
        assert not series.judge(step)
        series.keep()
    assert len(judged) == 30
    assert not series.judge("math = None\n")
    assert len(judged) == 60
