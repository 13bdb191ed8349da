"""The real topic with every development case, read once for all of these tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from assessment.core.answers import Answers
from assessment.core.assess import Assessment, assess
from assessment.core.summarise import summarise
from assessment.core.summary import Summary
from assessment.core.topic import Topic
from assessment.core.visit import Respondent, Visit
from assessment.rulebook import load_topic
from tests.cases.read import read_set

RULES = Path(__file__).parents[2] / "rules" / "muscle-weakness"
DAY = date(2026, 11, 21)


@dataclass(frozen=True)
class Person:
    """Somebody's answers, what was found, and the summary of it."""

    answers: Answers
    found: Assessment
    summary: Summary


def person_of(
    topic: Topic,
    answers: Answers,
    respondent: Respondent = Respondent.SELF,
    *,
    cut_short: bool = False,
) -> Person:
    """What the rules of the topic make of the answers."""
    visit = Visit(topic.id, topic.content_version, 0, respondent, answers)
    visit = visit.with_(cut_short=cut_short)
    found = assess(topic, answers)
    return Person(answers, found, summarise(topic, visit, found, DAY))


@pytest.fixture(scope="session")
def topic() -> Topic:
    return load_topic(RULES)


@pytest.fixture(scope="session")
def people(topic: Topic) -> list[Person]:
    """All development cases."""
    return [person_of(topic, c.answers) for c in read_set("development", topic)]
