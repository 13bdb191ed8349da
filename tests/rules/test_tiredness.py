"""Tiredness: real weakness is no tiredness, a walk has one gate, alcohol has two."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import pytest

from assessment.core.answers import Answer
from assessment.core.assess import Assessment, assess
from assessment.core.findings import Urgency
from tests.rules.scenarios import answers_of
from tests.rules.topics import TOPICS, calm_in

TOPIC = next(topic for topic in TOPICS if topic.id == "tiredness")
CALM = {person.id: person for person in calm_in(TOPIC)}
Said: TypeAlias = Mapping[str, str | int]
BLOCKING: list[Said] = [
    {"emerg_now": "chest_pain"},
    {"emerg_now": "unsure"},
    {"power": "weaker"},
    {"power": "unsure"},
    {"kind": "crash"},
    {"severity": "most_help"},
    *({"symptoms": sign} for sign in (
        "fever", "breathless_effort", "palpitations", "dizzy_standing", "pale",
        "weight_loss", "one_leg_swollen")),
    {"conditions": "heart"},
    {"conditions": "cancer_now"},
    {"recent": "covid"},
    {"age": 15},
]  # fmt: skip


@pytest.fixture
def found(request: pytest.FixtureRequest) -> Assessment:
    """What the rules make of a calm adult who says this instead."""
    answers = answers_of(CALM["adult"], TOPIC)
    for name, said in request.param.items():
        answer = Answer((said,)) if isinstance(said, str) else Answer(number=said)
        answers = answers.set(name, answer)
    return assess(TOPIC, answers)


def steps(found: Assessment) -> set[str]:
    """The ids of the next steps."""
    return {step.id for step in found.next_steps}


@pytest.mark.parametrize("found", [{}], indirect=True)
def test_a_short_walk_is_for_who_is_well_enough(found: Assessment) -> None:
    assert "walking" in steps(found)


@pytest.mark.parametrize("found", BLOCKING, ids=str, indirect=True)
def test_one_blocking_answer_keeps_the_walk_away(found: Assessment) -> None:
    assert "walking" not in steps(found)


@pytest.mark.parametrize("found", [{"kind": "crash"}], indirect=True)
def test_who_crashes_is_told_to_stay_within_their_energy(found: Assessment) -> None:
    assert "crash" in steps(found)


DRINKS: list[Said] = [{"life_areas": "alcohol", "alcohol": "high"}]


@pytest.mark.parametrize("found", DRINKS, indirect=True)
def test_who_drinks_a_lot_is_sent_for_help_first(found: Assessment) -> None:
    assert "alcohol_help" in steps(found)
    assert "alcohol_less" not in steps(found)


@pytest.mark.parametrize(
    "found", [{"power": power} for power in ("weaker", "no_power")], indirect=True
)
def test_real_loss_of_power_is_always_seen_soon(found: Assessment) -> None:
    assert found.urgency >= Urgency.WITHIN_2_WEEKS


@pytest.mark.parametrize("found", [{"age": 15}, {"age": 4}], indirect=True)
def test_no_cause_is_named_to_the_young(found: Assessment) -> None:
    assert found.urgency is Urgency.SAME_DAY
    assert found.causes == ()
