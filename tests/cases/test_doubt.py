"""The shipped rules under doubt: no "not sure", blank or closed gate is a "no"."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from assessment.core.answers import Answer, Answers
from assessment.core.assess import assess
from assessment.core.conditions import Verdict, names
from assessment.core.findings import Urgency
from assessment.core.known import Known
from assessment.core.questionnaire import STAYS_UNKNOWN, Kind, Question
from assessment.rulebook import load_topic
from tests.cases.outcomes import RULES, TOPIC, signs_only

pytestmark = pytest.mark.slow

SHIPPED = signs_only(load_topic(RULES / TOPIC))
BLANK = Answer()


def draw_answer(data: DataObject, known: Known, question: Question) -> Answer:
    """Any answer that the form would accept, blank where it may be."""
    if not question.required and data.draw(st.booleans()):
        return BLANK
    if question.kind is Kind.NUMBER:
        low, high = question.minimum or 0, question.maximum or 120
        return Answer(number=data.draw(st.integers(low, high)))
    if question.kind is Kind.TEXT:
        return Answer(typed=("something",))
    offered = known.offered(question.id)
    option = data.draw(st.sampled_from(offered))
    if option.exclusive or question.kind.one_option:
        return Answer((option.id,))
    some = [o for o in offered if not o.exclusive]
    chosen = data.draw(st.lists(st.sampled_from(some), min_size=1, max_size=4))
    ids = dict.fromkeys(f"left:{o.id}" if o.sided else o.id for o in chosen)
    return Answer(tuple(ids))


def draw_visit(data: DataObject) -> Answers:
    """Somebody who answered every page, one after the other."""
    answers = Answers()
    for question in SHIPPED.questionnaire:
        known = SHIPPED.know(answers)
        if known.shows(question.id):
            drawn = draw_answer(data, known, question)
            answers = known.answers.set(question.id, drawn)
    return SHIPPED.know(answers).answers


def asks_with_tact(name: str) -> bool:
    """Whether the name needs a question that is left unasked out of tact."""
    asked = SHIPPED.questionnaire.question_by_id
    needed = SHIPPED.questions_of(name)
    return any(asked[question].when_hidden == STAYS_UNKNOWN for question in needed)


@settings(max_examples=40)
@given(st.data())
def test_c3_every_unknown_sign_that_matters_is_told(data: DataObject) -> None:
    found = assess(SHIPPED, draw_visit(data))
    told = {result.flag.id for result in found.not_ruled_out}
    for result in found.red_flags:
        if (
            result.verdict is Verdict.UNKNOWN
            and result.flag.urgency >= Urgency.SAME_DAY
        ):
            tact = any(asks_with_tact(name) for name in names(result.flag.when))
            assert result.flag.id in told or tact, result.flag.id


def doubts(question: Question) -> Iterator[Answer]:
    """Every way to leave the question open."""
    if not question.required:
        yield BLANK
    for option in question.options:
        if option.leaves_open:
            yield Answer((option.id,))


@settings(max_examples=40)
@given(st.data())
def test_c3_doubt_in_place_of_any_answer_never_turns_a_sign_into_a_no(
    data: DataObject,
) -> None:
    answers = draw_visit(data)
    before = {r.flag.id: r.verdict for r in assess(SHIPPED, answers).red_flags}
    for question in SHIPPED.questionnaire:
        for doubt in doubts(question) if question.id in answers else ():
            doubtful = assess(SHIPPED, answers.set(question.id, doubt))
            for result in doubtful.red_flags:
                if before[result.flag.id] is Verdict.YES:
                    assert result.verdict is not Verdict.NO, (question.id, result.flag)


@settings(max_examples=40)
@given(st.data())
def test_the_emergency_screen_only_ever_raises_urgency(data: DataObject) -> None:
    answers = draw_visit(data)
    before = assess(SHIPPED, answers).urgency
    for question_id in ("emerg_now", "bladder_saddle"):
        question = SHIPPED.questionnaire.question_by_id[question_id]
        kept = [
            o
            for o in answers[question_id].options
            if not question.option_by_id[o].exclusive
        ]
        for option in question.options:
            if not option.exclusive:
                more = Answer(tuple(dict.fromkeys((*kept, option.id))))
                found = assess(SHIPPED, answers.set(question_id, more))
                assert found.urgency >= before, option.id
