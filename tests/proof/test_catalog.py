"""Each dangerous callable that we know of is reported, or stands in the one reviewed list of exceptions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flake8_llm_sandbox import analyze
from tests.proof.tables import CATALOG, EXCEPTIONS, example, plainest

if TYPE_CHECKING:
    from _pytest.mark import ParameterSet

GAPS = {"setattr:builtins": "what is assigned to an attribute of a library is not followed"}


def rows() -> list[ParameterSet]:
    marks = {name: [pytest.mark.xfail(reason=reason)] for name, reason in GAPS.items()}
    return [pytest.param(name, marks=marks.get(name, ())) for name in CATALOG if name not in EXCEPTIONS]


@pytest.mark.parametrize("name", rows())
def test_what_the_catalog_names_is_reported(name: str) -> None:
    codes = {finding.code for finding in analyze(example(name))}
    assert codes
    assert "LLS901" not in codes


@pytest.mark.parametrize("name", EXCEPTIONS)
def test_exception_has_a_reason_and_is_one(name: str) -> None:
    assert EXCEPTIONS[name]
    assert not CATALOG.get(name)
    assert name.endswith("*") or not analyze(plainest(name))
