"""Whatever raises one of the interpreter's sensitive audit events is reported."""

from __future__ import annotations

import re
import sysconfig
from pathlib import Path

import pytest

from flake8_llm_sandbox import Capability, analyze
from tests.proof.tables import EXCEPTIONS, example, table

LIBRARY = Path(sysconfig.get_path("stdlib"))
ROWS = [
    pytest.param(capability, name, id=f"{event}: {name}")
    for event, capability, names in table("events.tsv")
    for name in names.split()
]


@pytest.mark.parametrize(("capability", "name"), ROWS)
def test_what_raises_the_event_is_reported_or_excepted(capability: str, name: str) -> None:
    found = {finding.capability for finding in analyze(example(name))}
    if capability:
        assert Capability(capability) in found
    else:
        assert found or name in EXCEPTIONS


def test_table_holds_every_event_that_the_library_raises_in_python() -> None:
    raised = {
        event
        for path in LIBRARY.rglob("*.py")
        if not {"test", "site-packages"} & set(path.relative_to(LIBRARY).parts)
        for event in re.findall(
            r"\baudit\(\s*[\"']([^\"']+)", path.read_text(encoding="utf-8", errors="replace")
        )
    }
    known = {event for event, *_ in table("events.tsv")}
    assert raised
    assert not {event for event in raised - known if not event.startswith("cpython.")}
