"""Never a crash, a hang, or `clean` for something that was not analysed."""

from __future__ import annotations

import ast
import warnings
from pathlib import Path

import hypothesmith
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import flake8_llm_sandbox
from flake8_llm_sandbox import analyze

OWN_FILES = sorted(Path(flake8_llm_sandbox.__file__).parent.rglob("*.py"))
LIBRARY = sorted(path for path in Path(ast.__file__).parent.glob("*.py") if path.stat().st_size < 60_000)


def compiles(source: bytes | str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(hypothesmith.from_grammar())
def test_what_does_not_compile_is_never_clean(source: str) -> None:
    findings = analyze(source)
    assert findings or compiles(source)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_mutated_bytes_are_refused_or_analysed(data: st.DataObject) -> None:
    source = bytearray(data.draw(st.sampled_from(OWN_FILES)).read_bytes()[:3_000])
    for position in data.draw(st.lists(st.integers(0, len(source) - 1), max_size=8)):
        source[position] = data.draw(st.integers(0, 255))
    findings = analyze(bytes(source))
    assert findings or compiles(bytes(source))


@pytest.mark.parametrize("path", [*OWN_FILES, *LIBRARY[::7]], ids=lambda path: path.name)
def test_honest_files_of_any_style_can_be_analysed(path: Path) -> None:
    findings = analyze(path.read_bytes(), str(path))
    assert not [finding for finding in findings if finding.code in ("LLS901", "LLS902")]
