"""What the shipped rules promise whatever the case: doubt, return advice, medicines."""

from __future__ import annotations

import re
from datetime import date

import pytest
import yaml

from assessment.core.answers import Answer
from assessment.core.assess import assess
from assessment.core.conditions import ALWAYS
from assessment.core.findings import Urgency
from assessment.core.questionnaire import Kind, Meaning, Question
from assessment.core.summarise import summarise
from assessment.core.topic import Topic
from assessment.core.visit import Respondent, Visit
from assessment.rulebook import load_topic
from assessment.rulebook.lint import lint
from assessment.rulebook.scenarios import Scenario
from tests.cases.outcomes import RULES, TOPIC
from tests.cases.read import Case, case_sets, read_set
from tests.rules.people import EXERCISE
from tests.rules.scenarios import answers_of
from tests.rules.topics import TOPICS, calm_in, scenarios_in
from tests.rules.words import sentences

MUSCLES = load_topic(RULES / TOPIC)
CASES = read_set("development", MUSCLES)
AT_HOME = [
    case for case in CASES if assess(MUSCLES, case.answers).urgency is Urgency.SELF_CARE
]
STAYING = [
    (topic, one)
    for topic in TOPICS
    for one in scenarios_in(topic)
    if "self_care" in one.expect.get("at_most", ())
]
EMERGENCY_QUESTIONS = {"emerg_now", "bladder_saddle", "power"}
each_topic = pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.id)
MEDICINE = re.compile(r"medicine|tablet|pill|drug|dose|steroid|statin", re.IGNORECASE)
STOPPING = re.compile(r"(?<!not )\bstop (?:taking|using|your|the|this|it\b)", re.I)
COUNTRIES = [
    country["id"]
    for country in yaml.safe_load((RULES / "shared" / "countries.yaml").read_text())[
        "countries"
    ]
]


def emergency_questions(topic: Topic) -> list[Question]:
    """What the topic asks everybody about emergencies."""
    return [q for q in topic.questionnaire if q.id in EMERGENCY_QUESTIONS]


@pytest.mark.parametrize("case", AT_HOME, ids=lambda case: case.id)
def test_care_at_home_needs_every_emergency_question_settled(case: Case) -> None:
    asked = emergency_questions(MUSCLES)
    assert len(asked) == 2
    for question in asked:
        doubts = [o.id for o in question.options if o.meaning is Meaning.UNSURE]
        for doubt in (Answer(), *(Answer((option,)) for option in doubts)):
            found = assess(MUSCLES, case.answers.set(question.id, doubt))
            assert found.urgency > Urgency.SELF_CARE, (question.id, doubt.options)


def test_some_cases_may_stay_at_home() -> None:
    assert AT_HOME


@pytest.mark.parametrize(("topic", "one"), STAYING, ids=lambda part: part.id)
def test_doubt_about_an_emergency_keeps_nobody_at_home(
    topic: Topic, one: Scenario
) -> None:
    answers = answers_of(one, topic)
    assert assess(topic, answers).urgency is Urgency.SELF_CARE
    for question in emergency_questions(topic):
        doubts = [o.id for o in question.options if o.meaning is Meaning.UNSURE]
        for doubt in (Answer(), *(Answer((option,)) for option in doubts)):
            found = assess(topic, answers.set(question.id, doubt))
            assert found.urgency > Urgency.SELF_CARE, (question.id, doubt.options)


@pytest.mark.parametrize("level", Urgency)
@each_topic
def test_every_result_says_when_to_get_help_sooner(
    topic: Topic, level: Urgency
) -> None:
    advice = topic.urgency[level]
    told = advice.while_waiting if level is Urgency.EMERGENCY else advice.sooner
    assert len(told) >= 4
    assert any("hard to breathe" in words for words in told)


@pytest.mark.parametrize(
    "flag",
    [f for topic in TOPICS for f in topic.red_flags if f.urgency is Urgency.SELF_CARE],
    ids=lambda flag: flag.id,
)
def test_care_at_home_always_says_when_to_see_a_doctor(flag: object) -> None:
    told = [words for words in sentences(flag) if words.startswith("See a doctor")]
    assert told


