"""Every scenario comes out as it says, and every rule has people for and against it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from assessment.core.assess import Assessment, assess
from assessment.core.findings import Urgency
from assessment.core.summarise import summarise
from assessment.core.visit import Visit
from assessment.rulebook import load_topic
from tests.rules.scenarios import (
    Scenario,
    answers_of,
    calm_people,
    differences,
    read_scenarios,
)

RULES = Path(__file__).parents[2] / "rules"
MUSCLES = load_topic(RULES / "muscle-weakness")
FOLDER = RULES / "muscle-weakness" / "scenarios"
SCENARIOS = read_scenarios(FOLDER)
CALM = calm_people(FOLDER)
SIGNS = sorted(flag.id for flag in MUSCLES.red_flags if not flag.fallback)
CAUSES = sorted(cause.id for cause in MUSCLES.causes)
MOST_DIFFERENCES = 2  # between somebody whom a rule is about and a near miss
FEWEST_SOON = 300  # who must be seen sooner than at a normal visit


def assessed(scenario: Scenario, folder: Path) -> Assessment:
    """What the rules make of the person."""
    return assess(MUSCLES, answers_of(scenario, MUSCLES, folder))


def shown_causes(assessment: Assessment) -> frozenset[str]:
    """The causes that the result page lists."""
    visit = Visit(MUSCLES.id, "", 0, answers=assessment.known.answers)
    summary = summarise(MUSCLES, visit, assessment, date(2026, 1, 1))
    return frozenset(card.id for card in summary.causes)


def broken_promises(scenario: Scenario, found: Assessment) -> list[str]:
    """What the scenario expects and the rules do not do, in words."""
    fired = {result.flag.id for result in found.fired}
    expect, shown = scenario.expect, shown_causes(found)
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


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one.id)
def test_scenario(scenario: Scenario, tmp_path: Path) -> None:
    found = assessed(scenario, tmp_path)
    assert broken_promises(scenario, found) == [], scenario.place.short


@pytest.mark.parametrize("scenario", CALM, ids=lambda one: one.id)
def test_calm_people_need_no_more_than_a_normal_visit(
    scenario: Scenario, tmp_path: Path
) -> None:
    assert assessed(scenario, tmp_path).urgency <= Urgency.ROUTINE


def named(part: str, rule: str) -> list[Scenario]:
    """The scenarios that name the rule in this part of what they expect."""
    return [one for one in SCENARIOS if rule in one.expect.get(part, [])]


def closest(ones: Iterable[Scenario], others: Iterable[Scenario]) -> int:
    """In how many answers the two people who are most alike differ."""
    near = list(others)
    return min((differences(one, other) for one in ones for other in near), default=99)


@pytest.mark.parametrize("sign", SIGNS)
def test_sign_has_somebody_it_is_about_and_a_near_miss(sign: str) -> None:
    pair = named("fires", sign), named("does_not_fire", sign)
    assert closest(*pair) <= MOST_DIFFERENCES


@pytest.mark.parametrize("cause", CAUSES)
def test_cause_has_somebody_it_fits_and_somebody_alike_whom_it_does_not(
    cause: str,
) -> None:
    pair = named("suggests", cause), named("does_not_suggest", cause)
    assert closest(*pair) <= MOST_DIFFERENCES


def ids_in(part: str) -> set[str]:
    """Every id that scenarios name in this part of what they expect."""
    return {name for one in SCENARIOS for name in one.expect.get(part, [])}


@pytest.mark.parametrize(
    ("part", "known"),
    [
        ("fires", SIGNS),
        ("does_not_fire", SIGNS),
        ("suggests", CAUSES),
        ("does_not_suggest", CAUSES),
    ],
)
def test_scenarios_name_rules_that_exist(part: str, known: list[str]) -> None:
    assert ids_in(part) <= set(known)


def test_every_scenario_has_a_source_of_the_topic() -> None:
    assert {one.source for one in SCENARIOS} <= MUSCLES.sources.keys()


def test_enough_people_must_be_seen_sooner_than_usual() -> None:
    soon = [
        one
        for one in SCENARIOS
        if one.expect.get("at_least", "routine") not in ("routine", "self_care")
    ]
    assert len(soon) >= FEWEST_SOON


def test_no_two_people_are_the_same() -> None:
    alike = [
        (one.id, other.id)
        for number, one in enumerate(SCENARIOS)
        for other in SCENARIOS[:number]
        if differences(one, other) == 0
    ]
    assert alike == []
