"""Dangerous things are seen through whatever disguise they wear, and harmless ones may wear the same."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flake8_llm_sandbox import analyze
from tests.proof.disguises import programs
from tests.proof.hunt import is_missed
from tests.proof.sinks import HARMLESS, Sink

SETTINGS = settings(
    max_examples=300, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


@SETTINGS
@given(programs())
def test_every_disguise_is_seen_through(case: tuple[Sink, str]) -> None:
    assert not is_missed(*case), case[1]


@SETTINGS
@given(programs(st.sampled_from(HARMLESS), honest=True))
def test_honest_code_may_take_the_same_ways(case: tuple[Sink, str]) -> None:
    assert analyze(case[1]) == (), case[1]