@each_topic
def test_no_sentence_tells_anybody_to_stop_a_medicine(topic: Topic) -> None:
    named = topic.medicines
    parts = (
        topic.red_flags, topic.causes, topic.next_steps, topic.questions_to_ask,
        topic.care, tuple(topic.urgency.values()), named.pairs,
        *(tuple(those.values()) for those in (named.by_id, named.kinds, named.signs)),
    )  # fmt: skip
    words = list(sentences(parts))
    assert len(words) > 1000
    assert [w for w in words if MEDICINE.search(w) and STOPPING.search(w)] == []


@each_topic
def test_nobody_is_taken_to_take_medicines(topic: Topic) -> None:
    said_to_all = (
        tuple(topic.urgency.values()),
        [step for step in topic.next_steps if step.when == ALWAYS],
    )
    words = list(sentences(said_to_all))
    assert any("medicines" in sentence for sentence in words)
    assert [w for w in words if re.search(r"(your|all the) medicines", w)] == []


@pytest.mark.parametrize("country", COUNTRIES)
@each_topic
def test_a_wish_to_die_is_met_with_the_crisis_line(topic: Topic, country: str) -> None:
    there = load_topic(RULES / topic.id, country=country)
    line = there.country.numbers["crisis"].label
    answers = answers_of(calm_in(topic)[0], topic)
    answers = answers.set("life_areas", Answer(("mood",)))
    for option, urgency in (
        ("now_plan", Urgency.EMERGENCY),
        ("thoughts", Urgency.SAME_DAY),
    ):
        found = assess(there, answers.set("self_harm", Answer((option,))))
        flags = [r.flag for r in found.fired if "crisis" in r.flag.call]
        assert [flag.urgency for flag in flags] == [urgency]
        assert line in flags[0].do


def test_exercise_is_suggested_only_where_nothing_needs_a_doctor_soon() -> None:
    people = [assess(MUSCLES, case.answers) for case in CASES]
    told = [f for f in people if EXERCISE & {step.id for step in f.next_steps}]
    assert told
    assert all(found.urgency <= Urgency.ROUTINE for found in told)


@pytest.mark.parametrize(
    "cause_id",
    [
        "motor_neurone_disease",
        "cancer_related",
        "brain_tumour_or_bleed",
        "cancer_check",
    ],
)
def test_the_most_feared_causes_are_named_for_the_doctor_only(cause_id: str) -> None:
    causes = (cause for topic in TOPICS for cause in topic.causes)
    cause = next(cause for cause in causes if cause.id == cause_id)
    assert cause.named_for_doctor_only
    assert cause.plain_name not in cause.action


@pytest.mark.parametrize("set_name", case_sets())
def test_who_should_call_is_never_first_told_to_go(set_name: str) -> None:
    called = 0
    for case in read_set(set_name, MUSCLES):
        found = assess(MUSCLES, case.answers)
        visit = Visit(MUSCLES.id, "1", 0, answers=case.answers)
        warnings = summarise(MUSCLES, visit, found, date(2026, 11, 21)).warnings
        urgent = [w for w in warnings if w.urgency is Urgency.EMERGENCY]
        if any("999" in warning.do for warning in urgent):
            called += 1
            assert "999" in urgent[0].do, case.id
    assert called


def test_what_would_help_to_know_can_be_read_alone() -> None:
    asked = {q.ask for q in MUSCLES.questionnaire if q.kind is Kind.MULTI}
    helpful = set()
    for case in CASES:
        visit = Visit(MUSCLES.id, "1", 0, Respondent.SELF, case.answers)
        found = assess(MUSCLES, case.answers)
        for card in summarise(MUSCLES, visit, found, date(2026, 11, 21)).causes:
            helpful |= {*card.would_help}
    assert len(helpful) > 3
    assert helpful & asked == set()


def test_a7_no_text_for_people_is_hard_to_read() -> None:
    found = lint(RULES / TOPIC, date(2026, 11, 21))
    assert [str(one) for one in found if one.code == "reading-grade"] == []
