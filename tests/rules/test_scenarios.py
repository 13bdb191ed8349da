"""Every scenario comes out as it says, and every rule has people for and against it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from assessment.core.assess import Assessment, assess
from assessment.core.findings import Urgency
from assessment.core.summarise import summarise
from assessment.core.topic import Topic
from assessment.core.visit import Visit
from tests.rules.scenarios import Scenario, answers_of, differences
from tests.rules.topics import TOPICS, calm_in, scenarios_in

MOST_DIFFERENCES = 2  # between somebody whom a rule is about and a near miss
# Who must be seen sooner than at a normal visit: how many people at the least.
FEWEST_SOON = {"muscle-weakness": 300, "tiredness": 40}

EVERYBODY = [(topic, one) for topic in TOPICS for one in scenarios_in(topic)]
CALM = [(topic, one) for topic in TOPICS for one in calm_in(topic)]
SIGNS = [
    (topic, flag.id)
    for topic in TOPICS
    for flag in topic.red_flags
    if not flag.fallback
]
CAUSES = [(topic, cause.id) for topic in TOPICS for cause in topic.causes]
each_topic = pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.id)


def name(part: object) -> str | None:
    """What a test is called by: the topic, the person or the rule."""
    return part.id if isinstance(part, Topic | Scenario) else None


def assessed(topic: Topic, scenario: Scenario, folder: Path) -> Assessment:
    """What the rules make of the person."""
    return assess(topic, answers_of(scenario, topic, folder))


def shown_causes(topic: Topic, assessment: Assessment) -> frozenset[str]:
    """The causes that the result page lists."""
    visit = Visit(topic.id, "", 0, answers=assessment.known.answers)
    summary = summarise(topic, visit, assessment, date(2026, 1, 1))
    return frozenset(card.id for card in summary.causes)


def broken_promises(topic: Topic, scenario: Scenario, found: Assessment) -> list[str]:
    """What the scenario expects and the rules do not do, in words."""
    fired = {result.flag.id for result in found.fired}
    expect, shown = scenario.expect, shown_causes(topic, found)
    urgency = found.urgency
    least = Urgency[expect.get("at_least", "self_care").upper()]
    most = Urgency[expect.get("at_most", "emergency").upper()]
    return [
        *(
            f"{sign} does not fire"
            for sign in expect.get("fires", [])
            if sign not in fired
        ),
        *(f"{sign} fires" for sign in expect.get("does_not_fire", []) if sign in fired),
        *([] if least <= urgency <= most else [f"urgency is {urgency.id}"]),
        *(f"{c} is not shown" for c in expect.get("suggests", []) if c not in shown),
        *(f"{c} is shown" for c in expect.get("does_not_suggest", []) if c in shown),
    ]


@pytest.mark.parametrize(("topic", "scenario"), EVERYBODY, ids=name)
def test_scenario(topic: Topic, scenario: Scenario, tmp_path: Path) -> None:
    found = assessed(topic, scenario, tmp_path)
    assert broken_promises(topic, scenario, found) == [], scenario.place.short


@pytest.mark.parametrize(("topic", "scenario"), CALM, ids=name)
def test_calm_people_need_no_more_than_a_normal_visit(
    topic: Topic, scenario: Scenario, tmp_path: Path
) -> None:
    assert assessed(topic, scenario, tmp_path).urgency <= Urgency.ROUTINE


def named(topic: Topic, part: str, rule: str) -> list[Scenario]:
    """The scenarios that name the rule in this part of what they expect."""
    return [one for one in scenarios_in(topic) if rule in one.expect.get(part, [])]


def closest(ones: Iterable[Scenario], others: Iterable[Scenario]) -> int:
    """In how many answers the two people who are most alike differ."""
    near = list(others)
    return min((differences(one, other) for one in ones for other in near), default=99)


@pytest.mark.parametrize(("topic", "sign"), SIGNS, ids=name)
def test_sign_has_somebody_it_is_about_and_a_near_miss(topic: Topic, sign: str) -> None:
    pair = named(topic, "fires", sign), named(topic, "does_not_fire", sign)
    assert closest(*pair) <= MOST_DIFFERENCES


@pytest.mark.parametrize(("topic", "cause"), CAUSES, ids=name)
def test_cause_has_somebody_it_fits_and_somebody_alike_whom_it_does_not(
    topic: Topic, cause: str
) -> None:
    pair = named(topic, "suggests", cause), named(topic, "does_not_suggest", cause)
    assert closest(*pair) <= MOST_DIFFERENCES


def ids_in(topic: Topic, part: str) -> set[str]:
    """Every id that scenarios name in this part of what they expect."""
    return {id_ for one in scenarios_in(topic) for id_ in one.expect.get(part, [])}


@each_topic
def test_scenarios_name_rules_that_exist(topic: Topic) -> None:
    signs = {flag.id for flag in topic.red_flags if not flag.fallback}
    causes = {cause.id for cause in topic.causes}
    assert ids_in(topic, "fires") | ids_in(topic, "does_not_fire") <= signs
    assert ids_in(topic, "suggests") | ids_in(topic, "does_not_suggest") <= causes


@each_topic
def test_every_scenario_has_a_source_of_the_topic(topic: Topic) -> None:
    assert {one.source for one in scenarios_in(topic)} <= topic.sources.keys()


@each_topic
def test_enough_people_must_be_seen_sooner_than_usual(topic: Topic) -> None:
    soon = [
        one
        for one in scenarios_in(topic)
        if one.expect.get("at_least", "routine") not in ("routine", "self_care")
    ]
    assert len(soon) >= FEWEST_SOON[topic.id]


@each_topic
def test_no_two_people_are_the_same(topic: Topic) -> None:
    people = scenarios_in(topic)
    alike = [
        (one.id, other.id)
        for number, one in enumerate(people)
        for other in people[:number]
        if differences(one, other) == 0
    ]
    assert alike == []
