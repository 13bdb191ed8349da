"""Any answers at all to the made-up topic, sensible or not."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from assessment.core.answers import Answer, Answers
from assessment.core.questionnaire import Kind, Question
from tests.core.made_up import QUESTIONNAIRE


def answer_to(question: Question) -> SearchStrategy[Answer]:
    """Any answer of the question's kind, exclusive options mixed in or not."""
    ids = [option.id for option in question.options]
    if question.kind is Kind.BODY_MAP:
        ids = [f"{side}:{at}" for side in question.sides for at in ids] + ids
    if question.kind is Kind.NUMBER:
        return st.integers(-5, 200).map(lambda number: Answer(number=number))
    if question.kind is Kind.TEXT:
        return st.text(max_size=8).map(lambda words: Answer(typed=(words,)))
    most = 1 if question.kind.one_option else 4
    return st.lists(st.sampled_from(ids), max_size=most, unique=True).map(
        lambda chosen: Answer(tuple(chosen))
    )


any_answers = st.fixed_dictionaries(
    {}, optional={question.id: answer_to(question) for question in QUESTIONNAIRE}
).map(Answers)
