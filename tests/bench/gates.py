"""Gates: what becomes of an emergency when one broad question is wrongly denied.

A gate is a question whose "none of these" keeps later lists from being shown. For every
case that is an emergency each of its gates is denied once, all else being answered the
same.
"""

from __future__ import annotations

from collections.abc import Iterator

from assessment.core.answers import Answer, Answers
from assessment.core.assess import assess
from assessment.core.conditions import Chosen, leaves
from assessment.core.findings import Urgency
from assessment.core.questionnaire import STAYS_UNKNOWN, Question
from assessment.core.topic import Topic
from tests.cases.read import case_sets, read_set


def report(topic: Topic) -> list[str]:
    """Lines to print, one block a set."""
    lines = []
    for name in case_sets():
        people = {case.id: case.answers for case in read_set(name, topic)}
        found = {
            case: answers
            for case, answers in people.items()
            if assess(topic, answers).urgency is Urgency.EMERGENCY
        }
        lost = [
            line
            for case, answers in found.items()
            for line in _lost(topic, case, answers)
        ]
        lines += [f"Gates denied in {len(found)} {name} emergencies"]
        lines += [*(lost or ["  none is lost"]), ""]
    return lines


def _lost(topic: Topic, case: str, answers: Answers) -> Iterator[str]:
    for gate in gates(topic):
        urgency = denied(topic, answers, gate)
        if urgency is not None and urgency < Urgency.EMERGENCY:
            yield f"  {case} without {gate}: {urgency.id}"


def gates(topic: Topic) -> dict[str, frozenset[str]]:
    """By question, the options without which a list behind it counts as denied."""
    doors: dict[str, set[str]] = {}
    for question in topic.questionnaire:
        if question.when_hidden in (None, STAYS_UNKNOWN):
            continue
        for leaf in leaves(question.show_when):
            asked = topic.questionnaire.question_by_id.get(leaf.name)
            if isinstance(leaf, Chosen) and asked is not None and _none(asked):
                every = {option.id for option in asked.options}
                opens = {*leaf.options} - {_none(asked)}
                doors.setdefault(asked.id, set()).update(opens or every)
    return {gate: frozenset(options) for gate, options in doors.items()}


def denied(topic: Topic, answers: Answers, gate: str) -> Urgency | None:
    """The urgency once the gate is denied; None where there is nothing to deny."""
    said = answers.get(gate)
    doors = gates(topic)[gate] - {_none(topic.questionnaire.question_by_id[gate])}
    if said is None or doors.isdisjoint(said.options):
        return None
    left = tuple(option for option in said.options if option not in doors)
    none = _none(topic.questionnaire.question_by_id[gate])
    return assess(topic, answers.set(gate, Answer(left or (none,)))).urgency


def _none(question: Question) -> str:
    """The option that says none of the others; empty without one."""
    return next((o.id for o in question.options if o.exclusive), "")
