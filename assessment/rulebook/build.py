"""Build: the topic from all its entries, and what only the whole of it can show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from assessment.core.facts import Fact
from assessment.core.findings import (
    Cause,
    NextStep,
    QuestionToAsk,
    Scoring,
    Urgency,
    UrgencyAdvice,
)
from assessment.core.medicines import Medicines
from assessment.core.questionnaire import Questionnaire
from assessment.core.topic import Topic
from assessment.rulebook import findings, questions
from assessment.rulebook.care import care
from assessment.rulebook.conditions import ConditionReader
from assessment.rulebook.medicine_shapes import KIND_FACT, PAIR_FACT
from assessment.rulebook.medicines import medicine_facts, medicines
from assessment.rulebook.migration import migration
from assessment.rulebook.order import check_order
from assessment.rulebook.page_one import page_one
from assessment.rulebook.problems import Place, quoted
from assessment.rulebook.reach import check_reach
from assessment.rulebook.review import review_of
from assessment.rulebook.shapes import Content, CountryShape


class Digests(NamedTuple):
    """SHA-256 of rule files, in hex."""

    all: str
    signed: str  # of those that a review signs


def build(
    content: Content,
    countries: Sequence[CountryShape],
    reader: ConditionReader,
    folder: Place,
    digests: Digests,
) -> Topic | None:
    """The topic for the first of the countries; None when whole sections are missing.

    Problems go to the reader's report; where there are any, the topic is of no use.
    """
    questionnaire = questions.questionnaire(content, reader)
    catalogue, facts = _facts(content, reader)
    scoring, causes = _causes(content, reader)
    first_page = content.page_one and page_one(content.page_one, reader)
    red_flags = tuple(findings.red_flag(shape, reader) for shape in content.red_flags)
    urgency, next_steps, to_ask = _advice(content, reader)
    numbers = [findings.country(shape, reader.links) for shape in countries]
    _check_whole(content, questionnaire, facts, reader, folder)
    if not (content.topic and scoring and first_page and numbers):
        return None
    return Topic(
        id=str(content.topic.id),
        title=reader.links.words(content.topic.title),
        intro=reader.links.words(content.topic.intro),
        minutes=content.topic.minutes,
        version=str(content.topic.version),
        digest=digests.all,
        review=review_of(content.topic.review, digests.signed),
        questionnaire=questionnaire,
        facts=facts,
        red_flags=tuple(sorted(red_flags, key=lambda flag: -flag.urgency)),
        causes=causes,
        scoring=scoring,
        urgency=urgency,
        next_steps=next_steps,
        questions_to_ask=to_ask,
        care=care(content, reader),
        page_one=first_page,
        sources={str(s.key): findings.source(s) for s in content.sources},
        country=numbers[0],
        medicines=catalogue,
        migration=migration(content, content.topic.answers_version, reader.links),
    )


def _facts(
    content: Content, reader: ConditionReader
) -> tuple[Medicines, dict[str, Fact]]:
    catalogue = medicines(content, reader)
    of_medicines = medicine_facts(content, catalogue)
    return catalogue, questions.facts(content, reader) | of_medicines


def _causes(
    content: Content, reader: ConditionReader
) -> tuple[Scoring | None, tuple[Cause, ...]]:
    shape = content.scoring
    scoring = findings.scoring(shape, reader.links) if shape else None
    priors = scoring.prior if scoring else {}
    causes = (findings.cause(cause, priors, reader) for cause in content.causes)
    return scoring, tuple(causes)


def _advice(
    content: Content, reader: ConditionReader
) -> tuple[
    dict[Urgency, UrgencyAdvice], tuple[NextStep, ...], tuple[QuestionToAsk, ...]
]:
    by_level = [findings.advice(shape, reader.links) for shape in content.urgency]
    next_steps = (findings.next_step(shape, reader) for shape in content.next_steps)
    to_ask = (findings.question_to_ask(s, reader) for s in content.questions_to_ask)
    urgency = {advice.level: advice for advice in by_level}
    return urgency, tuple(next_steps), tuple(to_ask)


def _check_fallback(content: Content, reader: ConditionReader, folder: Place) -> None:
    report = reader.links.report
    fallbacks = [shape for shape in content.red_flags if shape.fallback]
    if not fallbacks and "fallback" not in reader.links.vague:
        place = content.red_flags[0].id.place if content.red_flags else folder
        what = "one red flag must have `fallback: true`"
        report.add(place, "no-fallback", what)
    for shape in fallbacks[1:]:
        first = fallbacks[0].id
        what = f"{quoted(first)} at {first.place.short} is the fallback already"
        report.add(shape.id.place, "several-fallbacks", what)


def _check_urgency(content: Content, reader: ConditionReader, folder: Place) -> None:
    there = {str(shape.level) for shape in content.urgency}
    place = content.urgency[0].level.place if content.urgency else folder
    for level in Urgency:
        if level.id not in there and level.id not in reader.links.vague:
            what = f"the level {quoted(level.id)} has no entry in `urgency`"
            reader.links.report.add(place, "missing-urgency", what)


def _check_whole(
    content: Content,
    questionnaire: Questionnaire,
    facts: dict[str, Fact],
    reader: ConditionReader,
    folder: Place,
) -> None:
    _check_fallback(content, reader, folder)
    _check_urgency(content, reader, folder)
    report = reader.links.report
    places = {str(shape.id): shape.id.place for shape in content.facts} | {
        str(shape.id): shape.show_when.place if shape.show_when else shape.id.place
        for shape in content.questions
    }
    if content.medicine_list is not None:
        listed = content.medicine_list.question.place
        places |= {KIND_FACT: listed, PAIR_FACT: listed}
    steps = {str(shape.id): shape.id.place for shape in content.steps}
    if check_order(questionnaire, facts, places, report):
        check_reach(questionnaire, facts, reader.read_at, (places, steps), report)
