"""Every scenario comes out as it says, and every rule has people for and against it.

That holds for every topic that is shipped. What is compared stands in `trials`, which
the command `test` uses too.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from assessment.core.topic import Topic
from assessment.rulebook import load_topic
from assessment.rulebook.compose import text_at
from assessment.rulebook.scenarios import Scenario
from assessment.rulebook.trials import FIRES, FITS, GIVEN, Gap, Trial, gaps, trial
from tests.rules.scenarios import calm_people, read_scenarios
from tests.rules.topics import FOLDERS, RULES

TOPICS = [folder.name for folder in FOLDERS]
# who must be seen sooner than usual
FEWEST_SOON = {"muscle-weakness": 300, "tiredness": 40}
EACH = [
    pytest.param(topic, scenario.id, id=f"{topic}-{scenario.id}")
    for topic in TOPICS
    for scenario in read_scenarios(RULES / topic / "scenarios")
]
CALM = [
    pytest.param(topic, person.id, id=f"{topic}-{person.id}")
    for topic in TOPICS
    for person in calm_people(RULES / topic / "scenarios")
]


@cache
def loaded(topic: str) -> Topic:
    """The topic of the folder."""
    return load_topic(RULES / topic)


def people(topic: str) -> dict[str, Scenario]:
    """Its scenarios, by id."""
    return {one.id: one for one in read_scenarios(RULES / topic / "scenarios")}


@cache
def tried(topic: str, scenario: str) -> Trial:
    """What the rules make of the scenario."""
    return trial(people(topic)[scenario], loaded(topic))


@pytest.mark.parametrize(("topic", "scenario"), EACH)
def test_scenario(topic: str, scenario: str) -> None:
    assert tried(topic, scenario).failures == ()


@pytest.mark.parametrize(("topic", "person"), CALM)
def test_calm_people_need_no_more_than_a_normal_visit(topic: str, person: str) -> None:
    calm = {one.id: one for one in calm_people(RULES / topic / "scenarios")}[person]
    at_most = {"at_most": (text_at("routine", calm.place),)}
    assert trial(replace(calm, expect=at_most), loaded(topic)).failures == ()


def unproven(topic: str, kind: str) -> list[Gap]:
    """The rules of the kind that scenarios leave unproven."""
    trials = [tried(topic, scenario) for scenario in people(topic)]
    return [g for g in gaps(trials, loaded(topic)) if g.rule.startswith(f"{kind}.")]


@pytest.mark.parametrize("topic", TOPICS)
def test_sign_has_somebody_it_is_about_and_a_near_miss(topic: str) -> None:
    assert unproven(topic, FIRES) == []


@pytest.mark.parametrize("topic", TOPICS)
def test_cause_has_somebody_it_fits_and_somebody_alike_whom_it_does_not(
    topic: str,
) -> None:
    assert unproven(topic, FITS) == []


@pytest.mark.parametrize("topic", FEWEST_SOON)
def test_next_step_is_given_to_somebody_and_not_to_somebody_alike(topic: str) -> None:
    assert unproven(topic, GIVEN) == []


@pytest.mark.parametrize("topic", TOPICS)
def test_scenarios_name_rules_and_sources_that_exist(topic: str) -> None:
    there = loaded(topic)
    signs = {flag.id for flag in there.red_flags}
    causes = {cause.id for cause in there.causes}
    steps = {step.id for step in there.next_steps}
    for one in people(topic).values():
        named = [one.expect.get(part, ()) for part in ("fires", "does_not_fire")]
        assert {str(name) for names in named for name in names} <= signs, one.id
        named = [one.expect.get(part, ()) for part in ("suggests", "does_not_suggest")]
        assert {str(name) for names in named for name in names} <= causes, one.id
        named = [one.expect.get(part, ()) for part in ("gives", "does_not_give")]
        assert {str(name) for names in named for name in names} <= steps, one.id
        assert one.source in there.sources, one.id


@pytest.mark.parametrize(("topic", "fewest"), FEWEST_SOON.items())
def test_enough_people_must_be_seen_sooner_than_usual(topic: str, fewest: int) -> None:
    late = {"routine", "self_care"}
    soon = [
        one
        for one in people(topic).values()
        if not {*one.expect.get("at_least", ("routine",))} & late
    ]
    assert len(soon) >= fewest


@pytest.mark.parametrize("topic", TOPICS)
def test_no_two_people_are_the_same(topic: str) -> None:
    seen: dict[frozenset[object], str] = {}
    for one in people(topic).values():
        said = frozenset((name, one.answer(name)) for name in one.said)
        assert seen.setdefault(said, one.id) == one.id
