"""Each dangerous callable that we know of is reported, or stands in the one reviewed list of exceptions."""

from __future__ import annotations

import pytest

from flake8_llm_sandbox import analyze
from tests.proof.tables import CATALOG, EXCEPTIONS, example, plainest


@pytest.mark.parametrize("name", [name for name in CATALOG if name not in EXCEPTIONS])
def test_what_the_catalog_names_is_reported(name: str) -> None:
    codes = {finding.code for finding in analyze(example(name))}
    assert codes
    assert "LLS901" not in codes


@pytest.mark.parametrize("name", EXCEPTIONS)
def test_exception_has_a_reason_and_is_one(name: str) -> None:
    assert EXCEPTIONS[name]
    assert not CATALOG.get(name)
    assert name.endswith("*") or not analyze(plainest(name))
