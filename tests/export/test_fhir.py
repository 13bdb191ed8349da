"""FHIR: what we write is R4, and says which answers were given, denied or left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from fhirclient.models.fhirabstractbase import FHIRValidationError
from fhirclient.models.questionnaire import Questionnaire
from fhirclient.models.questionnaireresponse import QuestionnaireResponse

from assessment.core.answers import Answer, Answers
from assessment.core.conditions import ALWAYS, All, Chosen, InRange, Not, NotSaid
from assessment.core.conditions import Any as AnyOf
from assessment.core.questionnaire import Page, Question, Step
from assessment.core.topic import Review, Topic
from assessment.core.visit import Respondent
from assessment.export.fhir_questionnaire import questionnaire
from assessment.export.fhir_response import questionnaire_response
from assessment.export.record import record
from tests.core.made_up import AGE, ALARM, TOPIC
from tests.export.conftest import Person, person_of

# What the library doesn't look at: the codes of R4 that we use, and its rules for ids.
TYPES = {"group", "choice", "open-choice", "integer", "text"}
OPERATORS = {"=", ">=", "<"}
NO_SPACE = re.compile(r"\S+")
CODE = re.compile(r"\S+( \S+)*")


@pytest.fixture(scope="session")
def asked(topic: Topic) -> dict[str, Any]:
    return questionnaire(topic)


def response_of(topic: Topic, person: Person) -> dict[str, Any]:
    return questionnaire_response(topic, person.found.known, person.summary)


def questions(resource: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The items below the groups by linkId."""
    return {i["linkId"]: i for group in resource["item"] for i in group["item"]}


def codes(item: dict[str, Any]) -> list[str]:
    """The codes of the answers."""
    given = item.get("answer", [])
    return [a["valueCoding"]["code"] for a in given if "valueCoding" in a]


