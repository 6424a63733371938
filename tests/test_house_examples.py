"""What `examples/` promises."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_llm_sandbox import Capability, analyze

EXAMPLES = Path(__file__).parent.parent / "examples"
DANGEROUS = sorted(EXAMPLES.glob("dangerous/*.py"))
PROJECT = sorted(EXAMPLES.glob("project/*.py"))


@pytest.mark.parametrize("path", DANGEROUS, ids=lambda path: path.stem)
def test_dangerous_example_is_found_for_what_its_name_says(path: Path) -> None:
    assert path.stem.partition("_")[0] in {finding.capability for finding in analyze(path.read_bytes())}


def test_each_capability_has_a_dangerous_example() -> None:
    assert {path.stem.partition("_")[0] for path in DANGEROUS} == set(Capability)


@pytest.mark.parametrize("path", PROJECT, ids=lambda path: path.stem)
def test_example_project_is_clean(path: Path) -> None:
    assert analyze(path.read_bytes()) == ()
