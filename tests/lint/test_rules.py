"""Every rule's own examples, and the annotated cases of each family."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flake8_llm_sandbox import analyze
from flake8_llm_sandbox.rule import examples
from flake8_llm_sandbox.rules import all_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _pytest.mark import ParameterSet

    from flake8_llm_sandbox.rule import Rule

CASES = Path(__file__).parent / "cases"


def programs(kind: str) -> Iterator[ParameterSet]:
    for rule in all_rules():
        for number, program in enumerate(examples(rule, kind), 1):
            yield pytest.param(rule, program, id=f"{rule.code}-{number}")


@pytest.mark.parametrize(("rule", "program"), [*programs("Bad")])
def test_bad_example_fires_its_own_code_alone(rule: type[Rule], program: str) -> None:
    assert {finding.code for finding in analyze(program)} == {rule.code}


@pytest.mark.parametrize(("rule", "program"), [*programs("Good")])
def test_good_example_is_clean(rule: type[Rule], program: str) -> None:
    assert analyze(program) == ()


def cases() -> Iterator[ParameterSet]:
    """Yield the programs of each file in cases/, which are divided by lines `# --- title`."""
    for path in sorted(CASES.glob("*.py")):
        titles_and_programs = re.split(
            r"^# --- (.+)\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE
        )[1:]
        for title, program in zip(titles_and_programs[::2], titles_and_programs[1::2], strict=True):
            yield pytest.param(program, id=f"{path.stem}: {title}")


@pytest.mark.parametrize("program", [*cases()])
def test_case_has_the_codes_that_its_comments_name(program: str) -> None:
    """`# LLS101 LLS801` at the end of a line: exactly these codes there; without such a comment: none."""
    expected = {
        (number, code)
        for number, line in enumerate(program.splitlines(), 1)
        for code in re.findall(r"LLS\d{3}", line.rpartition("#")[2] if "# LLS" in line else "")
    }
    assert {(finding.line, finding.code) for finding in analyze(program)} == expected
