"""Every attack in every place: what the place has to hold, and what the result has to say."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest
from llm_sandbox_run import Outcome
from llm_sandbox_run.guest.facts import PROTECTIONS

from tests.attacks.attack import FAMILIES, KNOWN, Attack, every_attack
from tests.attacks.observed import NO_NEXT_RUN

if TYPE_CHECKING:
    from tests.attacks.conftest import Battlefield
    from tests.attacks.observed import Observed

GRACE_MS = 300
TRIES = 6
_ATTACKS = every_attack()


@pytest.mark.parametrize("attack", _ATTACKS, ids=lambda attack: attack.name)
def test_attack(place: Battlefield, attack: Attack) -> None:
    if attack.suite.startswith("pytest") and not place.has_pytest():
        pytest.skip("the programs' interpreter has no pytest")
    seen = _in_time(place, attack)
    assert seen.left == 0
    assert not any(line.startswith(NO_NEXT_RUN) for line in seen.next), seen
    if attack.holders and attack.holders <= set(place.missing()):
        return  # the result itself names what would be needed
    assert seen.outcome in attack.outcomes, seen
    assert "ESCAPED" not in seen.stdout + seen.stderr
    assert seen.damage == []
    assert seen.next == []
    _has_what_the_headers_say(attack, seen)
    assert _kept_its_time(attack, seen), (seen.wall_ms, seen.host_ms, seen)


def _has_what_the_headers_say(attack: Attack, seen: Observed) -> None:
    headers = attack.headers
    if "exit" in headers:
        assert seen.exit_code == int(headers["exit"]), seen
    if "prints" in headers:
        assert seen.stdout == headers["prints"] + "\n", seen
    if "log" in headers:
        assert any(re.search(headers["log"], line) for line in seen.log), seen
    if "gone" in headers:
        assert headers["gone"] not in seen.names
    if "changes" in headers:
        kind, _, path = headers["changes"].rpartition(" ")
        assert seen.changes.get(path) == kind, seen
    if "tests" in headers:
        assert seen.tests == [int(number) for number in headers["tests"].split()], seen
    assert not re.search(r"[\x00-\x1f\x7f]", "".join(seen.log)), seen


def _in_time(place: Battlefield, attack: Attack) -> Observed:
    # A machine with more to do than these tests may be late for a while; what an attack can hold up is late each time.
    for pause in range(1, TRIES):
        seen = place.attempt(attack)
        if _kept_its_time(attack, seen):
            return seen
        time.sleep(pause)
    return place.attempt(attack)


def _kept_its_time(attack: Attack, seen: Observed) -> bool:
    limit = attack.seconds * 1000
    early = seen.outcome == "timeout" and seen.wall_ms < limit
    return not early and max(seen.wall_ms, seen.host_ms) <= limit + GRACE_MS


def test_every_program_says_what_has_to_come_of_it() -> None:
    assert len(_ATTACKS) >= 75
    assert {attack.name.partition("/")[0] for attack in _ATTACKS} == set(FAMILIES)
    for attack in _ATTACKS:
        assert attack.headers.keys() <= KNOWN, attack
        assert set(attack.outcomes) <= {outcome.value for outcome in Outcome}, attack
        assert attack.holders <= PROTECTIONS.keys(), attack
        assert attack.text.startswith('"""'), attack
