"""What a form on paper says by itself: when to answer, and what is an emergency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from assessment.core.answers import Answer, Answers
from assessment.core.conditions import (
    ALWAYS,
    All,
    Chosen,
    Condition,
    InRange,
    Not,
    NotSaid,
    Verdict,
)
from assessment.core.conditions import Any as AnyOf
from assessment.core.explain import Translate, number_in_words
from assessment.core.findings import Urgency
from assessment.core.known import Known
from assessment.core.questionnaire import Page, Question, Questionnaire, Step
from assessment.core.topic import Topic

# More than this is quicker answered than read.
MOST_PARTS = 3
MOST_OPTIONS = 4


@dataclass(frozen=True, slots=True)
class Numbered:
    """A question with the number that stands before it on paper."""

    number: int
    question: Question


def lone_signs(topic: Topic, question: Question, urgency: Urgency) -> frozenset[str]:
    """The options that are of this urgency by themselves, whatever else is said."""
    whole = Questionnaire((Step("", "", (Page("", 1, (_ungated(question),)),)),))
    # A sum of scores needs the other questions too.
    facts = {
        name: fact
        for name, fact in topic.facts.items()
        if {*fact.sum_of} <= {question.id}
    }
    conditions = [flag.when for flag in topic.red_flags if flag.urgency is urgency]

    def alarms(option: str) -> bool:
        answers = Answers({question.id: Answer((option,))})
        known = Known(whole, facts, answers, topic.medicines)
        return any(when.evaluate(known) is Verdict.YES for when in conditions)

    return frozenset(option.id for option in question.options if alarms(option.id))


def _ungated(question: Question) -> Question:
    return replace(
        question,
        show_when=ALWAYS,
        options=tuple(replace(o, show_when=ALWAYS) for o in question.options),
        groups=tuple(replace(group, show_when=ALWAYS) for group in question.groups),
    )


def only_if(
    condition: Condition, asked: Mapping[str, Numbered], translate: Translate
) -> str:
    """When a question is to be answered: "Only if you ticked “Pain” in question 3."

    Empty for a question that everybody is asked, and where it can't be said plainly:
    asking too much does no harm. `asked` holds the numbered questions by id.
    """
    parts: tuple[Condition, ...] = (condition,)
    between = translate(", and ")
    if isinstance(condition, All | AnyOf):
        parts = condition.parts
        between = translate(", or ") if isinstance(condition, AnyOf) else between
    words = [_part(part, asked, translate) for part in parts]
    if not all(words) or not 0 < len(words) <= MOST_PARTS:
        return ""
    return translate("Only if %(words)s.") % {"words": between.join(words)}


def _part(part: Condition, asked: Mapping[str, Numbered], translate: Translate) -> str:
    """One plain condition in words; empty for any other."""
    if isinstance(part, Not) and isinstance(part.part, Chosen):
        part = NotSaid(part.part.name, part.part.options)
    if not isinstance(part, Chosen | NotSaid | InRange) or part.name not in asked:
        return ""
    about = asked[part.name]
    if isinstance(part, InRange):
        return _range(part, about, translate)
    offered = {option.id: option.label for option in about.question.options}
    if not offered.keys() >= {*part.options}:
        return ""
    others = [option for option in offered if option not in part.options]
    options = part.options
    message = translate("you ticked %(options)s in question %(number)s")
    if isinstance(part, NotSaid):
        message = translate("you did not tick %(options)s in question %(number)s")
    elif 0 < len(others) < len(part.options):
        message = translate(
            "you ticked anything but %(options)s in question %(number)s"
        )
        options = tuple(others)
    if len(options) > MOST_OPTIONS:
        return ""
    quoted = translate(" or ").join(f"“{offered[option]}”" for option in options)
    return message % {"options": quoted, "number": about.number}


def _range(part: InRange, about: Numbered, translate: Translate) -> str:
    bounds = (
        (translate("%(figure)s or more"), part.at_least),
        (translate("below %(figure)s"), part.below),
    )
    words = [
        message % {"figure": number_in_words(about.question, int(figure))}
        for message, figure in bounds
        if figure is not None
    ]
    message = translate("your answer to question %(number)s is %(range)s")
    return message % {"number": about.number, "range": translate(" and ").join(words)}
