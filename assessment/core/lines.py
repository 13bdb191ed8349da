"""Lines: one question with its answer in words, as check-your-answers and paper show.

States are told apart, because a doctor reads them differently: answered, none of what
was asked, none behind one broad question, not sure, preferred not to say, left blank,
and not asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assessment.core.answers import Answer
from assessment.core.conditions import Chosen, Condition, leaves
from assessment.core.explain import (
    Translate,
    number_in_words,
    places_in_words,
)
from assessment.core.known import Known
from assessment.core.questionnaire import Kind, Meaning, Question
from assessment.core.topic import Topic


class State(StrEnum):
    """What became of a question."""

    ANSWERED = "answered"
    NONE = "none"  # asked, and none of it
    SCREENED = "screened"  # one broad question was denied, so its list was not shown
    UNSURE = "unsure"
    DECLINED = "declined"
    BLANK = "blank"  # asked and not answered
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Line:
    """A question, what was said, and how many things were asked about."""

    id: str
    title: str
    words: tuple[str, ...]
    state: State
    asked: int = 0  # options offered, the exclusive ones aside
    typed: tuple[str, ...] = ()  # the person's own words among `words`

    @property
    def text(self) -> str:
        """The words in one string."""
        return "; ".join((*self.words, *(f"“{words}”" for words in self.typed)))


def answer_line(
    question: Question,
    known: Known,
    translate: Translate,
    *,
    as_chosen: bool = False,
    cut_short: bool = False,
) -> Line:
    """The question with its answer: in words for the paper, or as it was chosen.

    Of a form that was cut short, what has no answer was not asked.
    """
    offered = known.offered(question.id) or question.options
    asked = sum(1 for o in offered if not o.exclusive and not o.leaves_open)
    answer = known.answers.get(question.id)
    if answer is None:
        put = known.shows(question.id) and not cut_short
        return _without_answer(question, known, asked, translate, put=put)
    return Line(
        question.id,
        question.title,
        _words(question, answer, translate, as_chosen),
        _state(question, answer),
        asked,
        answer.typed,
    )


def _without_answer(
    question: Question, known: Known, asked: int, translate: Translate, *, put: bool
) -> Line:
    if known.denied_at_gate(question.id) and _was_put(question.show_when, known):
        # Not the words of its "none": that was never read to the person.
        denied = translate("denied at one broad question")
        return Line(question.id, question.title, (denied,), State.SCREENED, asked)
    state = State.BLANK if put else State.NOT_ASKED
    words = (translate("Not answered"),) if put else ()
    return Line(question.id, question.title, words, state, asked)


def _was_put(gate: Condition, known: Known) -> bool:
    """Whether the person could have said at the gate that the question is for them."""
    return any(
        option.id in leaf.options
        for leaf in leaves(gate)
        if isinstance(leaf, Chosen)
        for option in known.offered(leaf.name)
    )


def _words(
    question: Question, answer: Answer, translate: Translate, as_chosen: bool
) -> tuple[str, ...]:
    if answer.blank:
        return (translate("Not answered"),)
    if question.kind is Kind.BODY_MAP:
        places = places_in_words(question, answer.options, translate)
        return (places,) if places else ()
    if answer.number is not None:
        return (number_in_words(question, answer.number),)
    by_id = question.option_by_id
    chosen = [by_id[option] for option in answer.options if option in by_id]
    return tuple(option.label if as_chosen else option.words for option in chosen)


def _state(question: Question, answer: Answer) -> State:
    if answer.blank:
        return State.BLANK
    by_id = question.option_by_id
    meanings = {by_id[o].meaning for o in answer.options if o in by_id}
    for meaning, state in (
        (Meaning.UNSURE, State.UNSURE),
        (Meaning.DECLINED, State.DECLINED),
        (Meaning.NONE, State.NONE),
    ):
        if meanings == {meaning} and not answer.typed:
            return state
    return State.ANSWERED


def one_line(topic: Topic, known: Known, translate: Translate) -> str:
    """The line that says it all: "Thigh (right): weaker; for 3 to 12 months; same"."""
    where, parts = "", []
    for question_id in topic.page_one.one_line:
        question = topic.questionnaire.question_by_id[question_id]
        line = answer_line(question, known, translate)
        if line.state is State.ANSWERED and question.kind is Kind.BODY_MAP:
            marks = known.answers[question_id].options
            where = places_in_words(question, marks, translate)
        elif line.state in (State.ANSWERED, State.NONE):
            parts.append(", ".join(line.words))
    said = "; ".join(part for part in parts if part)
    return f"{where}: {said}" if where and said else where or said
