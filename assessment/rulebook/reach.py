"""Reach: whether conditions can hold for anybody, given what can be asked before them.

The estimate errs on one side only: what it calls impossible is impossible.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assessment.core.conditions import (
    ALWAYS,
    All,
    Any,
    AtLeast,
    Chosen,
    Condition,
    InRange,
    Marked,
    Not,
    NotSaid,
)
from assessment.core.facts import Fact
from assessment.core.medicines import OWN_MARK
from assessment.core.questionnaire import STAYS_UNKNOWN, Kind, Question, Questionnaire
from assessment.rulebook.problems import Place, Report

EVERYTHING = (float("-inf"), float("inf"))


def check_reach(
    questionnaire: Questionnaire,
    facts: Mapping[str, Fact],
    rules: Iterable[tuple[Place, Condition]],
    places: tuple[Mapping[str, Place], Mapping[str, Place]],
    report: Report,
) -> None:
    """Report questions, steps and rules that no answers lead to.

    `places` are those of the gates of questions, and of steps.
    """
    of_gates, of_steps = places
    reach = _Reach(facts)
    for step in questionnaire.steps:
        asked = [
            reach.ask(question) for page in step.pages for question in page.questions
        ]
        if asked and not any(asked):
            what = f"no question of the step `{step.id}` can ever be asked"
            report.add(of_steps[step.id], "unreachable-step", what)
    for question in questionnaire:
        if not reach.asked[question.id]:
            what = f"`{question.id}` can never be asked: nobody meets its show_when"
            report.add(of_gates[question.id], "unreachable-question", what)
    for place, condition in rules:
        if not reach.can_hold(condition):
            report.add(place, "never-true", "nobody's answers can make this true")


class _Reach:
    """What can be answered, built up in the order in which questions are asked."""

    def __init__(self, facts: Mapping[str, Fact]) -> None:
        self.asked: dict[str, bool] = {}
        self._facts = facts
        self._questions: dict[str, Question] = {}
        self._options: dict[str, set[str]] = {}
        self._values: dict[tuple[str, str], bool] = {}

    def ask(self, question: Question) -> bool:
        """Whether the question can be asked, once all before it have been looked at."""
        asked = self.can_hold(question.show_when)
        closed = {g.id for g in question.groups if not self.can_hold(g.show_when)}
        options = {
            option.id
            for option in question.options
            if asked and option.group not in closed and self.can_hold(option.show_when)
        }
        if question.when_hidden not in (None, STAYS_UNKNOWN):
            options.add(str(question.when_hidden))
        self.asked[question.id] = asked
        self._questions[question.id] = question
        self._options[question.id] = options
        return asked

    def can_hold(self, condition: Condition) -> bool:
        """Whether some answers make it true."""
        match condition:
            case Chosen():
                return any(self._can_be(condition.name, o) for o in condition.options)
            case NotSaid() | Marked():
                return self._can_be_answered(condition.name)
            case InRange():
                return self._can_lie(condition)
            case All():
                return all(map(self.can_hold, condition.parts))
            case Any():
                return any(map(self.can_hold, condition.parts))
            case AtLeast():
                possible = sum(map(self.can_hold, condition.parts))
                return possible >= condition.count
            case Not():
                return condition.part != ALWAYS

    def _can_be(self, name: str, option: str) -> bool:
        fact = self._facts.get(name)
        if fact is None:
            typed = option.startswith(OWN_MARK) and self.asked.get(name, True)
            return typed or name not in self._options or option in self._options[name]
        key = (name, option)
        if key not in self._values:
            value = fact.value(option)
            self._values[key] = value is not None and self.can_hold(value.when)
        return self._values[key]

    def _can_be_answered(self, name: str) -> bool:
        fact = self._facts.get(name)
        if fact is not None:
            return any(map(self._can_be_answered, fact.questions))
        return self.asked.get(name, True) or bool(self._options[name])

    def _can_lie(self, range_: InRange) -> bool:
        fact = self._facts.get(range_.name)
        spans = [self._span(name) for name in (fact.sum_of if fact else [range_.name])]
        if None in spans:
            return False
        low = sum(span[0] for span in spans if span)
        high = sum(span[1] for span in spans if span)
        floor, ceiling = range_.at_least, range_.below
        return (floor is None or floor <= high) and (ceiling is None or low < ceiling)

    def _span(self, name: str) -> tuple[float, float] | None:
        question = self._questions.get(name)
        if question is None:
            return EVERYTHING
        if question.kind is Kind.NUMBER:
            low, high = question.minimum, question.maximum
            span = (
                EVERYTHING[0] if low is None else low,
                EVERYTHING[1] if high is None else high,
            )
            return span if self.asked[name] else None
        scores = [o.score for o in question.options if o.score is not None]
        return (min(scores, default=0), max(scores, default=0))