def texts(content: Any) -> Iterator[str]:
    """Every text in the resource."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for value in content.values():
            yield from texts(value)
    elif isinstance(content, list):
        for value in content:
            yield from texts(value)


def test_the_questionnaire_is_r4(asked: dict[str, Any]) -> None:
    assert Questionnaire(asked).as_json() == asked
    items = questions(asked)
    groups = [group["linkId"] for group in asked["item"]]
    assert len({*items, *groups}) == len(items) + len(groups)
    assert {item["type"] for item in (*items.values(), *asked["item"])} <= TYPES
    assert NO_SPACE.fullmatch(f"{asked['url']}|{asked['version']}")
    for item in items.values():
        for option in item.get("answerOption", []):
            assert CODE.fullmatch(option["valueCoding"]["code"])
        for test in item.get("enableWhen", []):
            assert test["question"] in items
            assert test["operator"] in OPERATORS
            assert item["enableBehavior"] in ("all", "any")
    assert all(text.strip() for text in texts(asked))


def test_the_library_would_say_what_is_wrong(asked: dict[str, Any]) -> None:
    for wrong in (
        {**asked, "item": [{"linkId": "x", "text": "no type"}]},
        {**asked, "questions": []},
        {**asked, "title": 7},
    ):
        with pytest.raises(FHIRValidationError):
            Questionnaire(wrong)


def test_every_response_is_r4_and_answers_the_questionnaire(
    topic: Topic, people: list[Person], asked: dict[str, Any]
) -> None:
    items = questions(asked)
    for person in people:
        response = response_of(topic, person)
        assert QuestionnaireResponse(response).as_json() == response
        assert response["questionnaire"] == f"{asked['url']}|{asked['version']}"
        assert response["status"] == "completed"
        assert all(text.strip() for text in texts(response))
        for link_id, item in questions(response).items():
            assert_answers(items[link_id], item)


def assert_answers(question: dict[str, Any], item: dict[str, Any]) -> None:
    """Every answer is one that the question of the Questionnaire takes."""
    values = item.get("answer", [])
    assert item["text"] == question["text"]
    assert len(values) <= 1 or question.get("repeats")
    offered = [option["valueCoding"] for option in question.get("answerOption", [])]
    for value in values:
        match value:
            case {"valueCoding": chosen}:
                assert chosen in offered
            case {"valueInteger": _}:
                assert question["type"] == "integer"
            case {"valueString": _}:
                assert question["type"] in ("text", "open-choice")


def is_enabled(item: dict[str, Any], given: dict[str, dict[str, Any]]) -> bool:
    """Whether a reader of FHIR would ask it."""
    found = []
    for test in item["enableWhen"]:
        answers = given.get(test["question"], {}).get("answer", [])
        if "answerCoding" in test:
            wanted = test["answerCoding"]
            chosen = [a["valueCoding"] for a in answers if "valueCoding" in a]
            found.append(any(wanted.items() <= coding.items() for coding in chosen))
        else:
            number = test["answerInteger"]
            numbers = [answer["valueInteger"] for answer in answers]
            at_least = test["operator"] == ">="
            found.append(any((n >= number) == at_least for n in numbers))
    return all(found) if item["enableBehavior"] == "all" else any(found)


def test_a_question_was_asked_exactly_when_its_conditions_say_so(
    topic: Topic, people: list[Person], asked: dict[str, Any]
) -> None:
    gated = {k: item for k, item in questions(asked).items() if "enableWhen" in item}
    assert len(gated) >= 15
    for person in people:
        given = questions(response_of(topic, person))
        for link_id, item in gated.items():
            assert is_enabled(item, given) == (link_id in given), link_id


HUM = Chosen("noise", ("hum",))
OLD = InRange("age", at_least=9.5, below=60)
FIRE = Chosen("alarm", ("smoke", "flames"))


@pytest.mark.parametrize(
    ("condition", "joined", "operators"),
    [
        (FIRE, "any", ["=", "="]),
        (OLD, "all", [">=", "<"]),
        (All((OLD, Chosen("alarm", ("smoke",)))), "all", [">=", "<", "="]),
        (AnyOf((FIRE, Chosen("speed", ("slow",)))), "any", ["=", "=", "="]),
        (All((OLD, FIRE)), "", []),
        (AnyOf((OLD, FIRE)), "", []),
        (AnyOf((FIRE, Not(HUM))), "", []),
        (All((FIRE, NotSaid("alarm", ("none",)))), "", []),
        (Chosen("burning", ("yes",)), "", []),
        (InRange("glumness", at_least=3), "", []),
        (ALWAYS, "", []),
    ],
    ids=str,
)
def test_a_condition_is_told_whole_or_not_at_all(
    condition: Any, joined: str, operators: list[str]
) -> None:
    gated = replace(AGE, id="more", show_when=condition)
    told = item_of(gated)
    assert told.get("enableBehavior", "") == joined
    assert [test["operator"] for test in told.get("enableWhen", [])] == operators


def item_of(question: Question) -> dict[str, Any]:
    """The question as it is told beside those that are made up."""
    step = Step("s", "S", (Page("s", 1, (question,)),))
    steps = (*TOPIC.questionnaire.steps, step)
    topic = replace(TOPIC, questionnaire=type(TOPIC.questionnaire)(steps))
    return questions(questionnaire(topic))[question.id]


def test_no_unsure_silence_and_not_asked_stay_apart(topic: Topic) -> None:
    said = Answers(
        {
            "emerg_now": Answer(("none",)),
            "bladder_saddle": Answer(("unsure",)),
            "age": Answer(),
            "symptom_areas": Answer(("none",)),
        }
    )
    response = response_of(topic, person_of(topic, said))
    given = questions(response)
    assert codes(given["emerg_now"]) == ["none"]
    assert codes(given["bladder_saddle"]) == ["unsure"]
    assert "answer" not in given["age"]
    assert "pain" not in given
    assert response["status"] == "in-progress"


def test_what_a_form_cut_short_never_reached_was_not_asked(topic: Topic) -> None:
    said = Answers({"emerg_now": Answer(("breath",)), "bladder_saddle": Answer()})
    person = person_of(topic, said, cut_short=True)
    assert questions(response_of(topic, person)).keys() == said.keys()
    told = record(topic, person.found, person.summary)["assessment"]
    assert told["unknown"] == ["bladder_saddle"]


def test_places_and_words_are_told(topic: Topic) -> None:
    said = Answers(
        {
            "where": Answer(("left:hand", "unsure_side:thigh", "neck")),
            "goals": Answer(typed=("To <b>sing</b>\nagain", " ")),
        }
    )
    given = questions(response_of(topic, person_of(topic, said)))
    places = [answer["valueCoding"] for answer in given["where"]["answer"]]
    assert [(at["code"], at["display"]) for at in places] == [
        ("left:hand", "hand (left)"),
        ("unsure_side:thigh", "thigh (one side, not sure which)"),
        ("neck", "neck"),
    ]
    assert given["goals"]["answer"] == [{"valueString": "To <b>sing</b>\nagain"}]


def test_an_option_that_stands_alone_says_so() -> None:
    options = item_of(replace(ALARM, id="more"))["answerOption"]
    alone = [o["valueCoding"]["code"] for o in options if "extension" in o]
    assert alone == ["none"]


def test_a_number_has_its_bounds_and_unit() -> None:
    extensions = item_of(replace(AGE, id="more"))["extension"]
    values = [v for e in extensions for k, v in e.items() if k != "url"]
    assert values == [0, 115, {"display": "years"}]


def test_it_is_told_who_answered_without_a_name(topic: Topic) -> None:
    def who(respondent: Respondent) -> list[tuple[str, str]]:
        person = person_of(topic, Answers(), respondent)
        response = response_of(topic, person)
        parts = {key: response.get(key) for key in ("source", "author")}
        return [(key, part["type"]) for key, part in parts.items() if part]

    assert who(Respondent.SELF) == [("source", "Patient")]
    assert who(Respondent.OTHER) == [("source", "RelatedPerson")]
    staff = [("source", "Patient"), ("author", "Practitioner")]
    assert who(Respondent.STAFF) == staff


@pytest.mark.parametrize(
    ("status", "told"),
    [("draft", "draft"), ("reviewed", "active"), ("withdrawn", "retired")],
)
def test_the_status_is_that_of_the_review(status: str, told: str) -> None:
    review = Review(status, "Dr Ann", date(2026, 1, 1), date(2030, 1, 1))
    assert questionnaire(replace(TOPIC, review=review))["status"] == told
    assert questionnaire(replace(TOPIC, version="2 b"))["version"] == "2%20b-00000000"
