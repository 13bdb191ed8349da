"""The second topic goes the whole way: questions, warning, results, paper, data."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from flask import Flask

from assessment.core.answers import Answers
from assessment.core.topic import Topic
from assessment.rulebook import load_topic
from assessment.web import create_app
from assessment.web.settings import Settings
from tests.rules.scenarios import answers_of
from tests.rules.topics import RULES, calm_in, scenarios_in
from tests.web.conftest import without_papers
from tests.web.looking import LookingClient, words
from tests.web.walker import Walker

NOT_REVIEWED = re.compile("No clinician has (reviewed|checked)")


@pytest.fixture(scope="module")
def topic() -> Topic:
    """The topic."""
    return load_topic(RULES / "tiredness")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """A site that a clinic has set to the topic."""
    state = tmp_path_factory.mktemp("state")
    settings = Settings(topic="tiredness", state=state, store="memory:")
    return without_papers(create_app(settings))


def somebody(topic: Topic, name: str) -> Answers:
    """The answers of one of the people of the scenarios."""
    people = {one.id: one for one in (*calm_in(topic), *scenarios_in(topic))}
    return answers_of(people[name], topic)


def at_the_end(app: Flask, answers: Answers) -> Walker:
    """Somebody who has answered all that they are asked."""
    walker = Walker(LookingClient(app), answers)
    walker.walk()
    return walker


def test_the_start_page_says_what_the_site_is_about(app: Flask) -> None:
    page = LookingClient(app).get("/")
    assert page.heading == "Get ready to see a doctor about being very tired"
    assert NOT_REVIEWED.search(words(page.tree))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("adult", "Book a normal doctor visit"),
        ("after_a_cold", "Look after it at home"),
        ("thirsty_same_weight", "See a doctor within 2 weeks"),
        ("foot_drops_this_month", "See a doctor today"),
        ("tired_on_a_beta_blocker", "Worn out, slow pulse"),
    ],
)
def test_the_results_and_the_paper_are_about_tiredness(
    app: Flask, topic: Topic, name: str, told: str
) -> None:
    walker = at_the_end(app, somebody(topic, name))
    results = walker.results()
    paper = walker.client.get("/tiredness/paper")
    assert told in words(results.tree) + words(paper.tree)
    for page in (results, paper):
        assert NOT_REVIEWED.search(words(page.tree))
        assert "muscle weakness" not in words(page.tree).lower()
    assert walker.interrupts == 0


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("thirsty_and_sick", "Call 999 now."),
        ("might_act_on_it", "Call 999 or Samaritans on 116 123 now."),
    ],
)
def test_an_emergency_stops_the_questions(
    app: Flask, topic: Topic, name: str, told: str
) -> None:
    walker = at_the_end(app, somebody(topic, name))
    assert walker.interrupts == 1
    assert told in words(walker.results().tree)


def test_nobody_under_sixteen_is_asked_more_than_the_emergencies(
    app: Flask, topic: Topic
) -> None:
    walker = Walker(LookingClient(app), somebody(topic, "girl_of_twelve"))
    checked = words(walker.walk().tree)
    assert "Real loss of power" in checked
    assert "Change over time" not in checked
    told = words(walker.results().tree)
    assert "This form is made for people of 16 and over" in told
    assert "Call the doctor of the child or young person today." in told


def test_the_data_are_whole(app: Flask, topic: Topic) -> None:
    walker = at_the_end(app, somebody(topic, "crashes_for_a_year"))
    client = walker.client
    walker.results()
    client.post("/tiredness/summary.pdf", {"csrf_token": client.token()}, 200)
    files: dict[str, Any] = {
        file.name: json.loads(file.content)
        for file in app.extensions["assessment"].papers.embedded
    }
    assert files["answers.json"]["topic"] == "tiredness"
    form, said = files["fhir-questionnaire.json"], files["fhir-response.json"]
    asked = {item["linkId"] for item in linked(form)}
    assert {question.id for question in topic.questionnaire} <= asked
    assert {item["linkId"] for item in linked(said)} <= asked
    assert (
        "Rules not reviewed by a clinician." in app.extensions["assessment"].papers.html
    )


def linked(part: dict[str, Any]) -> list[dict[str, Any]]:
    """Every item, however deep it stands."""
    items = part.get("item", [])
    return [*items, *(inner for item in items for inner in linked(item))]
