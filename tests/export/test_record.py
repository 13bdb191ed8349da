"""The record: it holds what was said and found, and gives the same answers back."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from assessment.core.answers import Answer, Answers
from assessment.core.topic import Topic
from assessment.core.visit import Respondent
from assessment.export.record import (
    MOST_BYTES,
    Record,
    RecordError,
    as_bytes,
    read_record,
    record,
)
from assessment.rulebook.answers_file import AnswersError, recorded_answers
from tests.export.conftest import DAY, Person, person_of

HOSTILE = (
    '"}],"urgency":"self_care',
    "<script>alert(1)</script>\n<img src=file:///etc/passwd>",
    "\x00\x1b[2J\t\u2028\u202e\ufeff\u200d",
    "e" + "\u0301" * 1_000,
    "👨‍👩‍👧 漢 – Łódź",
    "A" * 10_000,
)


def record_of(topic: Topic, person: Person) -> dict[str, Any]:
    return record(topic, person.found, person.summary)


def read_back(topic: Topic, person: Person) -> Answers:
    """The answers by way of a record."""
    read = read_record(as_bytes(record_of(topic, person)))
    return recorded_answers(read.answers, read.answers_version, topic)


def test_every_case_comes_back_as_it_was(topic: Topic, people: list[Person]) -> None:
    for person in people:
        assert read_back(topic, person) == person.found.known.answers


@pytest.mark.parametrize("words", HOSTILE, ids=lambda words: ascii(words[:12]))
def test_b2_hostile_words_come_back_as_they_were(topic: Topic, words: str) -> None:
    said = Answers(
        {
            "age": Answer(),
            "goals": Answer(typed=(words, "")),
            "medicine_areas": Answer(("heart",)),
            "medicines": Answer(("statin",), typed=(words,), meant=((words, words),)),
        }
    )
    person = person_of(topic, said)
    assert person.found.known.answers == said
    assert read_back(topic, person) == said


def test_c5_the_same_visit_gives_the_same_bytes(
    topic: Topic, people: list[Person]
) -> None:
    again = person_of(topic, people[0].answers)
    first, second = (as_bytes(record_of(topic, one)) for one in (people[0], again))
    assert first == second


def test_it_tells_who_when_and_which_rules(topic: Topic, people: list[Person]) -> None:
    told = read_record(as_bytes(record_of(topic, people[0])))
    answers = record_of(topic, people[0])["answers"]
    version, latest = topic.content_version, topic.migration.version
    assert told == Record(topic.id, version, latest, DAY, Respondent.SELF, answers)


def test_it_tells_what_the_paper_shows(topic: Topic, people: list[Person]) -> None:
    for person in people:
        told = record_of(topic, person)["assessment"]
        shown = person.summary
        assert told["urgency"] == shown.how_soon.urgency.id
        assert {w.id for w in shown.warnings} <= {
            flag["id"] for flag in told["red_flags"] if flag["verdict"] == "yes"
        }
        assert [(c["name"], c["fits"]) for c in told["causes"]] == [
            (card.name, card.band) for card in shown.causes
        ]
        assert [m["value"] for m in told["measures"]] == [
            m.value for m in shown.measures
        ]


GOOD: dict[str, Any] = {
    "format": "previsit-record",
    "format_version": 1,
    "topic": "bells",
    "topic_version": "1 (abc)",
    "answers_version": 1,
    "made_on": "2026-11-21",
    "respondent": "other",
    "answers": {"age": 40, "speed": ["slow"], "pills": {"typed": ["Iron"]}},
}


def test_more_than_is_known_may_stand_in_it() -> None:
    read = read_record(json.dumps({**GOOD, "more": [1]}).encode())
    assert read.made_on == date(2026, 11, 21)
    assert read.respondent is Respondent.OTHER


WRONG: dict[str, Any] = {
    "format": "other",
    "format_version": 2,
    "topic": 7,
    "topic_version": None,
    "answers_version": True,
    "made_on": "yesterday",
    "respondent": "nobody",
    "answers": [],
}
WRONG_ANSWERS: tuple[Any, ...] = (
    None,
    True,
    1.5,
    "slow",
    ["slow", 1],
    {"options": "slow"},
    {"typed": [["Iron"]]},
    {"meant": ["Iron"]},
    {"meant": {"Iron": 1}},
    {"more": []},
)


@pytest.mark.parametrize("key", GOOD)
def test_a_wrong_or_missing_part_is_refused(key: str) -> None:
    missing = {name: part for name, part in GOOD.items() if name != key}
    for parts in (missing, {**GOOD, key: WRONG[key]}):
        with pytest.raises(RecordError):
            read_record(json.dumps(parts).encode())


@pytest.mark.parametrize("content", WRONG_ANSWERS, ids=str)
def test_what_is_no_answer_is_refused(content: Any) -> None:
    with pytest.raises(RecordError):
        read_record(json.dumps({**GOOD, "answers": {"x": content}}).encode())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"7",
        b"{",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"format": "previsit-record", "x": "\\ud800"}',
        b'{"format": %s}' % (b"9" * 5_000),
        json.dumps({**GOOD, "more": "x" * MOST_BYTES}).encode(),
    ],
    ids=lambda content: ascii(content[:20]),
)
def test_what_is_no_record_is_refused_and_not_quoted(content: bytes) -> None:
    with pytest.raises(RecordError) as refused:
        read_record(content)
    assert str(refused.value).startswith("The record cannot be read: it is ")


def test_answers_that_cannot_be_given_are_refused(topic: Topic) -> None:
    given = {"age": 400, "sings": [], "sex": ["female", "male"]}
    with pytest.raises(AnswersError) as refused:
        recorded_answers(given, topic.migration.version, topic)
    codes = {problem.code for problem in refused.value.problems}
    assert codes == {"out-of-range", "unknown-question", "too-many"}
    with pytest.raises(AnswersError):
        recorded_answers({}, topic.migration.version + 1, topic)


def test_answers_to_older_questions_are_those_of_today(topic: Topic) -> None:
    change = next(c for c in topic.migration.changes if c.options and c.to)
    given = {change.question: [change.options[0]]}
    answers = recorded_answers(given, 1, topic)
    for question, options in change.to.items():
        assert {*options} <= {*answers[question].options}
