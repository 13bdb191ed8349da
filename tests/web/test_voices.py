"""A form for somebody else speaks of them, from the first page to the paper."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask

from tests.rules.people import person
from tests.web.looking import LookingClient, words
from tests.web.walker import Walker

CALM = {"emerg_now": ["none"]}


def at_the_age(app: Flask, age: str, respondent: str = "other") -> LookingClient:
    """A client that has just said how old the person is."""
    client = LookingClient(app)
    client.start(respondent)
    client.answer(CALM, {"age": age, "sex": "male"}, {"bladder_saddle": ["none"]})
    return client


def test_the_voice_changes_as_soon_as_the_age_is_known(real_app: Flask) -> None:
    client = LookingClient(real_app)
    client.start("other")
    client.answer(CALM)
    assert "About the person" in client.page.title
    client.answer({"age": "4", "sex": "male"})
    assert "About your child" in client.page.title
    # Now that the age is known nobody asks about a child's sex life.
    assert client.page.heading == "Have any of these changed?"
    assert "Sex feels numb" not in client.page.text
    client.answer({"bladder_saddle": ["none"]})
    assert client.page.heading == "Which have you seen in your child?"


@pytest.mark.parametrize(
    ("age", "respondent", "ask"),
    [
        ("4", "other", "Where is your child weak? Choose each part."),
        ("80", "other", "Where is the person weak? Choose each part."),
        ("80", "staff", "Where are you weak? Choose each part."),
    ],
)
def test_a_page_that_was_not_answered_speaks_the_same(
    real_app: Flask, age: str, respondent: str, ask: str
) -> None:
    client = at_the_age(real_app, age, respondent)
    if age == "4":
        client.answer({"child_signs": ["none"]})
    client.answer({"kind": ["weaker"]})
    assert client.page.heading == ask
    assert "here mean the person" not in client.page.text
    client.press(422)
    assert client.page.heading == ask


def test_an_emergency_says_what_a_helper_needs(real_app: Flask) -> None:
    client = LookingClient(real_app)
    client.start("other")
    client.answer({"emerg_now": ["one_side"]})
    assert client.page.heading == "Call 999 now."
    told = words(client.page.tree.find(".//main"))
    assert "Do not let the person drive, eat or drink." in told
    assert "Stay with the person. Unlock the door." in told


def results(app: Flask, respondent: str) -> LookingClient:
    """A client at the results of a child that keeps falling."""
    client = LookingClient(app)
    answers = person("child", child_signs="keeps_falling", falls="two_plus")
    walker = Walker(client, answers)
    walker.walk(respondent)
    walker.results()
    return client


@pytest.fixture(scope="module")
def mother(real_app: Flask) -> LookingClient:
    """A client whose results are about a child."""
    return results(real_app, "other")


def test_results_speak_of_the_child(mother: LookingClient) -> None:
    told = words(mother.get("/muscle-weakness/results").tree.find(".//main"))
    assert "Call sooner if your child falls more often" in told
    assert "I am calling for someone else." in told


def test_computers_read_one_voice(real_app: Flask, mother: LookingClient) -> None:
    def read(client: LookingClient) -> dict[str, Any]:
        client.get("/muscle-weakness/results")
        token = {"csrf_token": client.token()}
        client.post("/muscle-weakness/summary.pdf", token, 200)
        embedded = real_app.extensions["assessment"].papers.embedded
        return {file.name: json.loads(file.content) for file in embedded}

    other, own = read(mother), read(results(real_app, "self"))
    for name in ("fhir-questionnaire.json", "fhir-response.json"):
        assert other[name].get("item") == own[name].get("item")
    assert other["answers.json"]["answers"] == own["answers.json"]["answers"]
